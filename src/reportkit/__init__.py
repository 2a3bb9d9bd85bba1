"""Reproducible notebook kit for the annual report on open government information.

The rooms, top to bottom (imports go down only): `cli`, `batch`, `report`, `rendering`,
`narrative`, `rules`, `figures`, `ledgers`, `editions`, `params` and `errors`.
"""

__version__ = "0.1.0"
