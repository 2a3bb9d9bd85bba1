"""Cells of every kind, counted and filled in by hand, from the ledgers to next year's report."""

from __future__ import annotations

import json
import tempfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.errors import FormError, RuleError
from reportkit.figures import Figures, Mark, Value
from reportkit.folding import visible
from reportkit.forms import load_form
from reportkit.personal import is_telephone
from reportkit.report import Report
from reportkit.rules import Finding, State
from tests.report.kinds import (
    BY_HAND,
    CHECKS,
    RULES,
    YEAR,
    hand_in,
    leave,
    report,
    rule,
    write_form,
)

WORDS = {"h.office": "是", "h.grade": "合格", "h.means": BY_HAND["h.means"]}


@pytest.fixture
def safety(tmp_path: Path) -> Path:
    """A workspace with the form and one bureau-year in it."""
    write_form(tmp_path)
    hand_in(tmp_path, BY_HAND)
    return tmp_path


def _held(made: Report, *rules: str) -> dict[str, Finding]:
    return {f"{f.rule} {f.place}": f for f in made.findings if f.rule in rules}


def _filled_in(workspace: Path, **changes: str) -> Report:
    """Open the report with some cells filled in otherwise; ``__`` in an id is a dot."""
    hand_in(workspace, BY_HAND | {cell.replace("__", "."): text for cell, text in changes.items()})
    return report(workspace)


def test_every_kind_has_its_value(safety: Path) -> None:
    figures = report(safety).figures

    assert {cell: figures[cell] for cell in figures if cell.startswith("s.")} == {
        "s.fire.number": 2,
        "s.fire.fine": Decimal("1.20005"),  # one of the two was not fined: that adds nothing
        "s.fire.note": "无",
        "s.lift.number": 1,
        "s.lift.fine": Decimal("0.05"),
        "s.lift.note": "1,000 余台",
        "s.total.number": 3,
        "s.total.fine": Decimal("1.25005"),
        "s.total.note": "3",
        "s.warned.times": 2,
        "s.closed.times": 1,
        "s.only_warned.heaviest": 1,
        "s.was_closed.heaviest": 1,
        "s.repeated.heaviest": 1,
        "s.rescues.number": 0,
    }
    assert {cell: figures[cell] for cell in figures if cell.startswith("h.")} == {
        "h.staff": 12,
        "h.leavers": -3,
        "h.budget": Decimal("10.05"),
        "h.vans": 4,
        "h.tools": 6,
        **WORDS,
    }


def test_every_rule_on_its_figures_holds(safety: Path) -> None:
    made = report(safety)

    held = _held(made, "S-SUM", "S-FINE", "H-STAFF", "H-COST", "VALUES", "F-DUTIES", "N-GLYPHS")

    assert {finding.state for finding in held.values()} == {State.PASS}
    # The column of remarks is none to add up.
    assert [place for place in held if place.startswith("S-SUM")] == ["S-SUM number", "S-SUM fine"]
    assert made.state.value == "passed"


@pytest.mark.parametrize(
    ("cells", "failing"),
    [
        ({"h__leavers": "-13"}, "H-STAFF staff"),
        ({"h__vans": "3.99"}, "H-COST budget"),  # 0.06 apart: more than rounding explains
        ({"h__staff": "-1"}, "VALUES h.staff"),  # only what is signed may be negative
        ({"h__staff": "1.5"}, "VALUES h.staff"),
    ],
)
def test_what_breaks_a_rule_fails(safety: Path, cells: dict[str, str], failing: str) -> None:
    held = _held(_filled_in(safety, **cells), "VALUES", "H-STAFF", "H-COST")

    failed = [place for place, finding in held.items() if finding.state is State.FAIL]
    assert failing in failed


def test_a_condition_is_held(safety: Path) -> None:
    made = report(safety)
    made.figures = made.figures.replacing({"s.total.number": 0})

    assert _held(made, "S-FINE")["S-FINE total"].state is State.FAIL


def test_a_sum_that_fails_blames_what_was_filled_in_by_hand(safety: Path) -> None:
    rules = (*RULES, rule("H-FINE", "[h.vans]", "h.vans", "=", "s.total.fine"))
    write_form(safety, rules)

    suggestion = _held(report(safety), "H-FINE")["H-FINE vans"].suggestion

    assert suggestion == "“车辆费（万元）·填报”应为 1.25005（现为 4）。"


