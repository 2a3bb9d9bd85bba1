"""What a rule is: its words, its weight, and for a linear rule its two sides over the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from reportkit.figures import LAST_YEAR
from reportkit.forms import Edition
from reportkit.rules.finding import SEVERITY_WORDS, Finding, Severity, State

Relation = Literal["=", ">=", "<="]


@dataclass(frozen=True, slots=True)
class Linear:
    """The two sides of a linear rule, as written in the catalogue.

    Attributes
    ----------
    places : mapping or tuple of str
        ``{"columns_of": table}``, ``{"rows_of": table}``, ``{"cells_of": table.row}``, or
        headings as ``table.id``.
    left, right : tuple of str
        Terms: cell ids with ``{place}`` and ``[role]``, a leading ``-`` to subtract, then ``last:``
        for the cell of last year's report.
    relation : Relation
    left_text, right_text : str
        How sentences call the sides.
    """

    places: Mapping[str, str] | tuple[str, ...]
    left: tuple[str, ...]
    relation: Relation
    right: tuple[str, ...]
    left_text: str
    right_text: str


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of the catalogue.

    Attributes
    ----------
    id, title, explanation, citation : str
        Id, and in Chinese its name, what it asks, and the document and article behind it.
    severity : Severity
    suggestion : str
        What to do about a failing finding.
    check : str
        What holds it: ``linear``, or the name of the check that knows how.
    linear : Linear or None
    suspended : str
        Why the rule is not held for the time being; empty: it is active.
    unless : str
        Parameter that, when true, makes the rule not apply.
    organs : tuple of str
        Levels of organ the rule is for; empty: any.
    tables : tuple of str
        Table variants the rule is for; empty: any.
    cells : tuple of str
        The cells that a check looks at, where the rule chooses them.
    source : str
        File and line of the catalogue, for error messages.
    """

    id: str
    title: str
    explanation: str
    citation: str
    severity: Severity
    suggestion: str
    check: str
    linear: Linear | None
    suspended: str
    unless: str
    organs: tuple[str, ...]
    tables: tuple[str, ...]
    cells: tuple[str, ...]
    source: str

    @property
    def looks_back(self) -> bool:
        """Whether the rule is linear and names a cell of last year."""
        terms = (*self.linear.left, *self.linear.right) if self.linear else ()
        return any(LAST_YEAR in term for term in terms)

    def applies(self, edition: Edition, facts: frozenset[str]) -> bool:
        """Whether the rule is active, and for this form and an organ of which `facts` are true."""
        return (
            not self.suspended
            and self.unless not in facts
            and (not self.organs or bool(facts & {*self.organs}))
            and (not self.tables or bool({*edition.variants} & {*self.tables}))
        )

    def explain(self) -> list[str]:
        """Return what a reader should know of the rule, in Chinese, a line a point."""
        lines = [
            f"{self.id} {self.title}",
            f"要求：{SEVERITY_WORDS[self.severity]}",
            f"内容：{self.explanation}",
            f"依据：{self.citation}",
        ]
        if self.linear:
            right = self.linear.right_text if self.linear.right else "0"
            lines.append(f"算式：{self.linear.left_text} {self.linear.relation} {right}")
        if self.organs:
            lines.append(f"适用的机关：{'、'.join(self.organs)}")
        if self.tables:
            lines.append(f"适用的表：{'、'.join(self.tables)}")
        if self.unless:
            lines.append(f"不适用：参数 {self.unless} 为 true 时")
        if self.suspended:
            lines.append(f"暂停使用：{self.suspended}")
        if self.suggestion:
            lines.append(f"处理：{self.suggestion}")
        return lines

    def finding(
        self, place: str, place_name: str, state: State, message: str, **details: Any
    ) -> Finding:
        """Return a finding of this rule.

        Parameters
        ----------
        place, place_name : str
            Where, as id and in Chinese.
        state : State
        message : str
        **details
            `suggestion` where the rule's own does not fit, `left`, `right`, `residual`, `cells`.
        """
        failing = state in (State.FAIL, State.BROKEN)
        details.setdefault("suggestion", self.suggestion if failing else "")
        return Finding(
            rule=self.id,
            title=self.title,
            citation=self.citation,
            severity=self.severity,
            place=place,
            place_name=place_name,
            state=state,
            message=message,
            **details,
        )
