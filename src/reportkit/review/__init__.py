"""What comes after making: decisions, sign-offs, publishing, verifying, comparing, the index."""
