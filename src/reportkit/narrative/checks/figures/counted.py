"""Check ``counted``: a word by which prose counts records stands in the ledger."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from reportkit.ledgers import Ledger
from reportkit.narrative.context import WithProseAndLedgers
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check


@check("counted", NoParameters)
def check_counted(rule: Rule, context: WithProseAndLedgers) -> Iterator[Finding]:
    """Yield one finding for each column and word that prose counts by, or one that passes.

    Where a column has choices of its own, a word that is none of them was refused before; where
    a ledger has no records, nothing can stand in it.
    """
    asked = dict.fromkeys(
        (asked.ledger, heading, word)
        for asked in context.narrative.asked
        for heading, word in asked.where
    )
    none = True
    for id_, heading, word in asked:
        ledger = context.raw.ledgers[id_]
        field = ledger.schema.field_headed(heading)
        if field is not None and field.choices is None and len(ledger.frame):
            none = False
            yield _finding(rule, ledger, field.id, heading, word)
    if none:
        yield rule.finding("text", "报告文字", State.PASS, "文字没有按自填的字样计数。")


def _finding(rule: Rule, ledger: Ledger, field: str, heading: str, word: str) -> Finding:
    place = f"{ledger.schema.id}.{field}.{word}"
    name = f"“{ledger.schema.title}”的“{heading}”"
    words = [str(each) for each in ledger.frame[field].dropna().unique()]
    if word in words:
        return rule.finding(place, name, State.PASS, f"{name}列有文字所数的“{word}”。")
    near = difflib.get_close_matches(word, words, n=1)
    hint = f"，相近的有“{near[0]}”" if near else ""
    message = f"文字按“{word}”计数，{name}列没有这个字样{hint}；数得的是 0。"
    return rule.finding(place, name, State.FAIL, message)
