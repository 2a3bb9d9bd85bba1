"""The exporters serve one report after the other, and none sees anything of the one before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportkit.making import render as module
from reportkit.making.render import render
from reportkit.rendering.document import read_document
from tests.rendering.notebook import code, display, executed, finding, markdown

MISSING = "\U00030edd"


def _files(notebook: Any, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    result = read_document(notebook).result
    assert result is not None
    how = {"under_review": False, "embed_fonts": False}
    render(notebook, result, folder, reviewed=folder / "none.json", **how)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_report_has_the_same_bytes_whatever_was_rendered_before_it(tmp_path: Path) -> None:
    plain = executed(markdown("## 一、总体情况"))
    draft = executed(
        markdown(f"[某某]({MISSING})\n\n[某某]: http://example.com"),
        code(display(text_html="<p>表</p>"), tags=("review",)),
        state="failed",
        findings=[finding()],
    )
    module._exporters.cache_clear()
    fresh_plain = _files(plain, tmp_path / "1")
    module._exporters.cache_clear()
    fresh_draft = _files(draft, tmp_path / "2")

    assert _files(plain, tmp_path / "3") == fresh_plain
    assert _files(draft, tmp_path / "4") == fresh_draft
    assert fresh_plain["report.html"] != fresh_draft["report.html"]
    assert module._exporters(embed_fonts=False) is module._exporters(embed_fonts=False)
