"""Figures claimed in prose: which cell a number speaks of, and which parts make up which total."""
