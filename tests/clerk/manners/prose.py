"""What is written in the narrative that is none of the report's prose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.clerk.base import NARRATIVE
from tests.clerk.draft import Draft, Stage
from tests.clerk.manner import Comes, add, manner

BESIDE = Stage.BESIDE
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
_NEW = "{{ t3.new.total }}"

# what stands in place of a figure, or in a sentence: (name, old, new, what must be said).
_CHANGES = [
    ("full-width-braces", _NEW, "｛｛ t3.new.total ｝｝", "｛|花括号"),
    ("single-braces", _NEW, "{ t3.new.total }", r"\{|花括号"),
    ("half-open-braces", _NEW, "{{ t3.new.total }", r"\{|花括号"),
    ("mixed-braces", _NEW, "{｛ t3.new.total ｝}", r"\{|花括号|｛"),
    ("blanks-in-braces", _NEW, "{ { t3.new.total } }", r"\{|花括号"),
    ("block", _NEW, "{% t3.new.total %}", "%|花括号"),
    ("dollar", _NEW, "${t3.new.total}", r"\{|\$"),
    ("unknown-cell", _NEW, "{{ t3.new.totl }}", "totl"),
    ("empty-braces", _NEW, "{{ }}", r"\{\{"),
    ("crosses", _NEW, "××", "××"),
    ("letters", _NEW, "XX", "XX"),
    ("small-letters", _NEW, "xx", "xx"),
    ("circles", _NEW, "○○", "○○"),
    ("lines", _NEW, "____", "__"),
    ("blank-brackets", _NEW, "（　　）", "（"),
    ("dots", _NEW, "……", "…"),
    ("question-marks", _NEW, "??", r"\?"),
    ("letter-n", _NEW, "N", "N"),
    ("star", _NEW, "**", r"\*\*"),
    ("one-star", _NEW, "*", r"\*"),
    ("nothing", _NEW, "", "申请件"),
    ("blank", _NEW, " ", "申请 件"),
    ("question-mark", _NEW, "?", r"\?"),
    ("letter-o", _NEW, "O", "O"),
    ("hashes", _NEW, "##", "#"),
    ("some", _NEW, "某", "某件"),
    ("several", _NEW, "若干", "若干"),
    (
        "to-be-filled-in",
        "更新网站公开专栏",
        "【此处填写平台建设情况】，更新网站公开专栏",
        "【|填写",
    ),
    ("to-do", "更新网站公开专栏", "（待补充），更新网站公开专栏", "待补充"),
    ("crosses-people", "公开人员力量不足", "公开人员力量不足，培训××次，约谈XX人", "××|XX"),
    ("last-year", "{{ year }}年，{{ bureau_name }}", "2022年，{{ bureau_name }}", "2022 年"),
    ("wrong-by-hand", "办结{{ t3.concluded.total }}件", "办结17件", "17"),
    ("wrong-by-hand-hanzi", "办结{{ t3.concluded.total }}件", "办结十七件", "十七|17"),
    ("wrong-by-hand-full-width", "办结{{ t3.concluded.total }}件", "办结１７件", "17|１７"),
    ("wrong-channel", '发布渠道="政府网站"', '发布渠道="政府网战"', "网战"),
    ("wrong-category", '发布渠道="政府网站"', '栏目="执法公示栏"', "执法公示栏"),
    ("wrong-heading", '发布渠道="政府网站"', '发布渠到="政府网站"', "渠到"),
    ("wrong-ledger", 'count("publications"', 'count("publication"', "publication"),
]


def _changed(old: str, new: str) -> Callable[[Draft, Path], None]:
    def change(draft: Draft, folder: Path) -> None:
        assert old in NARRATIVE
        (folder / "narrative.md").write_text(NARRATIVE.replace(old, new), encoding="utf-8")

    return change


for _name, _old, _new, _words in _CHANGES:
    add(
        f"prose-{_name}",
        _changed(_old, _new),
        BESIDE,
        TOLD,
        _words,
        what=f"in the narrative: {_new}",
    )

for _encoding in ("gbk", "utf-16", "utf-8-sig", "gb18030"):

    def _encoded(draft: Draft, folder: Path, encoding: str = _encoding) -> None:
        (folder / "narrative.md").write_bytes(NARRATIVE.encode(encoding))

    add(
        f"prose-in-{_encoding}",
        _encoded,
        BESIDE,
        RIGHT_OR_TOLD,
        "UTF-8|编码",
        what=f"the narrative in {_encoding}",
    )


@manner(BESIDE, RIGHT)
def prose_with_crlf(draft: Draft, folder: Path) -> None:
    """The narrative with line ends of Windows."""
    (folder / "narrative.md").write_bytes(NARRATIVE.replace("\n", "\r\n").encode())


@manner(BESIDE, RIGHT_OR_TOLD, "narrative")
def prose_as_document(draft: Draft, folder: Path) -> None:
    """The narrative as a document of Word."""
    (folder / "narrative.md").rename(folder / "narrative.docx")


@manner(BESIDE, RIGHT_OR_TOLD, "narrative")
def prose_missing(draft: Draft, folder: Path) -> None:
    """No narrative."""
    (folder / "narrative.md").unlink()
