"""Executing bureau-years and writing their outputs."""

from reportkit.batch.order import in_order
from reportkit.batch.run import Outcome, run_report

__all__ = ["Outcome", "in_order", "run_report"]
