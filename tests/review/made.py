"""Outputs of bureau-years as a batch leaves them, without making any."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportkit.inputs.agreement import with_digest
from reportkit.params import Key, Parameters, parse_parameters
from reportkit.review.index import Batch, Shelf, update_indexes
from reportkit.storage.files import Files, FolderFiles

YEAR = 2024
RENDITIONS = ("report.html", "report.pdf", "review.html", "figures.json")


def bureau(code: str, name: str = "", **more: Any) -> Parameters:
    """Return the parameters of a made-up bureau."""
    values = {"bureau": code, "bureau_name": name or f"某市{code}局", "year": YEAR}
    return parse_parameters(values | {"date": "2025-01-20"} | more, "test")


def finding(state: str = "fail", severity: str = "error", message: str = "两处不等。") -> Any:
    """Return what of a finding the index looks at."""
    return {"rule": "R-SUM", "severity": severity, "state": state, "message": message}


def make(
    workspace: Path, parameters: Parameters, *findings: Any, data: dict[str, bytes] | None = None
) -> Path:
    """Write the outputs of a bureau-year: it fails where some finding does."""
    folder = workspace / parameters.output_folder
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(findings, ensure_ascii=False).encode()
    (folder / "findings.json").write_bytes(told)
    outputs = dict.fromkeys(RENDITIONS, "0" * 64)
    outputs["findings.json"] = hashlib.sha256(told).hexdigest()
    failed = any((one["state"], one["severity"]) == ("fail", "error") for one in findings)
    manifest = {
        "state": "failed" if failed else "passed",
        "parameters": parameters.for_notebook(),
        "form": parameters.form,
        "outputs": outputs,
    }
    (folder / "manifest.json").write_text(json.dumps(with_digest(manifest)), "utf-8")
    return folder


@dataclass
class Watched:
    """The files of a workspace, with what was read and written of them."""

    folder: Path
    read_paths: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._files = FolderFiles(self.folder)
        self.children = self._files.children
        self.stamps = self._files.stamps

    def read(self, paths: Any) -> dict[str, bytes]:
        asked = list(paths)
        self.read_paths += asked
        return self._files.read(asked)

    def write(self, contents: Any) -> None:
        self.written += contents
        self._files.write(contents)


def index(
    workspace: Path,
    *known: Parameters,
    files: Files | None = None,
    whole: bool = True,
    everything: tuple[Parameters, ...] = (),
    broken: tuple[Key, ...] = (),
    unusable: int = 0,
) -> list[Shelf]:
    """Bring the indexes of a workspace up to date."""
    batch = Batch(known, whole, lambda: (list(everything), unusable), frozenset(broken), unusable)
    return update_indexes(batch, files or FolderFiles(workspace), workspace)


def rows(workspace: Path, form: str = "ogi", year: int = YEAR) -> dict[str, dict[str, Any]]:
    """Return what an index says, by code."""
    path = workspace / "outputs" / form / str(year) / "index.json"
    read = json.loads(path.read_text("utf-8"))
    return {one[0]: dict(zip(read["columns"], one, strict=True)) for one in read["bureaus"]}
