"""Many published reports at once: nothing read twice, years and forms of one bureau together."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reportkit.audit import readings
from reportkit.audit.many import audit_many, files_in
from reportkit.audit.output.folder import INDEX, JSON_LINES, PAGES, WORKBOOK, write_folder
from reportkit.audit.output.formats import as_text
from reportkit.cli.main import cli
from reportkit.figures import Figures, Mark
from reportkit.grids.read import read_grids
from reportkit.params import read_parameters
from reportkit.report.computed import Computed
from reportkit.rules import State
from tests.audit.variants import Variant, render_html, written
from tests.conftest import ENFORCEMENT_EXAMPLE, PROJECT
from tests.published import published_reports

REPORTS = {report.slug: report for report in published_reports()}


HELD = "<table><tr><td>信息内容</td><td>本年制发件数</td></tr></table>".encode()
ARCHIVES = {
    "zip": b"PK\x05\x06" + b"\0" * 18,
    "rar": b"Rar!\x1a\x07\x01\0" + HELD,
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04" + HELD,
    "tar": b"a.html".ljust(257, b"\0") + b"ustar\0".ljust(255, b"0") + HELD,
    "bz2": b"BZh91AY&SY" + HELD,
    "xz": b"\xfd7zXZ\0" + HELD,
}


def page(
    folder: Path, name: str, figures: Figures, year: int, bureau: str = "云岚市水务局"
) -> Path:
    path = folder / f"{name}.html"
    content = render_html(written(figures, Variant(year=year, bureau=bureau)))
    path.write_text(content, encoding="utf-8")
    return path


def test_a_bureau_s_years_are_held_against_each_other(tmp_path: Path) -> None:
    before, after = REPORTS["pt_region_2022"].figures, REPORTS["pt_region_2023"].figures
    paths = [page(tmp_path, "a", before, 2022), page(tmp_path, "b", after, 2023)]

    first, second = audit_many(paths, None, jobs=1)

    assert all(one.state is State.UNKNOWN for one in first.findings if one.rule == "Y-VALID")
    # 698 + 77 - 132 is 643, and 470 was published.
    failing = {(one.rule, one.place) for one in second.findings if one.state is State.FAIL}
    assert ("Y-VALID", "normative_documents") in failing


def test_two_files_of_one_report_are_compared_cell_by_cell(tmp_path: Path) -> None:
    figures = REPORTS["pt_gaj_2022"].figures
    other = figures.replacing({"t3.new.total": figures["t3.new.total"] + 1})
    paths = [page(tmp_path, "a", figures, 2022), page(tmp_path, "b", figures, 2022)]
    paths.append(page(tmp_path, "c", other, 2022))

    told = [
        [(each.state, each.message) for each in one.findings if each.rule == "F-COPIES"]
        for one in audit_many(paths, None, jobs=1)
    ]

    assert [state for state, _ in told[0]] == [State.PASS, State.FAIL]
    assert "c.html）有 1 格与本份不同：“一 本年新收·总计”本份 1、另一份 2" in told[0][1][1]
    assert [state for state, _ in told[2]] == [State.FAIL, State.FAIL]


def test_a_blank_is_another_than_a_figure_in_a_second_file(tmp_path: Path) -> None:
    figures = REPORTS["pt_gaj_2022"].figures
    blank = figures.replacing({"t3.new.business": Mark.BLANK})
    paths = [page(tmp_path, "a", figures, 2022), page(tmp_path, "b", blank, 2022)]

    (told, _) = [
        [each.message for each in one.findings if each.rule == "F-COPIES"]
        for one in audit_many(paths, None, jobs=1)
    ]

    assert told[0].endswith("有 1 格与本份不同：“一 本年新收·商业企业”本份 0、另一份 空白。")


def test_what_systems_leave_in_folders_is_none_of_the_files(tmp_path: Path) -> None:
    for name in ("a.html", "Thumbs.db", "desktop.ini", ".DS_Store", "~$a.docx"):
        (tmp_path / name).write_bytes(b"x")

    assert [path.name for path in files_in([tmp_path], None)] == ["a.html"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.zip", b"PK\x05\x06" + bytes(18), "请先解压"),
        ("b.rar", b"Rar!\x1a\x07\x01\x00rest", "请先解压"),
        ("c.docx", b"", "请索取原件"),
        ("d.bin", bytes(range(128, 256)) * 9, "不是文字"),
        ("e.txt", "请于1月31日前报送年报。".encode(), "可能不是年度报告"),
    ],
)
def test_what_is_no_report_is_told_as_such_and_not_as_a_ledger(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (one,) = audit_many([tmp_path / name], None, jobs=1)

    assert told in one.message
    assert not any(word in one.message for word in ("表头", "CSV", "Excel"))


def test_what_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = page(tmp_path, "a", REPORTS["pt_gaj_2022"].figures, 2022)
    output = tmp_path / "核查"
    (first,) = audit_many([path], None, jobs=1, output=output)
    monkeypatch.setattr(readings, "read_file", lambda *_: pytest.fail("read again"))

    (again,) = audit_many([path], None, jobs=1, output=output)

    assert again.published is not None
    assert first.published is not None
    assert again.published.values == first.published.values
    assert [f.to_json() for f in again.findings] == [f.to_json() for f in first.findings]


def test_a_reading_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    path = page(tmp_path, "a", REPORTS["pt_gaj_2022"].figures, 2022)
    output = tmp_path / "核查"
    list(audit_many([path], None, jobs=1, output=output))
    (kept,) = (output / readings.READINGS).iterdir()
    kept.write_text(kept.read_text("utf-8")[:100], encoding="utf-8")

    (again,) = audit_many([path], None, jobs=1, output=output)

    assert again.published is not None


def test_what_was_refused_is_tried_again(tmp_path: Path) -> None:
    """What was lacking, such as a program, may have been installed since."""
    path = tmp_path / "空.html"
    path.write_text("<p>没有表</p>", encoding="utf-8")

    (refused,) = audit_many([path], None, jobs=1, output=tmp_path / "核查")

    assert refused.published is None
    assert list((tmp_path / "核查" / readings.READINGS).iterdir()) == []


@pytest.mark.parametrize(
    "blow",
    [
        pytest.param(signal.SIGKILL, id="kill"),
        pytest.param(signal.SIGINT, id="interrupt", marks=pytest.mark.slow),
    ],
)
def test_what_was_read_before_a_blow_is_neither_lost_nor_read_twice(
    tmp_path: Path, blow: signal.Signals
) -> None:
    folder, output = tmp_path / "年报", tmp_path / "核查"
    folder.mkdir()
    paths = [
        page(folder, f"{number:02}", report.figures, 2022, f"云岚市第{number + 10}中心")
        for number, report in enumerate(list(REPORTS.values())[:24])
    ]
    command = ["audit", str(folder), "--output", str(output), "--jobs", "2"]
    program = [sys.executable, "-m", "reportkit", *command]
    with subprocess.Popen(program, cwd=tmp_path) as running:  # where there is no workspace
        kept = output / readings.READINGS
        while not kept.is_dir() or len([*kept.iterdir()]) < 4:
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(blow)
    before = {
        one: one.stat().st_mtime_ns
        for one in kept.iterdir()
        if one.read_bytes().endswith(b"}\n")  # whole
    }

    audited = list(audit_many(paths, None, jobs=1, output=output))

    assert all(one.published is not None for one in audited)
    assert {one: one.stat().st_mtime_ns for one in before} == before
    assert len([*kept.iterdir()]) == len(paths)


def test_a_form_of_the_workspace_that_changed_reads_anew(tmp_path: Path) -> None:
    path = page(tmp_path, "a", REPORTS["pt_gaj_2022"].figures, 2022)
    own = tmp_path / "forms" / "own" / "form.yaml"
    own.parent.mkdir(parents=True)
    for title in ("甲", "乙"):
        own.write_text(f"{{id: own, extends: ogi, title: {title}年度报告}}", encoding="utf-8")
        readings.read_by.cache_clear()
        list(audit_many([path], tmp_path, jobs=1, output=tmp_path / "核查"))

    assert len(list((tmp_path / "核查" / readings.READINGS).iterdir())) == 2


def test_a_folder_has_lists_and_a_page_for_each_report(tmp_path: Path) -> None:
    paths = [
        page(tmp_path, "好", REPORTS["pt_gaj_2022"].figures, 2022),
        page(tmp_path, "错", REPORTS["pt_jfj_2024"].figures, 2024, "云岚市<财政>局"),
    ]
    (tmp_path / "其他.html").write_text("<p>不是年报</p>", encoding="utf-8")
    paths = files_in([tmp_path], None)
    output = tmp_path / "核查"

    list(write_folder(output, audit_many(paths, None, jobs=1, output=output), paths))

    lines = (output / JSON_LINES).read_text("utf-8").splitlines()
    assert [Path(json.loads(line)["file"]).name for line in lines] == [p.name for p in paths]
    listed, found = read_grids(output / WORKBOOK)
    assert len(listed.rows) == 4
    (unread,) = (values for _, values in listed.rows if "没有读出来" in values)
    assert not {0, "0"} & {*unread}  # nothing was held, so that nothing is counted
    assert any("T3-OUTCOMES" in map(str, values) for _, values in found.rows)
    index = (output / INDEX).read_text("utf-8")
    assert "共 3 份" in index
    assert "<财政>" not in index
    pages = sorted((output / PAGES).iterdir())
    assert len(pages) == 2
    assert any("<mark title=" in one.read_text("utf-8") for one in pages)
    assert not any("src=" in one.read_text("utf-8") for one in pages)
    # What lies in the folder is no report of anybody's.
    assert files_in([tmp_path], output) == paths


@pytest.mark.posix
def test_what_is_no_plain_file_of_a_folder_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.html")
    (tmp_path / "环.docx").symlink_to("环.docx")
    (tmp_path / "旧年报.pdf").symlink_to("nowhere.pdf")
    (tmp_path / "别处").symlink_to("/tmp")  # noqa: S108 - it is not gone into
    (tmp_path / "零.txt").symlink_to("/dev/zero")
    with (tmp_path / "大.pdf").open("wb") as large:
        large.truncate(20 << 30)
    for kind, content in ARCHIVES.items():
        (tmp_path / f"全市.{kind}").write_bytes(content)

    audited = audit_many(files_in([tmp_path], None), None, jobs=1)
    told = {Path(one.file).name: one.message for one in audited}

    plain = "不是普通文件（设备、管道或者套接字），没有读取。请删去它，放入原文件。"
    assert told.pop("管道.html") == told.pop("零.txt") == plain
    assert told.pop("环.docx").startswith("打不开（链接绕成一圈")
    assert told.pop("旧年报.pdf").startswith("是快捷方式，它指向的文件不在")
    assert told.pop("别处").startswith("是文件夹")
    assert told.pop("大.pdf").startswith("文件超过 256 MB")
    assert {*told} == {f"全市.{kind}" for kind in ARCHIVES}
    assert all("压缩包" in each and "请先解压" in each for each in told.values()), told


def test_a_city_is_held_against_the_sum_of_its_bureaus(tmp_path: Path) -> None:
    figures = REPORTS["pt_gaj_2022"].figures
    doubled = {c: v * 2 for c, v in figures.items() if isinstance(v, int)}
    city = figures.replacing({**doubled, "t2.penalties.decisions": 1})
    paths = [
        page(tmp_path, "a", figures, 2022),
        page(tmp_path, "b", figures, 2022, "云岚市教育局"),
        page(tmp_path, "city", city, 2022, "云岚市人民政府"),
    ]

    *_, whole = audit_many(paths, None, jobs=1, parent=paths[-1])

    failing = [one for one in whole.findings if one.rule == "U-ROLLUP" and one.state is State.FAIL]
    assert [one.place for one in failing] == ["t2.penalties.decisions"]
    assert "314" in failing[0].message


def test_a_sum_takes_what_is_certain_once_and_asks_where_something_was_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that breaks a rule was published all the same; a second file of it adds nothing."""
    figures = REPORTS["pt_gaj_2022"].figures
    wrong = figures.replacing({"t3.new.total": figures["t3.new.total"] + 1})  # type: ignore[operator]
    doubtful = figures.replacing({"t2.penalties.decisions": "若干"})
    total = {c: v * 2 for c, v in figures.items() if isinstance(v, int)}
    total["t3.new.total"] += 1
    city = figures.replacing({**total, "t2.licences.decisions": 1})
    paths = [
        page(tmp_path, "city", city, 2022, "云岚市人民政府"),
        page(tmp_path, "a", wrong, 2022),
        page(tmp_path, "b", doubtful, 2022, "云岚市教育局"),
        page(tmp_path, "b once more", figures, 2022, "云岚市教育局"),
        page(tmp_path, "a of last year", figures, 2021),
        page(tmp_path, "city once more", city, 2022, "云岚市人民政府"),
    ]
    monkeypatch.chdir(tmp_path)

    def audited() -> list[dict[str, Any]]:
        arguments = ["audit", *map(str, paths), "--parent", str(paths[0]), "--format", "json"]
        (whole, *_) = json.loads(CliRunner().invoke(cli, arguments).stdout)
        return [one for one in whole["findings"] if one["rule"] == "U-ROLLUP"]

    differing, agreeing = audited()
    assert differing["place"] == "t2.licences.decisions"
    assert (differing["state"], differing["severity"]) == ("fail", "error")
    assert agreeing["state"] == "pass"
    assert "与 2 个单位之和一致" in agreeing["message"]

    paths.append(tmp_path / "空.pdf")
    paths[-1].write_bytes(b"")
    unread, question, _ = audited()
    assert "空.pdf" in unread["message"]
    assert {unread["severity"], question["severity"]} == {"warning"}


