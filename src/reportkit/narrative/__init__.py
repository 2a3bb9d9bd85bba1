"""Prose bound to figures: reading the narrative, filling its figures in, checking what it says."""

from reportkit.narrative.bind import Narrative, read_narrative
from reportkit.narrative.boilerplate import check_boilerplate, read_prose
from reportkit.narrative.check import check_narrative

__all__ = ["Narrative", "check_boilerplate", "check_narrative", "read_narrative", "read_prose"]
