"""One value as written: what it means, and what is said where it cannot be read."""
