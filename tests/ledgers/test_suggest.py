"""A mapping is suggested from what cannot be read, never with a name in it, and can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.forms import load_form
from reportkit.ledgers import read_mapping, read_raw_data, take_in
from reportkit.ledgers.mapping import LedgerMapping
from reportkit.ledgers.mapping.suggest import (
    Suggestions,
    is_suggested,
    join,
    suggest,
    suggested_path,
    suggestions_text,
    write_suggestions,
)
from tests.ledgers.samples import EDITION, YEAR, application, grid, replace, write_xlsx

APPLICATIONS = "依申请公开登记台账"
WRONG = [
    application(1, 办理结果="不予公开"),
    application(2, 办理结果="（三）不予公开"),
    application(3, 办理结果="予以公升"),
    application(4, 申请人类别="欧阳明月"),
    application(5, 申请人类别="何自然"),
    application(6, 办理结果="不予公开（欧阳明月）"),
]


def put(folder: Path, **headings: str) -> None:
    rows = grid("applications", WRONG)
    rows[0] = [headings.get(name, name) for name in rows[0]]
    replace(folder, "applications")
    write_xlsx(folder / "applications.xlsx", rows)


def suggested(folder: Path) -> Suggestions:
    return suggest(take_in(folder), EDITION, YEAR)


def test_slips_and_what_leaves_a_choice_are_suggested_and_names_are_not(folder: Path) -> None:
    put(folder)

    found = suggested(folder)[APPLICATIONS].words

    assert found.keys() == {"办理结果"}
    assert found["办理结果"].keys() == {"不予公开", "(三)不予公开", "予以公升"}
    assert found["办理结果"]["予以公升"] == ["予以公开"]
    assert "属于四类过程性信息" in found["办理结果"]["不予公开"]
    assert "予以公开" not in found["办理结果"]["不予公开"]


def test_a_heading_that_resembles_a_missing_one_is_suggested(folder: Path) -> None:
    put(folder, 办理结果="办里结果")

    assert suggested(folder)[APPLICATIONS].headings == {"办理结果": ["办里结果"]}


def test_several_headings_that_may_be_meant_are_a_choice(folder: Path) -> None:
    put(folder, 办理结果="办里结果", 是否延期="办理结课")
    text = suggestions_text(suggested(folder), "mapping.yaml", beside=False)

    assert "    # 办里结果: 办理结果\n    # 办理结课: 办理结果\n" in text


def test_as_it_is_it_can_be_renamed_and_read(folder: Path, tmp_path: Path) -> None:
    put(folder, 办理结果="办里结果")
    mapping = tmp_path / "mapping.yaml"

    write_suggestions(suggested(folder), mapping)
    suggested_path(mapping).rename(mapping)

    own = read_mapping(mapping, EDITION)
    assert own["applications"].headings == {"办里结果": "outcome"}
    raw = read_raw_data(take_in(folder), EDITION, YEAR, own=own)
    assert raw.ledgers["applications"].size == len(WRONG)


def test_every_choice_can_be_taken(folder: Path, tmp_path: Path) -> None:
    put(folder)
    text = suggestions_text(suggested(folder), "mapping.yaml", beside=False)
    lines = text.splitlines()
    choices = [n for n, line in enumerate(lines) if line.startswith("      # ")]
    assert len(choices) > 10

    for n in choices:
        taken = [*lines[:n], lines[n].replace("# ", "", 1), *lines[n + 1 :]]
        (tmp_path / "mapping.yaml").write_text("\n".join(taken), "utf-8")
        words = read_mapping(tmp_path / "mapping.yaml", EDITION)["applications"].words["outcome"]
        assert len(words) == 2


@pytest.mark.parametrize("ledger", ["{}", "{}:", "{}:\n  words:", "{}:\n  words:\n    办理结果:"])
def test_keys_with_nothing_but_comments_below_say_nothing(tmp_path: Path, ledger: str) -> None:
    text = ledger.format(f"{APPLICATIONS}:" if ledger == "{}" else APPLICATIONS)
    (tmp_path / "mapping.yaml").write_text(text + "\n      # 不予公开: 属于国家秘密\n", "utf-8")

    found = read_mapping(tmp_path / "mapping.yaml", EDITION)["applications"]

    assert found == LedgerMapping(words={}) or not any(found.words.values())


def test_what_the_mapping_settles_is_not_suggested_again(folder: Path) -> None:
    put(folder)
    words = {"不予公开": "refused.deliberative", "(三)不予公开": "refused.deliberative"}
    own = {"applications": LedgerMapping(words={"outcome": words})}

    found = suggest(take_in(folder), EDITION, YEAR, own=own)

    assert found[APPLICATIONS].words["办理结果"].keys() == {"予以公升"}


def test_of_several_kinds_in_one_place_each_is_looked_at(tmp_path: Path) -> None:
    edition = load_form("enforcement").edition("zj-2024")
    schema = edition.ledgers["decisions"]
    record = {"决定文书号": "1号", "决定类别": "行政处罚", "决定日期": "2022-03-01"}
    names = [each.heading for each in schema.fields]
    rows = [names, [{**record, "处罚种类": "罚款、行政拘溜"}.get(name) for name in names]]
    write_xlsx(tmp_path / "decisions.xlsx", rows)

    (found,) = suggest(take_in(tmp_path), edition, YEAR).values()

    assert found.words == {"处罚种类": {"行政拘溜": ["行政拘留"]}}


def test_years_of_a_bureau_go_into_one(folder: Path) -> None:
    put(folder)
    found = suggested(folder)

    assert join([found, found]) == found


def test_it_says_what_it_is_and_that_there_is_one_already(folder: Path, tmp_path: Path) -> None:
    put(folder)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("{}", "utf-8")

    write_suggestions(suggested(folder), mapping)

    target = tmp_path / "mapping.suggested.yaml"
    assert is_suggested(target)
    assert "本单位已有 mapping.yaml" in target.read_text("utf-8")
    assert not is_suggested(mapping)