@pytest.mark.parametrize(("theirs", "state"), [(3, State.PASS), (2, State.FAIL)])
def test_rules_speak_of_another_form(safety: Path, theirs: int, state: State) -> None:
    ogi = load_form("ogi").edition("2021")
    folder = safety / "outputs" / "ogi" / str(YEAR) / "office"
    folder.mkdir(parents=True)
    others = Figures.of(ogi, {"t2.penalties.decisions": theirs})
    (folder / "figures.json").write_text(json.dumps(others.to_json()), "utf-8")

    (finding,) = _held(report(safety), "X-OGI").values()

    assert finding.state is state


# What is wrong is told with place and remedy, and the remedy is that of its kind.


@pytest.mark.parametrize(
    ("cell", "text", "message", "remedy"),
    [
        (
            "h.office",
            "不清楚",
            "应为 是、否 之一（现为“（3 个字符，不予显示）”）",
            "请填 是、否 之一。",
        ),
        ("h.office", "", "空白", "请填 是、否 之一。"),
        ("h.office", "/", "应为 是、否 之一（现为“不适用”）", "请填 是、否 之一。"),
        (
            "h.grade",
            "良好",
            "应为 优秀、合格、不合格 之一（现为“（2 个字符，不予显示）”）",
            "请填 优秀、合格",
        ),
        ("h.means", "", "空白", "请填文字；没有的写“无”。"),
        ("h.means", "—", "应为 文字（现为“不适用”）", "请填文字"),
        ("h.staff", "", "空白", "没有的填 0"),
        ("h.staff", "十二", "填的是“十二”，不是数", "没有的填 0"),
        ("h.budget", "1e999999999", "填的是“（11 个字符，不予显示）”，不是数", "没有的填 0"),
        ("h.budget", "1_000", "填的是“1_000”，不是数", "没有的填 0"),
    ],
)
def test_what_may_not_stand_in_a_cell_is_told_with_its_remedy(
    safety: Path, cell: str, text: str, message: str, remedy: str
) -> None:
    made = _filled_in(safety, **{cell.replace(".", "__"): text})

    finding = _held(made, "VALUES")[f"VALUES {cell}"]

    assert finding.state is State.FAIL
    assert finding.message == f"“{made.figures.name(cell)}”{message}。"
    assert finding.suggestion.startswith(remedy)


def test_what_was_not_filled_in_is_not_guessed(safety: Path) -> None:
    hand_in(safety, {cell: text for cell, text in BY_HAND.items() if cell != "h.staff"})
    made = report(safety)

    finding = _held(made, "VALUES")["VALUES h.staff"]

    assert made.figures["h.staff"] is Mark.UNKNOWN
    assert finding.state is State.UNKNOWN
    assert finding.message.endswith("无法确定。")
    assert "请在 summary-safety 里填报" in finding.suggestion
    assert _held(made, "H-STAFF")["H-STAFF staff"].state is State.UNKNOWN


def test_what_only_was_filled_in_is_compared_with_nothing(safety: Path) -> None:
    hand_in(safety, BY_HAND | {"s.total.number": "3"})

    (finding,) = _held(report(safety), "L-SUMMARY").values()

    assert finding.message == "填报的 1 格都与统计数一致。"


def test_amounts_that_are_all_blank_add_up_to_0(safety: Path) -> None:
    checks = [CHECKS[0], ("2024-03-01", "消防", "警告", "", "是")]
    hand_in(safety, BY_HAND, checks=checks)

    assert report(safety).figures["s.total.fine"] == 0


def test_what_the_bureau_has_no_duty_for_is_not_applicable(safety: Path) -> None:
    without = {cell: text for cell, text in BY_HAND.items() if cell != "s.rescues.number"}
    hand_in(safety, without)

    made = report(safety, duties=["checks"])

    assert made.figures["s.rescues.number"] is Mark.NOT_APPLICABLE
    held = _held(made, "VALUES", "F-DUTIES")
    assert {finding.state for finding in held.values()} == {State.PASS}


