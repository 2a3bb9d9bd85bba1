"""What ``demo`` needs of a form: data in ``forms/<id>/demo/``, and their strict loader."""

from reportkit.demo.recipes.load import demo_forms, load_recipes
from reportkit.demo.recipes.model import (
    AddedSlip,
    AnySlip,
    CountedIn,
    Each,
    FormSlip,
    Group,
    LedgerRecipe,
    Many,
    MistypedSlip,
    ProseItem,
    Recipes,
    RecordSlip,
)

__all__ = [
    "AddedSlip",
    "AnySlip",
    "CountedIn",
    "Each",
    "FormSlip",
    "Group",
    "LedgerRecipe",
    "Many",
    "MistypedSlip",
    "ProseItem",
    "Recipes",
    "RecordSlip",
    "demo_forms",
    "load_recipes",
]
