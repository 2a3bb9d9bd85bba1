"""Demo data are read strictly: a name that leads nowhere is told with file and line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import reportkit.forms
from reportkit.demo import demo_forms, load_recipes
from reportkit.demo.recipes import model, ways
from reportkit.demo.recipes.load import read_recipes
from reportkit.errors import FormError
from reportkit.forms import load_form
from reportkit.strict import Strict
from tests.conftest import PROJECT

SHIPPED = Path(reportkit.forms.__file__).parent


def _read(folder: Path, form: str, file: str, old: str, new: str) -> list[str]:
    """Read a form's demo data with one thing changed; return what is told, and the line of it."""
    shutil.copytree(SHIPPED / form / "demo", folder / form)
    path = folder / form / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FormError) as told:
        read_recipes(load_form(form), folder / form)
    line = text[: text.index(old)].count("\n") + 1
    assert any(f"{form}/demo/{file} 第 {line} 行" in problem for problem in told.value.problems)
    return list(told.value.problems)


RECORDS, PROSE, SLIPS = "records.yaml", "prose.yaml", "slips.yaml"


@pytest.mark.parametrize(
    ("form", "file", "old", "new", "told"),
    [
        ("ogi", RECORDS, 'edition: "2021"', 'edition: "2020"', "没有 2020 版"),
        ("ogi", RECORDS, "- id: fees", "- id: fee", "没有台账 fee"),
        (
            "ogi",
            RECORDS,
            "request: {choice: requests}",
            "requests: {choice: requests}",
            "没有列 requests",
        ),
        (
            "ogi",
            RECORDS,
            "request: {choice: requests}",
            "request: {choice: request}",
            "没有词表 request",
        ),
        ("ogi", RECORDS, "request: {choice: requests}", "request: {chose: requests}", "request"),
        ("ogi", RECORDS, "party: {choice: companies}", "party: $company", "没有 $company"),
        ("ogi", RECORDS, "{after: received,", "{after: receipt,", "没有列 receipt"),
        (
            "ogi",
            RECORDS,
            "days: [_taken, days_excluded]",
            "days: [_token, days_excluded]",
            "没有列 _token",
        ),
        (
            "ogi",
            RECORDS,
            "when: {filled: concluded}",
            "when: {filled: concluding}",
            "没有列 concluding",
        ),
        ("ogi", RECORDS, "penalties: 270", "penalty: 270", "没有kind 的类别 penalty"),
        ("ogi", RECORDS, "[t2.$kind.issued]", "[t2.$sort.issued]", "没有 sort"),
        ("ogi", RECORDS, "[t2.$kind.issued]", "[t2.$kind.made]", "没有 t2.regulations.made"),
        ("ogi", RECORDS, "this_year: issued, cells", "this_year: issue, cells", "没有列 issue"),
        (
            "ogi",
            RECORDS,
            "many: {of: applications, percent: [0, 5]}",
            "many: {of: publications, percent: [0, 5]}",
            "没有前面的台账 publications",
        ),
        ("ogi", RECORDS, "workbook: 60", "workbooks: 60", "不认识 workbooks"),
        ("ogi", RECORDS, "by_size: [[0, 0], [1, 5]", "by_size: [[0, 0], [1.5, 5]", "应为整数"),
        (
            "enforcement",
            RECORDS,
            "copies: {decided: decided",
            "copies: {decided: decides",
            "没有列 decides",
        ),
        (
            "enforcement",
            RECORDS,
            "where: {kind: licences}, copies",
            "where: {sort: licences}, copies",
            "没有列 sort",
        ),
        ("ogi", PROSE, "charged: {ledger: fees", "charged: {ledger: fee", "没有charged 的台账 fee"),
        (
            "ogi",
            PROSE,
            "applied: {cell: t3.new.total}",
            "applied: {cell: t3.now.total}",
            "没有 t3.now.total",
        ),
        ("ogi", PROSE, "problems:", "trouble:", "没有部分 trouble"),
        ("ogi", PROSE, "when: [no_decides]", "when: [not_decides]", "没有情形 not_decides"),
        ("ogi", PROSE, "紧扣$work重点", "紧扣$works重点", "没有 $works"),
        ("ogi", SLIPS, "rule: L-DATE", "rule: L-DAY", "没有规则 L-DAY"),
        ("ogi", SLIPS, "ledger: fees", "ledger: fee", "没有台账 fee"),
        ("ogi", SLIPS, "field: repealed", "field: repeal", "没有列 repeal"),
        ("ogi", SLIPS, "t3.carried_out.$heading", "t3.carried.$heading", "没有 t3.carried."),
        ("ogi", SLIPS, "besides: t3.carried_in.total", "besides: t3.carried", "没有 t3.carried"),
        ("ogi", SLIPS, "wrong: 约$amount元", "wrong: 约$sum元", "没有 $sum"),
    ],
)
def test_what_leads_nowhere_is_told_with_its_line(
    form: str, file: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    problems = _read(tmp_path, form, file, old, new)

    assert any(told in problem for problem in problems), problems


def test_all_is_told_at_once(tmp_path: Path) -> None:
    text = "request: {choice: requests}"

    problems = _read(tmp_path, "ogi", RECORDS, text, "requests: {choice: request}")

    assert len(problems) == 2


def test_a_group_must_draw_the_date_that_orders_it(tmp_path: Path) -> None:
    """Once, documents without it were left out altogether."""
    issued = "issued: {years_ago: [0, 12]}\n    fields:"

    problems = _read(
        tmp_path,
        "ogi",
        RECORDS,
        "- many: {between: [0, 16]}\n        fields:\n          " + issued,
        "- many: {between: [0, 16]}\n    fields:\n      issued: {years_ago: 0}",
    )

    assert any("缺少 issued" in problem for problem in problems)


def test_every_key_is_described() -> None:
    page = (PROJECT / "docs" / "demo.md").read_text("utf-8").partition("## Demo data of a form")[2]
    described = {
        word for span in re.findall(r"`([^`]+)`", page) for word in re.findall(r"\w+", span)
    }
    items = [item for module in (ways, model) for item in vars(module).values()]
    models = {item for item in items if isinstance(item, type) and issubclass(item, Strict)}

    assert len(models) > 20
    for each in models - {Strict}:
        assert described.issuperset(each.model_fields), each


def test_a_form_without_demo_data_is_not_demoed() -> None:
    assert demo_forms() == ["enforcement", "ogi"]
    for form in ("base", "nothing"):
        with pytest.raises(
            FormError, match=f"格式 {form} 没有试用数据，可用的格式：enforcement、ogi"
        ):
            load_recipes(form)
