"""The one list of modules that register checks, and the catalogue whose rules name them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import reportkit.narrative.checks.boilerplate
import reportkit.narrative.checks.claims
import reportkit.narrative.checks.parts
import reportkit.narrative.checks.sections
import reportkit.rendering.glyphs
import reportkit.rules.checks.deadline
import reportkit.rules.checks.ledger
import reportkit.rules.checks.linear
import reportkit.rules.checks.rollup
import reportkit.rules.checks.summary
import reportkit.rules.checks.swing
import reportkit.rules.checks.values  # noqa: F401 - each registers its check
from reportkit.rules import Rule, compile_catalogue, read_rules


@cache
def load_catalogue() -> Mapping[str, Rule]:
    """Return every rule of the package by id, in the order of the files."""
    folder = files("reportkit.rules") / "catalogue"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    texts = ((entry.read_text(encoding="utf-8"), entry.name) for entry in entries)
    return compile_catalogue(item for text in texts for item in read_rules(*text))
