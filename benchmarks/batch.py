"""What a report costs: the usual ways, `reportkit run`, and the same without a notebook.

(a) a shell loop: ``papermill``, then ``jupyter nbconvert`` to HTML and to PDF
(b) one process that calls papermill's and nbconvert's Python API
(c) ``reportkit run``, with one worker and with two
(d) the same counting, checking and rendering as plain functions

All make the same bureau-years of one demo workspace, one way after another, several rounds. Times
of processors are those of the whole tree of processes; memory is what it takes at most together
(PSS, sampled ten times a second). With ``--before CHECKOUT``, a checkout of another version, only
(c) and (d) are made, by both versions in turns.
"""

from __future__ import annotations

import argparse
import compileall
import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_BIN = Path(sys.executable).parent
_HERE = Path(__file__).resolve()
_PROJECT = _HERE.parents[1]
_EXPORTERS = ("reportkit_html", "reportkit_pdf")


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds of processors and of the clock, and MiB at most."""

    cpu: float
    wall: float
    memory: float = 0.0


def measured(command: list[str], folder: Path, checkout: Path = _PROJECT) -> Cost:
    """Run a command of a version to the end of its last descendant and return what all took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, env=environment_of(checkout)
    )
    with peak_memory() as peaks:
        process.wait()
        wall = time.perf_counter() - began
        with suppress(ChildProcessError):  # what it left behind is ours, and is waited for
            while True:
                os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode > 1:  # a draft is a result, too
        sys.exit(f"{command} ended with {process.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, max(peaks, default=0.0))


def environment_of(checkout: Path) -> dict[str, str]:
    """Return an environment in which a version of the kit is the one that is imported."""
    return os.environ | {"PYTHONPATH": str(checkout / "src")}


def compile_all(checkout: Path) -> None:
    """Compile a version and all libraries, as pip does when it installs them.

    Where Python may not write what it has compiled, or files are younger than that, each process
    would compile thousands of modules anew: that is as much as it takes to start.
    """
    for folder in (checkout / "src", Path(sysconfig.get_path("purelib"))):
        compileall.compile_dir(folder, quiet=2, workers=os.cpu_count() or 1)


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """Sample the memory of all descendants while the block runs."""
    peaks: list[float] = []
    over = threading.Event()

    def sample() -> None:
        while not over.wait(0.1):
            peaks.append(sum(map(memory_of, descendants(os.getpid()))))

    thread = threading.Thread(target=sample)
    thread.start()
    yield peaks
    over.set()
    thread.join()


def descendants(pid: int) -> list[int]:
    """Return the processes that a process started, and those that they started."""
    with suppress(OSError):
        text = "".join(
            (task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()
        )
        children = [int(child) for child in text.split()]
        return children + [below for child in children for below in descendants(child)]
    return []


def memory_of(pid: int) -> float:
    """Return a process's share of memory in MiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def shell_loop(workspace: Path, out: Path) -> None:
    """Make every report as a shell script would."""
    for params in sorted((workspace / "params").glob("*.yaml")):
        notebook = out / f"{params.stem}.ipynb"
        source = workspace / "notebooks" / "annual_report.ipynb"
        call = [_BIN / "papermill", source, notebook, "-f", params, "--no-progress-bar"]
        subprocess.run(call, cwd=workspace, check=False, stderr=subprocess.DEVNULL)
        for exporter in _EXPORTERS:
            call = [_BIN / "jupyter", "nbconvert", "--to", exporter, notebook]
            subprocess.run(call, cwd=workspace, check=True, stderr=subprocess.DEVNULL)


def python_api(workspace: Path, out: Path) -> None:
    """Make every report in one process, by the usual engine."""
    import papermill

    from reportkit.rendering.exporters import ReportHTMLExporter, ReportPDFExporter

    html, pdf = ReportHTMLExporter(), ReportPDFExporter()
    for params in sorted((workspace / "params").glob("*.yaml")):
        from papermill.iorw import read_yaml_file

        notebook = out / f"{params.stem}.ipynb"
        with suppress(papermill.PapermillExecutionError):
            papermill.execute_notebook(
                workspace / "notebooks" / "annual_report.ipynb",
                notebook,
                parameters=read_yaml_file(str(params)),
                cwd=workspace,
                progress_bar=False,
            )
        notebook.with_suffix(".html").write_text(html.from_filename(notebook)[0], "utf-8")
        notebook.with_suffix(".pdf").write_bytes(pdf.from_filename(notebook)[0])


def plain_functions(workspace: Path, out: Path) -> None:
    """Make every report without executing a notebook; write the same files."""
    from IPython.core.formatters import DisplayFormatter
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    from reportkit.making.render import render
    from reportkit.params import read_parameters
    from reportkit.rendering.document import read_document
    from reportkit.report import Report

    formatter = DisplayFormatter()
    for params in sorted((workspace / "params").glob("*.yaml")):
        report = Report(read_parameters(params), workspace)
        sections = report.edition.sections
        shown = [report.title(), report.opening()]
        for section in sections:
            shown.append(report.section(section.numeral))
            if section.table:
                shown.append(report.table(section.numeral))
        shown += [report.chart("website"), report.chart("outcomes")]
        shown += [report.signature(), report.result()]
        cells = []
        for thing in filter(None, shown):
            data, _ = formatter.format(thing)
            output = new_output("display_data", data=data)
            cells.append(new_code_cell(outputs=[output]))
        folder = out / params.stem
        folder.mkdir(parents=True)
        notebook = new_notebook(cells=cells)
        result = read_document(notebook).result
        render(
            notebook,
            result,
            folder,
            under_review=False,
            embed_fonts=False,
            reviewed=folder / "none",
        )


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "shell": shell_loop,
    "api": python_api,
    "plain": plain_functions,
}


def demo(folder: Path, bureaus: int, checkout: Path = _PROJECT) -> Path:
    """Make a workspace of so many bureaus, by a version of the kit: it brings its notebook."""
    folder.mkdir(exist_ok=True)
    workspace = folder / f"demo-{bureaus}"
    options = ["--form", "ogi", "--bureaus", str(bureaus), "--year", "2024", "--seed", "1"]
    command = [_BIN / "reportkit", "demo", workspace, *options]
    subprocess.run(command, check=True, env=environment_of(checkout))
    return workspace


def commands(workspace: Path, out: Path, checkout: Path = _PROJECT) -> dict[str, list[str]]:
    """Return each way as a command, by its name in the table."""
    script = checkout / _HERE.relative_to(_PROJECT)
    way = [sys.executable, str(script), "--workspace", str(workspace), "--out", str(out), "--way"]
    run = [str(_BIN / "reportkit"), "run", "--force", "--jobs"]
    return {
        "(a) papermill, jupyter nbconvert": [*way, "shell"],
        "(b) papermill's and nbconvert's API": [*way, "api"],
        "(c) reportkit run --jobs 1": [*run, "1"],
        "(c) reportkit run --jobs 2": [*run, "2"],
        "(d) plain functions": [*way, "plain"],
    }


def compare(folder: Path, bureaus: int, rounds: int) -> None:
    """Print what each way costs a report."""
    compile_all(_PROJECT)
    workspace = demo(folder, bureaus)
    costs: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        for name in commands(workspace, folder):
            out = Path(tempfile.mkdtemp(dir=folder))
            command = commands(workspace, out)[name]
            costs.setdefault(name, []).append(measured(command, workspace))
            shutil.rmtree(out)
    print_costs(costs, bureaus, rounds)


def compare_versions(folder: Path, bureaus: int, rounds: int, before: Path) -> None:
    """Print what a report costs by another version and by this one, made in turns."""
    costs: dict[str, list[Cost]] = {}
    checkouts = {"before": before.resolve(), "now": _PROJECT}
    for checkout in checkouts.values():
        compile_all(checkout)
    workspaces = {
        version: demo(folder / version, bureaus, checkout)
        for version, checkout in checkouts.items()
    }
    for _ in range(rounds):
        for name in [name for name in commands(folder, folder) if name[:3] in ("(c)", "(d)")]:
            for version, checkout in checkouts.items():
                out = Path(tempfile.mkdtemp(dir=folder))
                command = commands(workspaces[version], out, checkout)[name]
                cost = measured(command, workspaces[version], checkout)
                costs.setdefault(f"{name}, {version}", []).append(cost)
                shutil.rmtree(out)
    print_costs(costs, bureaus, rounds)


def print_costs(costs: dict[str, list[Cost]], bureaus: int, rounds: int) -> None:
    """Print a line for each way, beside the first."""
    print(f"\n{bureaus} bureau-years, {rounds} rounds, a report:\n")
    print("| way | CPU s | wall s | peak MiB | CPU of the first / this |")
    print("| --- | --- | --- | --- | --- |")
    base = statistics.median(cost.cpu for cost in next(iter(costs.values())))
    for name, all_ in costs.items():
        cpu = statistics.median(cost.cpu for cost in all_)
        wall = statistics.median(cost.wall for cost in all_)
        memory = max(cost.memory for cost in all_)
        times = f"{base / cpu:.1f}"
        print(f"| {name} | {cpu / bureaus:.3f} | {wall / bureaus:.3f} | {memory:.0f} | {times} |")


def first_report(folder: Path, rounds: int) -> None:
    """Print what one cold report takes beside a bare ``papermill`` of its notebook."""
    workspace = demo(folder, 1)
    (params,) = (workspace / "params").glob("*.yaml")
    source, target = workspace / "notebooks" / "annual_report.ipynb", folder / "bare.ipynb"
    bare = [str(_BIN / "papermill"), str(source), str(target), "-f", str(params)]
    ours = [str(_BIN / "reportkit"), "run", "--force"]
    ways = {"papermill": [*bare, "--no-progress-bar"], "reportkit run": ours}
    costs = {name: [measured(way, workspace) for _ in range(rounds)] for name, way in ways.items()}
    print("\nOne cold report:\n\n| way | wall s | CPU s |\n| --- | --- | --- |")
    for name, all_ in costs.items():
        wall = statistics.median(cost.wall for cost in all_)
        cpu = statistics.median(cost.cpu for cost in all_)
        print(f"| {name} | {wall:.2f} | {cpu:.2f} |")


def scaling(folder: Path, sizes: list[int]) -> None:
    """Print what a report costs in small batches and large ones, and what nothing to do costs."""
    compile_all(_PROJECT)
    print("\n| bureau-years | CPU s a report | wall s a report | peak MiB | unchanged, s |")
    print("| --- | --- | --- | --- | --- |")
    for size in sizes:
        workspace = demo(folder, size)
        run = [str(_BIN / "reportkit"), "run"]
        cost = measured(run, workspace)
        again = measured(run, workspace)
        print(
            f"| {size:,} | {cost.cpu / size:.3f} | {cost.wall / size:.3f} "
            f"| {cost.memory:.0f} | {again.wall:.2f} |",
            flush=True,
        )
        shutil.rmtree(workspace)


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bureaus", type=int, default=12, help="bureau-years of the comparison")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scaling", type=int, nargs="*", default=[], metavar="SIZE")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--workspace", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        WAYS[options.way](options.workspace, options.out)
        return
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        if options.scaling:
            scaling(Path(folder), options.scaling)
        elif options.before:
            compare_versions(Path(folder), options.bureaus, options.rounds, options.before)
        else:
            compare(Path(folder), options.bureaus, options.rounds)
            first_report(Path(folder), options.rounds + 2)


if __name__ == "__main__":
    main()
