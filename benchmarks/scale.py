"""What thousands of bureau-years cost where next to nothing has changed: a night in January.

Of made-up bureaus a few are made, and the others are given copies of these outputs, sealed as
their own: to whoever asks what has to be made they are as good. What makes all of them costs is
in ``batch.py --scaling``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from batch import measured
from reportkit.decisions.inputs import input_digests
from reportkit.inputs.agreement import WITNESSED, with_digest
from reportkit.inputs.files import files_below
from reportkit.inputs.names import FIGURES, FINDINGS, MANIFEST
from reportkit.making.memory import UNCHANGED
from reportkit.params import Parameters
from reportkit.sources.order import in_order
from reportkit.sources.parameter_files import read_sources, source_files
from reportkit.workspace import OUTPUTS

_COMMAND = str(Path(sys.executable).parent / "reportkit")
_FORMS = ("enforcement", "ogi")
_MADE = 6
_FAILING = 0.05


def filled(workspace: Path, size: int) -> list[Parameters]:
    """Make a workspace of so many bureau-years, of two forms each, all of which have outputs."""
    demo = [_COMMAND, "demo", str(workspace), "--bureaus", str(size // 2), "--year", "2024"]
    subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
    return fill(workspace)


def fill(workspace: Path) -> list[Parameters]:
    """Give all bureau-years of a made-up workspace outputs."""
    known, _ = read_sources(source_files([workspace / "params"]), workspace)
    some = [f"params/{one.key.slug}.yaml" for form in _FORMS for one in of_form(known, form)]
    subprocess.run([_COMMAND, "run", *some], cwd=workspace, check=True, stdout=subprocess.DEVNULL)
    made = [one for one in known if (workspace / one.output_folder / MANIFEST).exists()]
    random = Random(1)  # noqa: S311 - no secret
    for one in in_order(known, workspace)[0]:  # its inputs may be outputs that are copied, too
        if one not in made:
            like = random.choice([other for other in made if other.form == one.form])
            copy(workspace, like, one, failing=random.random() < _FAILING)
    return known


def of_form(known: list[Parameters], form: str) -> list[Parameters]:
    """Return the first few bureau-years of a form."""
    return [one for one in known if one.form == form][: _MADE // len(_FORMS)]


def copy(workspace: Path, one: Parameters, other: Parameters, *, failing: bool) -> None:
    """Give a bureau-year the outputs of another, which agree with each other and with its ledgers.

    What only people read is one file under two names: a disk of pages would take its time, too, but
    whoever does not look into them does not notice.
    """
    source, folder = workspace / one.output_folder, workspace / other.output_folder
    folder.mkdir(parents=True)
    for name in files_below(source):
        if name not in (*WITNESSED, MANIFEST):
            os.link(source / name, folder / name)
    figures, findings, manifest = (
        json.loads((source / name).read_bytes()) for name in (*WITNESSED, MANIFEST)
    )
    figures |= {"bureau": other.bureau}
    if failing:
        figures["state"] = manifest["state"] = "failed"
        next(one for one in findings if one["severity"] == "error")["state"] = "fail"
    manifest["parameters"] = other.for_notebook()
    manifest["inputs"] = input_digests(other, workspace)
    for name, content in ((FIGURES, figures), (FINDINGS, findings)):
        manifest["outputs"][name] = write(folder / name, content)
    write(folder / MANIFEST, with_digest(manifest))


def write(path: Path, content: Any) -> str:
    """Write JSON; return its sha256."""
    text = json.dumps(content, ensure_ascii=False, indent=2).encode()
    path.write_bytes(text)
    return hashlib.sha256(text).hexdigest()


def spoil(workspace: Path, one: Parameters) -> None:
    """Change the narrative of a bureau-year by a word."""
    narrative = next((workspace / one.data_folder).glob("narrative*"))
    with narrative.open("a", encoding="utf-8") as file:
        file.write(f"\n附记{time.time_ns() % 1000}。\n")


def measure(workspace: Path, known: list[Parameters]) -> None:
    """Print what each command costs."""
    commands: dict[str, list[str]] = {
        "plan, everything read": ["plan"],
        "plan, nothing changed": ["plan"],
        "run, first time": ["run"],
        "run, nothing changed": ["run"],
        "plan, one changed": ["plan"],
        "run, one changed": ["run"],
        "run --only failed": ["run", "--only", "failed"],
        "review list": ["review", "list"],
    }
    print(f"\n| {len(known):,} bureau-years | wall s | CPU s | peak MiB |")
    print("| --- | --- | --- | --- |")
    (workspace / OUTPUTS / UNCHANGED).unlink(missing_ok=True)
    time.sleep(3)  # what was written just now is not remembered
    for name, words in commands.items():
        if name.endswith("one changed"):
            spoil(workspace, known[0])
        cost = measured([_COMMAND, *words], workspace)
        print(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} |", flush=True)
    shelf = workspace / "outputs"
    for path in sorted([*shelf.glob("*.*"), *shelf.glob("*/*/index.*")]):
        print(f"{path.relative_to(shelf)}: {path.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--workspace", type=Path, help="One that is filled already.")
    options = parser.parse_args()
    if options.workspace:
        known, _ = read_sources(source_files([options.workspace / "params"]), options.workspace)
        measure(options.workspace, known)
        return
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            workspace = Path(folder) / "demo"
            measure(workspace, filled(workspace, size))


if __name__ == "__main__":
    main()
