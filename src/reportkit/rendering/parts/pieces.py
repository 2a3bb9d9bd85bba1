"""Texts that have most of their clauses in common, each clause written once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_CLAUSE = re.compile("[^、]*、?")


def in_pieces(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return texts as ``clauses`` and, by name, the ``places`` of those that each is made of."""
    clauses: dict[str, int] = {}
    places = {
        name: " ".join(
            str(clauses.setdefault(clause, len(clauses)))
            for clause in _CLAUSE.findall(text)
            if clause
        )
        for name, text in texts.items()
    }
    return {"clauses": [*clauses], "places": places}


def joined(pieces: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of which `in_pieces` made this; none of nothing."""
    clauses = pieces.get("clauses", [])
    return {
        name: "".join(clauses[int(place)] for place in places.split())
        for name, places in pieces.get("places", {}).items()
    }
