"""Figures and findings as an executed notebook carries them: nothing is said twice.

A notebook is copied, checked and written value by value, so that whatever it need not hold costs
more than its bytes. Names of cells are the lines of one text, in the order of the form; what the
findings of a rule have in common is said of the rule; what a finding has nothing of is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    rules: dict[str, dict[str, Any]] = {}
    told = []
    for finding in findings:
        rule = rules.setdefault(finding["rule"], {name: finding[name] for name in _OF_RULE})
        cited = finding["cells"]
        own = {
            **finding,
            "cited": " ".join(one["id"] for one in cited),
            "cells": [one for one in cited if one != _cited(one["id"], cells)],
        }
        usual = {**_NOTHING, **rule}
        told.append({k: v for k, v in own.items() if k not in usual or v != usual[k]})
    values = {id_: cell["value"] for id_, cell in cells.items()}
    sums = {id_: cell["partial"] for id_, cell in cells.items() if "partial" in cell}
    return {
        "figures": {**figures, "cells": values, "partial": sums},
        "names": "\n".join(f"{id_} {cell['name']}" for id_, cell in cells.items()),
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
    names = dict(line.split(" ", 1) for line in carried["names"].split("\n") if line)
    cells = {id_: {"name": name, "value": values[id_]} for id_, name in names.items()}
    if len(cells) != len(values):
        raise ValueError(carried["names"])
    findings = [_whole(told, carried["rules"][told["rule"]], cells) for told in carried["findings"]]
    for id_, value in sums.items():
        cells[id_]["partial"] = value
    return {**figures, "cells": cells}, findings


def _whole(
    told: Mapping[str, Any], rule: Mapping[str, Any], cells: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a finding with all that it cites."""
    finding = {**_NOTHING, **rule, **told}
    own = {one["id"]: one for one in finding["cells"]}
    ids = finding.pop("cited").split()
    return {**finding, "cells": [own.get(id_) or _cited(id_, cells) for id_ in ids]}


def _cited(id_: str, cells: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a cell as a finding cites it, by what the figures tell of it."""
    cell = cells.get(id_)
    return cell and {"id": id_, "name": cell["name"], "value": cell["value"]}
