"""What a bureau-year's parameters are to be: as they are, as last year's were, or as asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportkit.errors import ParametersError
from reportkit.params import Key, Parameters, check_values, parameter_name, read_values
from reportkit.sources.parameter_files import read_sources, source_files

# What is of one year alone: last year's is no setting for this one.
_OF_ONE_YEAR = ("year", "date", "previous", "data")
_UNKNOWN_DATE = dt.date(2000, 1, 1)


@dataclass(slots=True)
class Settings:
    """The parameters of a bureau-year that is begun.

    Attributes
    ----------
    values : dict
        Plain values by name, as a parameters file has them; None for what is not known yet.
    written : bool
        Whether parameters of it are there already.
    last_year : int
        Whose open records are taken over; 0 where none are asked for.
    last_folder : Path or None
        Where the ledgers of that year are, relative to the workspace.
    notes : list of str
        What the user has to know, in Chinese sentences.
    """

    values: dict[str, Any]
    written: bool = False
    last_year: int = 0
    last_folder: Path | None = None
    notes: list[str] = field(default_factory=list)

    def parameters(self) -> Parameters:
        """Return parameters to work with, though some may not be known yet."""
        told = {name: value for name, value in self.values.items() if value is not None}
        checked, _ = check_values(told)
        known = {"bureau_name": self.values["bureau"], "date": _UNKNOWN_DATE, **checked}
        return Parameters(**known)


def settings_of(
    folder: Path, workspace: Path, key: Key, *, last_year: int | None, bureau_name: str
) -> Settings:
    """Return the parameters that a bureau-year is to have.

    Parameters
    ----------
    folder : Path
        Holds the parameters of all bureau-years.
    workspace : Path
    key : Key
    last_year : int or None
        The year whose settings are taken over.
    bureau_name : str
        Empty where others are to tell it.

    Raises
    ------
    ParametersError
        Where the key cannot be, its file says another, or nothing is known of last year.
    """
    _check(key, last_year)
    known = read_sources(source_files([folder]), workspace)[0] if folder.is_dir() else []
    own = _own(folder, key, known)
    values: dict[str, Any] = {**key._asdict(), "bureau_name": bureau_name or None}
    settings = Settings({**values, **own}, written=bool(own))
    if last_year is not None:
        _take_over(settings, last_year, workspace, key, known)
    if not (settings.written or settings.values["bureau_name"]):
        settings.values["bureau_name"] = _name_of(key.bureau, known)
    return settings


def _check(key: Key, last_year: int | None) -> None:
    _, problems = check_values(key._asdict())
    wrong = [problems[name] for name in key._fields if name in problems]
    if last_year is not None and last_year >= key.year:
        wrong.append(f"--from 应为 {key.year} 年以前的年度（现为 {last_year}）。")
    if wrong:
        raise ParametersError("建不了：", wrong)


def _own(folder: Path, key: Key, known: Sequence[Parameters]) -> dict[str, Any]:
    """Return the plain values of parameters that are there, even where they are not complete."""
    for one in known:
        if one.key == key:
            return _set(one)
    path = folder / f"{key.slug}.yaml"
    try:
        written = read_values(path) if path.is_file() else {}
    except ParametersError:
        return {}
    told = {parameter_name(name) or str(name): value for name, value in written.items()}
    checked, problems = check_values(told)
    _refuse_another(path, checked, key)
    plain = {name: told[name] for name in checked}
    return {**plain, **dict.fromkeys(problems.keys() & {"bureau_name", "date"})} if told else {}


def _refuse_another(path: Path, written: Mapping[str, Any], key: Key) -> None:
    """Refuse a file that says another bureau-year than its name: a copy not changed yet."""
    wrong = [
        f"{path.name} 里的 {name} 是 {written[name]}，与文件名不符，应为 {value}。请先改正。"
        for name, value in key._asdict().items()
        if written.get(name, value) != value
    ]
    if wrong:
        raise ParametersError("建不了：", wrong)


def _set(parameters: Parameters) -> dict[str, Any]:
    """Return the plain values of those parameters that are not what they are by default."""
    plain = {**parameters.for_notebook(), "notebook": parameters.notebook}
    defaults = {item.name: item.default for item in dataclasses.fields(Parameters)}
    return {
        name: value for name, value in plain.items() if getattr(parameters, name) != defaults[name]
    }


def _take_over(
    settings: Settings, year: int, workspace: Path, key: Key, known: Sequence[Parameters]
) -> None:
    last = next((one for one in known if one.key == key._replace(year=year)), None)
    folder = last.data_folder if last else Path(settings.parameters().data_path_of(year))
    settings.last_year = year
    if (workspace / folder).is_dir():
        settings.last_folder = folder
    elif last is None:
        problem = f"没有 {key.bureau} {year} 年的参数，也没有文件夹 {folder.as_posix()}。"
        raise ParametersError("沿用不了上年度的：", [problem + "请核对单位代码和年度。"])
    else:
        settings.notes.append(f"没有文件夹 {folder.as_posix()}，没有可以带进来的记录。")
    if last is None:
        settings.notes.append(f"没有 {key.bureau} {year} 年的这种报告的参数，设置没有沿用。")
        return
    if settings.written:
        return
    kept = {name: value for name, value in _set(last).items() if name not in _OF_ONE_YEAR}
    settings.values = {**kept, **{k: v for k, v in settings.values.items() if v is not None}}
    if last.data:
        settings.notes.append(f"{year} 年的参数 data（{last.data}）没有沿用，需要的请自己写上。")


def _name_of(bureau: str, known: Sequence[Parameters]) -> str | None:
    """Return the name that the bureau's newest report has."""
    named = sorted((one.year, one.bureau_name) for one in known if one.bureau == bureau)
    return named[-1][1] if named else None
