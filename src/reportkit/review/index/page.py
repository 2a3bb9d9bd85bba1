"""The index as a page: a plain table, which its script lets one search, filter and sort.

The table is in a ``noscript``. Where scripts run it is text, of which the script makes nodes for
what it shows: 3,000 rows are laid out in seconds, and read as text in no time.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files

from reportkit.review.index.row import Row
from reportkit.review.index.shelf import Shelf
from reportkit.review.index.words import (
    NONE,
    RENDITIONS,
    REVIEW_WORDS,
    STATUS_WORDS,
    UNLISTED,
    RollUp,
    counted,
    review_lines,
    review_marks,
    reviewed,
    roll_ups,
)

# What the script sorts by, and the heading of the column.
_COLUMNS = (
    ("name", "单位"),
    ("state", "状态"),
    ("errors", "不符"),
    ("warnings", "请核实"),
    ("unknown", "无法核对"),
    ("", "第一处不符"),
    ("deadline", "公布期限"),
    ("signed", "审核"),
    ("", "文件"),
)


_UP = "../../../"  # from the page to the workspace
_ROWS = "\0"  # in their place: it is in no text
_END = "</noscript>"  # of the table, and of nothing else


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows.

    Attributes
    ----------
    title : str
    rows : sequence of Row
        In order.
    unusable : int
        Sources of parameters that told no bureau-year.
    logged : set of str
        The codes of those that have a log beside the outputs.
    shelf : Shelf
        Where the page lies.
    kept : mapping of str to bytes
        Lines of the table that are known, by code.
    """

    title: str
    rows: Sequence[Row]
    unusable: int
    logged: Set[str]
    shelf: Shelf
    kept: Mapping[str, bytes] = field(default_factory=dict)

    def html(self) -> bytes:
        """Return the page, whole."""
        above, below = self._around().split(_ROWS)
        organs = {organ: n for n, organ in enumerate(_organs(self.rows))}
        lines = (
            self.kept.get(row.code) or self._row(row, organs[row.organ]).encode()
            for row in self.rows
        )
        return above.encode() + b"\n".join(lines) + below.encode()

    def _around(self) -> str:
        css, script = _file("index.css"), _file("index.js")
        policy = f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}"
        return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{escape(self.title)}</title>
<style>{css}</style>
</head>
<body>
<main>
<h1>{escape(self.title)}</h1>
{self._summary()}
{self._roll_ups()}
{self._filters()}
{self._table()}
</main>
<script>{script}</script>
</body>
</html>
"""

    def _summary(self) -> str:
        organs = _organs(self.rows)
        head = "".join(
            f'<th scope="col">{word}</th>'
            for word in ("机关类别", "公布期限", "应有", *STATUS_WORDS.values())
        )
        listed = [row for row in self.rows if row.listed]
        body = "\n".join(
            _summary_row(organ or NONE, [row for row in listed if row.organ == organ])
            for organ in organs
        )
        total = _summary_row("合计", listed) if len(organs) != 1 else ""
        left = len(self.rows) - len(listed)
        marked = [f"{REVIEW_WORDS[m]} {n} 份" for m, n in reviewed(self.rows).items() if n]
        notes = [
            f"审核：{'，'.join(marked)}。" if marked else "",
            f"另有 {left} 份{UNLISTED}，做成的文件还在，列在名单里，不计入合计。" if left else "",
            f"另有 {self.unusable} 处参数有误，不知道是哪个单位的，没有列出；"
            "原因运行 reportkit check 可见。"
            if self.unusable
            else "",
        ]
        noted = "".join(f"<p>{note}</p>\n" for note in notes if note)
        return f"""<section aria-labelledby="summary">
<h2 id="summary">合计</h2>
<div class="wide" tabindex="0" role="region" aria-label="各类机关">
<table class="summary">
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody>
<tfoot>{total}</tfoot>
</table>
</div>
{noted}</section>"""

    def _roll_ups(self) -> str:
        sums = roll_ups(self.rows)
        if not sums:
            return ""
        lacking = sum(bool(one.missing) for one in sums)
        told = f"，其中 {lacking} 个单位的所属单位还没有齐" if lacking else "，所属单位都齐了"
        body = "\n".join(map(_roll_up_row, sums))
        return f"""<details class="sums"{" open" if lacking else ""}>
