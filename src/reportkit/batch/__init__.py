"""Executing bureau-years, one or many, and writing their outputs."""

from reportkit.batch.loop import run_batch
from reportkit.batch.order import in_order
from reportkit.batch.outcome import Outcome
from reportkit.batch.place import Place, Workspace
from reportkit.batch.stale import reasons_to_run

__all__ = ["Outcome", "Place", "Workspace", "in_order", "reasons_to_run", "run_batch"]
