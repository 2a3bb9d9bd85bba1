"""One batch from the lock on its outputs to the record of what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from reportkit.batch.last_run import last_states
from reportkit.batch.lock import sole_use
from reportkit.batch.log import write_log
from reportkit.batch.loop import run_batch
from reportkit.batch.record import Entry, Record, write_record
from reportkit.errors import ReportkitError
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.sources.order import Order
from reportkit.storage.site import Site
from reportkit.trouble import program_error, refused, what_happened

Workers = Callable[[], AbstractContextManager[Executor]]


def run_session(
    order: Order,
    site: Site,
    workers: Workers,
    *,
    force: bool,
    unusable: int,
    show: Callable[[Outcome], None],
    tell: Callable[[str], None],
    index: Callable[[], None],
) -> Record:
    """Make what has to be made; log and record how it ended, however it ends.

    Parameters
    ----------
    order : Order
        The bureau-years, none twice, and on which of the others each rests.
    site : Site
    workers : callable
        Opens the executor that makes them, once the outputs are ours.
    force : bool
        Make each even where nothing has changed.
    unusable : int
        Sources of parameters that told no bureau-year.
    show : callable
        Told of each bureau-year as it ends.
    tell : callable
        Told, in Chinese, what was moved, and of a log or a record that could not be written: no
        report is the worse for it.
    index : callable
        Brings the indexes over all bureaus up to date, while the outputs are ours; called when the
        record is written, however the batch ended, where it made anything.

    Raises
    ------
    WorkspaceError
        Where the outputs are another batch's, on whichever machine, or cannot be written, or the
        workers cannot be had.
    ParametersError
        Where bureaus are members of each other in a circle.
    """
    outputs = site.folder / "outputs"
    started, entries, whole = _now(), list[Entry](), False
    with sole_use(outputs, *site.other_outputs), site.alone() as (ours, hold):
        broken = {key for key, state in last_states(outputs).items() if state is RunState.BROKEN}
        try:
            for note in ours.prepare(order.parameters):
                tell(note)
            with workers() as executor:
                for outcome in run_batch(
                    order.parameters,
                    ours,
                    executor,
                    force=force,
                    broken=broken,
                    needs=order.needs,
                ):
                    hold()
                    entries.append(
                        Entry.of(outcome, site.folder, site.standing(outcome.parameters))
                    )
                    show(outcome)
                    if not outcome.unchanged:
                        with _spoken(tell, outputs):
                            write_log(outcome, outputs, site.engine, _now())
            whole = True
        finally:
            record = Record(started, _now(), tuple(entries), unusable, whole)
            with _spoken(tell, outputs):
                write_record(record, outputs)
            if entries or whole:
                with _spoken(tell, outputs, _index_left):
                    hold()
                    index()
    return record


def _not_kept(error: OSError, outputs: Path) -> str:
    return f"运行记录写不进 {error.filename or outputs}（{what_happened(error)}）。"


def _index_left(error: OSError, outputs: Path) -> str:
    # An index reads more than it writes: findings and decisions, say, that nobody else may read.
    return f"索引没有更新：{refused(error, outputs)}"


@contextmanager
def _spoken(
    tell: Callable[[str], None],
    outputs: Path,
    words: Callable[[OSError, Path], str] = _not_kept,
) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        tell(words(error, outputs))
    except ReportkitError as error:  # of a store
        tell(str(error))
    except Exception as error:  # noqa: BLE001 - the reports are made, whatever is told of them
        tell(program_error(error))


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
