"""The command ``reportkit`` and its sub-commands.

Everything heavy (pandas, papermill, nbconvert) is imported inside the commands that need it:
help is printed at once.
"""

from __future__ import annotations

import sys

import click

from reportkit import __version__
from reportkit.cli.commands.audit import audit
from reportkit.cli.commands.cells import cells
from reportkit.cli.commands.check import check
from reportkit.cli.commands.demo import demo
from reportkit.cli.commands.diff import diff
from reportkit.cli.commands.lab import lab
from reportkit.cli.commands.new import new
from reportkit.cli.commands.notebook import notebook
from reportkit.cli.commands.plan import plan
from reportkit.cli.commands.publish import publish
from reportkit.cli.commands.review import review
from reportkit.cli.commands.rules import rules
from reportkit.cli.commands.run import run
from reportkit.cli.commands.schedule import schedule
from reportkit.cli.commands.serve import serve
from reportkit.cli.commands.sign import sign
from reportkit.cli.commands.verify import verify
from reportkit.cli.ending import end_in_order
from reportkit.cli.home import with_home
from reportkit.cli.language import speak_to_reader
from reportkit.cli.streams import able_to_write, unheard
from reportkit.cli.workspace import give_workspace_option
from reportkit.errors import ReportkitError, UnavailableError, WorkspaceError
from reportkit.inputs.run_state import INTERRUPTED, NOT_COMPUTED
from reportkit.trouble import program_error, refused, stack, what_happened


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
def cli() -> None:
    """Make statutory annual reports from ledgers.

    Work in a folder that holds params/ (one YAML file a report), data/ (the ledgers
    and the prose of each) and notebooks/ (a master notebook a form).

    \b
    A first session:
      reportkit demo DIR       make up a workspace to try all this on
      reportkit new BUREAU YEAR
                               parameters, empty ledgers and a narrative for a bureau of yours
      reportkit check          hold the ledgers against the rules, in a second
      reportkit run            make every report of params/ as HTML and PDF in outputs/
      reportkit plan           what run would make, and why
      reportkit review list    what reviewers decided, and what they have to decide
      reportkit rules [ID]     list the rules, or explain one with its source
      reportkit cells          list the cells of a form, which a narrative can bind
      reportkit lab PARAMS     open the notebook of one bureau-year to change it
      reportkit notebook diff  what it has otherwise than the master notebook
      reportkit diff A B       what differs between two reports
      reportkit publish        publish what passed and was signed
      reportkit verify FOLDER  whether it is still what was made, published, signed
      reportkit schedule       what makes the system run it every night
      reportkit audit FILE     what is wrong in reports that others published

    \b
    Exit codes: 0 all passed; 1 something does not reconcile; 2 wrong usage; 3 something could not
    be computed, which another run may.
    """


cli.add_command(audit)
cli.add_command(run)
cli.add_command(verify)
cli.add_command(check)
cli.add_command(diff)
cli.add_command(lab)
cli.add_command(notebook)
cli.add_command(new)
cli.add_command(cells)
cli.add_command(plan)
cli.add_command(publish)
cli.add_command(review)
review.add_command(sign)
review.add_command(serve)
cli.add_command(rules)
cli.add_command(schedule)
give_workspace_option(cli)
cli.add_command(demo)  # which makes a workspace of its own


def _run() -> None:
    """Run a command; what it told and nobody could hear is no success."""
    try:
        cli.main(standalone_mode=False)
    except SystemExit as ended:
        if ended.code:
            raise
    if lost := unheard():
        msg = f"屏幕上的内容没有写全（{what_happened(lost)}）；生成的文件不受影响。"
        raise WorkspaceError(msg)


def main() -> None:
    """Run the command line; turn our own errors, and the system's, into words and exit codes."""
    able_to_write()
    end_in_order()
    with_home()
    speak_to_reader(cli)
    try:
        _run()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except UnavailableError as error:
        click.echo(str(error), err=True)
        sys.exit(NOT_COMPUTED)
    except ReportkitError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:  # a full disk, a file that another program holds
        click.echo(refused(error), err=True)
        sys.exit(NOT_COMPUTED)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。写完的报告都在，没写完的没有留下痕迹。", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - what it says itself may be out of a ledger
        click.echo("\n".join([program_error(error), *stack(error)]), err=True)
        sys.exit(NOT_COMPUTED)
