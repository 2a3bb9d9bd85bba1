"""OFD documents (GB/T 33190): XML in a zip."""
