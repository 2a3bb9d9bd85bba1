"""The files of a form's folder as they are written, put together with what it extends."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from reportkit.errors import FormError
from reportkit.forms.merge import is_keyed, merged, without
from reportkit.reading import read_text
from reportkit.strict import Located, located, read_yaml
from reportkit.trouble import what_happened

FOLDER = "forms"
_FORM, _LEDGERS, _CLAIMS, _PARTS = "form.yaml", "ledgers.yaml", "claims.yaml", "parts.yaml"
_SKELETON = "skeleton.yaml"
_PACKAGE = files("reportkit.forms")
_TABLES, _RULES, _DEMO = "tables", "rules", "demo"


@dataclass(slots=True)
class Written:
    """A form as written, nothing checked but that ids are not there twice."""

    form: Located
    tables: dict[str, Located] = field(default_factory=dict)
    ledgers: list[Located] = field(default_factory=list)
    rules: list[Located] = field(default_factory=list)
    claims: Located | None = None
    parts: Located | None = None
    skeleton: Located | None = None


def form_ids(workspace: Path | None = None) -> list[str]:
    """Return the ids of all forms, those of a workspace after those of the package."""
    folders = [_PACKAGE, *([workspace / FOLDER] if workspace else [])]
    return [name for folder in folders for name in _forms_in(folder)]


def _forms_in(folder: Traversable | Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(each.name for each in folder.iterdir() if (each / _FORM).is_file())


def find_folder(form_id: str, workspace: Path | None) -> Traversable | Path | None:
    """Return the folder of a form; None where there is none.

    Raises
    ------
    FormError
        Where a workspace has a form under the id of one that ships.
    """
    shipped = _shipped(form_id)
    # Thousands ask: by its text, for a Path takes longer than the question.
    is_own = workspace is not None and os.path.isfile(f"{workspace}/{FOLDER}/{form_id}/{_FORM}")  # noqa: PTH113
    if is_own and shipped is not None:
        heading = f"{FOLDER}/{form_id} 有误："
        raise FormError(
            heading, [f"软件自带的格式已经叫 {form_id}。请换一个名称，用 extends 续写。"]
        )
    return workspace / FOLDER / form_id if workspace and is_own else shipped


@cache
def _shipped(form_id: str) -> Traversable | None:
    folder = _PACKAGE / form_id
    return folder if form_id.isidentifier() and (folder / _FORM).is_file() else None


def own_files(workspace: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return the files of a workspace's own forms, each with its time and size."""
    if workspace is None or not os.path.isdir(f"{workspace}/{FOLDER}"):  # noqa: PTH112 - as above
        return ()
    below = os.walk(f"{workspace}/{FOLDER}")
    paths = [f"{where}/{name}" for where, _, names in below for name in names]
    return tuple((path, *_stamp(path)) for path in sorted(paths) if path.lower().endswith(".yaml"))


def _stamp(path: str) -> tuple[int, int]:
    """Return time and size of a file; of a link that leads nowhere, nothing."""
    try:
        stat = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


def read_form_files(form_id: str, workspace: Path | None, users: Sequence[str] = ()) -> Written:
    """Read a form's folder, and the folders of the forms that it goes on from.

    Parameters
    ----------
    form_id : str
    workspace : Path or None
        May have forms of its own below ``forms/``.
    users : sequence of str
        The forms for whose sake it is read.

    Raises
    ------
    FormError
        With file and line of all that cannot be read.
    """
    if form_id in users:
        circle = " → ".join([*users, form_id])
        raise FormError("规定格式读不出来：", [f"这些格式互相续写：{circle}。请改正 extends。"])
    folder = find_folder(form_id, workspace)
    if folder is None:
        known = "、".join(form_ids(workspace))
        raise FormError("规定格式读不出来：", [f"没有格式 {form_id}，现有：{known}。"])
    problems: list[str] = []
    own = _read(folder, form_id, problems)
    if problems:
        raise _wrong(form_id, problems)
    users = (*users, form_id)
    own.ledgers = [_shared(item, workspace, users, problems) for item in own.ledgers]
    parent = own.form.get("extends")
    if isinstance(parent, str):
        own = _extended(read_form_files(parent, workspace, users), own, problems)
    if problems:
        raise _wrong(form_id, problems)
    return own


