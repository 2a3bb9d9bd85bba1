"""Taking in the data folder of a bureau-year: every file of it, as grids or with its fault."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from reportkit.errors import RawDataError
from reportkit.grids import Grid, GridError, read_grids
from reportkit.grids.archive import Archive
from reportkit.grids.read import bytes_of
from reportkit.grids.word.docx import read_docx
from reportkit.inputs.files import handed_in, is_input
from reportkit.inputs.names import is_reviewers
from reportkit.ledgers.sheets.names import LIST, sheet_name
from reportkit.trouble import unquoted, what_happened

TABLES = frozenset(
    {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".parquet"}
    | {".xltx", ".xltm", ".xlt", ".ett", ".ots", ".html", ".htm"}
)
"""Endings of files that may hold ledgers."""
_DOCUMENT = ".docx"
NO_TABLE = GridError("不是能读的格式", "请另存为 .xlsx，或者“CSV UTF-8（逗号分隔）”。")


@dataclass(frozen=True, slots=True)
class Received:
    """One file of a data folder.

    Attributes
    ----------
    name : str
        Relative to the folder, with slashes.
    grids : tuple of Grid
        Its sheets; none where it is no table, is passed over, or cannot be read.
    fault : GridError or None
        Why it cannot be read.
    pasted : tuple of Grid
        The tables of a document, of which nothing is read: but whether they are ledgers is told.
    named : bool
        Whether the bureau's mapping names it.
    """

    name: str
    grids: tuple[Grid, ...] = ()
    fault: GridError | None = None
    pasted: tuple[Grid, ...] = ()
    named: bool = False

    @property
    def path(self) -> PurePosixPath:
        """Its name as a path."""
        return PurePosixPath(self.name)

    @property
    def is_table(self) -> bool:
        """Whether it may hold ledgers, by its ending."""
        return self.path.suffix.lower() in TABLES

    @property
    def is_passed_over(self) -> bool:
        """Whether it lies in a folder within the data folder, and nobody named it."""
        return len(self.path.parts) > 1 and not self.named

    @property
    def sheets(self) -> list[Grid]:
        """Its sheets but for the list of an annotated copy: with it, all is called as before."""
        return [grid for grid in self.grids if grid.sheet != LIST]

    def place(self, grid: Grid) -> str:
        """Return how messages call one of its sheets."""
        sheets = self.sheets
        if not grid.sheet or (len(sheets) == 1 and sheets[0] is grid):
            return self.name
        if grid.sheet == LIST:
            return f"{self.name}［{LIST}］"
        position = next(n for n, each in enumerate(sheets, start=1) if each is grid)
        return f"{self.name}［{sheet_name(grid.sheet, position)}］"


@dataclass(frozen=True, slots=True)
class Intake:
    """The files of a data folder, in order of their names."""

    files: tuple[Received, ...]

    @property
    def grids(self) -> list[Grid]:
        """All sheets that could be read."""
        return [grid for file in self.files for grid in file.grids]

    def at(self, place: str) -> tuple[Received | None, Grid | None]:
        """Return the file and the sheet that messages call so; None where a place is neither."""
        for file in self.files:
            grids = [grid for grid in file.grids if file.place(grid) == place]
            if grids or file.name == place:
                return file, grids[0] if grids else None
        return None, None

    def place(self, grid: Grid) -> str:
        """Return how messages call a sheet."""
        file = next(file for file in self.files if any(each is grid for each in file.grids))
        return file.place(grid)


@unquoted()
def take_in(folder: Path, named: Collection[str] = ()) -> Intake:
    """Read every file of a data folder that may be a table.

    What lies in folders within it is told and not read: offices keep drafts and enclosures there.
    What reviewers keep there was not handed in.

    Parameters
    ----------
    folder : Path
    named : collection of str
        The files that the bureau's mapping names: they are read wherever they lie.

    Raises
    ------
    RawDataError
        Where there is no such folder, or the name of a file is no text.
    """
    if not folder.is_dir():
        msg = "原始数据读不出来："
        raise RawDataError(msg, [f"没有文件夹 {folder.as_posix()}。请核对参数 data。"])
    names = {*handed_in(folder), *_called_tables(folder)}
    ours = sorted(name for name in names if not is_reviewers(name))
    return Intake(tuple(receive(folder, name, named) for name in ours))


def _called_tables(folder: Path) -> Iterator[str]:
    """Yield what is called a table, be it a folder, a pipe or a link that leads nowhere."""
    for path in folder.iterdir():
        if is_input(path.name) and path.suffix.lower() in TABLES:
            yield path.name


def receive(folder: Path, name: str, named: Collection[str] = ()) -> Received:
    """Read one file."""
    file = Received(name, named=name in named)
    if file.path.suffix.lower() == _DOCUMENT and not file.is_passed_over:
        return replace(file, pasted=_tables_in(folder / name))
    if not file.is_table or file.is_passed_over:
        return file
    try:
        grids = read_grids(folder / name)
    except GridError as fault:
        return replace(file, fault=fault)
    except OSError as error:
        remedy = "请核对文件权限，或者先关闭正在使用它的程序。"
        return replace(file, fault=GridError(f"打不开（{what_happened(error)}）", remedy))
    return replace(file, grids=tuple(replace(grid, file=name) for grid in grids))


def _tables_in(path: Path) -> tuple[Grid, ...]:
    """Return the tables of a Word document; none where it cannot be read."""
    try:
        document = read_docx(Archive(bytes_of(path)), path.name)
    except (GridError, OSError):
        return ()
    return tuple(block for block in document.blocks if isinstance(block, Grid))
