"""The checks on numbers told in prose: against the figures, last year, each other."""
