"""The bureau's own headings and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OwnWords:
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    void_rows: Mapping[str, str] = field(default_factory=dict)


NO_MAPPING = OwnWords()
