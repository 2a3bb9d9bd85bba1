"""YAML read strictly; every mapping in it remembers where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from reportkit.errors import FormError, NoYamlError
from reportkit.strict.bounds import SAFE, BoundError, hold_bounds
from reportkit.strict.model import Located

# What both loaders say of a path of Windows in quotation marks.
_OF_ESCAPES = ("escape", "hexdecimal")
_ESCAPES = r"：双引号里的 \ 另有含义，路径不要加双引号，或者把 \ 改为 /"
_TEXT = "tag:yaml.org,2002:str"
_MERGING = ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")
# YAML 1.1 knows more, and makes 2022 of 03746, 0x7e6, 2_022 and 33:42; decimals lose digits.
_PLAIN_NUMBER = re.compile(r"(?!-0$)-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_PLAINLY = (
    "是文字的请加引号；是数的请照平常写，不在前面加 0 和 +，不用下划线、冒号和字母，"
    "有小数的不超过 15 位。"
)


def read_yaml(text: str, file: str, shown: Callable[[Any], str] = str) -> Any:
    """Return what a YAML text says; every mapping in it is `Located`.

    Parameters
    ----------
    text : str
    file : str
        Its name, for messages.
    shown : callable
        How a message may quote a key, or a number.

    Raises
    ------
    NoYamlError
        Where it is no YAML.
    FormError
        Where a mapping has a key twice, or a number is written so that YAML takes it for another
        one.
    """
    unreadable = f"{file} 读不出来："
    loader = _Loader(text)
    loader.file, loader.shown, loader.problems = file, shown, []
    try:
        hold_bounds(text)
        data = loader.get_single_data()
    except BoundError as error:
        raise NoYamlError(unreadable, [f"{file} {error}。"]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        why = _ESCAPES if any(word in str(error.problem) for word in _OF_ESCAPES) else ""
        raise NoYamlError(unreadable, [f"{file} 第 {line} 行：不合 YAML 的写法{why}。"]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise NoYamlError(unreadable, [f"{file}：里面有 YAML 不认的字符或者写法。"]) from None
    finally:
        loader.dispose()
    if loader.problems:
        raise FormError(f"{file} 有误：", loader.problems)
    return data


def read_entry(entry: Traversable) -> Any:
    """Return what a YAML file of the package says."""
    return read_yaml(entry.read_text(encoding="utf-8"), entry.name)


class _Loader(SAFE):  # type: ignore[misc]
    file: str
    shown: Callable[[Any], str]
    problems: list[str]


def _construct(loader: Any, node: yaml.MappingNode) -> Iterator[Located]:
    data = Located()
    data.file, data.line = loader.file, node.start_mark.line + 1
    lines: dict[str, int] = {}
    written: dict[str, str | list[str]] = {}
    data.lines, data.written = lines, written
    yield data
    own = list(node.value)
    if any(key_node.tag in _MERGING for key_node, _ in own):
        loader.flatten_mapping(node)
    for key_node, _ in own:
        key, line = _key(loader, key_node), key_node.start_mark.line + 1
        if key in lines and key != "<<":
            loader.problems.append(f"{loader.file} 第 {line} 行：{loader.shown(key)} 写了两次。")
        lines[key] = line
    for key_node, value_node in node.value:
        key = _key(loader, key_node)
        data[key] = _said(loader, value_node)
        if text := _as_written(value_node):
            written[key] = text


def _key(loader: Any, node: yaml.Node) -> str:
    """Return a key as it is written: a code, or a word of a bureau's own, may be 01 or NO."""
    return node.value if isinstance(node, yaml.ScalarNode) else str(_said(loader, node))


def _as_written(node: yaml.Node) -> str | list[str]:
    """Return what is written where YAML makes something else of it; else nothing."""
    if isinstance(node, yaml.ScalarNode):
        return "" if node.tag == _TEXT else node.value
    if isinstance(node, yaml.SequenceNode) and any(map(_as_written, node.value)):
        items = node.value
        return [item.value if isinstance(item, yaml.ScalarNode) else "" for item in items]
    return ""


def _said(loader: Any, node: yaml.Node) -> Any:
    """Return what a node says; most are texts, of which thousands are read a night."""
    if type(node) is yaml.ScalarNode and node.tag == _TEXT:
        return node.value
    return loader.construct_object(node, deep=True)


def _number(kind: str) -> Callable[[Any, yaml.ScalarNode], Any]:
    """Return the constructor of a kind of number, which takes it only as everybody writes it."""
    construct = getattr(SAFE, f"construct_yaml_{kind}")

    def number(loader: Any, node: yaml.ScalarNode) -> Any:
        value = construct(loader, node)
        if not _PLAIN_NUMBER.fullmatch(node.value) or Decimal(node.value) != Decimal(str(value)):
            place = f"{loader.file} 第 {node.start_mark.line + 1} 行"
            text, read_as = loader.shown(node.value), loader.shown(value)
            loader.problems.append(f"{place}：{text} 会被 YAML 读作 {read_as}。{_PLAINLY}")
        return value

    return number


_Loader.add_constructor("tag:yaml.org,2002:int", _number("int"))
_Loader.add_constructor("tag:yaml.org,2002:float", _number("float"))
_Loader.add_constructor("tag:yaml.org,2002:map", _construct)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
