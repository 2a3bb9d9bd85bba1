"""What differs between two reports: in their cells, in what the rules say, in their sentences.

Nothing is read or printed here. Two reports of one bureau-year, of two years, of two bureaus or of
two forms are all compared alike; what only one of them has is named, never passed over.
"""

from reportkit.comparing.compare import compare
from reportkit.comparing.model import (
    Became,
    CellChange,
    Comparison,
    FindingChange,
    SentenceChange,
    Statements,
)
from reportkit.comparing.sentences import Piece, pieces

__all__ = [
    "Became",
    "CellChange",
    "Comparison",
    "FindingChange",
    "Piece",
    "SentenceChange",
    "Statements",
    "compare",
    "pieces",
]
