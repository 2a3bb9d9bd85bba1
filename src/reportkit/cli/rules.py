"""``reportkit rules``: list the rules, or explain one."""

from __future__ import annotations

import click


@click.command()
@click.argument("rule_id", required=False, metavar="[ID]")
def rules(rule_id: str | None) -> None:
    r"""List every rule, or explain the rule ID with its source.

    \b
    Examples:
      reportkit rules
      reportkit rules T3-BALANCE
    """
    from reportkit.rules import SEVERITY_WORDS, load_catalogue

    catalogue = load_catalogue()
    if rule_id is None:
        for rule in catalogue.values():
            click.echo(f"{rule.id:<16} {SEVERITY_WORDS[rule.severity]}  {rule.title}")
        return
    chosen = catalogue.get(rule_id.upper())
    if chosen is None:
        msg = f"没有规则 {rule_id}。全部规则见 reportkit rules。"
        raise click.UsageError(msg)
    for line in chosen.explain():
        click.echo(line)
