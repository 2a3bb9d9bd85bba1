"""Foreign files as bounded grids of cells; knows nothing of reports."""

from reportkit.grids.model import Area, Grid, GridError, NoValue, Row, Value
from reportkit.grids.read import read_grids

__all__ = ["Area", "Grid", "GridError", "NoValue", "Row", "Value", "read_grids"]
