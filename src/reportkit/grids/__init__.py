"""Foreign files as bounded grids of cells; knows nothing of reports."""

from reportkit.grids.model import (
    Area,
    Grid,
    GridError,
    NoValue,
    Row,
    Value,
    column_letters,
)
from reportkit.grids.read import read_grids

__all__ = ["Area", "Grid", "GridError", "NoValue", "Row", "Value", "column_letters", "read_grids"]
