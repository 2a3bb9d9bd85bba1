"""What ``claims.yaml`` says wrongly is told with its place before any prose is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportkit.errors import FormError
from reportkit.forms import load_form
from reportkit.narrative.claims.book import _pattern, claim_book
from reportkit.narrative.claims.data import read_claims
from reportkit.strict import read_yaml

CLAIMS = """\
words:
  lead: '(?:共)*'
  begin: '<lead>收到'
units: {count: 件}
topics: [{id: law, begins: 诉讼, ends: 其他}]
entries:
  - {id: new, cells: [t3.new.total], before: '<begin>$', topic: law}
"""


def _said(text: str) -> str:
    form = replace(load_form("ogi"), claims=read_yaml(text, "claims.yaml"))
    with pytest.raises(FormError) as caught:
        read_claims(form)
    return "\n".join(caught.value.problems)


def test_what_is_right_is_read() -> None:
    form = replace(load_form("ogi"), claims=read_yaml(CLAIMS, "claims.yaml"))

    assert [entry.id for entry in read_claims(form).entries] == ["new"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("'<begin>$'", "'<began>$'", "new 用到的 began 没有写明"),
        ("topic: law", "topic: lawsuit", "new 用到的 lawsuit 没有写明"),
        ("topic: law", "units: money", "new 用到的 money 没有写明"),
        ("'<lead>收到'", "'<leads>收到'", "words 里的 begin 用到的 leads 没有写在它前面"),
        ("(?:共)*", "(?:共", "claims.yaml 第 2 行：lead：不是正则表达式"),
        ("topic: law", "topics: law", "claims.yaml 第 7 行：不认识 topics。是否应为 topic？"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, words: str) -> None:
    assert old in CLAIMS

    assert words in _said(CLAIMS.replace(old, new, 1))


def test_what_does_not_name_the_year_is_compiled_once_for_all_years() -> None:
    edition = load_form("ogi").edition("2021")
    claim_book(edition, 2031)
    compiled = _pattern.cache_info().misses

    claim_book(edition, 2032)

    assert _pattern.cache_info().misses - compiled < 40  # of some 360
