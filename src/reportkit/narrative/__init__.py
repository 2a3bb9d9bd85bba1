"""Prose bound to figures: reading the narrative, filling its figures in, checking its sections."""

from reportkit.narrative.bind import Narrative, read_narrative
from reportkit.narrative.check import check_narrative

__all__ = ["Narrative", "check_narrative", "read_narrative"]
