"""Reading the demo data of a form strictly: all faults are told at once, with file and line."""

from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from reportkit.demo.recipes.dangling import dangling
from reportkit.demo.recipes.model import ProseItem, Recipes, RecordsItem, SlipsItem
from reportkit.errors import FormError
from reportkit.forms import Form, load_form
from reportkit.forms.files import FOLDER, find_folder, form_ids
from reportkit.strict import faults, read_yaml

_DEMO = "demo"
_RECORDS, _PROSE, _SLIPS = "records.yaml", "prose.yaml", "slips.yaml"
_M = TypeVar("_M", bound=BaseModel)


def demo_forms() -> list[str]:
    """Return the ids of the forms that have demo data."""
    return [form_id for form_id in form_ids() if (_folder(form_id) / _RECORDS).is_file()]


@cache
def load_recipes(form_id: str) -> Recipes:
    """Return the demo data of a form.

    Raises
    ------
    FormError
        Where it has none, or something in its folder is wrong: with file and line.
    """
    if form_id not in demo_forms():
        heading = "试用数据读不出来："
        problem = f"格式 {form_id} 没有试用数据，可用的格式：{'、'.join(demo_forms())}。"
        raise FormError(heading, [problem])
    return read_recipes(load_form(form_id), _folder(form_id))


def read_recipes(form: Form, folder: Traversable | Path) -> Recipes:
    """Read the demo data of a form from a folder.

    Raises
    ------
    FormError
        With file and line of all that is wrong.
    """
    names = (_RECORDS, _PROSE, _SLIPS)
    written = [_written(folder / name, f"{form.id}/{_DEMO}/{name}") for name in names]
    problems: list[str] = []

    def made(model: type[_M], number: int) -> Any:
        item, found = faults(model, written[number], f"{names[number]} 第 1 行")
        problems.extend(found)
        return item

    records, prose, slips = made(RecordsItem, 0), made(ProseItem, 1), made(SlipsItem, 2)
    if not problems and records.edition not in form.editions:
        problems.append(f"{written[0].place('edition')}：没有 {records.edition} 版。")
    if not problems:
        owners = {ledger.shared_with for ledger in records.ledgers if ledger.shared_with}
        shared = {owner: load_recipes(owner) for owner in owners}
        edition = form.edition(records.edition)
        recipes = Recipes(form, edition, records, prose, slips.slips, shared)
        problems += dangling(recipes, *written)
    if problems:
        heading = f"{FOLDER}/{form.id}/{_DEMO} 有误："
        raise FormError(heading, problems)
    return recipes


def _folder(form_id: str) -> Traversable | Path:
    folder = find_folder(form_id, None)
    return (folder or Path(form_id)) / _DEMO


def _written(entry: Traversable | Path, name: str) -> Any:
    return read_yaml(entry.read_text(encoding="utf-8"), name)
