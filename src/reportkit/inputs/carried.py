"""Figures and findings as an executed notebook carries them: nothing is said twice.

A notebook is copied, checked and written value by value, so that whatever it need not hold costs
more than its bytes. Names of cells are the lines of one text, in the order of the form; what the
findings of a rule have in common is said of the rule; what a finding has nothing of is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any

_OF_RULE = ("title", "citation", "severity")
_NOTHING: Mapping[str, Any] = {
    "suggestion": "",
    "left": None,
    "right": None,
    "residual": None,
    "cited": "",
    "cells": [],
    "suspects": [],
}


def packed(figures: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return figures and findings as a notebook carries them.

    Parameters
    ----------
    figures : mapping
        The JSON of all cells of a report.
    findings : iterable of mapping
        The JSON of its findings, each with all cells that it cites.
    """
    cells = figures["cells"]
    places = {id_: str(place) for place, id_ in enumerate(cells)}
    rules: dict[str, dict[str, Any]] = {}
    told = []
    for finding in findings:
        rule = rules.setdefault(finding["rule"], {name: finding[name] for name in _OF_RULE})
        cited = finding["cells"]
        own = {
            **finding,
            "cited": " ".join(places.get(one["id"], one["id"]) for one in cited),
            "cells": [one for one in cited if one != _cited(one["id"], cells)],
        }
        usual = {**_NOTHING, **rule}
        told.append({k: v for k, v in own.items() if k not in usual or v != usual[k]})
    values = [cell["value"] for cell in cells.values()]
    sums = {id_: cell["partial"] for id_, cell in cells.items() if "partial" in cell}
    return {
        "figures": {**figures, "cells": values, "partial": sums},
        "ids": _shortened(cells),
        "names": _shortened(cell["name"] for cell in cells.values()),
        "rules": rules,
        "findings": told,
    }


def unpacked(carried: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the figures, in the order of the form, and the findings of what `packed` returned.

    Raises
    ------
    AttributeError, LookupError, TypeError, ValueError
        Where it is nothing of the kind.
    """
    figures = dict(carried["figures"])
    values, sums = figures["cells"], figures.pop("partial")
    told = zip(_whole_lines(carried["ids"]), _whole_lines(carried["names"]), values, strict=True)
    cells = {id_: {"name": name, "value": value} for id_, name, value in told}
    ids = {str(place): id_ for place, id_ in enumerate(cells)}
    findings = [
        _whole(told, carried["rules"][told["rule"]], cells, ids) for told in carried["findings"]
    ]
    for id_, value in sums.items():
        cells[id_]["partial"] = value
    return {**figures, "cells": cells}, findings


def _shortened(lines: Iterable[str]) -> str:
    """Return lines as one text, each without what it shares with the one before but its length."""
    parts, before = [], ""
    for line in lines:
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(before, line, strict=False))
        shared = sum(1 for _ in alike)
        parts.append(f"{shared} {line[shared:]}")
        before = line
    return "\n".join(parts)


def _whole_lines(text: str) -> Iterator[str]:
    """Yield the lines of what `_shortened` returned."""
    before = ""
    for part in text.split("\n") if text else ():
        shared, rest = part.split(" ", 1)
        before = before[: int(shared)] + rest
        yield before


def _whole(
    told: Mapping[str, Any],
    rule: Mapping[str, Any],
    cells: Mapping[str, Any],
    ids: Mapping[str, str],
) -> dict[str, Any]:
    """Return a finding with all that it cites."""
    finding = {**_NOTHING, **rule, **told}
    own = {one["id"]: one for one in finding["cells"]}
    cited = [ids.get(one, one) for one in finding.pop("cited").split()]
    return {**finding, "cells": [own.get(id_) or _cited(id_, cells) for id_ in cited]}


def _cited(id_: str, cells: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a cell as a finding cites it, by what the figures tell of it."""
    cell = cells.get(id_)
    return cell and {"id": id_, "name": cell["name"], "value": cell["value"]}
