"""The records of a ledger: values as a data frame, what is known of them as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportkit.forms import Field, Schema
from reportkit.ledgers.rows import ROW, Records
from reportkit.ledgers.values.told_numbers import told_numbers, with_places_alone

_DTYPES = {"date": "datetime64[s]", "flag": "boolean", "number": "Int64", "money": "object"}


class Arrays(dict[str, NDArray[Any]]):
    """The columns of a frame as plain arrays, each made when it is first asked for."""

    def __init__(self, frame: pd.DataFrame) -> None:
        super().__init__()
        self._frame = frame

    def __missing__(self, name: str) -> NDArray[Any]:
        self[name] = column = self._frame[name].to_numpy()
        return column


class Places(NamedTuple):
    """Where each record of a ledger stands.

    Attributes
    ----------
    names : tuple of str
        The files and sheets that the ledger was read from, as messages call them.
    sheets : array of int
        Of each record, which of these.
    rows : array of int
        Of each record, its row as Excel counts it.
    """

    names: tuple[str, ...]
    sheets: NDArray[np.intp]
    rows: NDArray[np.int64]

    @property
    def files(self) -> NDArray[np.object_]:
        """Of each record, the name of its file and sheet."""
        return np.array(self.names, dtype=object)[self.sheets]


@dataclass(frozen=True, eq=False)
class Ledger:
    """One ledger as read.

    Attributes
    ----------
    schema : Schema
    file : str
        Names of the files, with 、 between them.
    frame : pandas.DataFrame
        One row a record, one column a field (codes, not labels). Personal columns are not there.
    doubtful : mapping of str to array of bool
        By column of the frame, and ``row``: True for each record where the value (or whether the
        row counts at all) cannot be relied on.
    places : Places
    weights : array of int or None
        How many records each row stands for; None where it is one each.
    in_months : bool
        Whether the month of each date can be relied on: counts of a whole year have none.
    """

    schema: Schema
    file: str
    frame: pd.DataFrame
    doubtful: Mapping[str, NDArray[np.bool_]]
    places: Places
    weights: NDArray[np.int64] | None = None
    in_months: bool = True

    @cached_property
    def values(self) -> Arrays:
        """The columns of `frame`: whatever counts from a ledger asks for the same few."""
        return Arrays(self.frame)

    @property
    def size(self) -> int:
        """How many records it has."""
        return len(self.frame) if self.weights is None else int(self.weights.sum())

    def numbers(self) -> list[str]:
        """Return the number of each record; none where it has none, or it may be no number.

        Where columns are shifted, anything may stand among the numbers: a name, a telephone. Of
        masked ones, that they are there is all that is known.
        """
        unique = next((field.id for field in self.schema.numbers), "")
        if not unique:
            return [""] * len(self.frame)
        texts = [None if pd.isna(one) else str(one) for one in self.frame[unique]]
        return told_numbers(texts, people=self.schema.holds_people)

    def in_chinese(self) -> pd.DataFrame:
        """Return the records with the headings and words of the form, for reading.

        The index tells where each stands; where rows stand for several records, 记录数 how many.
        """
        shown = self.frame.copy()
        for field in self.schema.kept:
            if field.several:
                shown[field.id] = shown[field.id].map(partial(_labels, field), na_action="ignore")
            elif field.choices:
                labels = {code: field.label(code) for code in field.choices}
                shown[field.id] = shown[field.id].map(labels)
        shown = shown.rename(columns={field.id: field.heading for field in self.schema.kept})
        if self.weights is not None:
            shown["记录数"] = self.weights
        files = self.places.files
        index = [pd.Index(self.places.rows, name="行")]
        if len({*files}) > 1:
            index.insert(0, pd.Index(files, name="文件"))
        return shown.set_index(index)


def ledger_of(schema: Schema, parts: Sequence[Records]) -> Ledger:
    """Return the records of all blocks of a ledger as one."""
    index = pd.RangeIndex(sum(len(records.rows) for records in parts), name="record")
    files = dict.fromkeys(records.block.grid.file for records in parts)
    return Ledger(
        schema,
        "、".join(files),
        _frame(schema, parts, index),
        _doubtful(schema, parts, len(index)),
        _places(parts),
        _weights(parts),
        all(records.in_months for records in parts),
    )


def _frame(schema: Schema, parts: Sequence[Records], index: pd.Index) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    numbers = schema.numbers
    for field in schema.kept:
        values = [value for records in parts for value in records.values[field.id]]
        if field in numbers:
            values = with_places_alone(values, people=schema.holds_people)
        dtype = "object" if field.several else _DTYPES.get(field.type, "str")
        columns[field.id] = pd.Series(values, index, dtype=dtype)
    return pd.DataFrame(columns, index=index)


def _doubtful(schema: Schema, parts: Sequence[Records], size: int) -> dict[str, NDArray[np.bool_]]:
    names = [*(field.id for field in schema.kept), ROW]
    found = {name: np.zeros(size, dtype=bool) for name in names}
    start = 0
    for records in parts:
        for name, positions in records.doubtful.items():
            found[name][[start + n for n in positions]] = True
        start += len(records.rows)
    return found


def _places(parts: Sequence[Records]) -> Places:
    names = [records.block.place for records in parts]
    known = {name: number for number, name in enumerate(dict.fromkeys(names))}
    numbers = np.array([known[name] for name in names], dtype=np.intp)
    rows = np.array([row for records in parts for row in records.rows], dtype=np.int64)
    return Places(tuple(known), numbers.repeat([len(each.rows) for each in parts]), rows)


def _weights(parts: Sequence[Records]) -> NDArray[np.int64] | None:
    if all(records.weights is None for records in parts):
        return None
    each = [records.weights or [1] * len(records.rows) for records in parts]
    return np.array([weight for weights in each for weight in weights], dtype=np.int64)


def _labels(field: Field, codes: tuple[str, ...]) -> str:
    return "、".join(map(field.label, codes))
