"""Narratives for tests, and the names that their expressions may use."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportkit.errors import NarrativeError
from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.narrative import Narrative, read_narrative

EDITION = load_form("ogi").edition("2021")
FIGURES = Figures.of(
    EDITION,
    {
        "t3.new.total": 6,
        "t3.carried_in.total": 0,
        "t3.granted.total": 5,
        "t3.concluded.total": 6,
        "t3.unavailable.not_held.total": 1,
        "t3.new.business": Mark.UNKNOWN,
        "t2.fees.amount": Decimal("4166.241619"),
    },
)


def count(ledger: str, **where: str) -> int | Mark:
    """Stand for the report's `count`: it knows one ledger, one column and two words."""
    if ledger != "publications":
        msg = f"没有台账 {ledger}，现有：publications"
        raise ValueError(msg)
    for heading, word in where.items():
        if heading != "发布渠道":
            msg = f"“主动公开信息发布台账”没有可选的“{heading}”列，可选：发布渠道"
            raise ValueError(msg)
        if word not in ("政府网站", "微博"):
            msg = f"“{heading}”没有“{word}”这一类别"
            raise ValueError(msg)
    return Mark.UNKNOWN if where.get("发布渠道") == "微博" else 120


def total(ledger: str, heading: str, **where: str) -> Value:
    """Stand for the report's `total`."""
    return Decimal(0) if where else Decimal("1200.50")


FACTS: dict[str, Any] = {
    "year": 2022,
    "bureau_name": "阜新市生态环境局",
    "count": count,
    "total": total,
}


def write(folder: Path, text: str) -> Path:
    path = folder / "narrative.md"
    path.write_text(text, encoding="utf-8")
    return path


def bind(folder: Path, text: str) -> Narrative:
    return read_narrative(write(folder, text), EDITION, FIGURES, FACTS)


def told(text: str) -> Narrative:
    """Return a narrative whose first section says something."""
    return Narrative("narrative.md", "", {"overview": text})


def prose(folder: Path, text: str) -> str:
    """Return a text before the first section, its figures filled in."""
    return bind(folder, text).opening


def faults(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a narrative that must be refused."""
    with pytest.raises(NarrativeError) as caught:
        bind(folder, text)
    assert caught.value.heading == "narrative.md 有误："
    return list(caught.value.problems)
