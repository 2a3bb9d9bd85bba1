"""``reportkit review serve``: the reviewers' pages in a browser."""

from __future__ import annotations

import sys

import click

from reportkit.cli.commands.review import from_store
from reportkit.cli.jupyter_options import WithOptionsBehind, as_root, options_behind
from reportkit.cli.streams import bare
from reportkit.cli.workspace import workspace_asked


@click.command(cls=WithOptionsBehind)
@click.option(
    "--by",
    metavar="NAME",
    envvar="REPORTKIT_REVIEWER",
    show_envvar=True,
    help="Who decides, where the server has no accounts of its own.  [default: the user of the "
    "system that starts it]",
)
@click.option("--no-browser", is_flag=True, help="Start the server without opening a browser.")
@from_store
@click.pass_context
def serve(
    context: click.Context, /, *, by: str | None, no_browser: bool, store: str | None
) -> None:
    """Show reports for review in a browser: read, decide, send back, sign.

    A Jupyter server of its own that has nothing but these pages: no notebooks, no terminals, no
    files. It listens on this machine alone and asks for a token, which is in the address that it
    prints. Whoever has the token decides as NAME; who somebody is, no form asks. For several
    people, give Jupyter accounts (its IdentityProvider), or enable the extension
    reportkit.review.serve in JupyterHub: decisions are then taken, and signatures given, as whoever
    logged in.

    The server never has a reviewer's key. It gives the text to be signed and takes the signature,
    or lets the ssh-agent of the user that it runs as sign.

    Options of Jupyter Server come after two hyphens.

    \b
    Examples:
      reportkit review serve
      reportkit review serve --by wang -- --port=9000
    """
    from reportkit.review.serve.app import serve as serve_until_ended

    workspace = workspace_asked()
    options = [f"--ReviewApp.workspace={workspace}", f"--ReviewApp.store={store or ''}"]
    if by:
        options.append(f"--OwnerIdentityProvider.reviewer={by}")
    if no_browser:
        options.append("--no-browser")
    sys.stdout, sys.stderr = map(bare, (sys.stdout, sys.stderr))  # Jupyter's log has colours
    serve_until_ended([*options, *as_root(options_behind(context), "服务器可以读写整台机器的文件")])
