"""One bureau-year: whether it has to be made, executing it, rendering it, its manifest."""
