"""A narrative to begin with is a valid one in every edition, and says nothing that is not so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportkit.errors import FormError
from reportkit.figures import count_figures
from reportkit.forms import Edition, load_form, usable_forms
from reportkit.forms.ledgers import Schema
from reportkit.ledgers import read_raw_data, take_in
from reportkit.ledgers.templates.write import Template, write_template
from reportkit.narrative.bind import read_narrative, read_prose
from reportkit.narrative.skeleton import skeleton_of

EDITIONS = [
    load_form(form).edition(edition)
    for form in usable_forms()
    for edition in load_form(form).editions
]


def _write(folder: Path, schema: Schema) -> None:
    template = Template(schema, 2022, schema.title, needed=True)
    (folder / f"{schema.stem}.xlsx").write_bytes(write_template(template))


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: f"{each.form.id}-{each.id}")
def test_it_binds_only_what_is_there_and_types_no_figure(edition: Edition, tmp_path: Path) -> None:
    for schema in edition.ledgers.values():
        if schema.holds == "records":
            _write(tmp_path, schema)
    figures = count_figures(read_raw_data(take_in(tmp_path), edition, 2022), edition, 2022)
    path = tmp_path / "narrative.md"
    path.write_text(skeleton_of(edition), "utf-8")
    facts = {
        "year": 2022,
        "bureau_name": "某局",
        "count": lambda *_, **__: 0,
        "total": lambda *_, **__: 0,
    }

    narrative = read_narrative(path, edition, figures, facts)

    assert "某局" in narrative.opening
    assert list(narrative.sections) == [each.id for each in edition.sections if each.prose]
    assert not re.search(r"<!--|-->|×|XX|\{|\}", narrative.text)
    typed = re.sub(r"\{\{.*?\}\}|<!--.*?-->", "", skeleton_of(edition), flags=re.DOTALL)
    assert set(re.findall(r"\d+", typed)) <= {"1", "12", "31"}  # the days that the figures are of


def test_what_only_the_bureau_can_say_is_left_to_it(tmp_path: Path) -> None:
    edition = load_form("ogi").edition("2021")
    path = tmp_path / "narrative.md"
    path.write_text(skeleton_of(edition), "utf-8")

    prose = read_prose(path, edition)

    assert prose is not None
    assert prose["problems"] == ""
    assert "没有收取" in skeleton_of(edition)


def test_comments_are_taken_out_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    edition = load_form("ogi").edition("2021")
    path = tmp_path / "narrative.md"
    path.write_text(
        "<!-- 给自己看：\n{{ 没有 }} -->\n# 一、总体情况\n有<!-- 待补 -->话。\n", "utf-8"
    )

    narrative = read_narrative(path, edition, {}, {})

    assert narrative.opening == ""
    assert narrative.sections == {"overview": "有话。"}
    path.write_text("<!-- 一\n二 -->\n{{ no.such }}\n", "utf-8")
    with pytest.raises(Exception, match="第 3 行"):
        read_narrative(path, edition, {}, {})


def test_a_form_without_sentences_gives_headings(tmp_path: Path) -> None:
    edition = _own(tmp_path, "sections: {overview: []}\n")

    text = skeleton_of(edition)

    assert "# 甲、情况" in text
    assert "这一部分要写文字" in text


def test_a_skeleton_that_is_wrong_is_told_with_file_and_line(tmp_path: Path) -> None:
    edition = _own(tmp_path, "opening: [甲]\nsection: {}\n")

    with pytest.raises(FormError, match=r"forms/city/skeleton.yaml 第 2 行"):
        skeleton_of(edition)


def _own(workspace: Path, skeleton: str) -> Edition:
    folder = workspace / "forms" / "city"
    folder.mkdir(parents=True)
    (folder / "skeleton.yaml").write_text(skeleton, "utf-8")
    (folder / "form.yaml").write_text(
        "id: city\nextends: ogi\ntitle: 本市年度报告\n"
        "sections:\n- {id: overview, replaces: true, numeral: 甲, title: 情况, prose: true}\n"
        "editions:\n- {id: '2021', changes: true}\n",
        "utf-8",
    )
    return load_form("city", workspace).edition("2021")
