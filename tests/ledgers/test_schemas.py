"""The schemas leave no doubt what a heading or a word means."""

from __future__ import annotations

from collections import Counter

import pytest

from reportkit.folding import plain
from reportkit.forms import Schema, load_form

SCHEMAS = {
    f"{edition} {name}": schema
    for edition in ("2021", "2019")
    for name, schema in load_form("ogi").edition(edition).ledgers.items()
}
every_schema = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)


def test_ledgers_that_tables_are_counted_from_must_be_handed_in() -> None:
    assert load_form("ogi").edition("2021").counted_ledgers == {
        "applications",
        "documents",
        "decisions",
        "fees",
        "cases",
    }


@every_schema
def test_no_heading_names_two_columns(schema: Schema) -> None:
    words = [plain(word) for field in schema.fields for word in (field.heading, *field.synonyms)]

    assert [word for word, times in Counter(words).items() if times > 1] == []


@every_schema
def test_no_word_means_two_codes(schema: Schema) -> None:
    for field in schema.fields:
        meanings: dict[str, str] = {}
        for code, words in (field.choices or {}).items():
            for word in words:
                assert meanings.setdefault(plain(word), code) == code, word


@every_schema
def test_personal_columns_are_recognised_and_not_kept(schema: Schema) -> None:
    personal = {field.id for field in schema.fields if field.type == "personal"}

    assert not personal & {field.id for field in schema.kept}
    assert schema.holds_people == bool(personal)


def test_ledgers_of_people_are_known() -> None:
    schemas = load_form("ogi").edition("2021").ledgers

    assert [name for name, schema in schemas.items() if schema.holds_people] == [
        "applications",
        "decisions",
        "cases",
    ]


def test_every_ledger_that_tables_are_counted_from_is_dated() -> None:
    edition = load_form("ogi").edition("2021")

    assert all(edition.ledgers[name].dated_by for name in edition.counted_ledgers)


@every_schema
def test_conditions_tie_dates_and_columns_that_exist(schema: Schema) -> None:
    if schema.dated_by:
        assert schema.by_id[schema.dated_by].type == "date"
    for pair in schema.order:
        assert [schema.by_id[name].type for name in pair] == ["date", "date"]
    for pair in schema.together:
        assert {*pair} <= {*schema.by_id}


def test_outcomes_and_applicants_of_a_ledger_are_those_of_its_edition() -> None:
    for edition in ("2019", "2021"):
        form = load_form("ogi").edition(edition)
        fields = form.ledgers["applications"].by_id
        for name, role in [("outcome", "outcome"), ("applicant_kind", "applicant")]:
            codes = list(fields[name].choices or {})
            assert codes == [heading.id for heading in form.headings_with(role)]


def test_condition_of_the_narrative_finds_column_and_code() -> None:
    schema = load_form("ogi").edition("2021").ledgers["publications"]

    assert schema.condition("发布渠道", "政府网站") == ("channel", "website")
    assert schema.condition("渠道", "网站") == ("channel", "website")
    assert schema.condition("栏目", "通知公告") == ("category", "通知公告")


@pytest.mark.parametrize(
    ("heading", "word", "fault"),
    [
        ("申请人姓名", "任何人", "没有可选的“申请人姓名”列"),
        ("收到日期", "2022-01-01", "没有可选的“收到日期”列"),
        ("办里结果", "予以公开", "没有可选的“办里结果”列，可选：申请人类别、办理结果"),
        ("办理结果", "予以公升", "“办理结果”没有“予以公升”这一类别"),
    ],
)
def test_condition_on_what_is_not_there_is_refused(heading: str, word: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        load_form("ogi").edition("2021").ledgers["applications"].condition(heading, word)
