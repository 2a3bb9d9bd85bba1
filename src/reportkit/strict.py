"""YAML read strictly: what is unknown, missing or of another type is told with file and line.

Every mapping that is read remembers where it stands, also after it has been put together with
others from other files, so that a fault found later can still be told with its place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from reportkit.errors import FormError
from reportkit.personal import as_now

# libyaml's loader, where it is there, is the faster one, and as safe.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_M = TypeVar("_M", bound=BaseModel)
_LONGEST_SHOWN = 40
# What both loaders say of a path of Windows in quotation marks.
_OF_ESCAPES = ("escape", "hexdecimal")
_ESCAPES = r"：双引号里的 \ 另有含义，路径不要加双引号，或者把 \ 改为 /"
# Far beyond what anybody writes. libyaml's loader goes down one level of its stack for each level
# of the text; a few aliases of aliases stand for more than any memory holds.
_LONGEST, _DEEPEST, _MOST_ITEMS = 4 << 20, 100, 200_000
# Of numbers to the base of sixty (1:59:59) each part is multiplied with all before it.
_LONGEST_NUMBER = 100
_TEXT = "tag:yaml.org,2002:str"
_MERGING = ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value")
_NUMBER = re.compile(r"[-+0-9:._]+")
_LONG_NUMBER = re.compile(rf"[-+0-9:._]{{{_LONGEST_NUMBER}}}")
_WORDS = {
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或者 false",
    "tuple_type": "应为一列",
    "list_type": "应为一列",
    "frozen_set_type": "应为一列",
    "dict_type": "应为“键: 值”",
    "mapping_type": "应为“键: 值”",
    "model_type": "应为“键: 值”",
    "model_attributes_type": "应为“键: 值”",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "string_pattern_mismatch": "写法不对",
    "pattern_regex": "不是正则表达式",
    "decimal_type": "应为数",
    "decimal_parsing": "应为数",
    "greater_than_equal": "太小",
}


class Strict(BaseModel):
    """What a data file says: nothing unknown, nothing of another type, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def changed(self, /, **values: Any) -> Self:
        """Return a copy with other values, which are not checked again."""
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return self.model_construct(self.model_fields_set | set(values), **{**own, **values})

    # Each object is one thing of a form: what hangs on it is cached by identity.
    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class Located(dict[str, Any]):
    """A mapping of a data file that knows where it stands.

    Attributes
    ----------
    file : str
        Name for messages.
    line : int
        Where the mapping begins, from 1.
    lines : dict of str to int
        Where each key stands.
    """

    file: str = ""
    line: int = 1
    lines: Mapping[str, int]

    def place(self, key: object = None) -> str:
        """Return file and line of a key, or of the whole mapping, in Chinese."""
        return f"{self.file} 第 {self.lines.get(str(key), self.line)} 行"

    def changed(self, /, **values: Any) -> Located:
        """Return a copy with other values, which stands where this one does."""
        copy = Located({**self, **values})
        copy.file, copy.line, copy.lines = self.file, self.line, self.lines
        return copy

    def without(self, *keys: str) -> Located:
        """Return a copy without some keys."""
        copy = self.changed()
        for key in keys:
            copy.pop(key, None)
        return copy