def _wrong(form_id: str, problems: Sequence[str]) -> FormError:
    return FormError(f"{FOLDER}/{form_id} 有误：", list(dict.fromkeys(problems)))


def _read(folder: Traversable | Path, form_id: str, problems: list[str]) -> Written:
    unknown = {each.name for each in folder.iterdir()} - {_FORM, _LEDGERS, _CLAIMS, _PARTS}
    unknown -= {_SKELETON, _TABLES, _RULES, _DEMO, "__pycache__"}
    problems += [
        f"{FOLDER}/{form_id}/{name}：不认识这个文件。" for name in sorted(unknown) if name[0] != "."
    ]
    form = _mapping(folder, _FORM, form_id, problems)
    tables = dict(_each(folder / _TABLES, f"{form_id}/{_TABLES}", problems))
    problems += [
        f"{FOLDER}/{form_id}/{_TABLES}/{name} 第 1 行：应为“键: 值”。"
        for name, table in tables.items()
        if not isinstance(table, Located)
    ]
    rules = [
        rule
        for name, content in _each(folder / _RULES, f"{form_id}/{_RULES}", problems)
        for rule in _items(content, f"{form_id}/{_RULES}/{name}", problems)
    ]
    ledgers = f"{form_id}/{_LEDGERS}"
    return Written(
        form=Located() if form is None else form,
        tables={name.removesuffix(".yaml"): table for name, table in tables.items()},
        ledgers=_items(_content(folder / _LEDGERS, ledgers, problems), ledgers, problems),
        rules=_once(rules, problems),
        claims=_mapping(folder, _CLAIMS, form_id, problems),
        parts=_mapping(folder, _PARTS, form_id, problems),
        skeleton=_mapping(folder, _SKELETON, form_id, problems),
    )


def _content(entry: Traversable | Path, name: str, problems: list[str]) -> Any:
    """Return what a file says; None where it is not there or cannot be read."""
    if not entry.is_file():
        return None
    shown = f"{FOLDER}/{name}"
    try:
        return read_yaml(_text(entry), shown)
    except UnicodeDecodeError:
        problems.append(f"{shown}：编码不是 UTF-8，请另存为 UTF-8。")
    except OSError as error:
        problems.append(f"{shown}：打不开（{what_happened(error)}）。")
    except FormError as error:
        problems += error.problems
    return None


def _text(entry: Traversable | Path) -> str:
    if isinstance(entry, Path):
        return read_text(entry, "utf-8-sig")
    return entry.read_text(encoding="utf-8-sig")


def _mapping(
    folder: Traversable | Path, name: str, form_id: str, problems: list[str]
) -> Located | None:
    before = len(problems)
    data = _content(folder / name, f"{form_id}/{name}", problems)
    if data is None and name == _FORM and len(problems) == before:
        problems.append(f"{FOLDER}/{form_id}/{name}：是空的。")
    if data is not None and not isinstance(data, Located):
        problems.append(f"{FOLDER}/{form_id}/{name} 第 1 行：应为“键: 值”。")
        return None
    return data


