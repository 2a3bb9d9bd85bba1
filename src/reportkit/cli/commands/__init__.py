"""The commands of ``reportkit``, one a file."""
