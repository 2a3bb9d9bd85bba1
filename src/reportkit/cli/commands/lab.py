"""``reportkit lab``: open the notebook of one bureau-year in JupyterLab."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click
from jupyter_core.paths import jupyter_config_dir

from reportkit.cli.jupyter_options import WithOptionsBehind, as_root, options_behind
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.inputs.files import from_here
from reportkit.inputs.run_state import exit_code
from reportkit.params import Parameters
from reportkit.workspace import WORKSPACE_VARIABLE

# The page asks for news and updates only where the settings say so (`jupyter/labconfig`); these
# keep the server itself from fetching anything.
_NOTHING_FETCHED = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
_SETTINGS = Path(__file__).parents[1] / "jupyter"


@click.command(cls=WithOptionsBehind)
@asks_for_reports
@click.option("--no-browser", is_flag=True, help="Start the server without opening a browser.")
@click.pass_context
def lab(context: click.Context, /, asked: Asked, *, no_browser: bool) -> None:
    """Open the notebook of one bureau-year of PARAMS in JupyterLab.

    Together with the options they must choose one bureau-year.

    The bureau-year's own notebook is opened: notebooks/BUREAU-YEAR.ipynb, for another form than ogi
    notebooks/BUREAU-YEAR-FORM.ipynb. The first time it is copied from the master notebook,
    with the parameters filled in; from then on `reportkit run` uses it, until it is deleted. Opened
    again, it keeps all that was changed in it; parameters that have changed meanwhile reach it, or
    you are told. Where the parameter `notebook` names another one, that is opened as it is.

    Options of JupyterLab come after two hyphens. Nothing is fetched from the network.

    \b
    Examples:
      reportkit lab params/fuxin-ecology-2022.yaml
      reportkit lab params/city.xlsx --bureau fuxin-ecology --year 2022
      reportkit lab params/fuxin-ecology-2022.yaml -- --port=9000
    """
    from reportkit.making.copy import open_copy

    path, told = open_copy(_only_one(asked), asked.workspace)
    for line in (*told, f"打开 {from_here(path)}。按 Ctrl-C 结束。"):
        click.echo(line)
    # The whole workspace is at hand: an analyst changes the narrative beside the notebook.
    root = f"--ServerApp.root_dir={asked.workspace}"
    own = [root, *_NOTHING_FETCHED, *_styled()]
    command = [sys.executable, "-m", "jupyterlab", str(path), *own]
    if no_browser:
        command.append("--no-browser")
    command += as_root(options_behind(context), "笔记本里的代码可以改动整台机器")
    sys.exit(_ended(command, asked))


def _ended(command: list[str], asked: Asked) -> int:
    """Return how JupyterLab ended; it ends with us, and its kernels with it."""
    with subprocess.Popen(command, cwd=asked.workspace, env=_environment(asked)) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise


def _only_one(asked: Asked) -> Parameters:
    """Return the bureau-year that was chosen; end the command where it is not one."""
    if not asked.parameters:
        sys.exit(exit_code((), asked.errors))
    if len(asked.parameters) > 1:
        names = "、".join(str(one.key) for one in asked.parameters[:3])
        msg = f"一次只能打开一份，选到了 {len(asked.parameters)} 份（{names} 等）。"
        raise click.UsageError(f"{msg}请写明参数文件，或者加 --bureau、--year。")
    return asked.parameters[0]


def _styled() -> list[str]:
    """Return the options by which tables look in JupyterLab as they are printed.

    A style sheet of its user's own takes the place of ours, as JupyterLab has but one.
    """
    folders = [str(Path(jupyter_config_dir()) / "custom"), str(_SETTINGS / "custom")]
    served = {"static_custom_path": folders}
    return ["--LabApp.custom_css=True", f"--ServerApp.tornado_settings={served!r}"]


def _environment(asked: Asked) -> dict[str, str]:
    """Return the environment in which JupyterLab finds our defaults, after which its user's go.

    Nothing is written anywhere: the folder of defaults is one more on Jupyter's own path.
    """
    if find_spec("jupyterlab_language_pack_zh_CN") is None:
        click.echo("界面是英文的：没有装中文语言包（pip install 'reportkit[zh]'）。", err=True)
    paths = [str(_SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    named = {WORKSPACE_VARIABLE: str(asked.workspace)}
    return os.environ | named | {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
