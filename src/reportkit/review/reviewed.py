"""What a report stated when reviewers looked at it last, kept beside their decisions."""

from __future__ import annotations

from pathlib import Path

from reportkit.errors import WorkspaceError
from reportkit.inputs.names import FIGURES, reviewed_file
from reportkit.params import Parameters
from reportkit.review.diff.sides import read_side
from reportkit.trouble import refused
from reportkit.writing import whole_file, write_json


def keep_reviewed(parameters: Parameters, workspace: Path) -> None:
    """Keep what the outputs state (`comparing.Statements`) as the version looked at last.

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
    path = workspace / parameters.data_folder / reviewed_file(parameters.form)
    try:
        with whole_file(path) as file:
            write_json(file, stated.to_json())
    except OSError as error:
        raise WorkspaceError(refused(error, path)) from error
