"""The files that are published of a report: rendered again from its executed notebook, unmarked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportkit.errors import SigningError
from reportkit.inputs.agreement import DIGEST
from reportkit.inputs.names import FIGURES, MANIFEST, NOTEBOOK
from reportkit.params import Parameters
from reportkit.review.signing.told_names import told_inputs

_OF_DRAFTS = ("under_review", "reviewed", DIGEST)


def clean_files(
    parameters: Parameters, workspace: Path, manifest: Mapping[str, Any]
) -> dict[str, bytes]:
    """Return the content of every file that is published, by its name.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        With the outputs.
    manifest : mapping
        Of the outputs.

    Raises
    ------
    SigningError
        Where the notebook does not hold a passed report of this bureau-year.
    """
    from reportkit.making.execute import read_notebook
    from reportkit.making.render import public_renditions
    from reportkit.making.run import result_for
    from reportkit.rendering.exporters import tell

    path = workspace / parameters.output_folder / NOTEBOOK
    try:
        notebook = read_notebook(path)
    except (OSError, ValueError):
        fault = f"{path.name} 读不出来。请用 reportkit run --force 重新生成。"
        raise SigningError(f"{parameters.name}不能签发：", [fault]) from None
    told = tell(notebook)
    result = result_for(parameters, told.document)
    if told.document.is_draft:
        fault = "执行过的笔记本得出的是草稿。请用 reportkit run --force 重新生成。"
        raise SigningError(f"{parameters.name}不能签发：", [fault])
    public = public_renditions(
        told, under_review=False, embed_fonts=bool(manifest.get("embed_fonts"))
    )
    files = public | {FIGURES: result.figures_file.encode()}
    return files | {MANIFEST: manifest_text(manifest, digests_of(files)).encode()}


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sha256 of each file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def manifest_text(manifest: Mapping[str, Any], outputs: Mapping[str, str]) -> str:
    """Return the manifest that is published: of what the report was made, and what is published.

    What raw data is called is told as far as it may be (see `told_inputs`).

    It is part of what is signed, and can be told from the manifest of the outputs without anything
    being rendered: that is how a signature is known to be of a report that was made anew since.
    """
    kept = {name: value for name, value in manifest.items() if name not in _OF_DRAFTS}
    kept["inputs"] = told_inputs(manifest["inputs"])
    kept["outputs"] = {name: outputs[name] for name in sorted(outputs) if name != MANIFEST}
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
