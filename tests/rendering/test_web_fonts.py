"""Fonts inside the page: only its own characters, the same bytes, and none where nobody asks."""

from __future__ import annotations

import base64
import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
import nbformat
import pytest
from fontTools.ttLib import TTFont

from reportkit.rendering.exporters import ReportHTMLExporter
from tests.conftest import EXAMPLE, YEAR, chromium
from tests.rendering.notebook import executed, markdown

if TYPE_CHECKING:
    from playwright.sync_api import Page

EVERYTHING = """\
## 二、标题 *楷* `码`

#### 1.四级

正文**黑体字**、*楷体字*、***又粗又斜***、`代码喆`、[链接](https://example.com/)、䶮、①Ⅲ℃㎡

> 引文

- 列表
  1. 嵌套

| 表头 | `单` |
| - | - |
| **元** | *格* |

```
代码块祎
```

<details><summary>摘要另字</summary>里面</details>
"""
_ALL_SEEN = """async () => {
  for (const each of document.querySelectorAll('details')) each.open = true;
  await document.fonts.ready;
}"""
NOTEBOOK = executed(markdown("## 一、总体\n\n### （一）主动\n\n正文镕。\n\n|表|\n|-|\n|甲|"))


@pytest.fixture(scope="module")
def page() -> str:
    html, _ = ReportHTMLExporter(embed_fonts=True, under_review=True).from_notebook_node(NOTEBOOK)
    return html


def test_each_font_has_what_it_prints_and_no_more(page: str) -> None:
    fonts = _embedded(page)

    assert fonts["Noto Sans SC", "400"] == set("一、总体送审稿")
    assert fonts["Reportkit WenKai", "400"] == set("（一）主动")
    assert set("正文") <= fonts["FandolFang R", "400"]
    assert fonts["Noto Serif SC", "400"] == set(" 表甲镕")  # the last is not in FandolFang
    assert set("阜新市") <= fonts["Noto Serif SC", "700"]


def test_same_page_same_bytes_and_light_unless_asked(page: str) -> None:
    exporter = ReportHTMLExporter(embed_fonts=True, under_review=True)
    assert exporter.from_notebook_node(NOTEBOOK)[0] == page
    assert "@font-face" not in ReportHTMLExporter().from_notebook_node(NOTEBOOK)[0]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, program: Callable[[str], str]) -> Iterator[Page]:
    """A browser on a machine without Chinese fonts."""
    latin = Path(matplotlib.get_data_path(), "fonts", "ttf")
    folder = tmp_path_factory.mktemp("fonts")
    dirs = f"<dir>{latin}</dir><cachedir>{folder}</cachedir>"
    (folder / "fonts.conf").write_text(f"<fontconfig>{dirs}</fontconfig>", "utf-8")
    environment = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
    with chromium(program("chromium"), env=environment) as browser:
        yield browser.new_page()


@pytest.mark.parametrize("written", [EVERYTHING, f"{EXAMPLE}/{YEAR}"], ids=["elements", "report"])
def test_without_chinese_fonts_every_element_is_printed_in_one_of_the_page(
    written: str, bare: Page, made: Path
) -> None:
    if written == EVERYTHING:
        nb = executed(markdown(EVERYTHING))
    else:
        nb = nbformat.read(made / f"outputs/ogi/{YEAR}/{EXAMPLE}/report.ipynb", 4)
    bare.set_content(ReportHTMLExporter(embed_fonts=True).from_notebook_node(nb)[0])
    bare.evaluate(_ALL_SEEN)
    asked = bare.context.new_cdp_session(bare)
    asked.send("DOM.enable")
    asked.send("CSS.enable")
    root = asked.send("DOM.getDocument")["root"]["nodeId"]
    nodes = asked.send("DOM.querySelectorAll", {"nodeId": root, "selector": "main *"})["nodeIds"]
    used = [asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]

    assert any(used)
    for node, fonts in zip(nodes, used, strict=True):
        foreign = [font["familyName"] for font in fonts if not font["isCustomFont"]]
        assert not foreign, asked.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"][:200]


def _embedded(page: str) -> dict[tuple[str, str], set[str]]:
    """Return the characters of each font that a page brings along, by family and weight."""
    fonts = {}
    for family, weight, data in re.findall(
        r'font-family: "([^"]+)"; font-weight: (\d+); src: url\(data:font/\w+;base64,([^)]+)\)',
        page,
    ):
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            fonts[family, weight] = {chr(code) for code in font.getBestCmap()}
    return fonts
