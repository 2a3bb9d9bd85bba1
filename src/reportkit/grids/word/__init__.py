"""Word documents, of the new kind and of the old."""