<summary>汇总所属单位的：{len(sums)} 个单位{told}</summary>
<div class="wide" tabindex="0" role="region" aria-label="汇总">
<table>
<thead><tr><th scope="col">单位</th><th scope="col">所属单位</th><th scope="col">已有数字</th>\
<th scope="col">缺少的</th><th scope="col">还是草稿的</th></tr></thead>
<tbody>
{body}
</tbody>
</table>
</div>
</details>"""

    def _filters(self) -> str:
        states = _options([*STATUS_WORDS.items(), ("left", UNLISTED)])
        organs = _options((str(n), organ or NONE) for n, organ in enumerate(_organs(self.rows)))
        found = _options(
            [("errors", "有不符的"), ("warnings", "有要核实的"), ("unknown", "有无法核对的")]
        )
        return f"""<form class="filters" role="search" hidden>
<label>查找 <input type="search" name="q" placeholder="单位名称或代码" autocomplete="off"></label>
<label>状态 <select name="state">{states}</select></label>
<label>机关类别 <select name="organ">{organs}</select></label>
<label>核对结果 <select name="found">{found}</select></label>
<label>审核 <select name="review">{_options(REVIEW_WORDS.items())}</select></label>
<button type="reset">清除</button>
</form>"""

    def _table(self) -> str:
        head = "".join(
            f'<th scope="col" data-sort="{sort}">{heading}</th>' for sort, heading in _COLUMNS
        )
        return f"""<section aria-labelledby="list">
<h2 id="list">名单</h2>
<p id="count" role="status">共 {len(self.rows)} 份</p>
<noscript>
<table id="bureaus" aria-labelledby="list">
<thead><tr>{head}</tr></thead>
<tbody>
{_ROWS}
</tbody>
</table>
{_END}
<p id="more" hidden></p>
</section>"""

    def _row(self, row: Row, organ: int) -> str:
        status, code = row.status, escape(row.code)
        words = STATUS_WORDS[status]
        if status == "broken" and row.code in self.logged:
            words += f'<br><a href="{_UP}{self.shelf.logs}/{code}.log">日志</a>'
        if not row.listed:
            words += f"<br>{UNLISTED}"
        counts = "".join(
            f"<td>{NONE if count is None else count}</td>"
            for count in (row.errors, row.warnings, row.unknown)
        )
        links = " ".join(
            f'<a href="{code}/{name}">{word}</a>'
            for name, word in RENDITIONS.items()
            if name in row.files
        )
        review = "<br>".join(map(escape, review_lines(row)))
        if row.published:
            link = f'<a href="{_UP}{self.shelf.published}/{code}/report.html">已发布</a>'
            review = f"{review}<br>{link}" if review else link
        marks = f'data-o="{organ}" data-r="{" ".join(review_marks(row))}"'
        left = "" if row.listed else " data-left"
        return (
            f'<tr {marks}{left}><th scope="row">{escape(row.name)} <small>{code}</small>'
            f'</th><td class="{status}">{words}</td>{counts}<td>{escape(row.first)}</td>'
            f"<td>{row.deadline or NONE}</td><td>{review}</td><td>{links}</td></tr>"
        )


def lines_kept(
    page: bytes, before: Mapping[str, Row], now: Mapping[str, Row], same: Collection[str]
) -> dict[str, bytes]:
    """Return the lines of the table that would be made again as they are, by code.

    Parameters
    ----------
    page : bytes
        As it was made of some rows.
    before, now : mapping of str to Row
        Those rows, and those to be shown.
    same : collection of str
        The codes of those that are as they were.
    """
    if _organs(before.values()) != _organs(now.values()):
        return {}
    table = page.partition(_END.encode())[0].rpartition(b"<tbody>\n")[2]
    lines = zip(before.values(), table.split(b"\n"), strict=False)
    # Of a broken one, the log may have come or gone.
    return {row.code: line for row, line in lines if row.code in same and not row.broken}


def _organs(rows: Iterable[Row]) -> list[str]:
    """Return the levels that bureaus have, by when they are due."""
    due = sorted({(row.deadline, row.organ) for row in rows})
    return list(dict.fromkeys(organ for _, organ in due))


def _summary_row(heading: str, rows: Sequence[Row]) -> str:
    counts = counted(rows)
    due = sorted({row.deadline for row in rows if row.deadline})
    cells = [" ".join(due) if len(due) == 1 else "", len(rows), *counts.values()]
    columns = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(heading)}</th>{columns}</tr>'


def _roll_up_row(one: RollUp) -> str:
    cells = [
        str(len(one.row.members)),
        str(one.made),
        "、".join(map(escape, one.missing)) or "无",
        "、".join(map(escape, one.drafts)) or "无",
    ]
    columns = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(one.row.name)}</th>{columns}</tr>'


def _options(options: Iterable[tuple[str, str]]) -> str:
    chosen = "".join(f'<option value="{value}">{escape(word)}</option>' for value, word in options)
    return f'<option value="">全部</option>{chosen}'


@cache
def _file(name: str) -> str:
    return (files("reportkit.review.index") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return what a policy calls an inline style or script: nothing else of its kind may act."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
