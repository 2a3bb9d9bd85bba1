"""Made-up workspaces of any size to try the kit on, with errors planted in some, if so wished."""

from reportkit.demo.workspace import make_workspace

__all__ = ["make_workspace"]
