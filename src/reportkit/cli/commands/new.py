"""``reportkit new``: the files that a bureau-year begins with."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.cli.options import FILE_THERE
from reportkit.cli.workspace import named_folder, workspace_or_none
from reportkit.errors import PublishedError
from reportkit.params import DEFAULT_FORM
from reportkit.workspace import here

if TYPE_CHECKING:
    from reportkit.published.model import Published
    from reportkit.sources.begun import Begun


@click.command()
@click.argument("bureau")
@click.argument("year", type=int)
@click.option(
    "--form",
    "forms",
    multiple=True,
    default=[DEFAULT_FORM],
    show_default=True,
    metavar="FORM",
    help="A report that the bureau makes; may be given several times.",
)
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="ID",
    help="The edition, for a form that has one for each province.",
)
@click.option(
    "--from",
    "last_year",
    type=int,
    metavar="LAST_YEAR",
    help="Take over the settings of that year, and the records that were still open at its end.",
)
@click.option(
    "--previous",
    "published",
    type=FILE_THERE,
    multiple=True,
    metavar="FILE",
    help="What the bureau published on the year before: its figures are held against this year's.",
)
@click.option("--name", default="", metavar="NAME", help="The bureau's full name, in Chinese.")
def new(
    bureau: str,
    year: int,
    forms: tuple[str, ...],
    editions: tuple[str, ...],
    last_year: int | None,
    published: tuple[Path, ...],
    name: str,
) -> None:
    """Make the files that the report of BUREAU on YEAR begins with.

    BUREAU is a code for names of files: letters, digits, dots, hyphens. Made are a parameters file
    that says what every parameter means, the data folder with an empty workbook for each ledger
    (instructions, drop-downs, validation), and a narrative whose sentences bind the usual figures.
    Ledgers that several forms count from are one file, so name all forms at once. No file that is
    there is ever changed; exit code 2 where all of them are there already. Outside of a workspace,
    the folder that you are in, or --workspace names, becomes one.

    \b
    Examples:
      reportkit new fuxin-ecology 2026 --previous 2025年报.html
      reportkit new fuxin-ecology 2026 --name 阜新市生态环境局
      reportkit new fuxin-ecology 2027 --from 2026
      reportkit new tangxi-market 2026 --form ogi --form enforcement --edition zj-2024
    """
    from reportkit.sources.begin import Wanted, begin

    read = [_read_published(path, year - 1, forms) for path in published]
    named = next((one.bureau for one in read if one.bureau), "")
    wanted = Wanted(
        bureau=bureau,
        year=year,
        forms=forms,
        editions=editions,
        last_year=last_year,
        bureau_name=name.strip() or named,
        previous={one.edition.form.id: one.certain for one in read},
    )
    begun = begin(_folder(), wanted)
    begun.notes += filter(None, map(_doubts, read))
    for line in _lines(begun):
        click.echo(line)
    sys.exit(0 if begun.made else 2)


def _folder() -> Path:
    """Return the workspace, or the folder that is to become one."""
    if named := named_folder():
        return Path(named).absolute()
    return workspace_or_none() or here()


def _read_published(path: Path, year: int, forms: Sequence[str]) -> Published:
    """Read a published report that shall be of a year and of one of some forms.

    Raises
    ------
    PublishedError
        Where it cannot be read, or is another.
    """
    from reportkit.audit.one import forms_in, read_file

    try:
        one = read_file(path, forms_in(workspace_or_none()))
    except PublishedError as error:
        raise PublishedError(f"{path}：没有读出来。{error}") from None
    form = one.edition.form
    if one.year != year:
        raise PublishedError(f"{path} 是 {one.year or '（不详）'} 年度的，不是 {year} 年度的。")
    if form.id not in forms:
        raise PublishedError(f"{path} 是{form.title}，请加 --form {form.id}。")
    return one


def _doubts(one: Published) -> str:
    """Say what of a published report was not taken over; empty where all was."""
    unsure = sum(cell in one.values for cell in one.doubts)
    remedy = "哪些格、为什么，见 reportkit audit。"
    return f"{one.file} 有 {unsure} 格读不准，没有采用；{remedy}" if unsure else ""


def _lines(begun: Begun) -> Iterator[str]:
    """Yield what was made, what was there, what to look at, and what comes next."""
    if begun.made:
        yield "已建好："
    for path, remark in begun.made.items():
        yield f"  {path.as_posix()}" + (f"（{remark}）" if remark else "")
    if begun.left:
        yield "已经有了，没有改动："
    for path in begun.left:
        yield f"  {path.as_posix()}"
    if begun.notes:
        yield "请注意："
    for note in dict.fromkeys(begun.notes):
        yield f"  {note}"
    if begun.made:
        yield "下一步："
        for number, step in enumerate(_steps(begun), start=1):
            yield f"  {number}. {step}"
    else:
        yield "没有要新建的文件。"


def _steps(begun: Begun) -> Iterator[str]:
    for path, names in begun.unset.items():
        yield f"在 {path.as_posix()} 里填写 {'、'.join(names)}。"
    fresh = "、".join(path.as_posix() for path in begun.parameters if path in begun.made)
    if fresh:
        yield f"核对 {fresh}；date 先写作法定公布期限，成文时改成实际日期。"
    yield "登记台账：各列怎么填，见各文件的“填写说明”。"
    yield "写文字部分：还没有内容的部分，核对时会指出来。"
    check = " ".join(["reportkit check", *(path.as_posix() for path in begun.parameters)])
    yield f"运行 {check}，改到没有问题，再运行 reportkit run。"
