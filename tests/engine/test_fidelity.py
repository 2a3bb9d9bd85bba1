"""The forked engine's notebooks are those of papermill's own engine, output by output."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from tests.conftest import PATIENCE
from tests.engine.notebook import notebook

pytestmark = pytest.mark.filterwarnings("default")

# The ordinary kernel reads what programs write in a thread of its own, and whatever that has not
# read when the cell ends is lost. What is held against it has to have been read.
_ARRIVED = """import contextlib, os, subprocess, sys, time
@contextlib.contextmanager
def arriving(*texts):
    streams, arrived = [], []
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, 'watch_fd_thread'):
            streams.append(stream)
            stream.write = lambda text, write=stream.write: (write(text), arrived.append(text))[0]
    yield
    while streams and not all(text in ''.join(arrived) for text in texts): time.sleep(0.01)
    for stream in streams: del stream.write
"""
CELLS = {
    "what has arrived": _ARRIVED,
    "stdout, stderr, result": 'import sys; print("out"); print("err", file=sys.stderr); 41 + 1',
    "nothing": "x = 1",
    "pandas as a notebook": (
        "import pandas as pd\n"
        "print(pd.get_option('display.max_columns'), pd.get_option('display.width'))\n"
        "pd.DataFrame({'a': [1, 2], '金额': [0.5, None]})"
    ),
    "every option of pandas": (
        "import warnings\n"
        "with warnings.catch_warnings():\n"
        "    warnings.simplefilter('ignore')\n"
        "    known = pd._config.config._registered_options\n"
        "    print({name: str(pd.get_option(name)) for name in sorted(known)})"
    ),
    "rich displays": (
        "from IPython.display import HTML, JSON, Markdown, display, clear_output, SVG\n"
        "display(HTML('<b>粗</b>'), Markdown('*斜*')); display(JSON({'a': [1, {}]}))"
    ),
    "updated display": "h = display('one', display_id='d'); h.update('two')",
    "updated from a later cell": "h.update('three')",
    "cleared": "print('gone'); clear_output(); print('stay')",
    "cleared when more comes": "print('gone'); clear_output(wait=True); display('stay')",
    "several representations": (
        "class Rep:\n"
        "    def _repr_mimebundle_(self, **k):\n"
        "        return {'text/plain': 'tp', 'application/json': {'a': [1]}, 'image/png': b'ab'}\n"
        "Rep()"
    ),
    "warnings": (
        "warnings.warn('careful'); warnings.warn('old', DeprecationWarning)\n"
        "def f(): warnings.warn('twice')\n"
        "f(); f()"
    ),
    "logging": "import logging; logging.warning('line'); logging.getLogger('a').info('unseen')",
    "shell": "!echo from-shell",
    "other programs": "with arriving('from-program'): subprocess.run(['echo', 'from-program'])",
    "descriptors": (
        "with arriving('raw\\n', 'raw error\\n'):\n"
        "    os.write(1, b'raw\\n'); os.write(2, b'raw error\\n')"
    ),
    "captured": "%%capture caught\nprint('captured')",
    "what was captured": "caught.stdout",
    "await": "import asyncio\nawait asyncio.sleep(0.01); 'awaited'",
    "a loop runs": (
        "async def f(): return 5\n"
        "print(asyncio.get_event_loop().is_running())\n"
        "try: print(asyncio.run(f()))\n"
        "except RuntimeError as error: print(error)"
    ),
    "the shell's name": "ip = get_ipython(); type(ip).__name__, type(ip).__module__",
    "main": "import sys; __name__, sys.flags.optimize, sys.getrecursionlimit(), sys.path",
    "environment": (
        "own = {'JPY_PARENT_PID', 'PYDEVD_USE_FRAME_EVAL'}\nsorted(set(os.environ) - own)"
    ),
    "encodings": "sys.stdout.encoding, sys.stdout.isatty(), sys.stdin.isatty()",
    "no input": "try: input('name?')\nexcept Exception as error: print(type(error).__name__)",
    "history": "_, __, In[2][:10], len(Out) > 3",
    "magics": "%time y = 2\n%who_ls int",
    "help": "?len",
    "working folder": "os.path.basename(os.getcwd())",
    "display after print": "for i in range(3): print(i, end=' '); display(i)",
    "threads": (
        "import threading\n"
        "t = threading.Thread(target=print, args=('from a thread',)); t.start(); t.join()"
    ),
    "not a number": "float('nan'), float('inf')",
    "surrogates": "print('\\udce9 \\x00 é')",
    "inline charts": (
        "%matplotlib inline\n"
        "%config InlineBackend.figure_formats = ['svg']\n"
        "import matplotlib.pyplot as plt\n"
        "plt.rcParams['svg.hashsalt'] = 'x'\n"
        "print(plt.get_backend())\n"
        "fig, ax = plt.subplots(); ax.bar([1, 2], [3, 4]); None"
    ),
    "processes": (
        "import multiprocessing\n"
        "with multiprocessing.get_context('fork').Pool(2) as pool: print(pool.map(abs, [-1, -2]))"
    ),
    "syntax error allowed": "1 +",
    "traceback printed": (
        "import traceback\ntry: 1 / 0\nexcept ZeroDivisionError: traceback.print_exc()"
    ),
    "error in a display": ("class Bad:\n    def _repr_html_(self): raise ValueError('bad')\nBad()"),
    "sys.exit allowed": "sys.exit(2)",
    "error allowed": "def g(): return 1 / 0\ng()",
    "after errors": "'still here'",
    "error": "{}['missing']",
    "never reached": "print('never')",
}
ALLOWED = (
    "syntax error allowed",
    "error in a display",
    "sys.exit allowed",
    "error allowed",
)


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The same notebook as each engine leaves it on disk, by engine."""
    folder = tmp_path_factory.mktemp("fidelity")
    nb = notebook(*CELLS.values())
    for cell, name in zip(nb.cells, CELLS, strict=True):
        cell.metadata.tags = ["raises-exception"] if name in ALLOWED else []
    with pytest.MonkeyPatch.context() as patch:
        # Under pytest the ordinary kernel leaves descriptors 1 and 2 alone.
        patch.delenv("PYTEST_CURRENT_TEST")
        return {engine: _execute(nb, folder, engine) for engine in ("nbclient", "reportkit")}


