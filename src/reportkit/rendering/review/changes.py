"""What of a report has changed since reviewers looked at it last."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reportkit.comparing import CellChange, Comparison, Statements, compare
from reportkit.errors import ParametersError
from reportkit.figures import Value, is_figure, value_text
from reportkit.inputs.basis import MADE_FROM
from reportkit.reading import parse_json, read_text
from reportkit.rendering.prose import prose_of
from reportkit.rendering.review.basis import changed_basis

if TYPE_CHECKING:
    from reportkit.rendering.document import Document


class Since(NamedTuple):
    """What has changed; where nothing can be compared, None, and why.

    Attributes
    ----------
    changed : Comparison or None
    words : str
        In Chinese, why nothing can be compared.
    basis : list of str or None
        In Chinese, what it rests on otherwise; None where that was not kept.
    """

    changed: Comparison | None
    words: str = ""
    basis: list[str] | None = None


NOBODY = Since(None, "还没有人审核过，没有可比的。")
BECAME = {"new": "新出现", "gone": "已没有", "changed": "有变化", "moved": "移动了位置"}


def changes_since(document: Document, story: str, reviewed: Path) -> Since:
    """Return what differs from the version that was looked at last.

    Parameters
    ----------
    document : Document
    story : str
        HTML of the report as the public gets it.
    reviewed : Path
        What that version stated.

    """
    try:
        text = read_text(reviewed)
    except FileNotFoundError:
        return NOBODY
    except (OSError, UnicodeError):
        return _unreadable(reviewed)
    if document.result is None:
        return Since(None, "笔记本没有运行到最后，没有可比的。")
    now = Statements(document.figures, document.findings, prose_of(story))
    try:
        kept = parse_json(text)
        changed = compare(Statements.from_json(kept), now)
        return Since(changed, basis=_basis(kept, document.for_review))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return _unreadable(reviewed)


def _basis(kept: Mapping[str, Any], told: Mapping[str, Any]) -> list[str] | None:
    """Return what a report rests on otherwise; earlier versions of the kit did not keep that."""
    now = {**told, "rules": told.get("rules_digest")}
    if not (kept.get("made") and all(name in now for name in MADE_FROM)):
        return None
    try:
        return [*changed_basis(kept["made"], now)]
    except ParametersError as error:
        raise ValueError from error


def _unreadable(reviewed: Path) -> Since:
    fault = f"{reviewed.name} 里应是上次审核时的数字和文字，读不出来，没有比较。"
    return Since(None, f"{fault}请删去这个文件，下一次审核时会重新留下。")


def shown(value: Value | None) -> str:
    """Return a value for a table; that there is no such cell is another thing than a blank."""
    return "没有这一格" if value is None else value_text(value) or "空"


def difference(cell: CellChange) -> str:
    """Return by how much a figure is more or less, with its sign; empty where nobody can tell."""
    return signed(cell.before, cell.after)


def signed(before: Value | None, after: Value | None) -> str:
    """Return the second figure minus the first, with its sign; empty where one is no figure."""
    if before is None or after is None or not is_figure(before) or not is_figure(after):
        return ""
    more = Decimal(str(after)) - Decimal(str(before))
    return f"{'+' if more > 0 else ''}{value_text(more)}"
