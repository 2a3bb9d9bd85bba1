"""Web pages: their tables, and what a reader sees of them."""
