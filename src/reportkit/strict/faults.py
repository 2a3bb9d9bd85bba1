"""Data held against a model: all that is wrong, with file and line."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from reportkit.personal import as_now
from reportkit.strict.model import Located

_M = TypeVar("_M", bound=BaseModel)
_LONGEST_SHOWN = 40
IN_QUOTES = "不加引号的，YAML 不当作文字，请加引号"
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
    elif kind == "string_type" and (text := _text_at(owner, key, path)):
        words = f"{_WORDS[kind]}{as_now(shown(text))}，{IN_QUOTES}"
    else:
        words = f"{_WORDS.get(kind, '不合规定')}{as_now(shown(error['input']))}"
    named = f" {shown(key)}" if key and owner else ""
    return f"{where}：{named.strip()}{'：' if named else ''}{words}。"


def _text_at(owner: Any, key: str, path: Sequence[Any]) -> str:
    """Return what is written without quotes where a path ends; empty where it is nothing such."""
    text = owner.written.get(key, "") if isinstance(owner, Located) else ""
    if isinstance(text, str):
        return text
    last = path[-1]
    return text[last] if isinstance(last, int) and last < len(text) else ""


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
