"""Made-up workspaces of any size to try the kit on, with errors planted in some, if so wished."""

from reportkit.demo.recipes import demo_forms, load_recipes
from reportkit.demo.workspace import make_workspace

__all__ = ["demo_forms", "load_recipes", "make_workspace"]
