"""What others wrote, without what acts, asks, leads away or hides."""
