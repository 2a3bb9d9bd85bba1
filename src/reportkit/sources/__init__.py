"""Which bureau-years there are, and in which order they are made."""
