"""Reports that others published: their figures with where each came from, and what is in doubt."""
