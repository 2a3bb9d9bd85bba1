"""``reportkit review sign``: what reviewers sign."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.cli.commands.review import from_store, only, tell_aside
from reportkit.cli.options import FILE, FILE_THERE
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.reading import read_bytes

if TYPE_CHECKING:
    from reportkit.params import Parameters


@click.command()
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
    type=FILE_THERE,
    metavar="FILE",
    help="Sign with this key, as ssh-keygen does: a private key, or a public one whose private "
    "part the ssh-agent has.",
)
@click.option(
    "--statement",
    type=FILE,
    metavar="FILE",
    help="Only write the text that is to be signed elsewhere.",
)
@click.option(
    "--signature",
    type=FILE_THERE,
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
    from reportkit.review.desk import stale_at
    from reportkit.review.index.refresh import at_work

    _hold_options(by=by, **how)
    one = only(asked)
    stale = stale_at(one, asked.workspace, store)
    with at_work(one, asked.workspace, store, tell_aside) as folder:
        said = _sign(one, folder, stale, role=role, by=by, **how)
    click.echo(f"{one.name}：{said}")


def _hold_options(
    *, by: str, key: Path | None, statement: Path | None, signature: Path | None
) -> None:
    if sum(how is not None for how in (key, statement, signature)) != 1:
        msg = "--key、--statement、--signature 要用一个，也只能用一个。"
        raise click.UsageError(msg)
    if statement and not by:
        msg = "用 --statement 时，请用 --by 写明签名人。"
        raise click.UsageError(msg)
    if signature and signature.suffix != ".sig":
        msg = "--signature 应为 ssh-keygen 写出的 .sig 文件，所签的文字在它旁边。"
        raise click.UsageError(msg)


def _sign(
    one: Parameters,
    folder: Path,
    stale: Sequence[str],
    *,
    role: str,
    by: str,
    key: Path | None,
    statement: Path | None,
    signature: Path | None,
) -> str:
    """Do what is asked; return in Chinese what was done."""
    from reportkit.review.signing.sign import sign_by_key, statement_of, take_signature
    from reportkit.review.signing.signers import Role
    from reportkit.writing import whole_file

    if statement:
        text = statement_of(one, folder, Role(role), by, stale).text
        with whole_file(statement) as file:
            file.write_text(text, encoding="utf-8", newline="\n")
        return f"要签的文字写在 {statement}。请用 ssh-keygen -Y sign -n reportkit 签。"
    if signature:
        text_file = signature.with_suffix("")
        return take_signature(
            one, folder, Role(role), read_bytes(text_file), read_bytes(signature), stale
        ).words
    assert key is not None  # noqa: S101 - one of the three was asked for
    return sign_by_key(one, folder, Role(role), key, by, stale).words
