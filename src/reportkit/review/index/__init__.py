"""The index over all bureaus of a form and year: a page, a workbook, and the cache of both."""

from reportkit.review.index.shelf import Shelf
from reportkit.review.index.update import Batch, update_indexes

__all__ = ["Batch", "Shelf", "update_indexes"]
