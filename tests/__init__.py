"""Tests of reportkit."""

import os
import sys

# Where nothing may be written beside the sources, each of the hundreds of processes of the tests
# would compile the kit anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
