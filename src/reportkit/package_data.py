"""Reading the YAML files that ship with the package."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

# libyaml's loader, where it is there, is the faster one, and as safe.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(entry: Traversable) -> Any:
    """Return what a YAML file of the package says."""
    return yaml.load(entry.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe one
