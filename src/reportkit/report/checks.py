"""The one list of modules that register checks, and the catalogue whose rules name them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import reportkit.narrative.checks.figures.agreement
import reportkit.narrative.checks.figures.claims
import reportkit.narrative.checks.figures.counted
import reportkit.narrative.checks.figures.growth
import reportkit.narrative.checks.figures.impossible
import reportkit.narrative.checks.figures.other_bureau
import reportkit.narrative.checks.figures.other_year
import reportkit.narrative.checks.figures.parts
import reportkit.narrative.checks.figures.shares
import reportkit.narrative.checks.figures.silence
import reportkit.narrative.checks.figures.units
import reportkit.narrative.checks.text.aspects
import reportkit.narrative.checks.text.blanks
import reportkit.narrative.checks.text.boilerplate
import reportkit.narrative.checks.text.borrowed
import reportkit.narrative.checks.text.brackets
import reportkit.narrative.checks.text.encoding
import reportkit.narrative.checks.text.numbering
import reportkit.narrative.checks.text.outdated
import reportkit.narrative.checks.text.personal
import reportkit.narrative.checks.text.sections
import reportkit.narrative.checks.text.wording
import reportkit.narrative.checks.text.year
import reportkit.rendering.glyphs
import reportkit.rules.checks.copies
import reportkit.rules.checks.deadline
import reportkit.rules.checks.duties
import reportkit.rules.checks.edition
import reportkit.rules.checks.ledger
import reportkit.rules.checks.linear
import reportkit.rules.checks.other_years
import reportkit.rules.checks.rollup
import reportkit.rules.checks.summary
import reportkit.rules.checks.swing
import reportkit.rules.checks.values  # noqa: F401 - each registers its check
from reportkit.errors import RuleError
from reportkit.forms import Form
from reportkit.rules import Rule, compile_catalogue
from reportkit.rules.checks.ledger import problem_kinds, told_kinds
from reportkit.rules.dangling import dangling


@cache
def catalogue_of(form: Form) -> Mapping[str, Rule]:
    """Return the rules of a form by id, in their order.

    Raises
    ------
    RuleError
        Names file and line of all that is wrong with them, and the kinds of problem in raw data
        that no rule would tell of.
    """
    rules = compile_catalogue(form.rules)
    problems = dangling(rules.values(), form)
    if problems:
        heading = f"forms/{form.id} 的规则有误："
        raise RuleError(heading, problems)
    untold = problem_kinds(form) - told_kinds(rules.values())
    if untold:
        heading = f"forms/{form.id} 的规则不全："
        remedy = "请补上 check 为 ledger 的规则，或者 extends: base。"
        kinds = "、".join(sorted(untold))
        raise RuleError(heading, [f"台账里的这些问题没有规则说明：{kinds}。{remedy}"])
    return rules
