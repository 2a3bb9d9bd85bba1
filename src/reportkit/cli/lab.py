"""``reportkit lab``: open the notebook of one bureau-year in JupyterLab."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from reportkit.params import find_workspace, read_parameters


@click.command()
@click.argument("params", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--no-browser", is_flag=True, help="Start the server without opening a browser.")
def lab(params: Path, *, no_browser: bool) -> None:
    """Open a copy of the master notebook, with PARAMS filled in, in JupyterLab.

    The copy is notebooks/BUREAU-YEAR.ipynb, for another form than ogi
    notebooks/BUREAU-YEAR-FORM.ipynb. Where it exists already it is opened as it is, so that no
    change is lost. To make `reportkit run` use it, add this line to the parameters file:

    \b
      notebook: notebooks/BUREAU-YEAR.ipynb
    """  # noqa: D301 - click wants the backspace itself
    from reportkit.making.copy import copy_notebook

    workspace = find_workspace(Path.cwd())
    copy = copy_notebook(read_parameters(params), workspace)
    click.echo(f"打开 {copy.relative_to(workspace)}。按 Ctrl-C 结束。")
    # The whole workspace is at hand: an analyst changes the narrative beside the notebook.
    root = f"--ServerApp.root_dir={workspace}"
    command = [sys.executable, "-m", "jupyterlab", str(copy), root]
    if no_browser:
        command.append("--no-browser")
    sys.exit(subprocess.run(command, cwd=workspace, check=False).returncode)
