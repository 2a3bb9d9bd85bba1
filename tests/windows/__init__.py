"""Python as if on Windows: what of that can be tried on Linux.

``PYTHONPATH=tests/windows/shim pytest`` runs any tests so; what cannot be, is skipped.
"""

import os
import sys
from pathlib import Path

SHIM = Path(__file__).parent / "shim"
AS_ON_WINDOWS = sys.platform == "win32" or str(SHIM) in os.environ.get("PYTHONPATH", "")
