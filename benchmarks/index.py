"""What the index over all bureaus costs: to a batch that changed one report, and to a reader.

Of made-up bureaus a few are made, and the others are given their manifests and findings, with names
of their own: to the index, which reads no more, they are as good. The browser is Chromium without
a screen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from signatures import sign, signers

from reportkit.decisions import Kind, add_decision
from reportkit.inputs.agreement import with_digest
from reportkit.inputs.kit import package_digest
from reportkit.params import Parameters
from reportkit.review.signing.sign_offs import signature_folder, signature_name
from reportkit.review.signing.signers import Role
from reportkit.sources.parameter_files import read_sources, source_files

_BIN = Path(sys.executable).parent
_MADE = 6
_FAILING = 0.25
_ROUNDS = 6  # what goes comes back
_DRAWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
_FILTER = """async ([name, value]) => {
  const field = document.querySelector(`[name=${name}]`), began = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - began;
}"""
_FILTERS = [("q", "教育"), ("q", ""), ("state", "failed"), ("state", ""), ("found", "unknown")]


def demo(folder: Path, bureaus: int) -> tuple[Path, list[Parameters]]:
    """Make a workspace in which all bureaus have outputs."""
    workspace = folder / "demo"
    options = ["--form", "ogi", "--bureaus", str(bureaus), "--year", "2024"]
    subprocess.run([_BIN / "reportkit", "demo", workspace, *options], check=True)
    known, _ = read_sources(source_files([workspace / "params"]), workspace)
    some = [str(path) for path in sorted((workspace / "params").iterdir())[:_MADE]]
    subprocess.run([_BIN / "reportkit", "run", *some], cwd=workspace, check=True)
    made = [one for one in known if (workspace / one.output_folder).exists()]
    random = Random(1)  # noqa: S311 - no secret
    for one in known:
        if one not in made:
            copy(workspace, random.choice(made), one, random)
    return workspace, known


def copy(workspace: Path, one: Parameters, other: Parameters, random: Random) -> None:
    """Give a bureau the outputs of another, some with findings that keep it a draft."""
    folder = workspace / one.output_folder
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    findings = json.loads((folder / "findings.json").read_text("utf-8"))
    if random.random() < _FAILING:
        manifest["state"] = "failed"
        for finding in random.sample([f for f in findings if f["severity"] == "error"], 3):
            finding["state"] = "fail"
    write(workspace / other.output_folder, other, manifest, findings)


def write(folder: Path, one: Parameters, manifest: Any, findings: Any) -> None:
    """Write what the index reads of a bureau's outputs."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(findings, ensure_ascii=False, indent=2).encode()
    (folder / "findings.json").write_bytes(text)
    manifest["parameters"] = one.for_notebook()
    manifest["outputs"]["findings.json"] = hashlib.sha256(text).hexdigest()
    told = json.dumps(with_digest(manifest), ensure_ascii=False)
    (folder / "manifest.json").write_text(told, "utf-8")


def change(workspace: Path, one: Parameters) -> None:
    """Turn a report that passed into one that fails, or back."""
    folder = workspace / one.output_folder
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    findings = json.loads((folder / "findings.json").read_text("utf-8"))
    failing = manifest["state"] == "passed"
    manifest["state"] = "failed" if failing else "passed"
    findings[0]["state"] = "fail" if failing else "pass"
    write(folder, one, manifest, findings)


def decide(workspace: Path, one: Parameters) -> None:
    """Send a report back, with other words each time."""
    (workspace / one.data_folder).mkdir(parents=True, exist_ok=True)
    add_decision(one, workspace, Kind.RETURN, by="王某", words=f"请补第 {time.time_ns()} 项。")


def hide(*paths: Path) -> None:
    """Move files or folders out of sight, or back."""
    for path in paths:
        aside = path.with_name(f".{path.name}")
        source, target = (path, aside) if path.exists() else (aside, path)
        source.rename(target)


def updates(workspace: Path, known: list[Parameters], *, signed: bool) -> None:
    """Print what bringing the index up to date costs, in a process that has just begun."""
    one, middle = known[0], known[len(known) // 2]
    signature = workspace / signature_folder(one) / signature_name(Role.FINAL)
    params = workspace / "params" / f"{middle.key.slug}.yaml"
    changes: dict[str, Callable[[], object]] = {
        "all new": lambda: None,
        "nothing changed": lambda: None,
        "one changed: figures": lambda: change(workspace, one),
        "one changed: a decision": lambda: decide(workspace, one),
        "one changed: a signature, gone or back": lambda: hide(signature),
        "one bureau, gone or new": lambda: hide(params, workspace / middle.output_folder),
    }
    print("\n| update | CPU s |\n| --- | --- |")
    for name, change_it in changes.items():
        if not signed and "signature" in name:
            continue
        costs = []
        for _ in range(1 if name == "all new" else _ROUNDS):
            change_it()
            costs.append(in_a_process(workspace))
        print(f"| {name} | {statistics.median(costs):.3f} |", flush=True)


def in_a_process(workspace: Path) -> float:
    """Return the seconds of processors of one update, as `run` would make it."""
    command = [sys.executable, __file__, "--workspace", str(workspace)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def update(workspace: Path) -> None:
    """Update the index once, and print what it took; what `run` has loaded anyway is loaded."""
    from reportkit.batch import session  # noqa: F401
    from reportkit.storage.store import Store  # noqa: F401
    from reportkit.storage.workspace import Workspace

    known, _ = read_sources(source_files([workspace / "params"]), workspace)
    package_digest()
    began = time.process_time()
    from reportkit.review.index import Batch, update_indexes

    batch = Batch(tuple(known), whole=True, everything=lambda: (known, 0))
    update_indexes(batch, Workspace(workspace).files, workspace)
    print(time.process_time() - began)


def in_browser(page: Path) -> None:
    """Print how long the page takes to open and to filter."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        print(
            "\n| width | opens, s | filters, ms | slowest filter, ms |\n| --- | --- | --- | --- |"
        )
        for width in (1280, 375):
            opened, filtered = [], []
            for _ in range(5):
                tab = chromium.new_page(viewport={"width": width, "height": 800})
                began = time.perf_counter()
                tab.goto(page.as_uri())
                tab.evaluate(_DRAWN)
                opened.append(time.perf_counter() - began)
                filtered += [tab.evaluate(_FILTER, list(one)) for one in _FILTERS]
                tab.close()
            print(
                f"| {width} | {statistics.median(opened):.2f} "
                f"| {statistics.median(filtered):.0f} | {max(filtered):.0f} |"
            )
        chromium.close()


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bureaus", type=int, default=3000)
    parser.add_argument("--signed", action="store_true", help="Each report is signed thrice.")
    parser.add_argument("--workspace", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.workspace:
        update(options.workspace)
        return
    with tempfile.TemporaryDirectory() as folder:
        workspace, known = demo(Path(folder), options.bureaus)
        if options.signed:
            three = signers(workspace)
            for one in known:
                sign(workspace, one, three)
        updates(workspace, known, signed=options.signed)
        shelf = workspace / known[0].output_folder.parent
        for name in ("index.html", "index.xlsx", "index.json"):
            print(f"{name}: {(shelf / name).stat().st_size / 1e6:.2f} MB")
        in_browser(shelf / "index.html")


if __name__ == "__main__":
    main()