def _execute(nb: nbformat.NotebookNode, folder: Path, engine: str) -> Any:
    path = folder / f"{engine}.ipynb"
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            nb,
            path,
            engine_name=engine,
            kernel_name="python3",
            cwd=folder,
            progress_bar=False,
            extra_arguments=["--log-level=50"],
            iopub_timeout=PATIENCE,  # a busy machine may bring output late
        )
    return json.loads(path.read_text("utf-8"))


def _cells(nb: dict[str, Any]) -> dict[str, Any]:
    """Return the cells by name, without the banner that papermill adds for an error."""
    by_id = {cell["id"]: cell for cell in nb["cells"]}
    return {name: by_id[f"cell-{number}"] for number, name in enumerate(CELLS)}


def _settled(output: dict[str, Any]) -> dict[str, Any]:
    """Return an output without what differs between any two runs."""
    text = json.dumps(output, sort_keys=True, ensure_ascii=False)
    text = re.sub(r"ipykernel_\d+/\d+|at 0x[0-9a-f]+|<dc:date>.*?</dc:date>", "…", text)
    text = re.sub(r"(CPU times|Wall time): [^\\]*", "…", text)
    return json.loads(text)


def _comparable(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return outputs without what differs between any two runs."""
    # What is to be recognised must not be cut in the middle.
    return [*map(_settled, _merged(outputs))]


def _merged(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return outputs with streams in one piece each: where they are cut is a matter of time."""
    merged: list[dict[str, Any]] = []
    for output in outputs:
        if output["output_type"] == "stream":
            output = output | {"text": "".join(output["text"])}  # noqa: PLW2901
            same = [one for one in merged if one.get("name") == output["name"]]
            if same and merged[-1]["output_type"] == "stream":
                same[-1]["text"] += output["text"]
                continue
        merged.append(output)
    # Two streams that are written at once come in either order.
    return sorted(merged, key=lambda one: one.get("name", "")) if _only_streams(merged) else merged


def _only_streams(outputs: list[dict[str, Any]]) -> bool:
    return all(output["output_type"] == "stream" for output in outputs)


@pytest.mark.parametrize("name", CELLS)
def test_outputs_are_the_same(executed: dict[str, Any], name: str) -> None:
    ordinary, forked = (_cells(executed[engine])[name] for engine in ("nbclient", "reportkit"))

    assert _comparable(forked["outputs"]) == _comparable(ordinary["outputs"])
    assert forked["execution_count"] == ordinary["execution_count"]


def test_it_does_not_matter_where_a_stream_is_cut() -> None:
    """On a busy machine the ordinary kernel may send a line before its line break."""
    times = "CPU times: user 2 µs, sys: 0 ns, total: 2 µs\nWall time: 3 µs\nx\n"
    stream = {"output_type": "stream", "name": "stdout"}
    for cut in range(1, len(times)):
        pieces = [stream | {"text": [piece]} for piece in (times[:cut], times[cut:])]
        assert _comparable(pieces) == [stream | {"text": "…\n…\nx\n"}]


def test_metadata_are_the_same(executed: dict[str, Any]) -> None:
    ordinary, forked = executed["nbclient"], executed["reportkit"]
    ours = forked["metadata"].pop("reportkit", None)

    def keys(nb: dict[str, Any]) -> Any:
        cells = [
            (
                cell["metadata"].get("tags"),
                sorted(cell["metadata"].get("execution", {})),
                cell["metadata"]["papermill"]["status"],
                cell["metadata"]["papermill"]["exception"],
            )
            for cell in _cells(nb).values()
        ]
        return cells, nb["metadata"]["language_info"], sorted(nb["metadata"]["papermill"])

    assert keys(forked) == keys(ordinary)
    assert ours is None or ours["peak_memory"] > 0
