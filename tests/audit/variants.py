"""Published reports as bureaus put them out: figures in varied labels, layouts and clutter."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from reportkit.figures import Figures
from reportkit.rendering.tables import table_html

BUREAU = "云岚市生态环境局"


@dataclass(frozen=True)
class Variant:
    """How a report is written.

    Attributes
    ----------
    year : int
    bureau : str
    seed : int
        Decides whatever else varies; 0: exactly as the form has it.
    """

    year: int = 2022
    bureau: str = BUREAU
    seed: int = 0


def render_html(figures: Figures, variant: Variant) -> str:
    """Return a page as a bureau's site would show it."""
    tables = figures.edition.tables
    parts = [f"<h1>{variant.bureau}{variant.year}年{figures.edition.form.title}</h1>"]
    for section in figures.edition.sections:
        parts.append(f"<h2>{escape(section.heading)}</h2>")
        if section.prose:
            parts.append(f"<p>{variant.year}年，本机关依法公开政府信息，不收取处理费。</p>")
        parts += [table_html(tables[table], figures) for table in section.table_ids]
    body = "\n".join(parts)
    return f"<!DOCTYPE html><html><head><title>年报</title></head><body>{body}</body></html>"
