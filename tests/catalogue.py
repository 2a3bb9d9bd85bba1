"""The package's own rules, and what they say of what a test has at hand."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from reportkit import rules
from reportkit.figures import Figures
from reportkit.forms import Edition, load_form, usable_forms
from reportkit.report.checks import catalogue_of
from reportkit.rules import Finding, Rule, compile_catalogue, evaluate, read_rules
from reportkit.rules.localise import Localisation
from reportkit.rules.localise import localise as localise_by

CATALOGUE = catalogue_of(load_form("ogi"))
# The rules of every form that ships, each with its form.
EVERY_RULE = [
    (load_form(form), rule)
    for form in usable_forms()
    for rule in catalogue_of(load_form(form)).values()
]


def compiled(text: str, file: str = "x.yaml") -> Rule:
    """Return the one rule of a catalogue file."""
    (rule,) = compile_catalogue(read_rules(text, file)).values()
    return rule


def check_figures(
    figures: Figures, facts: frozenset[str] = frozenset(), own_rules: Iterable[Rule] = ()
) -> list[Finding]:
    """Hold figures alone against the catalogue."""
    return rules.check_figures(figures, (*CATALOGUE.values(), *own_rules), facts)


def localise(figures: Figures, *, own_rules: Iterable[Rule] = (), **more: Any) -> Localisation:
    """Localise what is wrong by the catalogue."""
    return localise_by(figures, (*CATALOGUE.values(), *own_rules), **more)


def held(*ids: str, edition: Edition, **context: Any) -> list[Finding]:
    """Hold what a test has at hand against some rules; it is asked for by these names."""
    told = SimpleNamespace(edition=edition, facts=frozenset(), **context)
    return evaluate([CATALOGUE[id_] for id_ in ids], told)
