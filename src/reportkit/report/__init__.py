"""One bureau-year: what is computed of it, and what the cells of its notebook show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.lazily import named

if TYPE_CHECKING:
    from reportkit.report.notebook import Report, open_report

from reportkit.params import parameters_in

__all__ = ["Report", "open_report", "parameters_in"]


# IPython is nothing that `reportkit check` needs.
__getattr__ = named(__name__, {"notebook": ("Report", "open_report")})
