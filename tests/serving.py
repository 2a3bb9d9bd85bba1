"""Jupyter servers on ports that the system gives them: none is taken while the server starts."""

from __future__ import annotations

import json
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.conftest import eventually

ANY_PORT = "--port=0"


def runtime(folder: Path) -> dict[str, str]:
    """Return what has a server tell in a folder of its own where it listens."""
    return {"JUPYTER_RUNTIME_DIR": str(folder / "runtime")}


def port_told(folder: Path, process: subprocess.Popen[str]) -> int:
    """Wait until the server has told its port there."""

    def told() -> int:
        assert process.poll() is None, "the server has ended"
        for path in (folder / "runtime").glob("jpserver-*.json"):
            with suppress(ValueError):  # not all of it is there yet
                return int(json.loads(path.read_text())["port"])
        return 0

    return eventually(told)
