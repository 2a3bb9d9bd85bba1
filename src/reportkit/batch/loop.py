"""Many bureau-years: each as soon as all that its figures rest on is there."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import replace
from graphlib import TopologicalSorter

from reportkit.errors import ReportkitError
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.params import Key, Parameters
from reportkit.sources.order import dependencies
from reportkit.storage.site import Site
from reportkit.trouble import program_error

_FORCED = ["要求重新生成"]
_A_WHILE = 1  # second: Windows hears of Ctrl-C between two waits, never in one
BROKE_LAST_TIME = ["上次没有完成"]


def run_batch(
    parameters: Sequence[Parameters],
    site: Site,
    executor: Executor,
    *,
    force: bool = False,
    broken: Container[Key] = (),
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
    turns = TopologicalSorter(dependencies(parameters, site.folder))
    turns.prepare()
    running: dict[Future[Outcome], tuple[Key, list[str]]] = {}
    try:
        while turns.is_active():
            to_make: list[tuple[Key, list[str]]] = []
            while ready := turns.get_ready():
                for key in ready:
                    reasons = _FORCED if force else site.reasons_to_run(known[key])
                    reasons = reasons or (BROKE_LAST_TIME if key in broken else [])
                    if reasons:
                        to_make.append((key, reasons))
                    else:
                        yield site.kept(known[key])
                        turns.done(key)
            to_make.sort(key=lambda turn: site.size(known[turn[0]]), reverse=True)
            for key, reasons in to_make:
                running[executor.submit(site.make, known[key])] = (key, reasons)
            for future in wait(running, _A_WHILE, FIRST_COMPLETED).done:
                key, reasons = running.pop(future)
                yield replace(_outcome(future, known[key]), reasons=tuple(reasons))
                turns.done(key)
    finally:
        for future in running:
            future.cancel()


def _outcome(future: Future[Outcome], parameters: Parameters) -> Outcome:
    """Return what a worker reported; where it could report nothing, that."""
    try:
        return future.result()
    except ReportkitError as error:
        message = str(error)
    except Exception as error:  # noqa: BLE001 - one broken bureau never stops the others
        message = program_error(error)
    return Outcome(parameters, RunState.BROKEN, (message,))
