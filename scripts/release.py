#!/usr/bin/env python3
"""Make a release of what is committed, and try it as somebody who has not the source.

Into ``dist/``: the sdist; the wheel, built from the unpacked sdist and again from the tree, to the
same bytes; ``sbom.cdx.json`` (CycloneDX), what the wheel runs with and the fonts in it; and
``SHA256SUMS``. The wheel is installed into a new environment, beside packages that are held
against the hashes of ``requirements.lock``, and makes the reports of a made-up workspace there.

Needs git and an index to install from; takes some three minutes.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
FONTS = "src/reportkit/rendering/fonts"
BUREAUS = 3
# All outputs of a report, but for the executed notebook and the page for reviewers.
EXPECTED = {"report.html", "report.pdf", "report.docx", "figures.json", "manifest.json"}


def main() -> None:
    """Build, install, run, and write down what is in it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=PROJECT / "dist", metavar="DIR")
    into = parser.parse_args().into.resolve()
    into.mkdir(parents=True, exist_ok=True)
    if any(into.iterdir()):
        sys.exit(f"{into} is not empty")
    with tempfile.TemporaryDirectory() as folder:
        source = committed(Path(folder))
        tools = environment(Path(folder) / "tools")
        install(tools, tools, source / "scripts/release.lock")
        sdist, wheel = built(tools, source, into)
        clean = environment(Path(folder) / "clean", with_pip=False)
        install(tools, clean, source / "requirements.lock")
        pip(tools, clean, "--no-index", "--no-deps", f"--find-links={into}", "reportkit")
        tried(clean, Path(folder))
        bill = described(tools, clean, source, into / "sbom.cdx.json")
    sums = [f"{digest(path)}  {path.name}\n" for path in (sdist, wheel, bill)]
    (into / "SHA256SUMS").write_text("".join(sums), "utf-8")
    print(f"Released into {into}:", "".join(sums), sep="\n", end="")


def committed(folder: Path) -> Path:
    """Unpack what is committed: nothing that only lies about gets into a release."""
    archive, source = folder / "source.tar", folder / "source"
    run("git", "-C", PROJECT, "archive", "--output", archive, "HEAD")
    unpack(archive, source)
    return source


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive of our own."""
    with tarfile.open(archive) as file:
        file.extractall(folder, filter="data")


def environment(folder: Path, *, with_pip: bool = True) -> Path:
    """Make a virtual environment; return its interpreter."""
    venv.create(folder, with_pip=with_pip, symlinks=os.name != "nt")
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(tools: Path, python: Path, lock: Path) -> None:
    """Install what a lock file names, and nothing whose hash it does not have."""
    pip(tools, python, "--require-hashes", "--no-deps", "-r", lock)


def pip(tools: Path, python: Path, *what: str | Path) -> None:
    """Install into an environment, by the pip of another: one that has none is like a user's."""
    run(tools, "-m", "pip", "--quiet", "--python", python, "install", *what)


def built(tools: Path, source: Path, into: Path) -> tuple[Path, Path]:
    """Build sdist and wheel; the wheel from the sdist, which has to be whole, and from the tree."""
    build(tools, source, "sdist", into)
    (sdist,) = into.glob("*.tar.gz")
    unpacked = source.with_name("unpacked")
    unpack(sdist, unpacked)
    build(tools, unpacked / sdist.name.removesuffix(".tar.gz"), "wheel", into)
    (wheel,) = into.glob("*.whl")
    again = source.with_name("again")
    build(tools, source, "wheel", again)
    build(tools, source, "sdist", again)
    for made in (sdist, wheel):
        if digest(made) != digest(again / made.name):
            sys.exit(f"{made.name} is not the same when it is built again")
    return sdist, wheel


def build(tools: Path, source: Path, target: str, into: Path) -> None:
    """Build one distribution, by the pinned build backend and without a network."""
    run(tools, "-m", "hatchling", "build", "-t", target, "-d", into, cwd=source)


def tried(python: Path, folder: Path) -> None:
    """Make a workspace and its reports, by nothing but what was installed."""
    where = run(python, "-Ic", "import reportkit; print(reportkit.__file__)").strip()
    if not Path(where).is_relative_to(python.parents[1]):
        sys.exit(f"reportkit was imported from {where}")
    workspace = folder / "workspace"
    program = python.with_name("reportkit")
    run(program, "demo", workspace, "--bureaus", str(BUREAUS), cwd=folder)
    run(program, "run", cwd=workspace)
    made = [path.parent for path in workspace.glob("outputs/*/*/*/manifest.json")]
    asked = list((workspace / "params").iterdir())
    absent = [one for one in made if EXPECTED - {path.name for path in one.iterdir()}]
    if len(made) != len(asked) or absent:
        sys.exit(f"{len(made)} of {len(asked)} reports were made, {len(absent)} of them not whole")


def described(tools: Path, python: Path, source: Path, bill: Path) -> Path:
    """Write what the wheel runs with and what it brings along, as a CycloneDX bill of materials."""
    about = ["--pyproject", source / "pyproject.toml", "--mc-type", "application"]
    how = ["--output-reproducible", "--output-file", bill]
    run(tools, "-m", "cyclonedx_py", "environment", *about, *how, python)
    told = json.loads(bill.read_text("utf-8"))
    told["components"] += [font(path) for path in sorted((source / FONTS).glob("*.[ot]tf"))]
    bill.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    return bill


def font(path: Path) -> dict[str, Any]:
    """Return what is told of a font, which no package manager knows of."""
    hashes = [{"alg": "SHA-256", "content": digest(path)}]
    return {"type": "file", "bom-ref": f"font-{path.stem}", "name": path.name, "hashes": hashes}


def digest(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a program that sees nothing of this source; end with what it said where it fails."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    seen = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=seen,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\nfailed: {' '.join(map(str, command))}")
    return done.stdout


if __name__ == "__main__":
    main()
