"""In which order bureau-years are made: members before parents, earlier years before later ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NoReturn

from reportkit.errors import ParametersError
from reportkit.params import Parameters

BureauYear = tuple[str, int]


def dependencies(parameters: Sequence[Parameters]) -> dict[BureauYear, set[BureauYear]]:
    """Return, for each bureau-year, those among the others whose outputs its figures rest on.

    These are its members in the same year, its own earlier years, and the bureau whose figures its
    parameter `previous` names.

    Parameters
    ----------
    parameters : sequence of Parameters
        No two of the same bureau-year. What is not among them is not made, and so not waited for.

    Returns
    -------
    dict of (str, int) to set of (str, int)
        Bureau code and year, in the order given.

    Raises
    ------
    ParametersError
        Where reports rest on each other in a circle.
    """
    years: dict[str, list[int]] = defaultdict(list)
    for one in parameters:
        years[one.bureau].append(one.year)
    makers = {one.output_folder / "figures.json": (one.bureau, one.year) for one in parameters}
    graph = {(one.bureau, one.year): set(_needed(one, years, makers)) for one in parameters}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        _refuse(error.args[1])
    return graph


def in_order(parameters: Sequence[Parameters]) -> list[Parameters]:
    """Return bureau-years so that each comes after all that its figures rest on.

    Raises
    ------
    ParametersError
        Where reports rest on each other in a circle.
    """
    known = {(one.bureau, one.year): one for one in parameters}
    order = TopologicalSorter(dependencies(parameters)).static_order()
    return [known[key] for key in order]


def _needed(
    one: Parameters, years: Mapping[str, Sequence[int]], makers: Mapping[Path, BureauYear]
) -> Iterator[BureauYear]:
    yield from ((one.bureau, year) for year in years[one.bureau] if year < one.year)
    yield from ((member, one.year) for member in one.members if one.year in years.get(member, ()))
    if one.previous_file in makers:
        yield makers[one.previous_file]


def _refuse(circle: Sequence[BureauYear]) -> NoReturn:
    shown = " → ".join(f"{bureau} {year}" for bureau, year in circle)
    heading = "汇总关系有误。"
    problem = f"这些单位互为所属单位：{shown}。请核对参数 members 和 previous。"
    raise ParametersError(heading, [problem]) from None
