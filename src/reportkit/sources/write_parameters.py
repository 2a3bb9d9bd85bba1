"""Writing a parameters file: what is set, and in comments what every parameter means."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from reportkit.params import Parameters

_WIDEST = 10_000  # no line is ever broken


def parameters_text(head: str, values: Mapping[str, Any]) -> str:
    """Return the text of a parameters file.

    Parameters
    ----------
    head : str
        What it is, for the first line.
    values : mapping
        Plain values by name; None for one that somebody has yet to fill in. The other parameters
        stand in comments, with what they are where they are left out.
    """
    return "".join(f"{line}\n" for line in _lines(head, values))


def _lines(head: str, values: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {head}"
    yield "# 一行一个“参数名: 值”；用到以“# ”开头的参数时，去掉“# ”，改成需要的值。"
    yield "# 可用的报告种类、版本、表格、机关类别见 docs/parameters.md。"
    for field in dataclasses.fields(Parameters):
        yield ""
        yield f"# {field.metadata['what']}。"
        if field.name in values:
            yield _assignment(field.name, values[field.name])
        else:
            default = list(field.default) if isinstance(field.default, tuple) else field.default
            yield f"# {_assignment(field.name, default)}"


def _assignment(name: str, value: Any) -> str:
    if value is None or value == "":
        return f"{name}:"
    text: str = yaml.safe_dump(
        {name: value}, allow_unicode=True, default_flow_style=None, width=_WIDEST
    )
    return text.strip().removeprefix("{").removesuffix("}") if text[0] == "{" else text.strip()