def test_records_under_a_duty_that_is_said_not_to_be_there_never_vanish(safety: Path) -> None:
    made = report(safety, duties=["rescue"])

    assert made.figures["s.total.number"] == 3
    assert made.figures["s.fire.number"] == 2
    told = _held(made, "F-DUTIES")["F-DUTIES checks"]
    assert told.state is State.FAIL
    assert "“合计·次数”（3）" in told.message


def test_who_has_a_duty_strikes_nothing_out(safety: Path) -> None:
    hand_in(safety, BY_HAND | {"s.rescues.number": "/"})

    told = _held(report(safety, duties=["checks", "rescue"]), "F-DUTIES")["F-DUTIES rescue"]
    untold = _held(report(safety), "F-DUTIES")["F-DUTIES rescue"]

    assert (told.state, told.message) == (State.FAIL, "救援：“救援·次数”没有填。")
    assert (untold.state, untold.message) == (State.PASS, "没有救援职责，各格都没有填。")


# Adding up members.


def _member(workspace: Path, bureau: str, **parameters: list[str]) -> None:
    hand_in(workspace, BY_HAND, bureau=bureau)
    leave(workspace, report(workspace, bureau=bureau, **parameters))


def test_a_roll_up_adds_figures_and_never_words(safety: Path) -> None:
    _member(safety, "east")
    _member(safety, "west", duties=["checks"])

    figures = report(safety, members=["east", "west"]).figures

    assert figures["s.total.fine"] == Decimal("3.75015")
    assert figures["h.leavers"] == -9
    assert figures["h.budget"] == Decimal("30.15")
    assert [figures[cell] for cell in (*WORDS, "s.total.note")] == [Mark.UNKNOWN] * 4
    assert figures["s.rescues.number"] == 0  # who has no such duty adds nothing


def test_a_roll_up_of_nobody_with_a_duty_is_not_applicable(safety: Path) -> None:
    _member(safety, "east", duties=["checks"])

    figures = report(safety, members=["east"], duties=["checks"]).figures

    assert figures["s.rescues.number"] is Mark.NOT_APPLICABLE


def test_what_a_parent_filled_in_where_nothing_counts_is_its_own(safety: Path) -> None:
    _member(safety, "east")

    held = _held(report(safety, members=["east"]), "U-ROLLUP", "VALUES")

    assert held["U-ROLLUP members"].state is State.PASS
    assert not [finding for finding in held.values() if finding.fails_run]
    assert held["VALUES h.office"].state is State.UNKNOWN


# Showing, keeping, reading back.


def test_tables_show_words_and_escape_them(safety: Path) -> None:
    html = report(safety).table("h").data

    assert '<td id="h.office">是</td>' in html
    assert '<td id="h.means">“双随机”&lt;b&gt;检查&lt;/b&gt; &amp; 培训</td>' in html
    assert '<td id="h.leavers">-3</td>' in html


def test_blank_is_shown_empty_and_unknown_is_not(safety: Path) -> None:
    hand_in(safety, {**BY_HAND, "h.staff": "", "h.grade": ""} | {"h.vans": "0"})
    html = report(safety).table("h").data

    assert '<td id="h.staff"></td>' in html
    assert '<td id="h.grade"></td>' in html
    assert '<td id="h.vans">0</td>' in html


def test_words_are_held_against_the_fonts(safety: Path) -> None:
    made = _filled_in(safety, h__means="\U0010fffd")

    assert any(f.state is State.FAIL for f in _held(made, "N-GLYPHS").values())


def test_next_year_reads_back_what_this_year_left(safety: Path) -> None:
    made = report(safety)
    leave(safety, made)
    hand_in(safety, BY_HAND, year=YEAR + 1)

    following = report(safety, YEAR + 1)

    assert following.last_year == made.figures
    assert following.figures["last:h.office"] == "是"
    assert following.figures["last:h.budget"] == Decimal("10.05")


def test_headline_figures_of_money_are_compared_with_years_past(safety: Path) -> None:
    for year in range(YEAR - 4, YEAR):
        hand_in(safety, BY_HAND | {"h.budget": "100.5"}, year=year)
        leave(safety, report(safety, year))
    hand_in(safety, BY_HAND | {"h.budget": "1005"})

    finding = _held(report(safety), "Y-SWING")["Y-SWING h.budget"]

    assert finding.state is State.FAIL
    assert finding.message.endswith("本年为 1005，往年一般为 100（100.5 至 100.5）。")


