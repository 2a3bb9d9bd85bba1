"""Figures of other bureau-years, from wherever they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportkit.errors import RawDataError
from reportkit.figures.model import Figures
from reportkit.figures.summary import read_summary
from reportkit.forms import Edition, Form
from reportkit.inputs.agreement import faults_of_outputs
from reportkit.inputs.run_state import RunState
from reportkit.inputs.typed import File, Outputs
from reportkit.ledgers import read_ledger
from reportkit.params import DEFAULT_FORM, Key
from reportkit.reading import read_json


def read_previous(
    previous: Outputs | File, workspace: Path, edition: Edition, last_year: Key
) -> Figures:
    """Read last year's figures, from outputs or from a form that the bureau filled in.

    Parameters
    ----------
    previous : Outputs or File
        A file is a ``figures.json``, or ``.xlsx`` and ``.csv`` with the columns of the ledger of
        filled-in figures.
    workspace : Path
    edition : Edition
        The form that a filled-in file follows.
    last_year : Key
        The bureau-year that a file is of; outputs that are named may be those of another bureau,
        as after a reform of institutions.

    Raises
    ------
    RawDataError
        Where the file cannot be read, or has the figures of another report.
    """
    path = workspace / previous.path
    if path.suffix.lower() == ".json":
        named = previous.key if isinstance(previous, Outputs) else last_year
        whose = named._asdict() | {"form": last_year.form, "year": last_year.year}
        data = _read(workspace, previous.path, whose, "请核对这个文件和参数 previous。")
        if isinstance(previous, Outputs):
            _hold(previous, workspace)
        return _figures(data, previous.path, edition.form)
    schema = edition.filled_in
    if schema is None:
        raise _unreadable(f"{edition.form.title}没有填报数的格式。")
    return Figures.of(edition, read_summary(read_ledger(path, schema, last_year.year), edition))


def read_outputs(
    outputs: Outputs, workspace: Path, form: Form, *, sealed: bool = False
) -> tuple[Figures, RunState | None]:
    """Read the figures of another bureau-year, and whether they reconcile.

    Parameters
    ----------
    outputs : Outputs
    workspace : Path
    form : Form
    sealed : bool
        Whether their manifest has to be there, and whole (see `agreement.faults_of_outputs`).

    Raises
    ------
    RawDataError
        Where they cannot be read, or are those of another bureau-year.
    """
    data = _read(workspace, outputs.path, outputs.key._asdict(), "请重新生成那一份。")
    _hold(outputs, workspace, sealed=sealed)
    state = data.get("state")  # those of earlier versions do not tell
    return _figures(data, outputs.path, form), RunState(state) if state else None


def _read(workspace: Path, path: Path, whose: Mapping[str, Any], remedy: str) -> dict[str, Any]:
    """Return what a ``figures.json`` says, once it is known to be that of a bureau-year.

    What is wrong with it may come to stand in a report: its path is that in the workspace.
    """
    try:
        data = read_json(workspace / path)
        # Those of earlier versions name nobody, and are of the one form that there was.
        named = {"form": DEFAULT_FORM} | {name: data[name] for name in whose if name in data}
    except (OSError, ValueError, TypeError):
        raise _unreadable(f"{path.as_posix()} 不是本软件生成的 figures.json。{remedy}") from None
    wrong = [name for name in whose if named.get(name, whose[name]) != whose[name]]
    if wrong:
        found, wanted = (" ".join(str(of[name]) for name in wrong) for of in (named, whose))
        raise _unreadable(f"{path.as_posix()} 里是 {found} 的数字，不是 {wanted} 的。{remedy}")
    return dict(data)


def _hold(outputs: Outputs, workspace: Path, *, sealed: bool = False) -> None:
    """Refuse figures that are not what was made."""
    if faults := faults_of_outputs(outputs.key, workspace, sealed=sealed):
        folder = outputs.path.parent.as_posix()
        raise _unreadable(f"{folder} 的输出不是原样（{'；'.join(faults)}）。请重新生成那一份。")


def _figures(data: Mapping[str, Any], path: Path, form: Form) -> Figures:
    try:
        return Figures.from_json(data, form)
    except (ValueError, KeyError, TypeError, AttributeError):
        problem = f"{path.as_posix()} 不是本软件生成的 figures.json。请重新生成那一份。"
        raise _unreadable(problem) from None


def _unreadable(problem: str) -> RawDataError:
    return RawDataError("上年度或者其他报告的数字读不出来：", [problem])
