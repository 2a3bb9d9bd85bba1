"""``reportkit review sign``: what reviewers sign."""

from __future__ import annotations

from pathlib import Path

import click

from reportkit.cli.review import from_store, only, review
from reportkit.cli.workspace import Asked, asks_for_reports

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@review.command()
@asks_for_reports
@click.option(
    "--as",
    "role",
    type=click.Choice(["first", "second", "final"]),
    required=True,
    help="Which of the three signatures: 初审, 复审, 终审.",
)
@click.option(
    "--key",
    type=_FILE,
    metavar="FILE",
    help="Sign with this key, as ssh-keygen does: a private key, or a public one whose private "
    "part the ssh-agent has.",
)
@click.option(
    "--statement",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Only write the text that is to be signed elsewhere.",
)
@click.option(
    "--signature",
    type=_FILE,
    metavar="FILE",
    help="Take a signature that was made elsewhere of that text: FILE is the .sig beside it.",
)
@click.option(
    "--by",
    metavar="NAME",
    default="",
    help="Who signs, as review/roles.yaml has it.  [default: whoever's the key is]",
)
@from_store
def sign(asked: Asked, *, role: str, by: str, store: str | None, **how: Path | None) -> None:
    """Sign the one report of PARAMS, in one of three roles.

    The report is rendered again from its executed notebook, without the mark 送审稿. What is signed
    is a text that lists the sha256 of every file that will be published, of the manifest that says
    what it was made from, and of the last decision of the reviewers. The next to sign has to get
    the same bytes. Whatever changes in them voids the signatures.

    Who may sign as what is in review/roles.yaml, with which keys (Ed25519) in
    review/allowed_signers. Anyone can verify a signature by sha256sum and ssh-keygen alone.

    \b
    Examples:
      reportkit review sign params/fuxin-ecology-2022.yaml --as first --key ~/.ssh/id_ed25519
      reportkit review sign params/fuxin-ecology-2022.yaml --as first --by wang \\
        --statement fuxin.txt
      ssh-keygen -Y sign -n reportkit -f ~/.ssh/id_ed25519 fuxin.txt
      reportkit review sign params/fuxin-ecology-2022.yaml --as first --signature fuxin.txt.sig
    """
    from reportkit.review.desk import at_desk, stale_at
    from reportkit.review.signing.signers import Role

    _hold_options(by=by, **how)
    one = only(asked)
    stale = stale_at(one, asked.workspace, store)
    with at_desk(one, asked.workspace, store) as folder:
        said = _sign((one, folder, stale), Role(role), by, **how)
    click.echo(f"{one.name}：{said}")
