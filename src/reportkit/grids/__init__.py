"""Foreign files as bounded grids of cells; knows nothing of reports."""

from reportkit.grids.model import Area, Grid, GridError, NoValue, Row, Value

__all__ = ["Area", "Grid", "GridError", "NoValue", "Row", "Value"]
