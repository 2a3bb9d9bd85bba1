"""What a report rests on, and what comes of it: inputs, digests, files and their names, outcome."""
