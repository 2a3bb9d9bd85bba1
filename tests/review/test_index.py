"""The index says of every bureau how it stands, whatever befell it, its cache or the batch."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from selectolax.lexbor import LexborHTMLParser

from reportkit.decisions import Kind, add_decision
from reportkit.params import Parameters
from reportkit.storage.files import FolderFiles
from reportkit.storage.remote import Remote
from reportkit.writing import sweep
from tests.review.made import YEAR, Watched, bureau, finding, index, make, rows

A, B, C, D = (bureau(code) for code in "abcd")
FOLDER = f"outputs/ogi/{YEAR}"
DAY = dt.date(2025, 1, 12)


def _page(workspace: Path) -> LexborHTMLParser:
    return LexborHTMLParser((workspace / FOLDER / "index.html").read_text("utf-8"))


def _texts(workspace: Path, css: str) -> list[str]:
    return [" ".join(node.text().split()) for node in _page(workspace).css(css)]


def _files(workspace: Path) -> dict[str, tuple[int, bytes]]:
    paths = sorted((workspace / FOLDER).glob("index.*"))
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


def test_every_bureau_is_there_with_how_it_stands(tmp_path: Path) -> None:
    make(tmp_path, A, finding("pass"), finding("fail", "warning"), finding("unknown"))
    make(tmp_path, B, finding(message="表三合计 12，各项之和 11。"), finding("broken", "notice"))
    make(tmp_path, C)

    index(tmp_path, A, B, C, D, broken=(C.key,))

    assert [(row["code"], row["state"], row["broken"]) for row in rows(tmp_path).values()] == [
        ("a", "passed", False),
        ("b", "failed", False),
        ("c", "passed", True),
        ("d", "unmade", False),
    ]
    lines = _texts(tmp_path, "#bureaus tbody tr")
    assert lines[0] == "某市a局 a通过0112025-01-31审核页 网页 PDF"
    assert lines[1].startswith("某市b局 b不符200R-SUM：表三合计 12，各项之和 11。2025-01-31审核页")
    assert lines[2].startswith("某市c局 c没有完成000")  # what was made before stands
    assert lines[3] == "某市d局 d还没有生成———2025-01-31"  # nothing known is not 0
    assert _texts(tmp_path, ".summary tbody td") == ["2025-01-31", "4", *"11110"]


def test_nothing_changed_and_nothing_is_written(tmp_path: Path) -> None:
    make(tmp_path, A)
    index(tmp_path, A, B)
    before = _files(tmp_path)

    index(tmp_path, A, B)

    assert _files(tmp_path) == before


@pytest.mark.posix
def test_a_share_without_locks_has_an_index_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    make(tmp_path, A)
    monkeypatch.setattr(fcntl, "flock", refuse)

    index(tmp_path, A)

    assert list(rows(tmp_path)) == ["a"]


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    for one in (A, B, C):
        make(tmp_path, one)
    index(tmp_path, A, B, C)
    make(tmp_path, B, finding())
    files = Watched(tmp_path)

    index(tmp_path, A, B, C, files=files)

    read = [path for path in files.read_paths if "/index." not in path]
    assert read == [f"{FOLDER}/b/manifest.json", f"{FOLDER}/b/findings.json"]
    assert rows(tmp_path)["b"]["state"] == "failed"


def _whole(workspace: Path, *known: Parameters) -> dict[str, bytes]:
    """Return the index as one makes it who has none; the one that stands is left as it is."""
    stands = {path: path.read_bytes() for path in (workspace / FOLDER).glob("index.*")}
    for path in stands:
        path.unlink()
    index(workspace, *known)
    whole = {name: content for name, (_, content) in _files(workspace).items()}
    for path, content in stands.items():
        path.write_bytes(content)
    return whole


def test_whatever_changed_it_is_as_if_made_from_nothing(tmp_path: Path) -> None:
    above = bureau("p", "某市人民政府", organ="city", members=["a", "m", "x"])
    known = {one.bureau: one for one in (A, B, C, D, above)}
    # What looks like the place of a cell, or the end of a row, is moved with none.
    odd = 'R="Z3" <c r="A3" s="2"/></row></noscript>'
    for one in (A, B, C):
        make(tmp_path, one, finding(message=odd))
    index(tmp_path, *known.values())

    def put(code: str, name: str = "", **more: Any) -> None:
        known[code] = bureau(code, name, **more)

    def decide() -> None:
        data = tmp_path / B.data_folder
        data.mkdir(parents=True)
        add_decision(B, tmp_path, Kind.RETURN, by="王某", words="请补 A3 格", date=DAY)

    for change in (
        lambda: make(tmp_path, B),  # figures
        lambda: make(tmp_path, A, finding(message=odd), finding("unknown")),
        decide,
        lambda: known.pop("d"),  # removed, never made
        lambda: (known.pop("a"), shutil.rmtree(tmp_path / A.output_folder)),  # with its outputs
        lambda: known.pop("c"),  # its outputs stand
        lambda: put("0first"),  # above all others, which all move down
        lambda: (put("m"), make(tmp_path, known["m"])),  # a member that was missing
        lambda: put("b", "某市另一个局"),
        lambda: put("0first", organ="province"),  # another level, due on another day
        lambda: (tmp_path / B.published_folder).mkdir(parents=True),
    ):
        change()
        index(tmp_path, *known.values())
        stands = {name: content for name, (_, content) in _files(tmp_path).items()}
        assert stands == _whole(tmp_path, *known.values())


def test_a_log_that_came_since_is_linked(tmp_path: Path) -> None:
    make(tmp_path, A)
    index(tmp_path, A, B, broken=(A.key,))
    log = tmp_path / "outputs/logs/ogi" / str(YEAR) / "a.log"
    log.parent.mkdir(parents=True)
    log.touch()
    make(tmp_path, B)

    index(tmp_path, A, B, broken=(A.key,))

    assert _page(tmp_path).css_first("#bureaus td a").text() == "日志"


def test_a_form_with_another_title_has_an_index_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, A)
    index(tmp_path, A)
    monkeypatch.setattr("reportkit.review.index.update._form", lambda *_: None)

    index(tmp_path, A)

    assert _page(tmp_path).css_first("h1").text() == f"ogi审核索引（{YEAR} 年度）"
    assert "ogi审核索引" in _header(tmp_path)


def _header(workspace: Path) -> str:
    with zipfile.ZipFile(workspace / FOLDER / "index.xlsx") as packed:
        return packed.read("xl/worksheets/sheet1.xml").decode().partition("<oddHeader>")[2]


def test_a_manifest_that_was_only_touched_leaves_the_pages(tmp_path: Path) -> None:
    folder = make(tmp_path, A)
    index(tmp_path, A)
    (folder / "manifest.json").touch()
    files = Watched(tmp_path)

    index(tmp_path, A, files=files)

    assert files.written == [f"{FOLDER}/index.json"]


def test_who_left_the_parameters_stays_as_long_as_there_are_outputs(tmp_path: Path) -> None:
    make(tmp_path, A)
    make(tmp_path, B)
    index(tmp_path, A, B, C)

    index(tmp_path, A)

    assert {code: row["listed"] for code, row in rows(tmp_path).items()} == {"a": True, "b": False}
    assert "已不在参数里" in _texts(tmp_path, "#bureaus tbody tr")[1]
    assert _texts(tmp_path, ".summary tbody td")[1] == "1"
    assert "另有 1 份已不在参数里" in _page(tmp_path).text()
    shutil.rmtree(tmp_path / B.output_folder)
    index(tmp_path, A)
    assert list(rows(tmp_path)) == ["a"]


def test_all_of_a_year_left(tmp_path: Path) -> None:
    other = bureau("a", year=2023)
    make(tmp_path, other)
    index(tmp_path, A, other)

    assert index(tmp_path, A) == [("ogi", 2023), ("ogi", 2024)]

    assert [row["listed"] for row in rows(tmp_path, year=2023).values()] == [False]


def test_a_batch_of_some_keeps_the_others(tmp_path: Path) -> None:
    make(tmp_path, A)
    index(tmp_path, A, B, unusable=1)
    make(tmp_path, C)

    index(tmp_path, C, whole=False)

    states = {code: row["state"] for code, row in rows(tmp_path).items()}
    assert states == {"a": "passed", "b": "unmade", "c": "passed"}
    assert "另有 1 处参数有误" in _page(tmp_path).text()


def test_a_batch_of_some_asks_for_all_where_no_index_is(tmp_path: Path) -> None:
    make(tmp_path, A)

    index(tmp_path, A, whole=False, everything=(A, B), unusable=2)

    assert list(rows(tmp_path)) == ["a", "b"]
    assert "另有 2 处参数有误" in _page(tmp_path).text()


@pytest.mark.parametrize("how", ["edited", "cut", "empty", "other kit"])
def test_a_cache_that_is_not_as_it_was_written_counts_as_none(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, A, finding())
    index(tmp_path, A, B)
    cache = tmp_path / FOLDER / "index.json"
    text = cache.read_text("utf-8")
    if how == "other kit":
        monkeypatch.setattr("reportkit.review.index.cache.package_digest", lambda: "another")
    edited = {"edited": text.replace('"failed"', '"passed"'), "cut": text[:99], "empty": ""}
    cache.write_text(edited.get(how, text), "utf-8")
    files = Watched(tmp_path)

    index(tmp_path, A, B, files=files)

    assert f"{FOLDER}/a/findings.json" in files.read_paths
    assert rows(tmp_path)["a"]["state"] == "failed"


@pytest.mark.parametrize("name", ["index.html", "index.xlsx"])
def test_a_page_that_was_edited_or_lost_is_made_again(tmp_path: Path, name: str) -> None:
    make(tmp_path, A, finding())
    index(tmp_path, A)
    path = tmp_path / FOLDER / name
    right = path.read_bytes()
    for spoil in (lambda: path.write_bytes(b"<p>all passed"), path.unlink):
        spoil()
        index(tmp_path, A)
        assert path.read_bytes() == right


class _Killed(FolderFiles):
    """Dies before a write of its choice."""

    left = 0

    def write(self, contents: Any) -> None:
        if not _Killed.left:
            raise KeyboardInterrupt
        _Killed.left -= 1
        super().write(contents)


@pytest.mark.parametrize("writes", [0, 1])
def test_a_kill_is_made_good_by_the_next_batch(tmp_path: Path, writes: int) -> None:
    make(tmp_path, A)
    index(tmp_path, A)
    make(tmp_path, A, finding())
    _Killed.left = writes
    with pytest.raises(KeyboardInterrupt):
        index(tmp_path, A, files=_Killed(tmp_path))

    index(tmp_path, A)

    assert rows(tmp_path)["a"]["state"] == "failed"
    assert _texts(tmp_path, "#bureaus .failed") == ["不符"]


def test_a_file_that_a_kill_left_half_written_is_swept(tmp_path: Path) -> None:
    left = tmp_path / ".unfinished-index.html"
    left.write_text("<html>")

    sweep(tmp_path)

    assert not left.exists()


def test_what_is_not_the_bureaus_or_was_edited_is_not_believed(tmp_path: Path) -> None:
    folder = make(tmp_path, A)
    shutil.copytree(folder, tmp_path / B.output_folder)
    (make(tmp_path, C, finding()) / "findings.json").write_text("[]")

    index(tmp_path, A, B, C)

    assert [row["state"] for row in rows(tmp_path).values()] == [
        "passed",
        "unmade",
        "unreadable",
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "</noscript><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a\u202egnp.exe",
        "=cmd|' /C calc'!A0",
        "${7*7}{{7*7}}",
        "甲\n<tr><td>乙\0\x1b[31m",
    ],
)
def test_texts_stay_texts(tmp_path: Path, hostile: str) -> None:
    one = bureau("a")
    object.__setattr__(one, "bureau_name", hostile)
    make(tmp_path, A, finding(message=hostile))

    index(tmp_path, one)

    plain = " ".join(hostile.replace("\u202e", "").replace("\0", "").replace("\x1b", "").split())
    page = _page(tmp_path)
    assert len(page.css("script")) == 1
    assert page.css("img, #bureaus tbody td td") == []
    assert page.css_first("#bureaus tbody th").text() == f"{plain} a"
    assert page.css("#bureaus tbody td")[4].text() == f"R-SUM：{plain}"
    values = _sheet(tmp_path, "名单")[1]
    assert (values[1], values[7]) == (plain, f"R-SUM：{plain}")


def _sheet(workspace: Path, name: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(workspace / FOLDER / "index.xlsx")
    return book.get_sheet_by_name(name).to_python()


def test_the_workbook_says_the_same(tmp_path: Path) -> None:
    make(tmp_path, A, finding(), finding("unknown", "warning"))

    index(tmp_path, A, bureau("p", organ="city", members=["a", "x"]))

    listed = _sheet(tmp_path, "名单")
    assert [str(value) for value in listed[1]][:9] == [
        *("a", "某市a局", "县级以上人民政府部门", "不符", "1.0", "0.0", "1.0"),
        *("R-SUM：两处不等。", "2025-01-31"),
    ]
    assert listed[2][3:] == ["还没有生成", "", "", "", "", listed[2][8], "", "x", ""]
    assert _sheet(tmp_path, "合计")[:6] == [
        ["情况", "份数"],
        ["通过", 0],
        ["不符", 1],
        ["没有完成", 0],
        ["还没有生成", 1],
        ["输出读不出来", 0],
    ]


def test_a_roll_up_names_the_members_that_are_missing(tmp_path: Path) -> None:
    make(tmp_path, A, finding())
    make(tmp_path, B)

    index(
        tmp_path, A, B, C, bureau("p", "某市人民政府", organ="city", members=["a", "b", "c", "x"])
    )

    assert _texts(tmp_path, ".sums tbody :is(th, td)") == [
        *("某市人民政府", "4", "2", "某市c局、x", "某市a局"),
    ]


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in "12":
        make(tmp_path / name, A, finding())
        index(tmp_path / name, A, B)

    one, other = (_files(tmp_path / name) for name in "12")

    for name in ("index.html", "index.xlsx"):
        assert one[name][1] == other[name][1]


def test_two_forms_have_an_index_each(tmp_path: Path) -> None:
    other = bureau("a", form="enforcement", edition="zj-2024")
    make(tmp_path, A)

    assert index(tmp_path, A, other) == [("enforcement", YEAR), ("ogi", YEAR)]

    assert rows(tmp_path, "enforcement")["a"]["state"] == "unmade"
    assert rows(tmp_path)["a"]["state"] == "passed"


def test_a_store_has_the_same_index(tmp_path: Path) -> None:
    make(tmp_path / "here", A, finding())
    shutil.copytree(tmp_path / "here", tmp_path / "store")
    remote = Remote((tmp_path / "store").as_uri())
    index(tmp_path / "here", A, B)

    index(tmp_path / "here", A, B, files=remote)
    index(tmp_path / "here", A, B, files=remote)

    here, there = _files(tmp_path / "here"), _files(tmp_path / "store")
    assert here["index.html"][1] == there["index.html"][1]
    assert here["index.xlsx"][1] == there["index.xlsx"][1]
    before = there
    index(tmp_path / "here", A, B, files=remote)
    assert _files(tmp_path / "store") == before


def test_an_index_that_was_carried_elsewhere_is_not_believed(tmp_path: Path) -> None:
    make(tmp_path, A)
    index(tmp_path, A)
    shutil.move(tmp_path / "outputs" / "ogi", tmp_path / "outputs" / "gone")

    index(tmp_path, A)

    assert [row["state"] for row in rows(tmp_path, "gone").values()] == ["unmade"]
    page = (tmp_path / "outputs" / "gone" / str(YEAR) / "index.html").read_text("utf-8")
    assert "<title>gone审核索引" in page  # no form of this name, and its outputs stand


# As unpacking an archive of Windows may call it, which only Linux allows.
_BYTES = pytest.param(os.fsdecode(b"\xb1\xb8"), id="bytes", marks=pytest.mark.posix)


@pytest.mark.parametrize("name", ["b - 副本", "b-old", _BYTES])
def test_a_copy_of_a_folder_is_no_second_report(tmp_path: Path, name: str) -> None:
    make(tmp_path, A)
    shutil.copytree(make(tmp_path, B), tmp_path / FOLDER / name)
    for _ in range(2):
        index(tmp_path, A, B)
        before = _files(tmp_path)

    lines = _texts(tmp_path, "#bureaus tbody tr")
    assert sum("某市b局" in line for line in lines) == 1
    make(tmp_path, A, finding())
    index(tmp_path, A, B)
    assert rows(tmp_path)["a"]["state"] == "failed"
    assert _files(tmp_path) != before


@pytest.mark.parametrize("name", ["manifest.json", "findings.json"])
@pytest.mark.parametrize("content", [b"[" * 100_000, b"\xff\xfe", b"null", b"[1, 2", b"", None])
def test_what_was_spoilt_of_one_bureau_leaves_the_others(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    spoilt = make(tmp_path, A) / name
    make(tmp_path, B)
    spoilt.unlink()
    if content is None:
        spoilt.mkdir()
    else:
        spoilt.write_bytes(content)

    index(tmp_path, A, B)

    assert {code: row["state"] for code, row in rows(tmp_path).items()} == {
        "a": "unmade" if (name, content) == ("manifest.json", None) else "unreadable",
        "b": "passed",
    }