def read_yaml(text: str, file: str, shown: Callable[[Any], str] = str) -> Any:
    """Return what a YAML text says; every mapping in it is `Located`.

    Parameters
    ----------
    text : str
    file : str
        Its name, for messages.
    shown : callable
        How a message may quote a key.

    Raises
    ------
    FormError
        Where it is no YAML, or a mapping has a key twice.
    """
    loader = _Loader(text)
    loader.file, loader.shown = file, staticmethod(shown)
    loader.problems = []
    try:
        if not _is_small(text):
            _hold_bounds(text)
        data = loader.get_single_data()
    except _BoundError as error:
        raise FormError(f"{file} 读不出来：", [f"{file} {error}。"]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        why = _ESCAPES if any(word in str(error.problem) for word in _OF_ESCAPES) else ""
        raise FormError(
            f"{file} 读不出来：", [f"{file} 第 {line} 行：不合 YAML 的写法{why}。"]
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise FormError(
            f"{file} 读不出来：", [f"{file}：里面有 YAML 不认的字符或者写法。"]
        ) from None
    finally:
        loader.dispose()
    if loader.problems:
        raise FormError(f"{file} 有误：", loader.problems)
    return data


def read_entry(entry: Traversable) -> Any:
    """Return what a YAML file of the package says."""
    return read_yaml(entry.read_text(encoding="utf-8"), entry.name)


def faults(
    model: type[_M], data: Any, place: str, shown: Callable[[Any], str] | None = None
) -> tuple[_M | None, list[str]]:
    """Hold data against a model.

    Parameters
    ----------
    model : type of pydantic.BaseModel
    data : Any
        As `read_yaml` returned it.
    place : str
        Where it stands, should it be no mapping at all.
    shown : callable, optional
        How a message may quote a key or a value; cut short where it is left out.

    Returns
    -------
    model or None
        None where something is wrong.
    list of str
        All that is wrong, one Chinese sentence each, with file and line.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        items = error.errors(include_url=False)
        found = (_fault(model, data, item, place, shown or _shown) for item in items)
        return None, list(dict.fromkeys(found))


def located(items: Iterable[Any]) -> Iterator[Located]:
    """Yield those of some items that are mappings."""
    return (item for item in items if isinstance(item, Located))


def _is_small(text: str) -> bool:
    """Return whether a text is so small that no bound can be exceeded: thousands are read a night.

    Each level opens with a sign of its own, and without an alias no part stands for more than it
    is.
    """
    signs = sum(map(text.count, "-?:[{"))
    few = len(text) < _MOST_ITEMS // 10 and signs <= _DEEPEST
    return few and "*" not in text and not _LONG_NUMBER.search(text)


class _BoundError(Exception):
    """A text is larger, or nests deeper, than any that a person has written."""


def _hold_bounds(text: str) -> None:
    """Refuse a text that would take all memory, or the stack, before anything is made of it."""
    if len(text) > _LONGEST:
        msg = f"超过 {_LONGEST >> 20} MB，没有读取"
        raise _BoundError(msg)
    sizes: dict[str, int] = {}
    open_ones: list[tuple[str | None, int]] = []  # the anchor of each, and the items before it
    items = 0
    event: Any
    for event in yaml.parse(text, Loader=_Safe):
        items += 1
        match event:
            case yaml.CollectionStartEvent():
                open_ones.append((event.anchor, items))
            case yaml.CollectionEndEvent():
                anchor, before = open_ones.pop()
                sizes[anchor or ""] = items - before
            case yaml.AliasEvent():
                items += sizes.get(event.anchor or "", 0)
        if fault := _beyond(event, items, open_ones):
            msg = f"第 {event.start_mark.line + 1} 行：{fault}"
            raise _BoundError(msg)


def _beyond(event: Any, items: int, open_ones: Sequence[tuple[str | None, int]]) -> str:
    """Return, in Chinese, which bound a part of a text is beyond; empty where it is within all."""
    if isinstance(event, yaml.AliasEvent) and any(event.anchor == name for name, _ in open_ones):
        return f"*{event.anchor} 引用了它自己"
    if len(open_ones) > _DEEPEST:
        return f"层次超过 {_DEEPEST} 层，没有读取"
    if items > _MOST_ITEMS:
        return f"到此超过 {_MOST_ITEMS // 10_000} 万项（引用按展开计），没有读取"
    number = isinstance(event, yaml.ScalarEvent) and event.implicit[0]
    if number and len(event.value) > _LONGEST_NUMBER and _NUMBER.fullmatch(event.value):
        return f"一个数超过 {_LONGEST_NUMBER} 位，没有读取"
    return ""


class _Loader(_Safe):  # type: ignore[misc]
    file: str
    shown: Callable[[Any], str]
    problems: list[str]


def _construct(loader: Any, node: yaml.MappingNode) -> Iterator[Located]:
    data = Located()
    data.file, data.line = loader.file, node.start_mark.line + 1
    lines: dict[str, int] = {}
    data.lines = lines
    yield data
    own = list(node.value)
    if any(key_node.tag in _MERGING for key_node, _ in own):
        loader.flatten_mapping(node)
    for key_node, _ in own:
        key, line = str(_said(loader, key_node)), key_node.start_mark.line + 1
        if key in lines and key != "<<":
            loader.problems.append(f"{loader.file} 第 {line} 行：{loader.shown(key)} 写了两次。")
        lines[key] = line
    for key_node, value_node in node.value:
        key = _said(loader, key_node)
        data[key if isinstance(key, str) else str(key)] = _said(loader, value_node)


def _said(loader: Any, node: yaml.Node) -> Any:
    """Return what a node says; most are texts, of which thousands are read a night."""
    if type(node) is yaml.ScalarNode and node.tag == _TEXT:
        return node.value
    return loader.construct_object(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _construct)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _fault(
    model: type[BaseModel],
    data: Any,
    error: Mapping[str, Any],
    place: str,
    shown: Callable[[Any], str],
) -> str:
    path = [step for step in error["loc"] if not _is_tag(step)]
    where, key, owner = _follow(data, path, place)
    kind = error["type"]
    if kind == "missing":
        return f"{where}：缺少 {key}。"
    if kind == "extra_forbidden":
        return f"{where}：不认识 {shown(key)}。{_nearest(model, path, key)}"
    if kind == "literal_error":
        expected = (
            error["ctx"]["expected"].replace("'", "").replace(" or ", "、").replace(", ", "、")
        )
        words = f"应为 {expected} 之一{as_now(shown(error['input']))}"
    elif kind == "value_error":
        words = str(error["ctx"]["error"])
    else:
        words = f"{_WORDS.get(kind, '不合规定')}{as_now(shown(error['input']))}"
    named = f" {shown(key)}" if key and owner else ""
    return f"{where}：{named.strip()}{'：' if named else ''}{words}。"


def _is_tag(step: object) -> bool:
    """Whether a step of pydantic's path names one of several types, and nothing in the data."""
    return isinstance(step, str) and (
        "[" in step or step in {"str", "tuple", "dict", "is-instance"}
    )


def _follow(data: Any, path: Sequence[Any], place: str) -> tuple[str, str, Any]:
    """Return the place of the innermost mapping on a path, and the key of it that is meant."""
    where, key, owner = place, "", None
    for step in path:
        if isinstance(data, Located):
            where, key, owner = data.place(step), str(step), data
            data = data.get(str(step))
        elif isinstance(data, Sequence) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif isinstance(step, str):
            key = step
    return where, key, owner


def _nearest(model: type[BaseModel], path: Sequence[Any], key: str) -> str:
    names = _names_at(model, path)
    near = difflib.get_close_matches(key, names, n=1)
    return f"是否应为 {near[0]}？" if near else ""


def _names_at(model: type[BaseModel], path: Sequence[Any]) -> list[str]:
    """Return the keys that are known where a path ends, as far as models tell."""
    known: Any = model
    for step in path[:-1]:
        if isinstance(step, str) and known is not None and step in known.model_fields:
            known = _model_in(known.model_fields[step].annotation)
    return [] if known is None else list(known.model_fields)


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((part for part in inner if part is not None), None)


def _shown(value: Any) -> str:
    text = "空" if value is None else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
