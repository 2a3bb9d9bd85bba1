"""Tables with ruling lines: lines into frames, frames into cells, characters into these."""
