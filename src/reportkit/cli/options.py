"""Options that several commands have, declared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

FILE = click.Path(dir_okay=False, path_type=Path)
FILE_THERE = click.Path(dir_okay=False, exists=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


def formats(*others: str, told: str) -> Callable[[Any], Any]:
    """Return the option ``--format`` of a command that prints text, or in other formats."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["text", *others]),
        default="text",
        show_default=True,
        help=told,
    )
