"""``reportkit rules``: list the rules, explain one, or examine the whole set."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reportkit.cli.workspace import asks_for_form, workspace_or_none

if TYPE_CHECKING:
    from reportkit.forms import Edition, Form
    from reportkit.rules import Rule
    from reportkit.rules.equation import Equation


@click.command()
@click.argument("rule_id", required=False, metavar="[ID]")
@asks_for_form("rules")
@click.option("--lint", is_flag=True, help="Examine the rules for contradiction and repetition.")
def rules(rule_id: str | None, form_id: str, *, lint: bool) -> None:
    """List every rule, or explain the rule ID with its source.

    With --lint, say for each edition what contradicts, repeats or follows from the rest, and which
    cells no sum covers; exit with 1 where rules contradict each other.

    \b
    Examples:
      reportkit rules
      reportkit rules T3-BALANCE
      reportkit rules --form enforcement
      reportkit rules --lint
    """
    from reportkit.forms import load_form
    from reportkit.report.checks import catalogue_of
    from reportkit.rules import SEVERITY_WORDS

    form = load_form(form_id, workspace_or_none())
    catalogue = catalogue_of(form)
    if lint:
        sys.exit(_lint(list(catalogue.values()), form))
    if rule_id is None:
        for rule in catalogue.values():
            suspended = "（暂停使用）" if rule.suspended else ""
            click.echo(f"{rule.id:<16} {SEVERITY_WORDS[rule.severity]}  {rule.title}{suspended}")
        return
    chosen = catalogue.get(rule_id.upper())
    if chosen is None:
        msg = f"没有规则 {rule_id}。全部规则见 reportkit rules。"
        raise click.UsageError(msg)
    for line in chosen.explain():
        click.echo(line)


def _lint(rules: Sequence[Rule], form: Form) -> int:
    """Print what is to be said of each edition's rules; return the exit code."""
    from reportkit.rules.lint import lint

    code = 0
    for edition in map(form.edition, form.editions):
        found = lint(rules, edition)
        click.echo(f"{edition.title}：{found.equalities} 个等式，其中独立的 {found.rank} 个")
        _print_all("可由其他等式推出", [_at(equation) for equation in found.repeated])
        _print_all("可由其他规则推出", [_at(equation) for equation in found.implied])
        _print_all("互相矛盾，只能为 0", _names(found.contradicted, edition))
        _print_all("没有等式核对", _names(found.free, edition))
        code = code or int(bool(found.contradicted))
    return code


def _print_all(heading: str, items: Sequence[str]) -> None:
    if items:
        click.echo(f"  {heading}：{'、'.join(items)}")


def _at(equation: Equation) -> str:
    return f"{equation.rule.id} {equation.place_name}"


def _names(cells: Sequence[str], edition: Edition) -> list[str]:
    return [f"“{edition.cells[cell].name}”" for cell in cells]
