"""The extension of Jupyter Server: by itself, or beside JupyterLab as under JupyterHub."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from traitlets import Unicode, default

from reportkit.review.serve.handlers import HANDLERS, SHELF, START
from reportkit.review.serve.people import OwnerIdentityProvider
from reportkit.review.serve.shelf import Shelf
from reportkit.workspace import workspace_here

_LARGEST = 4 << 20  # bytes of what is sent to us: a form, or a statement and its signature

_LATER = "reportkit.review.serve.doing"


class _NoFiles(AsyncLargeFileManager):
    """Files that are served to nobody: there are ledgers among them."""

    def get_extra_handlers(self) -> list[Any]:
        """Return no address under which they could be had."""
        return []


class ReviewServer(ServerApp):
    """A server of its own: nobody executes anything on it, or walks through its folders.

    What its user sets for any Jupyter server, identities above all, holds for this one.
    """

    default_services = ("security",)  # type: ignore[assignment]

    @default("identity_provider_class")
    def _default_identity_provider_class(self) -> type[OwnerIdentityProvider]:
        return OwnerIdentityProvider

    @default("contents_manager_class")
    def _default_contents_manager_class(self) -> type[_NoFiles]:
        return _NoFiles

    @default("max_body_size")
    def _default_max_body_size(self) -> int:
        return _LARGEST  # it is held in memory before anybody knows who sends it

    @default("max_buffer_size")
    def _default_max_buffer_size(self) -> int:
        return _LARGEST

    @default("terminals_enabled")
    def _default_terminals_enabled(self) -> bool:
        return False


class ReviewApp(ExtensionApp):
    """Pages on which reviewers read, decide and sign."""

    name = "reportkit_review"
    extension_url = START
    load_other_extensions = False
    serverapp_class = ReviewServer

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
        folder = workspace_here(self.workspace)
        self.settings[SHELF] = Shelf(folder.resolve(), self.store or None)

    def initialize_handlers(self) -> None:
        """Add the pages; what they load takes seconds, and no reader should wait for it."""
        self.handlers.extend(HANDLERS)
        threading.Thread(target=import_module, args=[_LATER], daemon=True).start()


def serve(options: list[str]) -> None:
    """Serve until the user ends it.

    Parameters
    ----------
    options : list of str
        Those of Jupyter Server and of the classes here, as on its command line.
    """
    ReviewApp.launch_instance(options)  # type: ignore[no-untyped-call]
