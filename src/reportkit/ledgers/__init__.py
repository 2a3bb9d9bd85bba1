"""One bureau-year's raw data: readers, problems. No personal data leaves this room."""

from reportkit.ledgers.account import Account, BlockRead, LeftOut, NotRead
from reportkit.ledgers.frame import Ledger
from reportkit.ledgers.load import Asked, RawData, read_ledger, read_raw_data
from reportkit.ledgers.mapping import LedgerMapping, files_named, read_mapping
from reportkit.ledgers.problem import Problem, UnreadableError
from reportkit.ledgers.rows import ROW
from reportkit.ledgers.sheets.intake import Intake, take_in
from reportkit.ledgers.sheets.placing import is_ledger

__all__ = [
    "ROW",
    "Account",
    "Asked",
    "BlockRead",
    "Intake",
    "Ledger",
    "LedgerMapping",
    "LeftOut",
    "NotRead",
    "Problem",
    "RawData",
    "UnreadableError",
    "files_named",
    "is_ledger",
    "read_ledger",
    "read_mapping",
    "read_raw_data",
    "take_in",
]
