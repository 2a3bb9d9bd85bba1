"""In which order bureau-years are made: members before parents, earlier years before later ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from reportkit.errors import ParametersError, ReportkitError
from reportkit.inputs.typed import YearsMade, inputs_of
from reportkit.params import Key, Parameters


def dependencies(
    parameters: Sequence[Parameters], workspace: Path | None = None
) -> dict[Key, set[Key]]:
    """Return, for each bureau-year, those among the others whose outputs its figures rest on.

    Parameters
    ----------
    parameters : sequence of Parameters
        No two of the same bureau-year. What is not among them is not made, and so not waited for.
    workspace : Path, optional
        May have forms of its own.

    Returns
    -------
    dict of Key to set of Key
        In the order given.

    Raises
    ------
    ParametersError
        Where reports rest on each other in a circle.
    """
    graph = _graph(parameters, workspace)
    if circle := _circle(graph):
        raise _refusal(circle)
    return graph


class Order(NamedTuple):
    """Bureau-years, each after all that its figures rest on.

    Attributes
    ----------
    parameters : list of Parameters
    circles : list of ParametersError
        Of those left out, as they rest on each other in a circle: they stop none of the others.
    needs : dict of Key to set of Key
        See `dependencies`.
    """

    parameters: list[Parameters]
    circles: list[ParametersError]
    needs: dict[Key, set[Key]]


def in_order(parameters: Sequence[Parameters], workspace: Path | None = None) -> Order:
    """Return bureau-years so that each comes after all that its figures rest on."""
    graph, circles = _graph(parameters, workspace), list[ParametersError]()
    while circle := _circle(graph):
        circles.append(_refusal(circle))
        graph = {key: needs - {*circle} for key, needs in graph.items() if key not in circle}
    known = {one.key: one for one in parameters}
    whole = [known[key] for key in TopologicalSorter(graph).static_order()]
    return Order(whole, circles, graph)


def _graph(parameters: Sequence[Parameters], workspace: Path | None) -> dict[Key, set[Key]]:
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in parameters:
        years[one.form, one.bureau].append(one.year)
    made = {one.key for one in parameters}
    return {
        one.key: _rests_on(one, workspace, lambda *of: years.get(of, ())) & made
        for one in parameters
    }


def _rests_on(one: Parameters, workspace: Path | None, years: YearsMade) -> set[Key]:
    try:
        return inputs_of(one, workspace).keys(years)
    except (ReportkitError, OSError):  # whoever makes it will tell
        return set()


def _circle(graph: Mapping[Key, set[Key]]) -> Sequence[Key]:
    """Return bureau-years of which each rests on the next, the first at the end again."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: Sequence[Key] = error.args[1]
        return circle
    return ()


def _refusal(circle: Sequence[Key]) -> ParametersError:
    shown = " → ".join(map(str, circle))
    remedy = "请核对参数 members、previous，以及引用其他报告的规则。"
    problem = f"这些报告互为依据，排不出先后：{shown}。{remedy}"
    return ParametersError("报告之间的依据有误。", [problem])
