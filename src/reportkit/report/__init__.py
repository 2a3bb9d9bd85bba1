"""One bureau-year: what is computed of it, and what the cells of its notebook show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportkit.report.notebook import Report, open_report

from reportkit.params import parameters_in

__all__ = ["Report", "open_report", "parameters_in"]


def __getattr__(name: str) -> Any:
    """Return what notebooks import from here; IPython is nothing that `reportkit check` needs."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from reportkit.report import notebook

    return getattr(notebook, name)
