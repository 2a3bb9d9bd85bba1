"""Published reports as bureaus put them out: figures in varied labels, layouts and clutter.

`written` makes one of them: the figures that stand in it, which may be fewer than those it was made
of, the cells of which something was lost on the way, and its parts. The `render_…` functions make a
file of it.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape

import xlsxwriter

from reportkit.figures import Figures, Mark, Value
from tests.audit.layout import Layout, Spot, figures_in, layouts, placed

GONE = "\0"
"""A cell that is not there at all, which a sheet can but leave empty."""
BUREAU = "云岚市生态环境局"


@dataclass(frozen=True)
class Variant:
    """How a report is written; what `seed` 0 leaves as the form has it, others vary."""

    year: int = 2022
    bureau: str = BUREAU
    seed: int = 0


@dataclass
class Written:
    """A report as it was written.

    Attributes
    ----------
    title : str
    figures : mapping of str to Value
        What stands in it.
    lost : set of str
        Cells that may be in doubt: something of them, or of their row, was lost.
    parts : list of str or Layout
    """

    title: str
    figures: dict[str, Value]
    lost: set[str] = field(default_factory=set)
    parts: list[str | Layout] = field(default_factory=list)

    @property
    def beside_blanks(self) -> set[str]:
        """The cells in whose row something is blank: text does not tell where."""
        rows = (figures_in(row) for part in self.parts if isinstance(part, list) for row in part)
        blank = {cell for cell, value in self.figures.items() if value is Mark.BLANK}
        return {cell for row in rows if blank & {*row} for cell in row}


def written(figures: Figures, variant: Variant) -> Written:
    """Return a report with its figures, written in one of many ways."""
    rng = random.Random(variant.seed) if variant.seed else None  # noqa: S311 - nothing is secret
    form = figures.edition.form
    report = Written(f"{variant.bureau}{variant.year}年{form.title}", dict(figures))
    if rng and rng.random() < 0.3:
        _leave_blank(report, figures, rng)
    apart = bool(rng) and rng.random() < 0.4
    sections = list(figures.edition.sections)
    if rng and rng.random() < 0.15:
        sections[1:4] = rng.sample(sections[1:4], 3)
    for section in sections:
        report.parts.append(section.heading)
        if section.prose:
            report.parts.append(f"{variant.year}年，本机关依法公开政府信息，不收取处理费。")
        for table in section.table_ids:
            made = layouts(figures.edition.tables[table], report.figures, rng, apart=apart)
            report.parts += [_torn(layout, report, rng) for layout in made]
    report.parts += [variant.bureau, f"{variant.year + 1}年1月20日"]
    if rng and rng.random() < 0.1:
        fees = [["通知收取件数", "通知收取金额（元）", "实际收取金额（元）"], ["0", "0", "0"]]
        report.parts.append([[Spot(text) for text in row] for row in fees])
    report.parts = [piece for part in report.parts for piece in _over_pages(part, rng)]
    return report


def _leave_blank(report: Written, figures: Figures, rng: random.Random) -> None:
    """Leave a column of totals, a row, or a few cells blank."""
    cells = list(figures)
    end = rng.choice(sorted({cell.rpartition(".")[2] for cell in cells}))
    chosen = rng.choice(
        [
            [cell for cell in cells if cell.endswith(f".{end}")],
            rng.sample(cells, min(5, len(cells))),
        ]
    )
    report.figures |= dict.fromkeys(chosen, Mark.BLANK)


def _torn(layout: Layout, report: Written, rng: random.Random | None) -> Layout:
    """Return a table with what goes wrong in some: a cell gone, wrong spans."""
    if rng is None:
        return layout
    rows = [at for at, row in enumerate(layout) if len(figures_in(row)) > 1]
    if rows and rng.random() < 0.05:
        at = rng.choice(rows)
        report.lost |= {*figures_in(layout[at])}
        spots = [spot for spot in layout[at] if spot.cell]
        gone = rng.choice(spots)
        report.figures[gone.cell] = Mark.BLANK
        layout[at] = [Spot(GONE) if spot is gone else spot for spot in layout[at]]
    if rng.random() < 0.1:
        layout = [
            [
                replace(spot, across=max(1, spot.across - 1)) if _is_wide(spot) else spot
                for spot in row
            ]
            for row in layout
        ]
    return layout


def _is_wide(spot: Spot) -> bool:
    return spot.text.startswith("法人") and spot.across > 2


def _over_pages(part: str | Layout, rng: random.Random | None) -> Iterator[str | Layout]:
    """Yield a table in two, as two pages have it."""
    if rng is None or isinstance(part, str) or len(part) < 12 or rng.random() > 0.2:
        yield part
        return
    at = rng.randrange(6, len(part) - 2)
    first, second = list(part[:at]), list(part[at:])
    over: list[Spot] = []
    for number, row in enumerate(placed(part)[:at]):
        for column, spot in row:
            if number + spot.down > at:
                first[number] = [
                    replace(one, down=at - number) if one is spot else one for one in first[number]
                ]
                over.append((column, Spot("", number + spot.down - at, spot.across)))
    second[0] = [spot for _, spot in sorted(over, key=lambda each: each[0])] + second[0]
    yield first
    yield second


def render_html(report: Written, seed: int = 0) -> str:
    """Return a page as a bureau's site would show it, with what such pages have around."""
    rng = random.Random(seed) if seed else None  # noqa: S311 - nothing is secret
    parts = [_html(part, rng) for part in report.parts]
    body = f"<h1>{escape(report.title)}</h1>\n" + "\n".join(parts)
    head = f"<title>{escape(report.title)}-政府信息公开</title>"
    if rng:
        head += "<style>table.MsoNormalTable{font-size:10.5pt} td{mso-style-noshow:yes}</style>"
        way = rng.random()
        if way < 0.2:
            menu = "<table><tr><td>首页</td><td>政务公开</td></tr></table>"
            body = f"<table><tr><td>{menu}</td></tr><tr><td>{body}</td></tr></table>"
        elif way < 0.3:
            text = body.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            text = text.replace("</", "<\\/")
            body = f'<div id="c"></div><script>var html="{text}";</script>'
        else:
            menu = "<div class=nav><a href=#>首页</a> &gt; 年报</div>"
            body = f"{menu}{body}<div>上一篇：无</div><div>版权所有</div>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def _html(part: str | Layout, rng: random.Random | None) -> str:
    if isinstance(part, str):
        return f"<p>{escape(part)}</p>"
    rows = "".join(
        f"<tr>{''.join(_td(spot, rng) for spot in row if spot.text != GONE)}</tr>" for row in part
    )
    comment = "<!--[if gte mso 9]><xml>5</xml><![endif]-->" if rng and rng.random() < 0.3 else ""
    return f"<table border=1>{comment}<tbody>{rows}</tbody></table>"


