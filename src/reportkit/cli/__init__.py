"""The command line: one command a file; errors become messages and exit codes here."""

from reportkit.cli.main import main

__all__ = ["main"]
