"""What lies in a published folder besides what was signed."""

from __future__ import annotations

from collections.abc import Mapping

SUMS = "SHA256SUMS"
EARLIER = "earlier"


def sums_text(digests: Mapping[str, str]) -> str:
    """Return what ``sha256sum -c`` reads of a folder."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def read_sums(text: str) -> dict[str, str]:
    """Return the digests by name; empty where it is no such text."""
    pairs = [line.partition("  ") for line in text.splitlines()]
    sums = {name: digest for digest, _, name in pairs}
    return sums if sums_text(sums) == text else {}
