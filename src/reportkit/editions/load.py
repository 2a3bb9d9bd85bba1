"""Reading the data files of an edition."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from reportkit.editions.model import Block, Count, Edition, Heading, Organ, Section, Table
from reportkit.errors import ParametersError
from reportkit.package_data import read_yaml
from reportkit.params import Parameters

_DATA = files("reportkit.editions") / "data"
_PREFIX = "edition-"
_ROLES = ("outcome", "applicant")


def edition_ids() -> list[str]:
    """Return the ids of the editions that the package knows, oldest first."""
    names = (entry.name for entry in _DATA.iterdir())
    return sorted(
        name.removeprefix(_PREFIX).removesuffix(".yaml")
        for name in names
        if name.startswith(_PREFIX)
    )


def table_variants() -> list[str]:
    """Return the names of the table variants that a report may be composed of."""
    names = (entry.name.removesuffix(".yaml") for entry in _DATA.iterdir())
    return sorted(name for name in names if name.startswith("table-"))


def load_edition(edition_id: str, tables: tuple[str, ...] = ()) -> Edition:
    """Return an edition; the same object for the same form.

    Parameters
    ----------
    edition_id : str
        The year the form came into force, such as ``"2021"``.
    tables : tuple of str
        Table variants in place of the edition's own: published reports mix two forms.

    Raises
    ------
    FileNotFoundError
        Where the package has no such edition or table.
    """
    return _load(edition_id, tables or tuple(_read(_PREFIX + edition_id)["tables"]))


@cache
def _load(edition_id: str, tables: tuple[str, ...]) -> Edition:
    data = _read(_PREFIX + edition_id)
    parts = [_table(name, _read(name)) for name in tables]
    organs = [_organ(item) for item in data["organs"]]
    return Edition(
        id=data["id"],
        title=data["title"],
        document=data["document"],
        first_year=data["first_year"],
        report_title=tuple(data["report_title"]),
        tables={table.id: table for table in parts},
        sections=tuple(Section(**item) for item in data["sections"]),
        organs={organ.id: organ for organ in organs},
    )


def edition_of(parameters: Parameters) -> Edition:
    """Return the edition that a report's parameters ask for.

    Raises
    ------
    ParametersError
        Where there is no such edition, or it knows no such organ.
    """
    known = edition_ids()
    if parameters.edition not in known:
        problem = f"没有“{parameters.edition}”版年度报告格式，可用的版本：{'、'.join(known)}。"
        raise ParametersError(f"{parameters.name}：参数 edition 有误。", [problem])
    variants = table_variants()
    unknown = [name for name in parameters.tables if name not in variants]
    if unknown:
        problem = f"没有表 {'、'.join(unknown)}，可用的表：{'、'.join(variants)}。"
        raise ParametersError(f"{parameters.name}：参数 tables 有误。", [problem])
    edition = load_edition(parameters.edition, parameters.tables)
    if parameters.organ not in edition.organs:
        problem = f"应为 {'、'.join(edition.organs)} 之一（现为 {parameters.organ}）。"
        raise ParametersError(f"{parameters.name}：参数 organ 有误。", [problem])
    return edition


@cache
def _read(name: str) -> Any:
    return read_yaml(_DATA / f"{name}.yaml")


def _organ(item: dict[str, str]) -> Organ:
    month, day = item["deadline"].split("-")
    return Organ(item["id"], item["title"], (int(month), int(day)), item["source"])


def _table(variant: str, data: dict[str, Any]) -> Table:
    blocks = tuple(_block(block) for block in data["blocks"])
    return Table(data["id"], variant, data["title"], blocks)


def _block(data: dict[str, Any]) -> Block:
    return Block(
        heading=data.get("heading", ""),
        stub_head=data.get("stub_head", ""),
        columns=tuple(_heading(item, Count()) for item in data["columns"]),
        rows=tuple(_heading(item, Count()) for item in data["rows"]),
        count=_count(data.get("count", {})),
    )


def _heading(data: dict[str, Any], above: Count) -> Heading:
    """Build a heading; the count of a merged heading is handed down to all that it spans."""
    count = above.joined_with(_count(data.get("count", {})))
    label = data.get("label", "")
    return Heading(
        id=data.get("id", ""),
        label=label,
        name=data.get("name", label),
        mark=data.get("mark", ""),
        items=tuple(_heading(item, count) for item in data.get("items", [])),
        roles=frozenset(role for role in _ROLES if data.get(role)),
        synonyms=tuple(data.get("synonyms", [])),
        kind=data.get("kind", "count"),
        signed=data.get("signed", False),
        count=count,
    )


def _count(data: dict[str, Any]) -> Count:
    pairs: dict[str, Any] = {key: tuple(data[key]) for key in ("open", "heard") if key in data}
    return Count(**{**data, **pairs})
