"""Executing bureau-years and writing their outputs."""

from reportkit.batch.run import Outcome, run_report

__all__ = ["Outcome", "run_report"]
