"""``reportkit demo``: make up a workspace to try the kit on."""

from __future__ import annotations

from pathlib import Path

import click

_MOST_BUREAUS = 5000


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--bureaus",
    type=click.IntRange(1, _MOST_BUREAUS),
    default=20,
    show_default=True,
    metavar="N",
    help="Number of bureaus.",
)
@click.option(
    "--year",
    type=click.IntRange(2021, 2098),
    default=2025,
    show_default=True,
    metavar="Y",
    help="Report year.",
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    metavar="S",
    help="Another whole number gives other bureaus' records.",
)
@click.option(
    "--errors",
    type=click.FloatRange(0, 1),
    default=0,
    show_default=True,
    metavar="RATE",
    help="Share of the bureaus to plant one error in.",
)
@click.option(
    "--form",
    "forms",
    multiple=True,
    metavar="ID",
    help="A form to report on, may be repeated; all that have demo data where none is named.",
)
def demo(
    folder: Path, bureaus: int, year: int, seed: int, errors: float, forms: tuple[str, ...]
) -> None:
    """Make up a workspace DIR of any size to try the kit on.

    It has the master notebooks, and for each bureau and form parameters, all ledgers and a
    narrative, such as real offices keep them: most have fewer than 20 applications, a few some
    thousands; files are CSV in either encoding or workbooks. Bureaus, people and records are
    invented. Without --errors every report passes; with it, planted.json says what is wrong in
    which bureau, where, and which rule of which form must tell of it. The same options give the
    same bytes.

    DIR must not exist yet, or be empty.

    \b
    Examples:
      reportkit demo trial
      reportkit demo trial --bureaus 100 --errors 0.1
      reportkit demo trial --form ogi
    """
    from reportkit.demo import demo_forms, load_recipes, make_workspace

    chosen = list(dict.fromkeys(forms)) or demo_forms()
    planted = make_workspace(
        folder, many=bureaus, year=year, seed=seed, errors=errors, forms=chosen
    )
    titles = "、".join(load_recipes(form).form.title for form in chosen)
    click.echo(
        f"{folder} 已建好：{bureaus} 个单位 {year} 年度的试用数据（{titles}），"
        "单位和记录都是虚构的。"
    )
    if planted:
        spoilt = len({one.bureau for one in planted})
        click.echo(f"其中 {spoilt} 个单位有意写错一处，错在哪里见 planted.json。")
    click.echo(f"下一步：cd {folder} && reportkit run")
