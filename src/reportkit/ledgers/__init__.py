"""One bureau-year's raw data: readers, problems. No personal data leaves this room."""

from reportkit.ledgers.load import Ledger, RawData, read_ledger, read_raw_data
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.rows import ROW

__all__ = [
    "ROW",
    "Ledger",
    "Problem",
    "RawData",
    "read_ledger",
    "read_raw_data",
]
