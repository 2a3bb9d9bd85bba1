"""The outputs of one form and year, wherever they lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reportkit.forms import Form
from reportkit.params import Key
from reportkit.storage.files import Files
from reportkit.workspace import OUTPUTS, PUBLISHED


class Shelf(NamedTuple):
    """The outputs of one form and year."""

    form: str
    year: int

    @property
    def folder(self) -> str:
        """Their folder, relative to the workspace."""
        return f"{OUTPUTS}/{self.form}/{self.year}"

    @property
    def published(self) -> str:
        """The folder of what is published of them, relative to the workspace."""
        return f"{PUBLISHED}/{self.form}/{self.year}"

    @property
    def logs(self) -> str:
        """The folder of their logs, relative to the workspace."""
        return f"{OUTPUTS}/logs/{self.form}/{self.year}"

    def key(self, bureau: str) -> Key:
        """Return the key of a bureau's report among them."""
        return Key(self.form, self.year, bureau)

    def path(self, name: str) -> str:
        """Return the path of a file beside the folders of bureaus."""
        return f"{self.folder}/{name}"

    def output(self, bureau: str, name: str) -> str:
        """Return the path of a file of a bureau."""
        return f"{self.folder}/{bureau}/{name}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where they lie, and what they are of.

    Attributes
    ----------
    shelf : Shelf
    files : Files
    workspace : Path
        With the parameters; it says who may sign.
    form : Form or None
        None where it cannot be read any more: its reports stand all the same.
    """

    shelf: Shelf
    files: Files
    workspace: Path
    form: Form | None
