"""Bringing one row of an index up to date as soon as its reviewers have done something.

An index that is not there, or does not know the bureau, is left to the next batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reportkit.errors import ReportkitError
from reportkit.params import Parameters
from reportkit.review.desk import at_desk
from reportkit.review.index.reviewing import reviewed_at
from reportkit.review.index.shelf import Shelf
from reportkit.review.index.update import replace_row
from reportkit.storage.files import Files, FolderFiles
from reportkit.storage.remote import Remote
from reportkit.trouble import what_happened

Tell = Callable[[str], Any]


@contextmanager
def at_work(
    parameters: Parameters,
    workspace: Path,
    store: str | None,
    tell: Tell,
    *,
    publishes: bool = False,
) -> Iterator[Path]:
    """Give the folder that `at_desk` gives to somebody who decides, signs or publishes.

    When that is kept, the index says so.

    Parameters
    ----------
    parameters, workspace, store
        See `at_desk`.
    tell : callable
        Told, in Chinese, where the index could not be written: what was done stands all the same.
    publishes : bool
        See `at_desk`.
    """
    with at_desk(parameters, workspace, store, publishes=publishes) as folder:
        yield folder
        said = reviewed_at(parameters, folder)
    files: Files = Remote(store.rstrip("/")) if store else FolderFiles(workspace)
    try:
        replace_row(Shelf(parameters.form, parameters.year), parameters, said, files, workspace)
    except OSError as error:
        tell(_left(what_happened(error)))
    except ReportkitError as error:
        tell(_left(str(error)))


def _left(why: str) -> str:
    return f"已经记下；索引没有更新（{why}），下一次 reportkit run 会补上。"
