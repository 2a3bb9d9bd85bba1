"""``reportkit cells``: the ids of a form's cells, with their Chinese names."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from reportkit.cli.workspace import asks_for_form, workspace_or_none

if TYPE_CHECKING:
    from reportkit.forms import Cell, EditionItem, Form


@click.command()
@click.argument("pattern", required=False, default="")
@asks_for_form("cells")
@click.option(
    "--year",
    type=int,
    metavar="YEAR",
    help="Only what is for reports on this year.  [default: the newest]",
)
def cells(pattern: str, form_id: str, year: int | None) -> None:
    """List the cells whose id or Chinese name has PATTERN in it, and how each is counted.

    The ids are what a narrative binds, as in {{ t3.new.total }}, and what rules, figures.json and
    findings name. PATTERN may have * in it for any characters. Without it, all cells are listed.

    \b
    Examples:
      reportkit cells
      reportkit cells 自然人
      reportkit cells 't3.new.*'
      reportkit cells --form enforcement --year 2024
    """
    from reportkit.figures import in_words
    from reportkit.forms import load_form

    form = load_form(form_id, workspace_or_none())
    found = 0
    for item in _editions(form, year):
        edition = form.edition(item.id)
        chosen = [cell for cell in edition.cells.values() if _matches(pattern, cell)]
        found += len(chosen)
        if chosen:
            click.echo(f"{edition.title}（{edition.id}）")
        for cell in chosen:
            click.echo(f"  {cell.id}  {cell.name}：{in_words(cell, edition)}")
    if not found:
        click.echo(f"没有编号或者名称中有“{pattern}”的格。全部的格见 reportkit cells。", err=True)
        sys.exit(2)


def _editions(form: Form, year: int | None) -> list[EditionItem]:
    """Return the editions that are meant: of those that the year decides between, one."""
    editions = form.editions_for(year) if year else list(form.editions.values())
    if not editions:
        msg = f"{form.title}没有用于 {year} 年度的格式。" if year else f"格式 {form.id} 没有格。"
        raise click.UsageError(msg)
    return editions[-1:] if form.item.edition_by == "year" else editions


def _matches(pattern: str, cell: Cell) -> bool:
    texts = (cell.id, cell.name, cell.column.label, cell.row.label)
    if "*" in pattern:
        return any(fnmatchcase(text, pattern) for text in texts)
    return any(pattern in text for text in texts)