def _td(spot: Spot, rng: random.Random | None) -> str:
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", spot.down), ("colspan", spot.across))
        if count > 1
    )
    text = escape(spot.text).replace("\n", "<br>").replace("\u00a0", "&nbsp;")
    if rng is None:
        return f"<td{spans}>{text}</td>"
    around = rng.choice(
        [
            "{}",
            "<p>{}</p>",
            '<p class="MsoNormal"><span lang=EN-US>{}</span></p>',
            "<span>{}</span>",
        ]
    )
    text = text or rng.choice(["", "&nbsp;", "　"])
    return f"<td{spans}>{around.format(text)}</td>"


def render_text(report: Written, seed: int = 0) -> str:
    """Return text as it is copied from a page: cells apart by tabs."""
    lines = [report.title]
    for part in report.parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            lines += [
                "\t".join(_in_line(cell) for cell in row if cell != GONE) for row in _filled(part)
            ]
    return "\n".join(lines)


def render_cells(report: Written, seed: int = 0) -> str:
    """Return text as some PDFs give it: each cell a line of its own, empty ones none."""
    lines = [report.title]
    for part in report.parts:
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += [_in_line(spot.text) for row in part for spot in row if spot.text.strip(" \0")]
    return "\n".join(lines)


def render_markdown(report: Written, seed: int = 0) -> str:
    """Return it in Markdown."""
    lines = [f"# {report.title}", ""]
    for part in report.parts:
        if isinstance(part, str):
            heading = "## " if len(part) < 30 and "、" in part[:3] else ""
            lines += [heading + part, ""]
            continue
        for number, row in enumerate(_filled(part)):
            lines.append(
                "| " + " | ".join(_in_line(cell).replace("|", "\\|") for cell in row) + " |"
            )
            if not number:
                lines.append("|" + " --- |" * len(row))
        lines.append("")
    return "\n".join(lines)


def _in_line(text: str) -> str:
    return " ".join(text.replace(GONE, "").split())


def _filled(layout: Layout) -> list[list[str]]:
    """Return a layout as a rectangle of texts, empty where a cell reaches over from before."""
    rows = placed(layout)
    width = max(column + spot.across for row in rows for column, spot in row)
    filled = [[""] * width for _ in rows]
    for cells, row in zip(filled, rows, strict=True):
        for column, spot in row:
            cells[column] = spot.text
    return filled


def render_xlsx(report: Written, seed: int = 0) -> bytes:
    """Return a workbook, all on one sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("年报")
    top = 0
    for part in [report.title, *report.parts]:
        if isinstance(part, str):
            sheet.write_string(top, 0, part)
            top += 1
            continue
        for number, row in enumerate(placed(part)):
            for column, spot in row:
                at = (top + number, column, top + number + spot.down - 1, column + spot.across - 1)
                text = spot.text.strip(" \0")
                number_in = int(text) if text.isascii() and text.isdigit() else text
                if spot.down > 1 or spot.across > 1:
                    sheet.merge_range(*at, number_in)
                else:
                    sheet.write(at[0], at[1], number_in)
        top += len(part) + 1
    book.close()
    return stream.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def render_docx(report: Written, seed: int = 0) -> bytes:
    """Return a Word document."""
    body = "".join(
        _paragraph(part) if isinstance(part, str) else _tbl(part)
        for part in [report.title, *report.parts]
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document {_W}><w:body>{body}</w:body></w:document>',
        )
    return stream.getvalue()


def _paragraph(text: str) -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:p><w:r>{lines}</w:r></w:p>"


def _tbl(layout: Layout) -> str:
    rows = placed(layout)
    below: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        for column, spot in row:
            for more in range(1, spot.down):
                below[number + more, column] = spot.across
    made = []
    for number, row in enumerate(rows):
        cells = {
            column: _tc(spot.text, spot.across, "restart" if spot.down > 1 else "")
            for column, spot in row
            if spot.text != GONE
        }
        cells |= {
            column: _tc("", across, "continue")
            for (at, column), across in below.items()
            if at == number
        }
        made.append(f"<w:tr>{''.join(cells[column] for column in sorted(cells))}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def _tc(text: str, across: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{span}{merged}</w:tcPr>{_paragraph(text)}</w:tc>"


RENDERERS: Mapping[str, Callable[[Written, int], str | bytes]] = {
    "html": render_html,
    "txt": render_text,
    "cells.txt": render_cells,
    "md": render_markdown,
    "xlsx": render_xlsx,
    "docx": render_docx,
}
"""By the ending of the file's name."""
