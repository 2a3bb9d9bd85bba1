"""What a correction (更正) changed of a report that had been published, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reportkit.comparing import Statements, compare
from reportkit.figures import value_text
from reportkit.inputs.names import FIGURES
from reportkit.reading import parse_json

if TYPE_CHECKING:
    from reportkit.comparing import CellChange, SentenceChange

CORRECTION = "correction.txt"
_REASON = "原因："
_LOOK_ALONE = (
    "数字和文字都没有改动，只有版式或者文件格式不同"  # as another version of the kit has it
)


def correction_text(before: Mapping[str, bytes], after: Mapping[str, bytes], reason: str) -> str:
    """Return what stands in ``correction.txt``: the reason, and what is otherwise than before.

    Parameters
    ----------
    before, after : mapping of str to bytes
        Both versions as they are published, by the names of their files.
    reason : str
    """
    changed = compare(_statements(before), _statements(after))
    lines = ["更正说明", f"{_REASON}{reason_line(reason)}"]
    lines += _listed("数字", map(_cell, changed.cells))
    lines += _listed("文字", map(_sentence, changed.sentences or ()))
    if not (changed.cells or changed.sentences):
        lines.append(f"{_LOOK_ALONE}。")
    return "".join(f"{line}\n" for line in lines)


def changed_words(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Return how much of what is published is otherwise than before, for who publishes it."""
    changed = compare(_statements(before), _statements(after))
    cells, sentences = len(changed.cells), len(changed.sentences or ())
    if not (cells or sentences):
        return f"{_LOOK_ALONE}，一般不必更正"
    return f"改动了 {cells} 格数字、{sentences} 处文字"


def reason_line(reason: str) -> str:
    """Return a reason as it stands there: on one line."""
    return " ".join(reason.split())


def reason_in(text: str) -> str:
    """Return the reason that a ``correction.txt`` gives; empty where it gives none."""
    lines = [line for line in text.split("\n") if line.startswith(_REASON)]
    return lines[0].removeprefix(_REASON) if lines else ""


def _statements(files: Mapping[str, bytes]) -> Statements:
    from reportkit.rendering.prose import prose_of

    prose = prose_of(files["report.html"].decode())
    return Statements(parse_json(files[FIGURES]), prose=prose)


def _listed(what: str, lines: Iterator[str]) -> Iterator[str]:
    found = [*lines]
    yield f"改动的{what}：{'' if found else '无'}"
    yield from (f"  {line}" for line in found)


def _cell(change: CellChange) -> str:
    was, now = (
        "没有这一格" if value is None else value_text(value) or "空"
        for value in (change.before, change.after)
    )
    return f"{change.name}：{was}，改为 {now}"


def _sentence(change: SentenceChange) -> str:
    place = f"{change.section}：" if change.section else ""
    if not change.before:
        return f"{place}增加“{change.after}”"
    if not change.after:
        return f"{place}删去“{change.before}”"
    return f"{place}“{change.before}”改为“{change.after}”"
