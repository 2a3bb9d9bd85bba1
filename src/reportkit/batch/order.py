"""In which order bureau-years are made: members before parents, last year before this."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from reportkit.errors import ParametersError
from reportkit.params import Parameters

_BureauYear = tuple[str, int]


def in_order(parameters: Sequence[Parameters]) -> list[Parameters]:
    """Return bureau-years so that each comes after all that its figures rest on.

    Raises
    ------
    ParametersError
        Where bureaus are members of each other in a circle.
    """
    known = {(one.bureau, one.year): one for one in parameters}
    graph = {key: _needed(one) & known.keys() for key, one in known.items()}
    try:
        return [known[key] for key in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " → ".join(f"{bureau} {year}" for bureau, year in error.args[1])
        heading = "汇总关系有误。"
        problem = f"这些单位互为所属单位：{circle}。请核对参数 members。"
        raise ParametersError(heading, [problem]) from None


def _needed(one: Parameters) -> set[_BureauYear]:
    return {(one.bureau, one.year - 1), *((member, one.year) for member in one.members)}
