"""Two notebooks that come from a third, cell by cell: who changed what, and both together.

Cells are told apart by their ids, which JupyterLab keeps. A cell that both changed stays as the one
has it, and a note below it says what the other made of it: a notebook with marks of a conflict in
its code would run no more.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NOTE_ID, _LONGEST_ID = "-master", 64
_HIDDEN_TAG = "notes"  # what has it is printed nowhere
_KINDS = {"code": "代码", "markdown": "文字", "raw": "原文"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a cell is compared: not its outputs, nor how it is folded."""

    kind: str
    source: str
    tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, cell: Mapping[str, Any]) -> Kept:
        """Return it of a notebook's cell."""
        tags = cell["metadata"].get("tags", ())
        return cls(cell["cell_type"], cell["source"], tuple(sorted(tags)))

    def lines(self) -> list[str]:
        """Return it as lines to compare; tags come first where there are any."""
        tags = [f"［标签 {'、'.join(self.tags)}］"] if self.tags else []
        return [*tags, *self.source.splitlines()]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that is not what it was: before, now, and in the master; None where it is not."""

    id: str
    before: Kept | None
    own: Kept | None
    master: Kept | None

    @property
    def own_changed(self) -> bool:
        """Whether the copy has another than before, and than the master."""
        return self.own not in (self.before, self.master)

    @property
    def master_changed(self) -> bool:
        """Whether the master has another than before, and than the copy."""
        return self.master not in (self.before, self.own)

    def text(self) -> str:
        """Return, in Chinese, which cell it is, and each change as lines added and taken away."""
        kind = next(one.kind for one in (self.own, self.master, self.before) if one)
        lines = [f"  {self.id}（{_KINDS.get(kind, kind)}）"]
        if self.own_changed and self.master_changed:
            lines += ["    本单位：", *_lines(self.before, self.own)]
            lines += ["    主笔记本：", *_lines(self.before, self.master)]
        else:
            lines += _lines(self.before, self.own if self.own_changed else self.master)
        return "\n".join(lines)


def base_of(notebook: Any) -> dict[str, Kept]:
    """Return the cells that a copy was made of; nothing where it does not tell."""
    copied = notebook.metadata.get("reportkit", {}).get("copied", {})
    return {
        id_: Kept(one["kind"], one["source"], tuple(one["tags"])) for id_, one in copied.items()
    }


def changes(
    base: Mapping[str, Kept], own: Iterable[Mapping[str, Any]], master: Iterable[Mapping[str, Any]]
) -> list[Change]:
    """Return the cells that one of two notebooks has otherwise than the one they come from.

    Parameters
    ----------
    base : mapping of str to Kept
        What both come from, by the ids of its cells.
    own, master : iterable of cells
    """
    mine, theirs = _by_id(own), _by_id(master)
    ids = dict.fromkeys([*mine, *theirs, *base])  # in reading order
    every = (Change(id_, base.get(id_), mine.get(id_), theirs.get(id_)) for id_ in ids)
    return [one for one in every if one.own_changed or one.master_changed]


def merged(base: Mapping[str, Kept], own: Sequence[Any], master: Sequence[Any]) -> list[Any]:
    """Return the copy's cells with what has changed in the master.

    Parameters
    ----------
    base : mapping of str to Kept
        What both come from.
    own, master : sequence of notebook cells

    Returns
    -------
    list of notebook cells
        Nothing of the copy's own is lost. Cells stand in the copy's order; new ones of the master
        come after the cell that they follow there.
    """
    found = {one.id: one for one in changes(base, own, master)}
    theirs = {cell["id"]: cell for cell in master}
    # A note of an earlier time makes room for the new one.
    notes = {_note_id(one.id) for one in found.values() if one.own_changed and one.master_changed}
    cells: list[Any] = []
    for cell in own:
        if cell["id"] in notes:
            continue
        change = found.get(cell["id"])
        if change is None or not change.master_changed:
            cells.append(cell)
        elif change.own_changed:
            cells.append(cell)
            if change.master:
                cells.append(_note(change.id, change.master, "本单位也改过，请自行合并"))
        elif change.master:
            cells.append(copy.deepcopy(theirs[change.id]))
    before: str | None = None
    for cell in master:
        change = found.get(cell["id"])
        if change and change.own is None and change.master_changed:
            deleted = change.before is not None
            note = _note(change.id, Kept.of(cell), "本单位已经删去，仍要用的请恢复")
            _insert(cells, note if deleted else copy.deepcopy(cell), before)
        if any(one["id"] == cell["id"] for one in cells):
            before = cell["id"]
    return cells


def _insert(cells: list[Any], cell: Any, before: str | None) -> None:
    """Put a cell behind the one of an id, and behind the note on that; or first."""
    place = next((n for n, one in enumerate(cells, start=1) if one["id"] == before), 0)
    if place < len(cells) and before and cells[place]["id"] == _note_id(before):
        place += 1
    cells.insert(place, cell)


def _note(id_: str, master: Kept, why: str) -> Any:
    from nbformat.v4 import new_markdown_cell

    text = f"**主笔记本里的 {id_} 改成了下面的样子，{why}，然后删去本格。**"
    fenced = f"~~~~\n{master.source}\n~~~~"
    note = new_markdown_cell(f"{text}\n\n{fenced}", metadata={"tags": [_HIDDEN_TAG]})
    note["id"] = _note_id(id_)
    return note


def _note_id(id_: str) -> str:
    return f"{id_[: _LONGEST_ID - len(_NOTE_ID)]}{_NOTE_ID}"


def _by_id(cells: Iterable[Mapping[str, Any]]) -> dict[str, Kept]:
    return {cell["id"]: Kept.of(cell) for cell in cells}


def _lines(before: Kept | None, now: Kept | None) -> Iterator[str]:
    if now is None:
        yield "    删去"
        return
    if before is None:
        yield "    新增"
    old = before.lines() if before else []
    for line in difflib.ndiff(old, now.lines()):
        if line[0] in "+-":
            yield f"    {line}"
