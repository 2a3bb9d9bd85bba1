"""What a data file says, as objects that know where they stand and take nothing unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """What a data file says: nothing unknown, nothing of another type, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def changed(self, /, **values: Any) -> Self:
        """Return a copy with other values, which are not checked again."""
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return self.model_construct(self.model_fields_set | set(values), **{**own, **values})

    # Each object is one thing of a form: what hangs on it is cached by identity.
    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class Located(dict[str, Any]):
    """A mapping of a data file that knows where it stands.

    Attributes
    ----------
    file : str
        Name for messages.
    line : int
        Where the mapping begins, from 1.
    lines : dict of str to int
        Where each key stands.
    written : dict of str to str or list of str
        What is written where YAML makes a number, yes, no or nothing of a text without quotes, or
        of some item of a list.
    """

    file: str = ""
    line: int = 1
    lines: Mapping[str, int]
    written: Mapping[str, str | list[str]]

    def place(self, key: object = None) -> str:
        """Return file and line of a key, or of the whole mapping, in Chinese."""
        return f"{self.file} 第 {self.lines.get(str(key), self.line)} 行"

    def changed(self, /, **values: Any) -> Located:
        """Return a copy with other values, which stands where this one does."""
        copy = Located({**self, **values})
        copy.file, copy.line, copy.lines = self.file, self.line, self.lines
        copy.written = self.written
        return copy

    def without(self, *keys: str) -> Located:
        """Return a copy without some keys."""
        copy = self.changed()
        for key in keys:
            copy.pop(key, None)
        return copy


def located(items: Iterable[Any]) -> Iterator[Located]:
    """Yield those of some items that are mappings."""
    return (item for item in items if isinstance(item, Located))
