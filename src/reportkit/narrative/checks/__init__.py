"""The checks on prose, one subject a module; importing one registers it."""
