"""The index over all bureaus of a form and year: a page, a workbook, and the cache of both."""

from reportkit.review.index.update import Batch, Shelf, update_indexes

__all__ = ["Batch", "Shelf", "update_indexes"]
