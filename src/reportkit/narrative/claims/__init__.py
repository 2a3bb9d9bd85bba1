"""Figures claimed in prose: which cell a number, or no number at all, speaks of."""
