"""N-ENCODING: prose saved in another encoding is read right, and said to be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportkit.errors import NarrativeError
from reportkit.narrative import read_narrative, read_notes, read_prose
from reportkit.rules import Severity, State
from tests.catalogue import held
from tests.narrative.samples import EDITION, FACTS, FIGURES

TEXT = "{{ bureau_name }}\n\n# 一、总体情况\n\n新收{{ t3.new.total }}件，见 www.example.gov.cn。\n"
OTHERS = [("gb18030", "GB 18030"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16")]


def _write(folder: Path, encoding: str) -> Path:
    path = folder / "narrative.md"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(mark + TEXT.encode(encoding))
    return path


@pytest.mark.parametrize(("encoding", "name"), OTHERS)
def test_prose_in_another_encoding_is_read_right_and_said_to_be(
    tmp_path: Path, encoding: str, name: str
) -> None:
    narrative = read_narrative(_write(tmp_path, encoding), EDITION, FIGURES, FACTS)
    (finding,) = held("N-ENCODING", edition=EDITION, narrative=narrative)

    assert narrative.sections["overview"] == "新收6件，见 www.example.gov.cn。"
    assert (finding.state, finding.severity) == (State.FAIL, Severity.NOTICE)
    assert finding.message == f"narrative.md 按 {name} 编码读取。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_passes(tmp_path: Path, encoding: str) -> None:
    narrative = read_narrative(_write(tmp_path, encoding), EDITION, FIGURES, FACTS)
    (finding,) = held("N-ENCODING", edition=EDITION, narrative=narrative)

    assert narrative.opening == "阜新市生态环境局"
    assert finding.state is State.PASS


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_notes_and_last_years_prose_are_read_the_same(tmp_path: Path, encoding: str) -> None:
    path = _write(tmp_path, encoding)

    assert read_notes(path) == TEXT
    assert (read_prose(path, EDITION) or {})["overview"].startswith("新收0件")


@pytest.mark.posix
@pytest.mark.parametrize(
    "read", [read_notes, lambda path: read_narrative(path, EDITION, FIGURES, FACTS)]
)
def test_a_link_to_nothing_is_told_as_one(tmp_path: Path, read: Callable[[Path], object]) -> None:
    (tmp_path / "a.md").symlink_to("nowhere.md")

    with pytest.raises(NarrativeError, match=r"a\.md 打不开（是链接，它指向的文件不在）"):
        read(tmp_path / "a.md")
