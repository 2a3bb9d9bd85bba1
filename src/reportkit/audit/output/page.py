"""A page that needs no other: one look for the list of reports and for each of them."""

from __future__ import annotations

from html import escape

_CSS = """
:root{color-scheme:light dark;--text:#1a1a1a;--ground:#fff;--line:#767676;--mark:#fff3b0;
--link:#0b57d0}
@media (prefers-color-scheme:dark){:root{--text:#e8e8e8;--ground:#161616;--line:#8c8c8c;
--mark:#5c4a00;--link:#9ec1ff}}
body{margin:0 auto;max-width:60rem;padding:1rem;color:var(--text);background:var(--ground);
font:1rem/1.6 "Source Han Serif SC","Noto Serif CJK SC",SimSun,serif;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.2rem}a{color:var(--link)}
.wide{overflow-x:auto;margin:1rem 0;width:max-content;max-width:calc(100vw - 2rem);
position:relative;left:50%;transform:translateX(-50%)}
.list{max-width:none}.list thead th{white-space:nowrap}.list .wide{left:0;transform:none}
table{border-collapse:collapse;overflow-wrap:normal}
td,th{border:1px solid var(--line);padding:.2rem .4rem;text-align:center;min-width:1.5rem}
td.left,th.left{text-align:left;min-width:8rem}
.sheet{position:relative;width:max(56rem,min(90vw,80rem))}
.sheet img{display:block;width:100%;height:auto}
.spot{position:absolute;box-sizing:border-box;border:3px solid #b00020;border-radius:2px}
.spot:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
.spot span{position:absolute;right:100%;top:-3px;min-width:1.2em;padding:0 .2em;background:#b00020;
color:#fff;font:bold .8rem/1.4 sans-serif;text-align:center}
li:target{outline:3px solid var(--link)}
mark{background:var(--mark);color:inherit;outline:2px solid currentColor;padding:0 .2rem}
"""


def page(title: str, body: str, *, all_of_it: bool = False) -> str:
    """Return a page.

    Parameters
    ----------
    title : str
    body : str
        HTML; every text in it is escaped already.
    all_of_it : bool
        Whether its table takes the whole width, so that what is above begins where it does.
    """
    kind = ' class="list"' if all_of_it else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_CSS}</style></head>\n"
        f"<body{kind}><main>\n{body}\n</main></body></html>\n"
    )
