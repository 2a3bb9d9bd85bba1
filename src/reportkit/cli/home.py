"""A home for users that the system knows no home of: under cron, in a container."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def with_home() -> None:
    """See to it that there is a home folder: Jupyter's libraries give up where there is none.

    It is this process's alone, and the processes' that it starts; nobody else can put anything
    there for them to run.
    """
    try:
        Path.home()
    except RuntimeError:
        home = tempfile.mkdtemp(prefix="reportkit-home-")
        os.environ["HOME"] = home
        atexit.register(shutil.rmtree, home, ignore_errors=True)
