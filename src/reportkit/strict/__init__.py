"""YAML read strictly: what is unknown, missing or of another type is told with file and line.

Every mapping that is read remembers where it stands, also after it has been put together with
others from other files, so that a fault found later can still be told with its place.
"""

from reportkit.strict.faults import IN_QUOTES, faults
from reportkit.strict.load import read_entry, read_yaml
from reportkit.strict.model import Located, Strict, located

__all__ = ["IN_QUOTES", "Located", "Strict", "faults", "located", "read_entry", "read_yaml"]
