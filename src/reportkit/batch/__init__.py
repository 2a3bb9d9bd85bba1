"""Executing bureau-years and writing their outputs."""

from reportkit.batch.order import in_order
from reportkit.batch.run import Outcome, run_report
from reportkit.batch.stale import reasons_to_run

__all__ = ["Outcome", "in_order", "reasons_to_run", "run_report"]
