"""One decision, as a line of ``review.jsonl`` has it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

if TYPE_CHECKING:
    from reportkit.rules import Finding

VERSION = 1
"""Of the lines: a later one may say what this kit does not understand."""


class Kind(StrEnum):
    """What a reviewer decides."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    ACCEPT = "accept"
    RETURN = "return"
    WITHDRAW = "withdraw"

    @property
    def is_of_report(self) -> bool:
        """Whether it is about the whole report, not one finding."""
        return self in {Kind.RETURN, Kind.WITHDRAW}


KIND_WORDS = {
    Kind.CONFIRM: "确认有误",
    Kind.DISMISS: "说明后排除",
    Kind.ACCEPT: "认可无法核对",
    Kind.RETURN: "退回修改",
    Kind.WITHDRAW: "撤销退回",
}


def _visible(text: str) -> str:
    """Refuse what a terminal or a page would obey instead of showing it."""
    if any(_is_control(char) for char in text):
        msg = "里面有看不见的控制字符"
        raise ValueError(msg)
    return text


def _is_control(char: str) -> bool:
    kind = unicodedata.category(char)
    return kind in {"Cs", "Zl", "Zp"} or (kind in {"Cc", "Cf"} and char != "\n")


Words = Annotated[str, AfterValidator(_visible)]


@dataclass(frozen=True, config=ConfigDict(extra="forbid", strict=True))
class Decision:
    """One decision of a reviewer.

    Attributes
    ----------
    version : int
        Of the lines.
    form, year, bureau
        Whose report it is about.
    kind : Kind
    rule, place : str
        Which finding it is about; empty where it is about the whole report.
    fingerprint : str
        The finding's; of a report that was sent back, what it was made from (see `made.made_from`).
    values : mapping
        The finding's two sides, what they differ by, and its cells by id.
    words : str
        The explanation, in plain text.
    by : str
        Who decided.
    date : datetime.date
        When.
    print : bool
        Whether the explanation is printed in the report.
    previous : str
        The sha256 of the line before; empty in the first.
    """

    version: int
    form: Words
    year: int
    bureau: Words
    kind: Kind
    rule: Words
    place: Words
    fingerprint: Words
    values: Mapping[str, Any]
    words: Words
    by: Words
    date: dt.date
    print: bool
    previous: str

    def to_json(self) -> dict[str, Any]:
        """Return the object that the line is."""
        return dataclasses.asdict(self) | {"date": self.date.isoformat()}

    def to_line(self) -> bytes:
        """Return the line, without its end."""
        return json.dumps(self.to_json(), ensure_ascii=False).encode()

    @property
    def signed_words(self) -> str:
        """In Chinese, what was decided, by whom, when and why."""
        why = f"：{' '.join(self.words.split())}" if self.words else ""
        return f"{KIND_WORDS[self.kind]}（{self.by}，{self.date.isoformat()}）{why}"

    def is_about(self, finding: Finding) -> bool:
        """Whether it was taken of just this: the same rule, place, fingerprint and values."""
        if (self.rule, self.place) != (finding.rule, finding.place):
            return False  # most are, and the rest takes a while
        return (self.fingerprint, self.values) == (finding.fingerprint, values_of(finding))


LINE = TypeAdapter(Decision)


def values_of(finding: Finding) -> dict[str, Any]:
    """Return the values that a decision on a finding rests on, as JSON has them."""
    told = finding.to_json()
    sides = {side: told[side] for side in ("left", "right", "residual")}
    return {**sides, "cells": {cell["id"]: cell["value"] for cell in told["cells"]}}
