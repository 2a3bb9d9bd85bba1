"""What only those get who work in a notebook: completion, help, explanations, short looks."""
