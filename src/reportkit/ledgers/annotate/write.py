"""Writing the copies: which files have problems, what they are called, what was there before."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from openpyxl import Workbook

from reportkit.ledgers.annotate.list_sheet import write_list
from reportkit.ledgers.annotate.marks import AUTHOR, Marked, mark
from reportkit.ledgers.annotate.original import NotAlikeError, write_original
from reportkit.ledgers.annotate.rewritten import book_of
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.rows import NOTICE
from reportkit.ledgers.sheets.intake import Intake, Received
from reportkit.ledgers.sheets.names import LIST
from reportkit.writing import InUseError, whole_file

_KEPT = frozenset({".xlsx", ".xlsm"})
_AS_IT_IS = "请在其中直接改正，保存后替换数据文件夹里的原文件。这张表可以留着，不会读取。"
_INSTEAD = "请在其中直接改正，保存后放进数据文件夹，并删去原文件 {}。这张表可以留着，不会读取。"
_NOWHERE = "下面的问题不在哪一份能打开的表里，请照“怎么改”一栏处理。"


@dataclass(frozen=True, slots=True)
class Annotated:
    """One copy.

    Attributes
    ----------
    path : Path
        Where it lies.
    problems : int
        How many things are wrong, each counted once however many rows have it.
    note : str
        What whoever hands it back should know.
    written : bool
        False where one stands there already that somebody has worked on, or has open.
    """

    path: Path
    problems: int
    note: str = ""
    written: bool = True


def annotate(
    intake: Intake, data: Path, problems: Sequence[Problem], target: Path
) -> list[Annotated]:
    """Write a copy of every file that has problems, and a list of those that are in no file.

    Parameters
    ----------
    intake : Intake
    data : Path
        The data folder that it was taken from.
    problems : sequence of Problem
    target : Path
        The folder for the copies; made where it is not there. A copy there that has been worked on
        is left as it is.
    """
    by_file: dict[str, list[Marked]] = {}
    nowhere: list[Marked] = []
    for problem in problems:
        file, grid = intake.at(problem.file)
        if file is not None and file.grids:
            by_file.setdefault(file.name, []).append(Marked(problem, grid))
        elif problem.kind != NOTICE:
            nowhere.append(Marked(problem, None))
    wanted = [
        file
        for file in intake.files
        if any(each.problem.kind != NOTICE for each in by_file.get(file.name, ()))
    ]
    names = _names(wanted)
    made = [
        _unless_open(partial(_copy, file, data, by_file[file.name]), target / names[file.name])
        for file in wanted
    ]
    if nowhere:
        made.append(_unless_open(partial(_list_alone, nowhere), target / f"{LIST}.xlsx"))
    return made


def _unless_open(write: Callable[[Path], Annotated], target: Path) -> Annotated:
    try:
        return write(target)
    except InUseError as error:  # of Windows: the others are written all the same
        return Annotated(Path(error.filename), 0, "正被别的程序打开", written=False)


def _names(files: Sequence[Received]) -> dict[str, str]:
    """Return what the copies are called: like their files, with an ending that fits."""
    names = {file.name: file.name for file in files if file.path.suffix.lower() in _KEPT}
    for file in files:
        if file.name not in names:
            name = file.path.with_suffix(".xlsx")
            while str(name) in names.values():
                name = name.with_stem(f"{name.stem}-{file.path.suffix[1:].lower()}")
            names[file.name] = str(name)
    return names


def _copy(file: Received, data: Path, marked: Sequence[Marked], target: Path) -> Annotated:
    count = sum(each.problem.kind != NOTICE for each in marked)
    kept = file.path.suffix.lower() in _KEPT
    if _is_worked_on(target):
        return Annotated(target, count, written=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    notes = []
    if kept:
        try:
            write_original(data / file.name, file, marked, _AS_IT_IS, target)
        except NotAlikeError:
            notes.append("原文件的格式无法照搬，已按读到的内容重写，没有保留原来的格式、公式和宏")
        else:
            return Annotated(target, count)
        if target.suffix.lower() == ".xlsm":  # beside a copy of an .xlsx of the same name
            target = target.with_name(f"{target.stem}-xlsm.xlsx")
            if _is_worked_on(target):
                return Annotated(target, count, written=False)
    how = _AS_IT_IS
    if target.name != file.path.name:
        how = _INSTEAD.format(file.name)
        notes.append(f"改好后放进数据文件夹，并删去原文件 {file.name}")
    book, sheets = book_of(file.grids)
    mark(sheets, marked)
    write_list(book, sheets, marked, file.name, how)
    _save(book, target)
    return Annotated(target, count, "；".join(notes))


def _list_alone(nowhere: Sequence[Marked], target: Path) -> Annotated:
    if _is_worked_on(target):
        return Annotated(target, len(nowhere), written=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    book.remove(book.active)
    write_list(book, {}, nowhere, "数据文件夹", _NOWHERE)
    _save(book, target)
    return Annotated(target, len(nowhere))


def _save(book: Workbook, target: Path) -> None:
    book.properties.lastModifiedBy = AUTHOR
    with whole_file(target) as fresh:
        book.save(fresh)


def _is_worked_on(path: Path) -> bool:
    """Whether a file stands in the place of a copy that was not left as this module wrote it."""
    if not path.exists():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            properties = archive.read("docProps/core.xml").decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        return True
    return f"lastModifiedBy>{AUTHOR}<" not in properties
