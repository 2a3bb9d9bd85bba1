"""Copies of a bureau's workbooks in which everything that is wrong is marked where it stands.

They hold personal data as the ledgers do, and so belong in no folder of outputs or of data.
"""

from reportkit.ledgers.annotate.write import Annotated, annotate

__all__ = ["Annotated", "annotate"]
