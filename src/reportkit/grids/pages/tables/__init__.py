"""Tables on pages, with ruling lines and without."""
