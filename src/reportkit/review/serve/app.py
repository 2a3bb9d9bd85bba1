"""The extension of Jupyter Server, by itself or beside JupyterLab, as under JupyterHub."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Unicode

from reportkit.params import find_workspace
from reportkit.review.serve.handlers import HANDLERS, SHELF, START
from reportkit.review.serve.shelf import Shelf


class ReviewApp(ExtensionApp):  # type: ignore[misc]
    """Pages on which reviewers read, decide and sign."""

    name = "reportkit_review"
    extension_url = START
    load_other_extensions = False
    # Of a server of its own: nobody executes anything or walks through the folders.
    serverapp_config: dict[str, Any] = {
        "terminals_enabled": False,
        "authorizer_class": "reportkit.review.serve.people.ReviewersOnly",
    }

    workspace = Unicode(
        "", help="The folder with params/; the nearest above where the server starts."
    ).tag(config=True)
    store = Unicode("", help="Where data/ and outputs/ are, if not in the workspace.").tag(
        config=True
    )

    @classmethod
    def get_extension_package(cls) -> str:
        """Return the package that tells Jupyter of this: not the whole kit."""
        return "reportkit.review.serve"

    def initialize_settings(self) -> None:
        """Hand the workspace to the pages."""
        folder = Path(self.workspace) if self.workspace else find_workspace(Path.cwd())
        self.settings[SHELF] = Shelf(folder.resolve(), self.store or None)

    def initialize_handlers(self) -> None:
        """Add the pages."""
        self.handlers.extend(HANDLERS)
