"""Many bureau-years: each as soon as all that its figures rest on is there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from graphlib import TopologicalSorter
from queue import Empty, SimpleQueue

from reportkit.errors import ReportkitError
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.params import Key, Parameters
from reportkit.sources.order import dependencies
from reportkit.storage.site import Site
from reportkit.trouble import program_error

_FORCED = ["要求重新生成"]
_A_WHILE = 1  # second: Windows hears of Ctrl-C between two waits, never in one
_UNREADABLE = ["上次的结果读不出来"]
BROKE_LAST_TIME = ["上次没有完成"]


def run_batch(
    parameters: Sequence[Parameters],
    site: Site,
    executor: Executor,
    *,
    force: bool = False,
    broken: Container[Key] = (),
    needs: Mapping[Key, set[Key]] | None = None,
) -> Iterator[Outcome]:
    """Make what has to be made, and yield how each bureau-year ended as soon as it has.

    A bureau-year comes after its members and its last year; whether it has to be made is asked
    when its turn comes, as these may have changed. One that fails or breaks does not stop those
    that rest on it: their rules name it. What takes long is begun first.

    Parameters
    ----------
    parameters : sequence of Parameters
        No bureau-year twice.
    site : Site
        Where they are made.
    executor : concurrent.futures.Executor
        What they are made by. It is asked for nothing where nothing has to be made.
    force : bool
        Make each even where nothing has changed.
    broken : container of Key
        The bureau-years whose last run came to no end. Outputs of an earlier run may stand, and
        nothing have changed since: they are tried again all the same.
    needs : mapping of Key to set of Key, optional
        On which of the others each rests, where that is known already.

    Yields
    ------
    Outcome
        Of every bureau-year, whatever happens to it.

    Raises
    ------
    ParametersError
        Where bureaus are members of each other in a circle.
    """
    known = {one.key: one for one in parameters}
    turns = TopologicalSorter(dependencies(parameters, site.folder) if needs is None else needs)
    turns.prepare()
    running: dict[Future[Outcome], tuple[Key, list[str]]] = {}
    ended: SimpleQueue[Future[Outcome]] = SimpleQueue()
    with site.remembering() as knowing, _none_left(running):
        while turns.is_active():
            to_make: list[tuple[Key, list[str]]] = []
            while ready := turns.get_ready():
                for key in ready:
                    reasons = _FORCED if force else knowing.reasons_to_run(known[key])
                    reasons = reasons or (BROKE_LAST_TIME if key in broken else [])
                    kept = None if reasons else _kept(known[key], knowing)
                    if kept is None:
                        to_make.append((key, reasons or _UNREADABLE))
                    else:
                        yield kept
                        turns.done(key)
            to_make.sort(key=lambda turn: site.size(known[turn[0]]), reverse=True)
            for key, reasons in to_make:
                future = executor.submit(site.make, known[key])
                running[future] = (key, reasons)
                future.add_done_callback(ended.put)
            for future in _ended(ended) if running else ():
                key, reasons = running.pop(future)
                yield replace(_outcome(future, known[key]), reasons=tuple(reasons))
                turns.done(key)


@contextmanager
def _none_left(running: Iterable[Future[Outcome]]) -> Iterator[None]:
    """Cancel what waits still, however the block ends."""
    try:
        yield
    finally:
        for future in running:
            future.cancel()


def _ended(queue: SimpleQueue[Future[Outcome]]) -> Iterator[Future[Outcome]]:
    """Wait a while for a first future that has ended; yield it, and all others that have.

    Waiting for futures themselves looks at each of thousands whenever one has ended.
    """
    with suppress(Empty):
        yield queue.get(timeout=_A_WHILE)
        while True:
            yield queue.get_nowait()


def _kept(parameters: Parameters, site: Site) -> Outcome | None:
    """Return how outputs ended that stand as they are; None where they do not tell."""
    try:
        return site.kept(parameters)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _outcome(future: Future[Outcome], parameters: Parameters) -> Outcome:
    """Return what a worker reported; where it could report nothing, that."""
    try:
        return future.result()
    except ReportkitError as error:
        message = str(error)
    except Exception as error:  # noqa: BLE001 - one broken bureau never stops the others
        message = program_error(error)
    return Outcome(parameters, RunState.BROKEN, (message,))
