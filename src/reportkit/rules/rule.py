"""What a rule is: its words, its weight, whom it is for, and what it asks of its check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from reportkit.figures import split_cell
from reportkit.forms import Edition
from reportkit.rules.finding import SEVERITY_WORDS, Finding, Severity, State
from reportkit.strict import Strict

LINEAR = "linear"
"""The check of a rule that names none, and the only one that a rule of a bureau's own may have."""

Relation = Literal["=", ">=", "<=", "only_if"]
Axis = Literal["columns_of", "rows_of", "cells_of"]


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a parameter of a check that names something of the form: 格, 台账, 列, 部分."""

    what: str


CellId = Annotated[str, Names("格")]
LedgerId = Annotated[str, Names("台账")]
FieldId = Annotated[str, Names("列")]  # of the ledger that the parameter `ledger` names
SectionId = Annotated[str, Names("部分")]


class RuleItem(Strict):
    """What every rule of a catalogue says.

    Attributes
    ----------
    id, title, explanation, citation : str
        Id, and in Chinese its name, what it asks, and the document and article behind it.
    severity : {"error", "warning", "notice"}
    suggestion : str
        What to do about a failing finding.
    check : str
        What holds it.
    suspended : str
        Why the rule is not held for the time being; empty: it is active.
    unless : str
        Parameter that, when true, makes the rule not apply.
    organs : tuple of str
        Levels of organ the rule is for; empty: any.
    tables : tuple of str
        Table variants the rule is for; empty: any.
    """

    id: str = Field(min_length=1)
    title: str
    explanation: str
    citation: str
    severity: Literal["error", "warning", "notice"]
    suggestion: str = ""
    check: str = LINEAR
    suspended: str = ""
    unless: str = ""
    organs: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


def _places(written: object) -> object:
    """Refuse in our own words what is neither one axis nor a list of headings."""
    axis = isinstance(written, Mapping) and len(written) == 1 and {*written} <= {*get_args(Axis)}
    if not axis and not isinstance(written, list | tuple):
        msg = f"应为 {'、'.join(get_args(Axis))} 之一，或者一列表头"
        raise ValueError(msg)
    return written


class Linear(Strict):
    """What a linear rule asks: its two sides over the cells, as written in the catalogue.

    Attributes
    ----------
    places : mapping or tuple of str
        ``{"columns_of": table}``, ``{"rows_of": table}``, ``{"cells_of": table.row}``, or
        headings as ``table.id``.
    left, right : tuple of str
        Terms: cell ids with ``{place}`` and ``[role]``, a leading ``-`` to subtract, then ``last:``
        for the cell of last year's report, or the id of another form and a colon for the cell of
        the bureau's report of that form on the same year.
    relation : {"=", ">=", "<=", "only_if"}
        ``only_if``: the left side is above 0 only where the right side is.
    left_text, right_text : str
        How sentences call the sides.
    tolerance : Decimal
        By how much two equal sides may differ, where the form has them rounded one by one.
    """

    places: Annotated[Mapping[Axis, str] | tuple[str, ...], BeforeValidator(_places)]
    left: tuple[str, ...]
    relation: Relation
    right: tuple[str, ...]
    left_text: str
    right_text: str
    tolerance: Decimal = Field(default=Decimal(0), ge=0)

    @model_validator(mode="after")
    def _only_equals_are_rounded(self) -> Linear:
        if self.tolerance and self.relation != "=":
            msg = "tolerance 只用于 relation 为 = 的规则"
            raise ValueError(msg)
        return self

    @property
    def beside(self) -> frozenset[str]:
        """The reports beside the bureau's own whose cells are named: ``last``, ids of forms."""
        named = (split_cell(term.removeprefix("-"))[0] for term in (*self.left, *self.right))
        return frozenset(name for name in named if name)

    @property
    def is_exact_sum(self) -> bool:
        """Whether it can be kept by changing cells alone: no condition, no rounding."""
        return self.relation != "only_if" and not self.tolerance


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of the catalogue; for the attributes not named here see `RuleItem`.

    Attributes
    ----------
    severity : Severity
    parameters : Any
        What it asks of its check: an object of the model that the check is registered with.
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
    parameters: Any
    suspended: str
    unless: str
    organs: tuple[str, ...]
    tables: tuple[str, ...]
    source: str

    @property
    def linear(self) -> Linear | None:
        """What a linear rule asks; None where the rule is of another kind."""
        return self.parameters if isinstance(self.parameters, Linear) else None

    def applies(self, edition: Edition, facts: frozenset[str]) -> bool:
        """Whether the rule is active, and for this form and an organ of which `facts` are true."""
        return (
            not self.suspended
            and self.unless not in facts
            and (not self.organs or bool(facts & {*self.organs}))
            and self.is_for(edition)
        )

    def is_for(self, edition: Edition) -> bool:
        """Whether an edition has one of the tables that the rule is for."""
        return not self.tables or bool({*edition.variants} & {*self.tables})

    @property
    def formula(self) -> str:
        """The two sides of a linear rule in words; empty where the rule is of another kind."""
        return _formula(self.linear) if self.linear else ""

    def explain(self) -> list[str]:
        """Return what a reader should know of the rule, in Chinese, a line a point."""
        lines = [
            f"{self.id} {self.title}",
            f"要求：{SEVERITY_WORDS[self.severity]}",
            f"内容：{self.explanation}",
            f"依据：{self.citation}",
        ]
        if self.linear:
            lines.append(f"算式：{self.formula}")
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


def _formula(linear: Linear) -> str:
    right = linear.right_text if linear.right else "0"
    if linear.relation == "only_if":
        return f"{linear.left_text}大于 0 时，{right}也应大于 0"
    rounded = f"（允许舍入误差 {linear.tolerance}）" if linear.tolerance else ""
    return f"{linear.left_text} {linear.relation} {right}{rounded}"