def test_a_sum_that_lacks_a_bureau_is_told_in_a_few_lines(tmp_path: Path) -> None:
    figures = REPORTS["pt_gaj_2022"].figures
    more = {c: v + 1 for c, v in figures.items() if isinstance(v, int)}
    paths = [
        page(tmp_path, "city", figures.replacing(more), 2022, "云岚市人民政府"),
        page(tmp_path, "a", figures, 2022),
    ]

    lines = list(as_text(audit_many(paths, None, jobs=1, parent=paths[0])))

    assert len([line for line in lines if "U-ROLLUP" in line]) == 6
    assert any(re.search(r"U-ROLLUP 还有 \d+ 处", line) for line in lines)
    assert lines[-1].startswith("共 2 份：有错误")


def test_without_a_year_no_edition_is_wrong(tmp_path: Path) -> None:
    made = render_html(written(REPORTS["pt_gaj_2022"].figures, Variant(year=2022)))
    path = tmp_path / "a.html"
    path.write_text(made.replace("2022", "").replace("2023", ""), encoding="utf-8")

    (audited,) = audit_many([path], None, jobs=1)

    (edition,) = [one for one in audited.findings if one.rule == "F-EDITION"]
    assert edition.state is State.UNKNOWN


def test_a_parent_alone_is_told(tmp_path: Path) -> None:
    path = page(tmp_path, "city", REPORTS["pt_gaj_2022"].figures, 2022)

    (whole,) = audit_many([path], None, jobs=1, parent=path)

    assert "没有其他单位 2022 年的报告" in whole.findings[-1].message


