"""Lists, totals and shares that prose works out by itself."""
