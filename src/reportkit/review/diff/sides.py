"""The two reports that are compared: folders of outputs, published folders, single renditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportkit.comparing import Statements
from reportkit.errors import ComparisonError
from reportkit.forms.files import form_ids
from reportkit.inputs.names import MANIFEST
from reportkit.params import DEFAULT_FORM, Key, read_parameters
from reportkit.reading import read_bytes, read_json
from reportkit.review.diff.renditions import READERS
from reportkit.review.stated import PAGE, stated_in, with_form
from reportkit.trouble import refused

_KEY = re.compile(r"(?P<bureau>[\w.-]+)/(?P<year>[0-9]{4})(?:/(?P<form>[\w.-]+))?")
_WHAT_MAY_BE_NAMED = (
    "可以写：单位代码/年度（如 fuxin-ecology/2022，其他报告再加 /格式）、参数文件、输出或者公开的"
    "文件夹，以及本软件生成的 report.html、report.pdf。"
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two reports.

    Attributes
    ----------
    name : str
        Whose it is, for people.
    place : str
        Where it is, as it was named; of the folders of the machine, nothing.
    statements : Statements
    page : bytes
        Its public page; empty where it is not there.
    """

    name: str
    place: str
    statements: Statements
    page: bytes = b""


def read_side(named: str, workspace: Path | None) -> Side:
    """Read what a report states.

    Parameters
    ----------
    named : str
        A folder of outputs, or a published one; a parameters file, or ``bureau/year`` and, of
        another form than the usual one, ``/form``, whose outputs are meant; a rendition.
    workspace : Path or None
        Where outputs lie, and forms of one's own.

    Raises
    ------
    ComparisonError
        Where it cannot be read, or is not a report of ours.
    ParametersError
        Where a parameters file is wrong.
    """
    path, place = _path(named, workspace), _place(named, workspace)
    try:
        if path.is_dir():
            return _of_folder(path, place)
        if path.suffix.lower() == ".json":
            return _of_json(read_json(path), place)
        return _of_rendition(path, place, workspace)
    except FileNotFoundError as error:
        missing = Path(error.filename or path).name
        raise ComparisonError(f"{named} 里没有 {missing}。{_WHAT_MAY_BE_NAMED}") from None
    except OSError as error:
        raise ComparisonError(refused(error)) from None
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        msg = f"{named} 读不出来，不是本软件生成的。请重新生成一份。"
        raise ComparisonError(msg) from None


def read_sides(first: str, second: str, workspace: Path | None) -> tuple[Side, Side]:
    """Read two reports (see `read_side`), each with a place that is not the other's.

    Of two folders of one name outside the workspace, as much is told as tells them apart.
    """
    before, after = (read_side(named, workspace) for named in (first, second))
    if before.place != after.place:
        return before, after
    one, other = Path(first).parts, Path(second).parts
    for count in range(1, max(len(one), len(other)) + 1):
        ends = [Path(*parts[-count:]).as_posix() for parts in (one, other)]
        if ends[0] != ends[1]:
            return replace(before, place=ends[0]), replace(after, place=ends[1])
    return before, after


def hold_known(side: Side, workspace: Path | None) -> None:
    """Refuse figures of which nobody here can tell whether they are all that their report has.

    Raises
    ------
    ComparisonError
        Where their form is not known, or they are none.
    """
    figures = side.statements.figures
    form, known = figures["form"], form_ids(workspace)
    if form not in known:
        msg = (
            f"{side.place} 是报告种类 {form} 的数字，这里没有这种格式，"
            "应有哪些格无法核对，没有比较。"
            f"现有：{'、'.join(known)}。是自己的格式的，请在放有 forms/ 的工作目录里比较；"
            "不是的，请核对文件里的 form，或者重新生成一份。"
        )
        raise ComparisonError(msg)
    if not figures["cells"]:
        msg = f"{side.place} 里一格数字也没有，没有可以比较的。请重新生成一份。"
        raise ComparisonError(msg)


def _path(named: str, workspace: Path | None) -> Path:
    """Return the folder or file that is meant."""
    path = Path(named)
    if path.suffix.lower() in (".yaml", ".yml") and path.is_file():
        return _outputs(read_parameters(path).key, workspace)
    if path.exists():
        return path
    key = _KEY.fullmatch(named)
    if key is None or workspace is None:
        raise ComparisonError(f"没有 {named}。{_WHAT_MAY_BE_NAMED}")
    return _outputs(Key(key["form"] or DEFAULT_FORM, int(key["year"]), key["bureau"]), workspace)


def _place(named: str, workspace: Path | None) -> str:
    """Return how a page and a terminal name it."""
    path = Path(named)
    if not path.is_absolute():
        return path.as_posix()
    if workspace and path.is_relative_to(workspace):
        return path.relative_to(workspace).as_posix()
    return path.name


def _outputs(key: Key, workspace: Path | None) -> Path:
    folder = (workspace or Path()) / key.output_folder
    if not folder.is_dir():
        raise ComparisonError(f"{key} 的报告还没有生成。请先运行 reportkit run。")
    return folder


def _of_folder(folder: Path, place: str) -> Side:
    stated = stated_in(folder)
    page = b"" if stated.prose is None else read_bytes(folder / PAGE)
    return Side(_name(folder, stated.figures), place, stated, page)


def _of_json(data: Mapping[str, Any], place: str) -> Side:
    """Read a ``figures.json``, or all that a report stated when it was last reviewed."""
    stated = Statements(data) if "cells" in data else Statements.from_json(data)
    stated = replace(stated, figures=with_form(stated.figures))
    return Side(_called(stated.figures), place, stated)


def _of_rendition(path: Path, place: str, workspace: Path | None) -> Side:
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise ComparisonError(f"{place} 不能比较。{_WHAT_MAY_BE_NAMED}")
    found = read(read_bytes(path), workspace)
    if found is None:
        msg = (
            f"{place} 不是本软件生成的报告，里面没有各表的数据。"
            "从别处取来的公开报告还不能比较；本单位的请用本软件生成的文件。"
        )
        raise ComparisonError(msg)
    return Side(_called(found.figures), place, found)


def _name(folder: Path, figures: Mapping[str, Any]) -> str:
    try:
        parameters = read_json(folder / MANIFEST)["parameters"]
        form = figures["form"]
        other = "" if form == DEFAULT_FORM else f"（{form}）"
        return f"{parameters['bureau_name']} {parameters['year']} 年{other}"
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return _called(figures)


def _called(figures: Mapping[str, Any]) -> str:
    """Return who figures say they are of; those of a page do not."""
    if not {"year", "bureau"} <= figures.keys():
        return "未写明单位的报告"
    return str(Key(figures["form"], figures["year"], figures["bureau"]))
