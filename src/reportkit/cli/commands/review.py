"""``reportkit review``: what reviewers decide."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.errors import ReportkitError
from reportkit.inputs.run_state import RunState, exit_code
from reportkit.trouble import refused

if TYPE_CHECKING:
    from reportkit.params import Parameters

_Command = TypeVar("_Command", bound=Callable[..., Any])
from_store = click.option(
    "--store",
    metavar="URL",
    help="Where data/ and outputs/ are, if not here: any fsspec address, such as s3://bucket.",
)
_BY = click.option(
    "--by",
    metavar="NAME",
    required=True,
    envvar="REPORTKIT_REVIEWER",
    show_envvar=True,
    help="Who decides.",
)
_FINDINGS = click.option(
    "--finding",
    "findings",
    multiple=True,
    required=True,
    metavar="ID",
    help="Which finding, as `review list` calls it: its fingerprint or the first four characters "
    "and more of it, or a rule for all its undecided ones; may be given several times.",
)


def _words(*, required: bool) -> Callable[[_Command], _Command]:
    return click.option(
        "--words",
        metavar="TEXT",
        required=required,
        default=None if required else "",
        help="The explanation.",
    )


@click.group()
def review() -> None:
    """Decide what the findings of reports come to.

    Decisions are kept in data/BUREAU/YEAR/review.jsonl. Lines are added there and never changed;
    each has the digest of the line before, so that a change by hand is noticed. A decision holds
    while its finding has the same fingerprint and the same values.
    """


@review.command("list")
@asks_for_reports
@from_store
def list_(asked: Asked, store: str | None) -> None:
    """List what is to be decided of the reports of PARAMS, and what was decided.

    \b
    Examples:
      reportkit review list params/fuxin-ecology-2022.yaml
      reportkit review list --year 2022
    """
    states = []
    for one in asked.parameters:
        try:
            for line in _listed(one, asked, store):
                click.echo(line)
        except (ReportkitError, OSError) as error:
            told = refused(error) if isinstance(error, OSError) else str(error)
            click.echo(f"{one.name}：{told}", err=True)
            states.append(RunState.BROKEN)
    sys.exit(exit_code(states, asked.errors))


@review.command()
@asks_for_reports
@_FINDINGS
@_words(required=False)
@_BY
@from_store
def confirm(asked: Asked, findings: Sequence[str], **how: Any) -> None:
    """Confirm findings of the one report of PARAMS: they are right, and something is to be done.

    A confirmation also takes back an earlier dismissal of the same finding.

    \b
    Examples:
      reportkit review confirm params/fuxin-ecology-2022.yaml --finding 3f2a --by 王某
    """
    _decide(asked, findings, confirms=True, **how)


@review.command()
@asks_for_reports
@_FINDINGS
@_words(required=True)
@click.option(
    "--print",
    "printed",
    is_flag=True,
    help="Print the explanation in the report, for as long as it holds.",
)
@_BY
@from_store
def dismiss(asked: Asked, findings: Sequence[str], **how: Any) -> None:
    """Dismiss findings of the one report of PARAMS, with an explanation.

    Warnings and notices can be dismissed; what must hold cannot. Of a finding that cannot be told,
    this accepts that it cannot. The explanation of a warning may be printed in the report, where
    its form says.

    \b
    Examples:
      reportkit review dismiss params/fuxin-ecology-2022.yaml --finding Y-SWING --by 王某 \\
        --words 机构改革后并入两个单位，申请量随之增加。 --print
    """
    _decide(asked, findings, confirms=False, **how)


@review.command("return")
@asks_for_reports
@_words(required=True)
@click.option("--withdraw", "withdrawn", is_flag=True, help="Take back that it was sent back.")
@_BY
@from_store
def return_(asked: Asked, *, withdrawn: bool, store: str | None, **how: Any) -> None:
    """Send the one report of PARAMS back to its bureau, with a reason.

    `check`, `plan`, `run` and the notebook say so until the report is made anew from something that
    the bureau has changed.

    \b
    Examples:
      reportkit review return params/fuxin-ecology-2022.yaml --by 王某 \\
        --words 第五部分请写明改进措施。
    """
    from reportkit.review.deciding import send_back, withdraw
    from reportkit.review.index.refresh import at_work

    one = only(asked)
    with at_work(one, asked.workspace, store, tell_aside) as folder:
        decision = (withdraw if withdrawn else send_back)(one, folder, **how)
    click.echo(f"{one.name}：{decision.signed_words}")


def _decide(asked: Asked, named: Sequence[str], *, store: str | None, **how: Any) -> None:
    from reportkit.review.deciding import decide, hold_printable
    from reportkit.review.index.refresh import at_work

    one = only(asked)
    if how.get("printed"):
        hold_printable(one, asked.workspace)
    with at_work(one, asked.workspace, store, tell_aside) as folder:
        decisions = decide(one, folder, named, **how)
    for decision in decisions:
        click.echo(f"{one.name}：［{decision.rule} {decision.place}］{decision.signed_words}")


def _listed(one: Parameters, asked: Asked, store: str | None) -> list[str]:
    from reportkit.decisions import decisions_of, findings_to_decide
    from reportkit.review.desk import at_desk
    from reportkit.review.listing import listed
    from reportkit.review.signing.sign_offs import sign_offs

    with at_desk(one, asked.workspace, store) as folder:
        lines = listed(one.name, decisions_of(one, folder), findings_to_decide(one, folder))
        return [*lines, *(f"  签名：{signed.words}" for signed in sign_offs(folder, one))]


def tell_aside(words: str) -> None:
    """Say what does not change how the command ends."""
    click.echo(words, err=True)


def only(asked: Asked) -> Parameters:
    """Return the one report that is asked for."""
    if len(asked.parameters) != 1:
        count = len(asked.parameters)
        msg = (
            f"一次只能审核一份报告，现为 {count} 份。请写明参数文件，或者用 --bureau、--year 选定。"
        )
        raise click.UsageError(msg)
    return asked.parameters[0]
