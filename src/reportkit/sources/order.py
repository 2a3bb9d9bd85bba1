"""In which order bureau-years are made: members before parents, earlier years before later ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NoReturn

from reportkit.errors import ParametersError
from reportkit.inputs.typed import inputs_of
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
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in parameters:
        years[one.form, one.bureau].append(one.year)
    made = {one.key for one in parameters}
    graph = {
        one.key: inputs_of(one, workspace).keys(lambda *of: years.get(of, ())) & made
        for one in parameters
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        _refuse(error.args[1])
    return graph


def in_order(parameters: Sequence[Parameters], workspace: Path | None = None) -> list[Parameters]:
    """Return bureau-years so that each comes after all that its figures rest on.

    Raises
    ------
    ParametersError
        Where reports rest on each other in a circle.
    """
    known = {one.key: one for one in parameters}
    order = TopologicalSorter(dependencies(parameters, workspace)).static_order()
    return [known[key] for key in order]


def _refuse(circle: Sequence[Key]) -> NoReturn:
    shown = " → ".join(map(str, circle))
    heading = "汇总关系有误。"
    problem = f"这些单位互为所属单位：{shown}。请核对参数 members 和 previous。"
    raise ParametersError(heading, [problem]) from None
