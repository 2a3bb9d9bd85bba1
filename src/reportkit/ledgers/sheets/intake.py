"""Taking in the data folder of a bureau-year: every file of it, as grids or with its fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportkit.errors import RawDataError
from reportkit.grids import Grid, GridError, read_grids
from reportkit.inputs.files import files_below, is_input
from reportkit.ledgers.sheets.names import sheet_name

TABLES = frozenset(
    {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".parquet"}
)
"""Endings of files that may hold ledgers."""
NO_TABLE = GridError("不是能读的格式", "请另存为 .xlsx，或者“CSV UTF-8（逗号分隔）”。")


@dataclass(frozen=True, slots=True)
class Received:
    """One file of a data folder.

    Attributes
    ----------
    name : str
        Relative to the folder, with slashes.
    grids : tuple of Grid
        Its sheets; none where it is no table, lies in a folder within, or cannot be read.
    fault : GridError or None
        Why it cannot be read.
    """

    name: str
    grids: tuple[Grid, ...] = ()
    fault: GridError | None = None

    @property
    def path(self) -> PurePosixPath:
        """Its name as a path."""
        return PurePosixPath(self.name)

    @property
    def is_table(self) -> bool:
        """Whether it may hold ledgers, by its ending."""
        return self.path.suffix.lower() in TABLES

    @property
    def is_within(self) -> bool:
        """Whether it lies in a folder within the data folder."""
        return len(self.path.parts) > 1

    def place(self, grid: Grid) -> str:
        """Return how messages call one of its sheets."""
        if len(self.grids) == 1 or not grid.sheet:
            return self.name
        position = next(n for n, each in enumerate(self.grids, start=1) if each is grid)
        return f"{self.name}［{sheet_name(grid.sheet, position)}］"


@dataclass(frozen=True, slots=True)
class Intake:
    """The files of a data folder, in order of their names."""

    files: tuple[Received, ...]

    @property
    def grids(self) -> list[Grid]:
        """All sheets that could be read."""
        return [grid for file in self.files for grid in file.grids]

    def place(self, grid: Grid) -> str:
        """Return how messages call a sheet."""
        file = next(file for file in self.files if any(each is grid for each in file.grids))
        return file.place(grid)


def take_in(folder: Path) -> Intake:
    """Read every file of a data folder that may be a table.

    What lies in folders within it is named and not read: offices keep drafts and enclosures there.

    Raises
    ------
    RawDataError
        Where there is no such folder.
    """
    if not folder.is_dir():
        msg = "原始数据读不出来："
        raise RawDataError(msg, [f"没有文件夹 {folder.as_posix()}。请核对参数 data。"])
    names = {*files_below(folder), *_called_tables(folder)}
    return Intake(tuple(receive(folder, name) for name in sorted(names)))


def _called_tables(folder: Path) -> Iterator[str]:
    """Yield what is called a table, be it a folder, a pipe or a link that leads nowhere."""
    for path in folder.iterdir():
        if is_input(path.name) and path.suffix.lower() in TABLES:
            yield path.name


def receive(folder: Path, name: str) -> Received:
    """Read one file."""
    named = Received(name)
    if not named.is_table or named.is_within:
        return named
    try:
        return Received(name, tuple(read_grids(folder / name)))
    except GridError as fault:
        return Received(name, fault=fault)
    except OSError as error:
        remedy = "请核对文件权限，或者先关闭正在使用它的程序。"
        return Received(name, fault=GridError(f"打不开（{error.strerror}）", remedy))
