"""Writing a made-up workspace, and recording the errors planted in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from reportkit.demo.bureaus import Bureau, bureaus
from reportkit.demo.draft import draw_office
from reportkit.demo.drawing.chance import chance
from reportkit.demo.notebook import shipped_notebook
from reportkit.demo.office import Office
from reportkit.demo.recipes import Recipes, load_recipes
from reportkit.demo.slips import make_slip
from reportkit.demo.write import write_office
from reportkit.errors import WorkspaceError
from reportkit.inputs.typed import NOTEBOOKS, master_notebook
from reportkit.trouble import what_happened
from reportkit.workspace import DATA, OUTPUTS, PARAMS
from reportkit.writing import whole_folder, write_json

PLANTED = "planted.json"


@dataclass(frozen=True, slots=True)
class Planted:
    """One error planted in one report of a bureau-year.

    Attributes
    ----------
    bureau : str
        Code.
    bureau_name : str
    year : int
    form : str
        The form whose report must tell of it.
    kind : str
        The id of the slip in the form's ``slips.yaml``.
    file : str
        Relative to the workspace.
    row : int or None
        Row of the file, where the report names one.
    rule, place : str
        Those of the finding that must fail.
    state : str
        How the run must end: ``failed``.
    """

    bureau: str
    bureau_name: str
    year: int
    form: str
    kind: str
    file: str
    row: int | None
    rule: str
    place: str
    state: str = "failed"


def make_workspace(
    folder: Path,
    *,
    many: int,
    year: int,
    seed: int,
    errors: float = 0,
    forms: Sequence[str],
) -> list[Planted]:
    """Make up a workspace.

    The same arguments give the same bytes. A bureau is the same whatever the number of bureaus,
    but for the error that may be planted in it.

    Parameters
    ----------
    folder : Path
        Where it shall stand; it appears whole or not at all.
    many : int
        Number of bureaus.
    year : int
        Report year.
    seed : int
        Another seed gives other offices.
    errors : float
        Share of the bureaus that get one error, from 0 to 1, rounded to whole bureaus.
    forms : sequence of str
        The ids of the forms that every bureau reports on.

    Returns
    -------
    list of Planted
        In the order of the bureaus; also written to ``planted.json``.

    Raises
    ------
    WorkspaceError
        Where the folder is there already and not empty, is the current one, or cannot be written.
    """
    recipes = [load_recipes(form) for form in forms]
    chosen = bureaus(many)
    planted: list[Planted] = []
    spoilt = _spoilt(chosen, seed, round(errors * many))
    try:
        _refuse_what_is_there(folder)
        with whole_folder(folder) as fresh:
            _write_frame(fresh, recipes)
            for bureau in chosen:
                office = draw_office(bureau, year, seed, recipes)
                if bureau.code in spoilt:
                    planted += _plant(office, chance(seed, bureau.code, "slip"))
                write_office(fresh, office)
            record = [asdict(one) for one in planted]
            write_json(fresh / PLANTED, record)
    except OSError as error:
        remedy = "请核对文件夹权限和磁盘空间。"
        msg = f"写不进 {folder}（{what_happened(error)}）。{remedy}"
        raise WorkspaceError(msg) from error
    return planted


def _refuse_what_is_there(target: Path) -> None:
    if target.resolve() == Path.cwd().resolve():
        msg = "不能建在当前所在的文件夹里。请写一个新文件夹的名称。"
        raise WorkspaceError(msg)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        msg = f"{target} 已经存在，而且不是空文件夹，没有改动。请换一个名称，或者先把它移走。"
        raise WorkspaceError(msg)


def _spoilt(chosen: list[Bureau], seed: int, many: int) -> set[str]:
    """Return the codes of the bureaus that get an error."""
    ranks = {each.code: chance(seed, each.code, "spoilt").random() for each in chosen}
    return set(sorted(ranks, key=ranks.__getitem__)[:many])


def _write_frame(workspace: Path, forms: Iterable[Recipes]) -> None:
    for name in (PARAMS, DATA, NOTEBOOKS, OUTPUTS):
        (workspace / name).mkdir()
    for recipes in forms:
        path = workspace / master_notebook(recipes.form)
        path.write_bytes(shipped_notebook(path.name))


def _plant(office: Office, rng: Random) -> Iterator[Planted]:
    """Plant an error in an office; yield it for each report that must tell of it."""
    kind, spots = make_slip(office, rng)
    bureau = office.bureau
    for spot in spots:
        yield Planted(
            bureau=bureau.code,
            bureau_name=bureau.name,
            year=office.year,
            form=spot.form,
            kind=kind,
            file=f"data/{bureau.code}/{spot.folder_year}/{spot.file}",
            row=spot.row,
            rule=spot.rule,
            place=spot.place,
        )
