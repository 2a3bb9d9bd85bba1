"""What a report rests on that is otherwise than when reviewers looked at it last, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportkit.errors import ParametersError
from reportkit.inputs.basis import differences
from reportkit.inputs.called import called
from reportkit.params import parse_parameters
from reportkit.params.parameters import FIELDS

_MOST_NAMED = 20


def changed_basis(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield in Chinese, a sentence each, what a report rests on otherwise than before.

    Parameters
    ----------
    before, now : mapping
        See `inputs.basis.MADE_FROM`.
    """
    yield from _parameters(_as_now(before["parameters"]), _as_now(now["parameters"]))
    yield from _inputs(before, now)
    yield from _kit(before, now)


def _as_now(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return parameters with those that another version of the kit did not have."""
    try:
        return parse_parameters(values, "").for_notebook()
    except ParametersError:
        return values


def _parameters(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name, _ in differences(before, now):
        chinese = FIELDS[name].metadata["chinese"] if name in FIELDS else name
        was, is_now = (_value(side.get(name)) for side in (before, now))
        yield f"参数“{chinese}”（{name}）：原来{was}，现在{is_now}"


def _value(value: Any) -> str:
    if value in (None, "", []):
        return "没有填"
    if isinstance(value, bool):
        return "为“是”" if value else "为“否”"
    return f"为“{'、'.join(map(str, value)) if isinstance(value, list) else value}”"


def _inputs(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield what files are otherwise, those of a kind together."""
    parameters = parse_parameters(now["parameters"], "")
    alike: dict[tuple[str, str], list[str]] = {}
    for path, how in differences(before["inputs"], now["inputs"]):
        alike.setdefault((called(path, parameters), how), []).append(path)
    for (what, how), paths in alike.items():
        more = f"等 {len(paths)} 个" if len(paths) > _MOST_NAMED else ""
        yield f"{what}{how}：{'、'.join(paths[:_MOST_NAMED])}{more}"


def _kit(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    changed = [*differences(before["versions"], now["versions"])]
    for name, _ in changed:
        was, is_now = (side["versions"].get(name) or "没有" for side in (before, now))
        yield f"软件 {name}：原来是 {was}，现在是 {is_now}"
    if before["rules"] != now["rules"]:
        yield "软件自带的格式和规则改过"
    elif before["package"] != now["package"] and not changed:
        yield "软件的程序改过，版本号没有变；自带的格式和规则没有改"
