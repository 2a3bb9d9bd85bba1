"""Packages that import a module of theirs when one of its names is asked for, not before."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def named(package: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package.

    Parameters
    ----------
    package : str
        Its name.
    modules : mapping of str to sequence of str
        The names that it gives, by the module below it that has them. None is a module's own name,
        which would be the module as soon as somebody imports that.
    """
    where = {name: f"{package}.{module}" for module, names in modules.items() for name in names}

    def get(name: str) -> Any:
        if name not in where:
            msg = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(msg)
        value = getattr(import_module(where[name]), name)
        setattr(sys.modules[package], name, value)  # found at once from now on
        return value

    return get
