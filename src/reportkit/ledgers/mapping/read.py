"""Reading a bureau's own headings and words, ``data/<bureau>/mapping.yaml``.

The file is one for all years and forms of a bureau. What another edition or form of it knows may
stand in it, and says nothing here; what none knows is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import Field as Key
from pydantic import field_validator

from reportkit.errors import FormError, RawDataError
from reportkit.folding import heading, plain
from reportkit.forms import Edition, Field, Schema, load_form, usable_forms
from reportkit.forms.ledgers import NO, YES
from reportkit.ledgers.mapping.model import LedgerMapping
from reportkit.ledgers.values.flags import FLAGS
from reportkit.ledgers.values.likeness import is_all_but, near_heading
from reportkit.ledgers.values.words import vocabulary
from reportkit.personal import as_now, hide
from reportkit.reading import is_there, read_text
from reportkit.strict import Located, Strict, faults, read_yaml
from reportkit.trouble import what_happened

_VOID_ROWS = {"计入": "counted", "不计入": "left_out", "counted": "counted", "left_out": "left_out"}
_MOST_LISTED = 12


class _LedgerItem(Strict):
    headings: Mapping[str, str] = Key(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = Key(default_factory=dict)
    files: tuple[str, ...] = ()
    void_rows: str = ""

    @field_validator("headings", "words", mode="before")
    @classmethod
    def _may_be_empty(cls, written: Any) -> Any:
        return {} if written is None else written

    @field_validator("words", mode="before")
    @classmethod
    def _columns_may_be_empty(cls, written: Any) -> Any:
        # Below a column in mapping.suggested.yaml there may be nothing but comments.
        if not isinstance(written, Mapping):
            return written
        return {key: {} if value is None else value for key, value in written.items()}

    @field_validator("void_rows")
    @classmethod
    def _is_known(cls, written: str) -> str:
        if written not in _VOID_ROWS:
            msg = f"应为 计入 或者 不计入{as_now(hide(written))}"
            raise ValueError(msg)
        return _VOID_ROWS[written]

    @field_validator("files")
    @classmethod
    def _are_below(cls, written: tuple[str, ...]) -> tuple[str, ...]:
        for name in written:
            path = PurePosixPath(name)
            if not name.strip() or path.is_absolute() or ".." in path.parts or "\\" in name:
                msg = f"应为数据文件夹里的文件名（现为 {name or '空'}）"
                raise ValueError(msg)
        return written


def read_mapping(
    path: Path, edition: Edition, workspace: Path | None = None
) -> dict[str, LedgerMapping]:
    """Return what a bureau's mapping says of each ledger of an edition.

    Parameters
    ----------
    path : Path
        Need not be there.
    edition : Edition
    workspace : Path, optional
        May have forms of its own, whose ledgers the file may speak of.

    Returns
    -------
    dict of str to LedgerMapping
        By id, for every ledger; an empty one where the file says nothing.

    Raises
    ------
    RawDataError
        With file and line of everything that is wrong.
    """
    name = path.name
    if not is_there(path):
        return dict.fromkeys(edition.ledgers, LedgerMapping())
    try:
        data = read_yaml(read_text(path, "utf-8-sig"), name, _shown)
    except UnicodeDecodeError:
        raise _wrong(name, [f"{name}：编码不是 UTF-8，请另存为 UTF-8。"]) from None
    except OSError as error:
        fault = f"{name}：打不开（{what_happened(error)}），请核对文件权限。"
        raise _wrong(name, [fault]) from None
    except FormError as error:
        raise _wrong(name, error.problems) from None
    if data is not None and not isinstance(data, Located):
        raise _wrong(name, [f"{name} 第 1 行：应为“台账名称:”，下面写 headings、words 等。"])
    problems: list[str] = []
    found = _read(data or Located(), edition, workspace, problems)
    if problems:
        raise _wrong(name, list(dict.fromkeys(problems)))
    return {name: found.get(name, LedgerMapping()) for name in edition.ledgers}


def _wrong(name: str, problems: Sequence[str]) -> RawDataError:
    return RawDataError(f"{name} 有误：", list(problems))


def _schemas_by_id(edition: Edition, workspace: Path | None) -> dict[str, list[Schema]]:
    """Return what the edition and any form have under the id of a ledger, the edition's first."""
    forms = [edition.form, *(load_form(each, workspace) for each in usable_forms(workspace))]
    editions = [edition, *(form.edition(each) for form in forms for each in form.editions)]
    found: dict[str, list[Schema]] = {}
    for each in editions:
        for id_, schema in each.ledgers.items():
            found.setdefault(id_, []).append(schema)
    return found


