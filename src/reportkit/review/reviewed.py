"""What a report stated when reviewers looked at it last, kept beside their decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reportkit.errors import WorkspaceError
from reportkit.inputs.names import FIGURES, FINDINGS, reviewed_file
from reportkit.params import Parameters
from reportkit.trouble import refused
from reportkit.writing import whole_file, write_json


def keep_reviewed(parameters: Parameters, workspace: Path) -> None:
    """Keep what the outputs state, as the version that was looked at last.

    Where the report was never made, there is nothing to keep.

    Raises
    ------
    WorkspaceError
        Where it cannot be read or written.
    """
    outputs = workspace / parameters.output_folder
    path = workspace / parameters.data_folder / reviewed_file(parameters.form)
    try:
        stated = {"figures": _read(outputs / FIGURES), "findings": _read(outputs / FINDINGS)}
        with whole_file(path) as file:
            write_json(file, stated | {"prose": None})
    except FileNotFoundError:
        return
    except ValueError:
        msg = f"{outputs} 里的结果读不出来。请用 reportkit run --force 重新生成。"
        raise WorkspaceError(msg) from None
    except OSError as error:
        raise WorkspaceError(refused(error, path)) from error


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
