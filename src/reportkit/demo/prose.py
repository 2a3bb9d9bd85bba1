"""The narrative of a made-up office: one of several ways to say each thing, with bound figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from reportkit.demo.drawing.texts import fill_facts
from reportkit.demo.drawing.values import holds
from reportkit.demo.office import Office
from reportkit.demo.recipes import Recipes


def draw_prose(rng: Random, office: Office, recipes: Recipes, cells: Mapping[str, str]) -> str:
    """Return the text of a form's narrative.

    Parameters
    ----------
    rng : Random
    office : Office
    recipes : Recipes
    cells : mapping of str to str
        Every cell of the form, from `reportkit.demo.tally`.
    """
    happened = set(_circumstances(office, recipes, cells))
    headings = {section.id: f"# {section.heading}" for section in recipes.edition.sections}
    prose = recipes.prose
    parts: list[str] = []
    for section, paragraphs in (("", prose.opening), *prose.sections.items()):
        parts += [headings[section]] if section else []
        for variants in paragraphs:
            fitting = [each.text for each in variants if happened.issuperset(each.when)]
            parts += [rng.choice(fitting)] if fitting else []
    return fill_facts("\n\n".join(parts) + "\n", office.bureau.facts)


def _circumstances(office: Office, recipes: Recipes, cells: Mapping[str, str]) -> Iterator[str]:
    for name, item in recipes.prose.circumstances.items():
        records = office.records.get(item.ledger, ())
        so = any(holds(item, record, office.year) for record in records)
        so = so or (item.cell != "" and cells[item.cell] != "0")
        yield name if so else f"no_{name}"
