"""The values of parameters as they are written: by which names, and whether they may be so."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from reportkit.errors import ParametersError
from reportkit.params.kinds import Kind
from reportkit.params.parameters import FIELDS, KINDS, Parameters
from reportkit.personal import as_now, hide, may_be_code, may_be_personal, may_be_told
from reportkit.strict import IN_QUOTES, Located
from reportkit.visible import in_escapes
from reportkit.workspace import WORKSPACE_NAMES, WORKSPACE_VARIABLE

_LONGEST_SHOWN, _MOST_UNKNOWN = 100, 20
# What each name stands for, English and Chinese.
_NAMES = {name: name for name in FIELDS} | {
    item.metadata["chinese"]: name for name, item in FIELDS.items()
}


def parse_parameters(values: Mapping[str, Any], source: str) -> Parameters:
    """Check plain values and return parameters.

    Parameters
    ----------
    values : mapping
        By parameter name, as a parameters file or the notebook gives them.
    source : str
        Where they come from, for the message.

    Raises
    ------
    ParametersError
        With everything that is wrong at once.
    """
    checked, problems = check_values(values)
    if problems:
        heading = f"{source}：参数有误。"
        raise ParametersError(heading, list(problems.values()))
    return Parameters(**checked)


def parameters_in(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of a notebook's names that are parameters, for `open_report`.

    So no cell lists the parameters a second time, and a parameter more is one line of the
    parameters cell. A Chinese name comes before the English one: the parameters cell always has
    the English names, and plain papermill writes what it is given below. Where the workspace is
    comes along, if the notebook was told.

    Parameters
    ----------
    names : mapping
        What ``globals()`` returns in a cell.

    Examples
    --------
    >>> parameters_in({"year": 2022, "bureau": "fuxin-ecology", "_i1": "year = 2022"})
    {'bureau': 'fuxin-ecology', 'year': 2022}
    """
    given: dict[str, Any] = {}
    for name, item in FIELDS.items():
        written = next((each for each in (item.metadata["chinese"], name) if each in names), None)
        if written and item.metadata["in_notebook"]:
            given[name] = names[written]
    workspace = next((names[each] for each in WORKSPACE_NAMES if names.get(each)), "")
    return given | ({"workspace": workspace} if workspace else {})


def parameter_name(written: Any) -> str | None:
    """Return the parameter that a name stands for, English or Chinese; None where it is no name.

    Examples
    --------
    >>> parameter_name("年度"), parameter_name("year"), parameter_name("月份")
    ('year', 'year', None)
    """
    return _NAMES.get(written) if isinstance(written, str) else None


def check_values(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Check plain values, each by itself.

    Parameters
    ----------
    values : mapping
        By parameter name, English or Chinese.

    Returns
    -------
    checked : dict
        What `Parameters` takes: the values that are right.
    problems : dict of str
        What is wrong with the others, in Chinese, by name as it is written: names that no
        parameter has, both names of one, values that are wrong, and parameters that are missing.
    """
    names = {given: parameter_name(given) for given in values}
    problems = _unknown_ones([given for given, name in names.items() if name is None])
    written: dict[str, str] = {}
    for given, name in names.items():
        if name and written.setdefault(name, given) != given:
            problems[given] = f"{written[name]} 和 {given} 是同一个参数，请只留一个。"
    checked: dict[str, Any] = {}
    for name, item in FIELDS.items():
        if name not in written:
            if item.default is dataclasses.MISSING:
                problems[name] = f"缺少参数 {name}：{item.metadata['what']}。"
            continue
        given = written[name]
        try:
            checked[name] = KINDS[name].check(values[given])
        except ValueError as error:
            problem = f"{error}{_now(values, given, KINDS[name])}"
            problems.setdefault(given, f"参数 {given} {problem}。")
    return checked, problems


def plain_value(name: str, cell: Any) -> Any:
    """Return the value that a parameters file would have where a table has this cell.

    What cannot be understood is returned as it is, for the parameter's own check to refuse.

    Parameters
    ----------
    name : str
        The parameter, by either name.
    cell : str, int, Decimal, bool or datetime.datetime
        As a CSV file (always text) or a workbook holds it; not blank.

    Examples
    --------
    >>> plain_value("bureau", 12)
    '12'
    >>> plain_value("所属单位", "yingzhou-health、yingzhou-education")
    ['yingzhou-health', 'yingzhou-education']
    """
    return KINDS[_NAMES[name]].of_cell(cell.strip() if isinstance(cell, str) else cell)


def _now(values: Mapping[str, Any], given: str, kind: Kind) -> str:
    """Return, in Chinese, what a wrong value is now, as it is written; whether it lacks quotes."""
    written = values.written.get(given) if isinstance(values, Located) else None
    if not written:
        return as_now(_shown(values[given], words=kind.words))
    with suppress(ValueError):
        kind.check(written)
        return f"{as_now(_shown(written, words=kind.words))}，{IN_QUOTES}"
    return as_now(_shown(written, words=kind.words))


def _unknown_ones(names: Sequence[Any]) -> dict[str, str]:
    """Return what is wrong with names that no parameter has; many are not told one by one."""
    told = {name: _unknown(name) for name in names[:_MOST_UNKNOWN]}
    if len(names) > _MOST_UNKNOWN:
        told[names[_MOST_UNKNOWN]] = f"另有 {len(names) - _MOST_UNKNOWN} 个不认识的参数名。"
    return told


def _unknown(name: Any) -> str:
    if name in WORKSPACE_NAMES:
        return (
            f"{name} 不写在这里：参数文件就在工作目录里。要从别处运行的，"
            f"用 --workspace、环境变量 {WORKSPACE_VARIABLE}，或者 papermill 的 -p workspace。"
        )
    near = difflib.get_close_matches(str(name)[:_LONGEST_SHOWN], _NAMES, n=1)
    remedy = f"是否应为 {near[0]}？" if near else f"可用的参数：{'、'.join(FIELDS)}。"
    return f"没有参数 {shown_name(name)}。{remedy}"


def shown_name(name: Any) -> str:
    """Return what may be told of a name that no parameter has: a person's may stand there."""
    return _shown(name, words=may_be_told(str(name)))


def _shown(value: Any, *, words: bool) -> str:
    if value is None:
        return "空"
    text = str(value)
    if not may_be_code(text) and (not words or may_be_personal(text)):
        return hide(text)
    text = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    # What a line break or the like was written as: it would tear the message apart.
    return in_escapes("".join(json.dumps(c)[1:-1] if c < " " else c for c in text))