def test_what_was_published_begins_the_next_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "params").mkdir()
    monkeypatch.chdir(tmp_path)
    figures = REPORTS["pt_region_2021"].figures
    published = page(tmp_path, "年报", figures, 2021, "云岚市林业局")

    result = CliRunner().invoke(
        cli, ["new", "yunlan-forestry", "2022", "--previous", str(published)]
    )

    assert result.exit_code == 0, result.output
    text = (tmp_path / "params" / "yunlan-forestry-2022.yaml").read_text("utf-8")
    assert "bureau_name: 云岚市林业局" in text
    assert "previous: data/yunlan-forestry/previous-ogi-2021.json" in text
    kept = json.loads((tmp_path / "data/yunlan-forestry/previous-ogi-2021.json").read_text("utf-8"))
    assert Figures.from_json(kept, figures.edition.form) == figures


def test_a_report_of_another_year_does_not_begin_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "params").mkdir()
    monkeypatch.chdir(tmp_path)
    published = page(tmp_path, "年报", REPORTS["pt_region_2021"].figures, 2021)

    result = CliRunner().invoke(cli, ["new", "a", "2024", "--previous", str(published)])

    assert result.exit_code != 0
    assert not (tmp_path / "data").exists()


def test_tables_of_a_former_edition_are_told_in_a_later_year(tmp_path: Path) -> None:
    former = next(one for one in REPORTS.values() if one.figures.edition.id == "2019")

    (audited,) = audit_many([page(tmp_path, "a", former.figures, 2023)], None, jobs=1)

    failing = {one.rule for one in audited.findings if one.state is State.FAIL}
    assert "F-EDITION" in failing


def test_the_other_form_of_a_bureau_is_held_against_its_table(tmp_path: Path) -> None:
    of_example = read_parameters(
        PROJECT / "params" / f"{ENFORCEMENT_EXAMPLE}-2024-enforcement.yaml"
    )
    enforcement = Computed(of_example, PROJECT).figures
    agreeing = {
        "t2.penalties.decisions": enforcement["penalties.total"],
        "t2.licences.decisions": 0,
    }
    report = REPORTS["pt_gaj_2022"].figures.replacing(agreeing)
    paths = [page(tmp_path, "a", enforcement, 2024), page(tmp_path, "b", report, 2024)]

    beside, _ = audit_many(paths, None, jobs=1)

    states = {one.rule: one.state for one in beside.findings if one.rule.startswith("X-OGI")}
    assert states["X-OGI-PENALTIES"] is State.PASS
    assert states["X-OGI-LICENCES"] is State.FAIL


def test_a_previous_report_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("通知\n一二三", "utf-8")
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(cli, ["new", "a-b", "2025", "--previous", "a.txt"])
    assert "a.txt：没有读出来。" in f"{told.exception}{told.output}"
