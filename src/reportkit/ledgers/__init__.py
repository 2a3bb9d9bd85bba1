"""One bureau-year's raw data: schemas, readers, problems. No personal data leaves this room."""

from reportkit.ledgers.load import Ledger, RawData, read_ledger, read_raw_data
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.rows import ROW
from reportkit.ledgers.schema import Field, Schema, load_schemas

__all__ = [
    "ROW",
    "Field",
    "Ledger",
    "Problem",
    "RawData",
    "Schema",
    "load_schemas",
    "read_ledger",
    "read_raw_data",
]
