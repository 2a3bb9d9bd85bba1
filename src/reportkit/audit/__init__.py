"""Reports that others published, held against the rules: one, or many."""
