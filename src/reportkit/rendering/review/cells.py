"""Every cell of the form on the review page: its figure, where that comes from, and its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from reportkit.figures import Value, is_figure, value_from_json, value_text
from reportkit.rendering.parts.pieces import joined
from reportkit.rendering.parts.tables import PARTIAL_SHOWN
from reportkit.rendering.review.changes import signed
from reportkit.rendering.review.findings import Shown
from reportkit.rules import Finding, State

_FIGURE = re.compile(r'<td id="([^"]+)"([^>]*)>([^<]*)</td>')
_MOST_MARKS = 3
_AS_PRINTED = str.maketrans({",": "、", "-": "–"})
_WEIGHT = re.compile(r"\*(\d+)")


class Rows(NamedTuple):
    """Rows of one block of a ledger, as they are read: the block's number, title and place."""

    block: int
    title: str
    place: str
    records: str
    rows: str


class Part(NamedTuple):
    """What one bureau has in a sum: its figure, last year's, and by how much it is more or less.

    `code` is empty for the parent's own part.
    """

    code: str
    value: str
    last: str
    change: str


class CellShown(NamedTuple):
    """One cell.

    Attributes
    ----------
    id, name, value : str
    anchor : str
        Where it stands on the page: in its table, or where no cell shows that, with its origin.
    sources : list of str
        Sentences: how it is counted, or who filled it in.
    counted, in_doubt : list of Rows
    last : str
        Last year's figure; empty where it is not known.
    change : str
        By how much it is more or less, with its sign; empty where that cannot be told.
    parts : list of Part
        Whose part of a parent's figure is how much, its own first; none without members.
    marks : list of Shown
        What does not hold or cannot be told of it.
    passed : list of Shown
    """

    id: str
    name: str
    value: str
    anchor: str
    sources: list[str]
    counted: list[Rows]
    in_doubt: list[Rows]
    last: str
    change: str
    parts: list[Part]
    marks: list[Shown]
    passed: list[Shown]

    @property
    def table(self) -> str:
        """Id of its table."""
        return self.id.partition(".")[0]


def cells_shown(
    figures: Mapping[str, Any], told: Mapping[str, Any], findings: Iterable[Shown], story: str
) -> dict[str, CellShown]:
    """Return every cell of a report by its id.

    Parameters
    ----------
    figures : mapping
        The JSON form of all cells, as the notebook carries it.
    told : mapping
        What it carries for review.
    findings : iterable of Shown
    story : str
        HTML of the report.
    """
    in_tables = {match[1] for match in _FIGURE.finditer(story)}
    about: dict[str, list[Shown]] = {}
    for one in findings:
        for cell in one.cells:
            about.setdefault(cell, []).append(one)
    blocks = told.get("blocks", ())
    last_year = told.get("last_year") or {}
    filled_in = told.get("filled_in", {})
    sources = joined(told.get("sources", {}))

    def shown(id_: str, item: Mapping[str, Any]) -> CellShown:
        value = value_from_json(item["value"])
        last = value_from_json(last_year[id_]) if id_ in last_year else None
        own = about.get(id_, [])
        where = [f"填报在 {filled_in[id_]}。"] if id_ in filled_in else []
        return CellShown(
            id=id_,
            name=item["name"],
            value=_value_shown(value, item),
            anchor=id_ if id_ in in_tables else f"c-{id_}",
            sources=[*filter(None, sources.get(id_, "").split("\n")), *where],
            counted=_rows(told.get("counted", {}).get(id_, ""), blocks),
            in_doubt=_rows(told.get("in_doubt", {}).get(id_, ""), blocks),
            last="" if last is None else value_text(last),
            change=signed(last, value),
            parts=_parts(told.get("members"), id_),
            marks=[one for one in own if one.finding.state is not State.PASS],
            passed=[one for one in own if one.finding.state is State.PASS],
        )

    return {id_: shown(id_, item) for id_, item in figures["cells"].items()}


def _value_shown(value: Value, item: Mapping[str, Any]) -> str:
    """Return a figure as text; of a sum that lacks members, what those come to that are there."""
    if "partial" not in item:
        return value_text(value)
    return f"{value_text(value)}（{PARTIAL_SHOWN} {value_text(value_from_json(item['partial']))}）"


def _parts(members: Mapping[str, Any] | None, cell: str) -> list[Part]:
    if not members:
        return []
    own = ["", members["own"].get(cell, 0), None]
    partial = {code for code, why in members["lacking"] if why == "partial"}
    shown = [own, *members["of"].get(cell, ())]
    return [_part(*each, is_partial=each[0] in partial) for each in shown]


def _part(code: str, now: Any, before: Any, *, is_partial: bool) -> Part:
    value = value_from_json(now)
    shown = value_text(value)
    if is_partial and is_figure(value):
        shown = f"{PARTIAL_SHOWN} {shown}"
    if before is None:
        return Part(code, shown, "", "")
    last = value_from_json(before)
    return Part(code, shown, value_text(last), signed(last, value))


def with_marks(story: str, cells: Mapping[str, CellShown]) -> str:
    """Return the report with every figure linked to its origin, its marks and last year's beside.

    Parameters
    ----------
    story : str
        HTML of the report; the cells of official tables have their ids.
    cells : mapping of str to CellShown
    """

    def marked(match: re.Match[str]) -> str:
        cell = cells.get(match[1])
        return match[0] if cell is None else _marked(cell, match[2], match[3])

    return _FIGURE.sub(marked, story)


def _marked(cell: CellShown, spans: str, text: str) -> str:
    failing = [one for one in cell.marks if one.finding.state is not State.UNKNOWN]
    suspect = any(cell.id in _suspects(one.finding) for one in failing)
    look = f' class="{failing[0].look}{" suspect" if suspect else ""}"' if failing else ""
    id_ = escape(cell.id)
    shown = text if text.strip() else '<span class="unseen">空白</span>'
    marks = "".join(
        f'<a class="mark {one.look}" href="#{one.anchor}" aria-label="第 {one.number} 项'
        f'：{one.verdict}">{one.number}</a>'
        for one in failing[:_MOST_MARKS]
    )
    more = '<span class="more">…</span>' if len(failing) > _MOST_MARKS else ""
    last = (
        f'<small><span class="unseen">上年</span>{escape(cell.last)}</small>' if cell.last else ""
    )
    link = f'<a class="figure" href="#c-{id_}">{shown}</a>'
    return f'<td id="{id_}"{spans}{look}>{link}{marks}{more}{last}</td>'


def _suspects(finding: Finding) -> Iterable[str]:
    """Return the cells that are likely wrong: all that are cited, where none is more likely."""
    return finding.suspects or [cell.id for cell in finding.cells]


def _rows(written: str, blocks: Any) -> list[Rows]:
    """Read the rows of a figure as the notebook carries them: ``0/5:2-5,7;2/12:3*12``."""
    found = []
    for part in filter(None, written.split(";")):
        head, _, rows = part.partition(":")
        block, _, records = head.partition("/")
        told = blocks[int(block)]
        shown = rows.translate(_AS_PRINTED)
        shown = _WEIGHT.sub(r"（\1 件）", shown) if "*" in shown else shown
        found.append(Rows(int(block), told["title"], told["place"], records, shown))
    return found
