"""The indexes over all bureaus: `run` brings them up to date, and `plan` points at them too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from reportkit.cli.workspace import Asked, read_all
from reportkit.inputs.files import from_here

if TYPE_CHECKING:
    from reportkit.params import Parameters
    from reportkit.storage.site import Site

_MOST_NAMED = 3
_PAGE = "index.html"


def update(asked: Asked, site: Site) -> None:
    """Bring the indexes up to date with what a batch has just recorded.

    Raises
    ------
    OSError, WorkspaceError
    """
    from reportkit.batch.last_run import last_states
    from reportkit.inputs.run_state import RunState
    from reportkit.review.index import Batch, update_indexes

    def everything() -> tuple[list[Parameters], int]:
        _, parameters, errors = read_all(())
        return parameters, len(errors)

    states = last_states(site.folder / "outputs")
    broken = frozenset(key for key, state in states.items() if state is RunState.BROKEN)
    batch = Batch(tuple(asked.known), asked.whole, everything, broken, asked.untold)
    update_indexes(batch, site.files, asked.workspace)


def made_at(parameters: Iterable[Parameters], site: Site) -> list[str]:
    """Return where the indexes are that have some bureau-years, when these have been made."""
    shelves = {(one.form, one.year): one for one in parameters}.values()
    return [f"{site.outputs_of(one).removesuffix(one.bureau)}{_PAGE}" for one in shelves]


def there(asked: Asked) -> list[str]:
    """Return where the indexes are that an earlier run made, of the bureau-years asked for."""
    shelves = {(one.form, one.year): one for one in asked.parameters}.values()
    pages = [asked.workspace / one.output_folder.with_name(_PAGE) for one in shelves]
    return [from_here(page) for page in pages if page.is_file()]


def tell(pages: Iterable[str], *, up_to_date: bool = True) -> None:
    """Say where indexes are, or that they are behind; nothing where there is none."""
    listed = sorted({*pages})
    if listed:
        more = f" 等 {len(listed)} 处" if len(listed) > _MOST_NAMED else ""
        where = f"{'、'.join(listed[:_MOST_NAMED])}{more}"
        behind = "没有更新，里面不是这一次运行的情况。下次运行时会补上。"
        click.echo(f"各单位的情况汇总在 {where}" if up_to_date else f"索引 {where} {behind}")