# What a form may not say.


@pytest.mark.parametrize(
    "wrong",
    [
        rule("W", "[h.office]", "h.office", "=", "h.staff"),
        rule("W", "[s.total]", "s.total.number", "=", "s.total.note"),
        rule("W", "{rows_of: h}", '"h.{place}"', "=", '"h.office"'),
        RULES[5].replace("h.budget", "h.grade"),
    ],
    ids=["left", "right", "everywhere", "headline"],
)
def test_rules_on_words_are_refused(safety: Path, wrong: str) -> None:
    write_form(safety, [wrong])

    with pytest.raises(RuleError) as caught:
        _ = report(safety).rules

    (problem,) = caught.value.problems
    assert problem.startswith("forms/safety/rules/all.yaml 第 1 行")
    assert "填的是文字" in problem


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("h", ", choices: [优秀, 合格, 不合格]", ""),
        ("h", "设有专门机构, kind: flag", "设有专门机构, kind: flag, choices: [是]"),
        ("s", "divide_by: 10000", "divide_by: 0"),
        ("s", "{again: 是}", '{again: "yes"}'),
    ],
)
def test_what_makes_no_sense_of_a_kind_is_refused(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    write_form(tmp_path, **{file: (old, new)})

    with pytest.raises(FormError, match=rf"forms/safety/tables/{file}.yaml 第"):
        load_form("safety", tmp_path)


# What must hold of any value.

# What is a telephone number to the eye is hidden, and nobody's figure.
FIGURES = st.integers(-(10**12), 10**12).filter(lambda number: not is_telephone(f"{number}"))
MONEY = st.decimals(-(10**9), 10**9, places=6)
PLAIN = st.text(st.characters(codec="gb18030", exclude_categories=["C", "Z"]), min_size=1).filter(
    lambda text: visible(text) == text and not {*text} <= {*"/／-－—–﹣"}
)
ANY = {
    "h.staff": FIGURES,
    "h.budget": MONEY,
    "h.office": st.sampled_from(["是", "否"]),
    "h.grade": st.sampled_from(["优秀", "合格", "不合格"]),
    "h.means": PLAIN,
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the form, for many examples of one test."""
    workspace = tmp_path_factory.mktemp("safety")
    write_form(workspace)
    hand_in(workspace, BY_HAND)
    return workspace


@settings(max_examples=50)
@given(
    values=st.fixed_dictionaries({cell: kind | st.sampled_from(Mark) for cell, kind in ANY.items()})
)
def test_every_kind_survives_figures_json(shared: Path, values: dict[str, Value]) -> None:
    edition = report(shared).edition
    figures = Figures.of(edition, values)

    read_back = Figures.from_json(json.loads(json.dumps(figures.to_json())), edition.form)

    assert read_back == figures
    assert [type(read_back[cell]) for cell in figures] == [type(v) for v in figures.values()]


@settings(max_examples=25)
@given(values=st.fixed_dictionaries(ANY), ending=st.sampled_from(["csv", "xlsx"]))
def test_every_kind_is_read_as_it_was_filled_in(
    shared: Path, values: dict[str, Value], ending: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        hand_in(shared, {cell: f"{value}" for cell, value in values.items()})
        (shared / "data" / "office" / str(YEAR) / "checks.csv").rename(data / "checks.csv")
        made = shared / "data" / "office" / str(YEAR) / "summary-safety.csv"
        if ending == "csv":
            made.rename(data / made.name)
        else:
            _workbook(data / "summary-safety.xlsx", values)
        filled_in = report(shared, data=folder).filled_in

    assert filled_in == values


def _workbook(path: Path, values: dict[str, Value]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["格编号", "填报数"])
    for row, (cell, value) in enumerate(values.items(), start=2):
        sheet.cell(row, 1, cell)
        place = sheet.cell(row, 2, value)
        place.data_type = "s" if isinstance(value, str) else "n"  # =1+1 is a text here
    book.save(path)
