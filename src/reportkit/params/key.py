"""What tells one bureau-year from all others."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reportkit.workspace import OUTPUTS

DEFAULT_FORM = "ogi"


class Key(NamedTuple):
    """What tells one bureau-year from all others."""

    form: str
    year: int
    bureau: str

    def __str__(self) -> str:
        """Return it for messages: year and bureau, and a form that is not the usual one."""
        form = () if self.form == DEFAULT_FORM else (self.form,)
        return " ".join([self.bureau, str(self.year), *form])

    @property
    def slug(self) -> str:
        """It as part of a file's name: ``a-2022``, ``a-2022-enforcement``."""
        return str(self).replace(" ", "-")

    @property
    def path(self) -> str:
        """It as a path: ``ogi/2022/a``, and so no other's."""
        return f"{self.form}/{self.year}/{self.bureau}"

    @property
    def output_folder(self) -> Path:
        """The folder of the outputs, relative to the workspace."""
        return Path(self.output_path)

    @property
    def output_path(self) -> str:
        """The same as text: of thousands, the Paths take long."""
        return f"{OUTPUTS}/{self.path}"
