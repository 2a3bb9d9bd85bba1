"""What a report stated when reviewers looked at it last, kept beside their decisions."""

from __future__ import annotations

from pathlib import Path

from reportkit.errors import WorkspaceError
from reportkit.inputs.names import reviewed_file
from reportkit.params import Parameters
from reportkit.review.stated import stated_in
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
        stated = stated_in(outputs).to_json()
        with whole_file(path) as file:
            write_json(file, stated)
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError, AttributeError):
        msg = f"{outputs} 里的结果读不出来。请用 reportkit run --force 重新生成。"
        raise WorkspaceError(msg) from None
    except OSError as error:
        raise WorkspaceError(refused(error, path)) from error
