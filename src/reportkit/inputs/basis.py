"""What two makings of a report rest on: parameters, files and kit, as manifests have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MADE_FROM = ("parameters", "inputs", "rules", "package", "versions")
"""What of a manifest tells that."""


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each name whose value is another, with what happened to it."""
    for name in sorted({*before, *now}):
        if name not in now:
            yield name, "没有了"
        elif name not in before:
            yield name, "是新的"
        elif before[name] != now[name]:
            yield name, "变了"
