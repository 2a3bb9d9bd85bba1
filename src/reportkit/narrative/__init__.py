"""Prose bound to figures: reading the narrative, filling its figures in, checking what it says."""

from reportkit.narrative.bind import Narrative, read_narrative, read_notes, read_prose

__all__ = ["Narrative", "read_narrative", "read_notes", "read_prose"]
