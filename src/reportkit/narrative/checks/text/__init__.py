"""The checks on what prose is, whatever the figures are: complete, its own, well written."""