def _read(
    data: Located, edition: Edition, workspace: Path | None, problems: list[str]
) -> dict[str, LedgerMapping]:
    known = _schemas_by_id(edition, workspace)
    ids = {id_: id_ for id_ in known}
    for id_, schemas in known.items():
        for schema in schemas:
            ids.setdefault(plain(schema.title), id_)
    found: dict[str, LedgerMapping] = {}
    for key, written in data.items():
        place, ledger = data.place(key), ids.get(key) or ids.get(plain(key))
        if ledger is None:
            titles = [schema.title for schema in edition.ledgers.values()]
            named = _named(key, [*edition.ledgers, *titles])
            problems.append(f"{place}：没有台账{named}，现有：{'、'.join(titles)}。")
            continue
        schemas = known[ledger]
        if ledger in found:
            problems.append(f"{place}：台账“{schemas[0].title}”写了两次，请并在一处。")
            continue
        if written is None:
            found[ledger] = LedgerMapping()
            continue
        item, wrong = faults(_LedgerItem, written, place, _shown)
        problems += wrong
        if item is not None and isinstance(written, Located):
            found[ledger] = LedgerMapping(
                dict(_headings(item, written, schemas, problems)),
                dict(_words(item, written, schemas, problems)),
                item.files,
                item.void_rows,
            )
    return found


def _headings(
    item: _LedgerItem, written: Located, schemas: Sequence[Schema], problems: list[str]
) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for own, target in item.headings.items():
        place = written["headings"].place(own)
        field_ = _field(target, schemas)
        if field_ is None:
            problems.append(f"{place}：{_no_column(target, schemas)}")
            continue
        official = _field(own, schemas, official=True)
        if official is not None and official.id != field_.id:
            problems.append(f"{place}：“{own}”本身是规定的列名，不能当作“{target}”。")
        elif seen.setdefault(heading(own), field_.id) != field_.id:
            problems.append(f"{place}：{hide(own)}写了两次，对应的列不同。")
        elif field_.id in schemas[0].by_id:
            yield heading(own), field_.id


def _field(name: str, schemas: Sequence[Schema], *, official: bool = False) -> Field | None:
    """Return the field that is meant, of the first schema that has one."""
    wanted = heading(name)
    for schema in schemas:
        for each in schema.fields:
            others = () if official else (*each.synonyms, *each.fallbacks)
            if wanted in map(heading, (each.heading, *others)):
                return each
    return None


def _named(written: str, known: Iterable[str]) -> str:
    """Return a text in quotation marks where it is all but known; else it may be a name."""
    return f"“{written}”" if any(is_all_but(written, each) for each in known) else hide(written)


def _shown(value: Any) -> str:
    """Return a key that is known, and of anything else how long it is: it may be a name."""
    known = [*_LedgerItem.model_fields, *_VOID_ROWS]
    text = "空" if value is None else str(value)
    return text if text == "空" or any(is_all_but(text, each) for each in known) else hide(text)


def _no_column(name: str, schemas: Sequence[Schema]) -> str:
    headings = [each.heading for each in schemas[0].fields]
    near = near_heading(name, headings)
    remedy = f"是否应为“{near}”？" if near else f"规定的列名：{_listed(headings)}。"
    return f"没有{_named(name, headings)}列。{remedy}"


def _words(
    item: _LedgerItem, written: Located, schemas: Sequence[Schema], problems: list[str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    for column, words in item.words.items():
        place = written["words"].place(column)
        field_ = _field(column, schemas)
        if field_ is None:
            problems.append(f"{place}：{_no_column(column, schemas)}")
            continue
        meanings = [m for s in schemas if (m := _meanings(s.by_id.get(field_.id))) is not None]
        if not meanings:
            problems.append(f"{place}：“{field_.heading}”列不是填类别的，不用写对应的词。")
            continue
        at = written["words"][column]
        codes = dict(_codes(words, at, meanings, field_.heading, problems))
        if codes and field_.id in schemas[0].by_id:
            yield field_.id, codes


def _codes(
    words: Mapping[str, str],
    at: Located,
    meanings: Sequence[Mapping[str, str]],
    column: str,
    problems: list[str],
) -> Iterator[tuple[str, str]]:
    """Yield own words with their codes, where this edition has the code."""
    seen: dict[str, str] = {}
    for own, target in words.items():
        place = at.place(own)
        wanted = plain(target)
        code = next((each[wanted] for each in meanings if wanted in each), None)
        if code is None:
            labels = _listed(dict.fromkeys(_first_words(meanings[0])))
            problems.append(
                f"{place}：“{column}”列没有{_named(target, meanings[0])}这一类别，可填：{labels}。"
            )
        elif _first_words(meanings[0]).get(plain(own), code) != code:
            problems.append(f"{place}：“{own}”本身是规定的类别，不能当作“{target}”。")
        elif seen.setdefault(plain(own), code) != code:
            problems.append(f"{place}：{hide(own)}写了两次，对应的类别不同。")
        elif wanted in meanings[0]:
            yield plain(own), meanings[0][wanted]


def _meanings(field_: Field | None) -> Mapping[str, str] | None:
    """Return the words that a mapping may lead to, folded, with their codes."""
    if field_ is None:
        return None
    if field_.type == "flag":
        return {word: YES if yes else NO for word, yes in FLAGS.items()}
    return vocabulary(field_).words if field_.choices else None


def _first_words(meanings: Mapping[str, str]) -> Mapping[str, str]:
    """Return the official word of each code, the first that means it."""
    first: dict[str, str] = {}
    for word, code in meanings.items():
        first.setdefault(code, word)
    return {word: code for code, word in first.items()}


def _listed(words: Iterable[str]) -> str:
    all_ = list(words)
    return "、".join(all_[:_MOST_LISTED]) + ("等" if len(all_) > _MOST_LISTED else "")
