"""Python as if on Windows: what of that can be tried on Linux.

``PYTHONPATH=tests/windows/shim pytest`` runs any tests so; what cannot be, is skipped.
"""

from pathlib import Path

SHIM = Path(__file__).parent / "shim"