def _each(folder: Traversable | Path, name: str, problems: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield name and content of each YAML file of a folder."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        shown = f"{FOLDER}/{name}/{entry.name}"
        if entry.name[0] == ".":
            continue
        if not entry.name.endswith(".yaml"):
            problems.append(f"{shown}：不认识这个文件，这里只放 .yaml 文件。")
        elif not entry.is_file():
            problems.append(f"{shown}：打不开，不是文件，或者是失效的链接。")
        else:
            yield entry.name, _content(entry, f"{name}/{entry.name}", problems)


def _items(content: Any, name: str, problems: list[str]) -> list[Located]:
    """Return a list keyed by id, each id once."""
    if content is None:
        return []
    if not isinstance(content, list):
        problems.append(f"{FOLDER}/{name} 第 1 行：应为一列，每项以“- id:”开头。")
        return []
    problems += [
        f"{FOLDER}/{name} 第 {number} 项：应以“- id:”开头。"
        for number, item in enumerate(content, start=1)
        if not isinstance(item, Located)
    ]
    items: list[Located] = list(located(content))
    problems += [f"{item.place()}：缺少 id。" for item in items if "id" not in item]
    problems += [
        f"{item.place('id')}：id 应为文字。"
        for item in items
        if "id" in item and not isinstance(item["id"], str)
    ]
    return _once([item for item in items if isinstance(item.get("id"), str)], problems)


def _once(items: list[Located], problems: list[str]) -> list[Located]:
    """Return items of which none has the id of another."""
    places: dict[str, str] = {}
    for item in items:
        place = places.setdefault(item["id"], item.place("id"))
        if place != item.place("id"):
            problems.append(f"{item.place('id')}：{item['id']} 与 {place} 重复。")
    return items


def _shared(
    item: Located, workspace: Path | None, users: Sequence[str], problems: list[str]
) -> Located:
    """Return a ledger together with that of another form, where it is kept for both."""
    owner = item.get("from")
    if not isinstance(owner, str):
        return item
    theirs = read_form_files(owner, workspace, users).ledgers
    found = next((each for each in theirs if each["id"] == item["id"]), None)
    if found is None:
        problems.append(f"{item.place('from')}：格式 {owner} 没有台账 {item['id']}。")
        return item
    joined: Located = merged(found, item.without("from"), problems)
    return joined


def _extended(base: Written, own: Written, problems: list[str]) -> Written:
    removes = _removed(base, own.form, problems)
    form = own.form.without("removes")
    kept = base.form.without("abstract", "extends")
    return Written(
        form=merged(_trimmed(kept, removes), form, problems),
        tables=_tables(base.tables, own.tables, removes.get("tables", ()), problems),
        ledgers=merged(without(base.ledgers, removes.get("ledgers", ())), own.ledgers, problems),
        rules=merged(without(base.rules, removes.get("rules", ())), own.rules, problems),
        claims=merged(_trimmed(base.claims, removes), own.claims, problems),
        parts=merged(base.parts, own.parts, problems),
        skeleton=merged(base.skeleton, own.skeleton, problems),
    )


def _removed(base: Written, form: Located, problems: list[str]) -> Mapping[str, list[str]]:
    """Return the ids that a form drops of what it goes on from, by list; each must be there."""
    written = form.get("removes", {})
    if not isinstance(written, Located):
        if written != {}:
            problems.append(f"{form.place('removes')}：removes 应写成 {{rules: [编号]}} 这样。")
        return {}
    lists: dict[str, Any] = {**base.form, **(base.claims or {})}
    lists |= {_TABLES: [Located(id=name) for name in base.tables]}
    lists |= {"ledgers": base.ledgers, _RULES: base.rules}
    removed: dict[str, list[str]] = {}
    for key, ids in written.items():
        if key not in lists or not is_keyed(lists[key]):
            problems.append(f"{written.place(key)}：removes 里不认识 {key}。")
        elif not isinstance(ids, list):
            problems.append(f"{written.place(key)}：应为一列编号，写成 [编号, 编号]。")
        else:
            there = {item["id"] for item in lists[key]}
            problems += [
                f"{written.place(key)}：没有 {id_} 可以去掉。" for id_ in ids if id_ not in there
            ]
            removed[key] = ids
    return removed


def _trimmed(data: Located | None, removes: Any) -> Located | None:
    """Return a mapping whose lists keyed by id lack what is removed."""
    if data is None:
        return None
    left = {key: without(data[key], removes[key]) for key in removes if key in data}
    return data.changed(**left)


def _tables(
    base: dict[str, Located], own: dict[str, Located], removed: Sequence[str], problems: list[str]
) -> dict[str, Located]:
    for variant in base.keys() & own.keys():
        if own[variant].get("replaces") is not True:
            place = own[variant].place()
            problems.append(f"{place}：表 {variant} 已经有了；要取代它，请写明 replaces: true。")
    kept = {variant: table for variant, table in base.items() if variant not in removed}
    return kept | {variant: table.without("replaces") for variant, table in own.items()}
