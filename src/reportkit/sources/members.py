"""Who the members of a parent are: codes, patterns of codes, tables of levels; and none twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from reportkit.errors import ParametersError, ProblemsError
from reportkit.params import Key, Parameters
from reportkit.params.kinds import is_code, is_pattern, is_table
from reportkit.personal import as_now, code_or_hidden
from reportkit.sources.table import DEEPEST_HEADING, heading_of, table_grids

_BUREAU, _PARENT = {"bureau", "单位代码"}, {"parent", "上级单位"}


def with_members(
    parameters: Sequence[Parameters], everybody: Iterable[Parameters], workspace: Path
) -> tuple[list[Parameters], list[ProblemsError]]:
    """Return bureau-years with the codes of their members, and what is wrong with the others.

    A pattern leaves out those that another member has for a member: a province does not add up
    towns that its counties add up.

    Parameters
    ----------
    parameters : sequence of Parameters
    everybody : iterable of Parameters
        All bureau-years that there are, these among them: a pattern stands for those that fit.
    workspace : Path
        Tables lie there.
    """
    known = _Known({one.key: one for one in everybody}, workspace)
    told: list[Parameters] = []
    errors: list[ProblemsError] = []
    for one in parameters:
        try:
            told.append(replace(one, members=tuple(_members(one, known))) if one.members else one)
        except ParametersError as error:
            errors.append(error)
    return told, errors


@dataclass(slots=True)
class _Known:
    """All bureau-years, and what was worked out of their members."""

    parameters: Mapping[Key, Parameters]
    workspace: Path
    bureaus: dict[tuple[str, int], list[str]] = field(init=False)
    tables: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    named: dict[Key, dict[str, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bureaus = defaultdict(list)
        for key in self.parameters:
            self.bureaus[key.form, key.year].append(key.bureau)


def tables_of(parameters: Iterable[Parameters]) -> set[str]:
    """Return the tables of levels that some parameters name, by their paths in the workspace."""
    return {each for one in parameters for each in one.members if is_table(each)}


def _members(one: Parameters, known: _Known) -> Iterator[str]:
    """Yield the members of a parent.

    Raises
    ------
    ParametersError
        Where a pattern or a table has none for it, or a member is named that another one adds up.
    """
    named = _named(one, known)
    below = {code: _below(one.key._replace(bureau=code), known) for code in named}
    above: dict[str, str] = {}
    for other in named:
        for code in below[other] & named.keys():
            if other not in below[code]:  # of a circle nobody is made, and so nobody added up
                above.setdefault(code, other)
    for code, by_pattern in named.items():
        if code not in above:
            yield code
        elif not by_pattern:
            fault = (
                f"所属单位 {code} 又是所属单位 {above[code]} 的所属单位，会汇总两次。请只留一处。"
            )
            raise _refused(one, fault)


def _below(key: Key, known: _Known) -> set[str]:
    """Return all that a bureau adds up, in whatever level."""
    found: set[str] = set()
    asked = [key]
    while asked:
        one = known.parameters.get(asked.pop())
        if one is None:
            continue
        more = {*_named(one, known)} - found
        found |= more
        asked += [key._replace(bureau=code) for code in more]
    return found


def _named(one: Parameters, known: _Known) -> dict[str, bool]:
    """Return the codes that a parent names, and whether only a pattern does."""
    if one.key in known.named:
        return known.named[one.key]
    found: dict[str, bool] = {}
    for written in one.members:
        if is_pattern(written):
            found = dict.fromkeys(_fitting(one, written, known), True) | found
        elif is_table(written):
            found |= dict.fromkeys(_in_table(one, written, known), False)
        else:
            found[written] = False
    known.named[one.key] = found
    return found


def _fitting(one: Parameters, pattern: str, known: _Known) -> list[str]:
    bureaus = known.bureaus[one.form, one.year]
    fitting = [each for each in bureaus if each != one.bureau and fnmatchcase(each, pattern)]
    if not fitting:
        fault = f"没有单位代码与 {pattern} 相符的 {one.year} 年参数。请核对参数 members。"
        raise _refused(one, fault)
    return fitting


def _in_table(one: Parameters, path: str, known: _Known) -> list[str]:
    if path not in known.tables:
        known.tables[path] = _read_levels(known.workspace / path)
    members = known.tables[path].get(one.bureau)
    if not members:
        fault = f"{path} 里没有上级单位为 {one.bureau} 的行。请核对这张表和参数 members。"
        raise _refused(one, fault)
    return members


def _read_levels(path: Path) -> dict[str, list[str]]:
    """Return the members of each parent in a table that has a column for each of the two.

    Raises
    ------
    ParametersError
        Where the table cannot be read, or a row has no code of a bureau.
    """
    members: dict[str, list[str]] = defaultdict(list)
    faults: list[str] = []
    headed = False
    for grid in table_grids(path):
        columns: tuple[int, int] | None = None
        for position, (number, cells) in enumerate(grid.rows):
            texts = [heading_of(cell) for cell in cells]
            if columns is None:
                columns = _columns(texts) if position < DEEPEST_HEADING else None
                headed |= columns is not None
                continue
            code, above = (texts[at] if at < len(texts) else "" for at in columns)
            if above and not is_code(code):
                now = code_or_hidden(code) or "空"
                faults.append(f"第 {number} 行的单位代码不对{as_now(now)}。")
            elif above and code not in members[above]:
                members[above].append(code)
    if not headed:
        faults.append("找不到列名：应有“单位代码”和“上级单位”两列。")
    if faults:
        raise ParametersError(f"{path}：所属单位的表有误。", faults)
    return members


def _columns(texts: Sequence[str]) -> tuple[int, int] | None:
    """Return where the bureau and its parent stand, if this is the row that names the columns."""
    places = [
        next((at for at, text in enumerate(texts) if text in names), None)
        for names in (_BUREAU, _PARENT)
    ]
    bureau, parent = places
    return None if bureau is None or parent is None else (bureau, parent)


def _refused(one: Parameters, fault: str) -> ParametersError:
    return ParametersError(f"{one.name}：参数有误。", [fault])
