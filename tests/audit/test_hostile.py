"""Pages and texts made to stop whoever reads them: refused in words, or read in little time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit.audited import audit_file

HEAD = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
HOSTILE = {
    "spans.html": "<table>" + "<tr><td rowspan=65534 colspan=1000>x</td></tr>" * 190 + "</table>",
    "nested.html": "<table><tr><td>" * 300 + "x" + "</td></tr></table>" * 300,
    "deep.html": "<div>" * 100_000,
    "tabs.txt": ("\t" * 500 + "\n") * 1000,
    "long.txt": "规" * 1_000_000,
    "no_row.html": f"<table>{HEAD}{'<tr><td>其他</td><td>1</td></tr>' * 900}</table>",
    "script.html": '<script>var a="' + "<table><tr><td>1" * 5000 + '";</script>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(HOSTILE[name], encoding="utf-8")

    audited = audit_file(path)

    assert audited.published is None
    assert audited.message
    assert "程序出错" not in audited.message


def test_the_same_row_nine_hundred_times_is_a_doubt(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>规章</td><td>{n}</td><td>2</td></tr>" for n in range(900))
    path = tmp_path / "年报.html"
    path.write_text(f"<table>{HEAD}{rows}</table>", encoding="utf-8")

    one = audit_file(path).published

    assert one is not None
    assert "t2.regulations.issued" in one.doubts
    assert len(one.doubts["t2.regulations.issued"]) < 500
