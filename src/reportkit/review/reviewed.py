"""What a report stated when reviewers looked at it last, kept beside their decisions."""

from __future__ import annotations

from pathlib import Path

from reportkit.errors import WorkspaceError
from reportkit.inputs.basis import MADE_FROM
from reportkit.inputs.names import FIGURES, reviewed_file
from reportkit.making.manifest import read_manifest
from reportkit.params import Parameters
from reportkit.review.diff.sides import read_side
from reportkit.trouble import refused
from reportkit.writing import whole_file, write_json


def keep_reviewed(parameters: Parameters, workspace: Path) -> None:
    """Keep what the outputs state (`comparing.Statements`), and what they were made from.

    Where the report was never made, there is nothing to keep.

    Raises
    ------
    ComparisonError
        Where the outputs cannot be read.
    WorkspaceError
        Where it cannot be written.
    """
    outputs = workspace / parameters.output_folder
    if not (outputs / FIGURES).is_file():
        return
    stated = read_side(str(outputs), workspace).statements
    manifest = read_manifest(parameters, workspace)
    made = {name: manifest[name] for name in MADE_FROM if name in manifest}
    path = workspace / parameters.data_folder / reviewed_file(parameters.form)
    try:
        with whole_file(path) as file:
            write_json(file, stated.to_json() | {"made": made})
    except OSError as error:
        raise WorkspaceError(refused(error, path)) from error
