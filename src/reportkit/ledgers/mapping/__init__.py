"""A bureau's own headings and words: the file, reading it, suggesting what may stand in it."""

from reportkit.ledgers.mapping.model import (
    NO_MAPPING,
    LedgerMapping,
    Own,
    files_named,
    mapping_of,
)
from reportkit.ledgers.mapping.read import read_mapping

__all__ = [
    "NO_MAPPING",
    "LedgerMapping",
    "Own",
    "files_named",
    "mapping_of",
    "read_mapping",
]
