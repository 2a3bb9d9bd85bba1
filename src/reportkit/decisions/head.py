"""The head of the chain, kept beside the outputs too: lines cut off at the end are missed there.

What is cut off both here and there, and has not been signed, cannot be told.
"""

from __future__ import annotations

from pathlib import Path

from reportkit.decisions.chain import Chain, broken
from reportkit.inputs.names import HEAD
from reportkit.params import Parameters
from reportkit.reading import read_text
from reportkit.trouble import refused
from reportkit.workspace import OUTPUTS
from reportkit.writing import hold_unlinked, whole_file


def head_file(parameters: Parameters) -> Path:
    """Return where the head is kept, relative to the workspace."""
    return Path(head_path(parameters))


def head_path(parameters: Parameters) -> str:
    """Return the same as text."""
    return f"{parameters.key.output_path}{HEAD}"


def keep_head(parameters: Parameters, workspace: Path, head: str) -> None:
    """Keep the head beside the outputs."""
    path = workspace / head_file(parameters)
    hold_unlinked(workspace / OUTPUTS, path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        file.write_text(f"{head}\n", encoding="ascii", newline="\n")


def kept_head(parameters: Parameters, workspace: Path) -> str | None:
    """Return the head that is kept beside the outputs; None where none is.

    To be asked for before the lines are read: somebody may be adding one.

    Raises
    ------
    DecisionsError
        Where it cannot be read.
    """
    path = head_file(parameters)
    try:
        return read_text(workspace / path, "latin-1").strip()  # what is no digest, no line has
    except FileNotFoundError:
        return None
    except OSError as error:
        raise broken(workspace / parameters.data_folder, [refused(error, path)]) from None


def hold_head(kept: str | None, parameters: Parameters, workspace: Path, chain: Chain) -> None:
    """Refuse a chain without the line that was its last when a decision was added last.

    Raises
    ------
    DecisionsError
    """
    if kept is not None and kept not in chain.digests:
        problem = (
            f"{head_file(parameters).as_posix()} 记着的最后一行没有了：末尾的行被删去或者改过。"
            "请从备份恢复；确实不要这些决定的，把这两个文件一并移走。"
        )
        raise broken(workspace / parameters.data_folder, [problem])
