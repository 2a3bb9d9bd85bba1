"""Pages that are pictures: made straight, their lines and cells found, their text recognised."""
