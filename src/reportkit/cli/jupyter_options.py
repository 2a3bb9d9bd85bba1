"""Options that a command hands on to the Jupyter server that it starts."""

from __future__ import annotations

import os

import click

_AS_ROOT = "--allow-root"


class WithOptionsBehind(click.Command):
    """A command that hands on what comes after two hyphens; it would be lost among PARAMS."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Set the options behind apart."""
        own = args.index("--") if "--" in args else len(args)
        ctx.meta[__name__] = args[own + 1 :]
        return super().parse_args(ctx, args[:own])


def options_behind(context: click.Context) -> list[str]:
    """Return what came after two hyphens."""
    options: list[str] = context.meta[__name__]
    return options


def as_root(options: list[str], danger: str) -> list[str]:
    """Return Jupyter's options, with leave to run as root where somebody does.

    Parameters
    ----------
    options : list of str
    danger : str
        In Chinese, why that is no good idea; told then.
    """
    if getattr(os, "geteuid", lambda: None)() != 0 or _AS_ROOT in options:
        return options
    click.echo(f"注意：正以 root 身份运行，{danger}。建议换用普通账号。", err=True)
    return [*options, _AS_ROOT]
