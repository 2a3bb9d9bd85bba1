"""What the rules of a form say of things that the form does not have.

A parameter of a check that names something is annotated with what it names: `CellId` and so on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from reportkit.errors import RuleError
from reportkit.figures import split_cell
from reportkit.forms import Edition, Form
from reportkit.params import Parameters
from reportkit.rules.linear import equations
from reportkit.rules.rule import Names, Rule

_FLAGS = {each.name for each in dataclasses.fields(Parameters) if each.type == "bool"}


def dangling(rules: Iterable[Rule], form: Form) -> list[str]:
    """Return all names that lead nowhere, one Chinese sentence each, with file and line.

    Parameters
    ----------
    rules : iterable of Rule
        Those of the form.
    form : Form
    """
    editions = [form.edition(item) for item in form.editions]
    return [fault for rule in rules for fault in (*_misnamed(rule, form), *_absent(rule, editions))]


def names_nothing(rule: Rule, edition: Edition) -> list[str]:
    """Return the same of a rule that only one edition's reports are held against."""
    return [*_misnamed(rule, edition.form), *_absent(rule, [edition])]


def dangling_beside(
    rules: Iterable[Rule], edition: Edition, forms: Mapping[str, Form]
) -> list[str]:
    """Return the cells of other forms that rules name and these forms do not have as figures.

    Parameters
    ----------
    rules : iterable of Rule
    edition : Edition
        What the rules are held against.
    forms : mapping of str to Form
        Every other form that the rules speak of, by id.
    """
    known = {
        id_: {cell.id: cell for item in form.editions for cell in form.edition(item).cells.values()}
        for id_, form in forms.items()
    }
    faults: dict[str, None] = {}
    for rule in rules:
        if not rule.linear or not rule.linear.beside & known.keys():
            continue
        for equation in equations(rule, edition):
            for term in (*equation.left, *equation.right):
                form, cell = split_cell(term.cell)
                found = known.get(form, {}).get(cell)
                if form not in known or (found is not None and not found.is_words):
                    continue
                fault = f"不在{forms[form].title}里" if found is None else "填的是文字，不能加减"
                faults[f"{rule.source}：规则 {rule.id} 所说的格 {term.cell} {fault}。"] = None
    return list(faults)


def _misnamed(rule: Rule, form: Form) -> Iterator[str]:
    """Yield what a rule names that no edition of a form has, cells of equations apart."""
    cells = {cell.id: cell for item in form.editions for cell in form.edition(item).cells.values()}
    known: dict[str, Collection[str]] = {
        "表": form.tables,
        "机关": form.organs,
        "参数": _FLAGS,
        "格": {cell.id for cell in cells.values() if not cell.is_words},
        "台账": {schema.id for schema in form.ledgers},
        "部分": {s.id for item in form.editions for s in form.edition(item).sections},
    }
    named = [("表", rule.tables), ("机关", rule.organs), ("参数", (rule.unless,))]
    for what, names in (*named, *_named(rule.parameters)):
        if what == "列":
            known[what] = _fields(rule.parameters.ledger, form)
        for name in names:
            if name and name not in known[what]:
                words = what == "格" and name in cells
                fault = "填的是文字，不是数" if words else "没有"
                yield f"{rule.source}：规则 {rule.id} 所说的{what} {name} {fault}。"


def _absent(rule: Rule, editions: Iterable[Edition]) -> Iterator[str]:
    """Yield the places and cells of equations that editions do not have which the rule is for."""
    for edition in editions:
        if rule.is_for(edition):
            try:
                equations(rule, edition)
            except RuleError as error:
                yield from error.problems


def _named(parameters: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the parameters of a check name: of what kind, and the names."""
    for name, field in type(parameters).model_fields.items():
        marks = (*field.metadata, *_inner_marks(field.annotation))
        value = getattr(parameters, name)
        for mark in marks:
            if isinstance(mark, Names):
                yield mark.what, (value,) if isinstance(value, str) else tuple(value)


def _inner_marks(annotation: Any) -> Iterator[Any]:
    for inner in getattr(annotation, "__args__", ()):
        yield from getattr(inner, "__metadata__", ())


def _fields(ledger: str, form: Form) -> Collection[str]:
    found = (schema.by_id for schema in form.ledgers if schema.id == ledger)
    return next(iter(found), {})
