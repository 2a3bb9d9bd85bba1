"""The checks on raw data and figures, one subject a module; importing one registers it."""
