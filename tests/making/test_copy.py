"""A bureau's own notebook is what is run, keeps what was changed in it, and is told what is new."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reportkit.errors import ExecutionError
from reportkit.inputs.typed import inputs_of
from reportkit.making.copy import changes_of, open_copy, update_copy
from reportkit.params import Parameters, read_parameters
from tests.conftest import EXAMPLE, YEAR, reportkit

OWN = f"notebooks/{EXAMPLE}-{YEAR}.ipynb"
MASTER = "notebooks/annual_report.ipynb"


@pytest.fixture
def parameters(params: Path) -> Parameters:
    return read_parameters(params)


@pytest.fixture
def copied(workspace: Path, parameters: Parameters) -> Path:
    """The copy, made."""
    return open_copy(parameters, workspace)[0]


def _cells(path: Path) -> dict[str, Any]:
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def _edit(path: Path, **sources: str | None) -> None:
    """Give cells another source; None deletes, ids that are not there come at the end."""
    notebook = nbformat.read(path, as_version=4)
    for id_, source in ((name.replace("_", "-"), source) for name, source in sources.items()):
        cells = [cell for cell in notebook.cells if cell.id == id_]
        if source is None:
            notebook.cells = [cell for cell in notebook.cells if cell.id != id_]
        elif cells:
            cells[0].source = source
        else:
            notebook.cells.append(nbformat.v4.new_code_cell(source, id=id_))
    nbformat.write(notebook, path)


def _without_ids(path: Path) -> None:
    """Make a notebook one of the format before 4.5."""
    notebook = nbformat.read(path, as_version=4)
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    nbformat.write(notebook, path)


def test_the_copy_has_the_parameters_filled_in_and_is_what_a_report_rests_on(
    workspace: Path, parameters: Parameters
) -> None:
    assert inputs_of(parameters, workspace).notebook.path == Path(MASTER)

    path, told = open_copy(parameters, workspace)

    assert path == workspace / OWN
    assert told[0] == f"已由 {MASTER} 抄出 {OWN}。"
    cell = _cells(path)["parameters"]
    assert "bureau = 'fuxin-ecology'" in cell.source
    assert "date = '2023-01-16'" in cell.source
    assert inputs_of(parameters, workspace).notebook.path == Path(OWN)


def test_run_makes_the_report_anew_with_the_copy(workspace: Path, params: Path) -> None:
    assert reportkit(workspace, "run", str(params)).returncode == 0
    copy, _ = open_copy(read_parameters(params), workspace)
    own = "from IPython.display import Markdown\nMarkdown('改过的笔记本')"
    _edit(copy, opening=own)

    assert f"{OWN} 是新的" in reportkit(workspace, "plan", str(params)).stdout
    assert reportkit(workspace, "run", str(params)).returncode == 0

    report = workspace / "outputs" / "ogi" / YEAR / EXAMPLE / "report.html"
    assert "改过的笔记本" in report.read_text("utf-8")


def test_a_notebook_that_parameters_name_is_opened_itself(workspace: Path, params: Path) -> None:
    (workspace / MASTER).rename(workspace / "notebooks" / "city.ipynb")
    text = params.read_text("utf-8").replace("2023-01-16", "2023-01-18")
    params.write_text(f"{text}notebook: notebooks/city.ipynb\n", "utf-8")

    path, told = open_copy(read_parameters(params), workspace)

    assert path == workspace / "notebooks" / "city.ipynb"
    assert not (workspace / OWN).exists()
    assert told == [
        "参数 notebook 写明用 notebooks/city.ipynb，打开的就是它，不另抄。",
        "笔记本里的参数与 params/ 里的不同；reportkit run 以后者为准：",
        "  date：笔记本里是 '2023-01-16'，params/ 里是 '2023-01-18'",
    ]


def test_parameters_that_change_later_reach_the_copy(copied: Path, params: Path) -> None:
    _edit(copied, title="report.title()  # 本单位")
    params.write_text(params.read_text("utf-8").replace("2023-01-16", "2023-01-18"), "utf-8")

    _, told = open_copy(read_parameters(params), params.parents[1])

    assert told[0] == "参数后来改过，笔记本里的已经随之改好："
    assert "date = '2023-01-18'" in _cells(copied)["parameters"].source
    assert _cells(copied)["title"].source == "report.title()  # 本单位"
    assert open_copy(read_parameters(params), params.parents[1])[1] == []


def test_parameters_that_an_analyst_wrote_stay_and_are_told(copied: Path, params: Path) -> None:
    cell = _cells(copied)["parameters"].source.replace("2023-01-16", "2023-01-20")
    _edit(copied, parameters=cell)

    _, told = open_copy(read_parameters(params), params.parents[1])

    assert told[1:] == ["  date：笔记本里是 '2023-01-20'，params/ 里是 '2023-01-16'"]
    assert _cells(copied)["parameters"].source == cell


def test_a_parameter_that_is_worked_out_is_left_to_the_notebook(
    workspace: Path, parameters: Parameters, copied: Path
) -> None:
    cell = _cells(copied)["parameters"].source
    _edit(copied, parameters=f"{cell}\ntables = [one, two]\nmembers = [*names]")

    assert open_copy(parameters, workspace) == (copied, [])


@pytest.mark.parametrize(
    ("spoil", "why"),
    [(Path.unlink, "没有笔记本 "), (_without_ids, "没有编号（id）")],
)
def test_a_master_that_cannot_be_compared_does_not_keep_the_copy_shut(
    workspace: Path,
    parameters: Parameters,
    copied: Path,
    spoil: Callable[[Path], None],
    why: str,
) -> None:
    spoil(workspace / MASTER)

    path, (told,) = open_copy(parameters, workspace)

    assert path == copied
    assert told.startswith("看不出主笔记本是否改过：")
    assert why in told
    with pytest.raises(ExecutionError, match=re.escape(why)):
        update_copy(parameters, workspace)


def test_a_copy_that_cannot_be_read_is_left_alone(workspace: Path, parameters: Parameters) -> None:
    (workspace / OWN).write_text("changed")

    with pytest.raises(ExecutionError, match="不是能读的笔记本"):
        open_copy(parameters, workspace)

    assert (workspace / OWN).read_text() == "changed"


def test_who_changed_what_is_told_cell_by_cell(
    workspace: Path, parameters: Parameters, copied: Path
) -> None:
    _edit(copied, title="report.title()  # 一", opening=None, mine="1 + 1", signature="同样")
    _edit(workspace / MASTER, title="report.title()  # 二", overview=None, signature="同样")

    found = {
        one.id: (one.own_changed, one.master_changed) for one in changes_of(parameters, workspace)
    }

    assert found == {
        "title": (True, True),
        "opening": (True, False),
        "mine": (True, False),
        "overview": (False, True),
    }
    _, told = open_copy(parameters, workspace)
    assert told == [
        "主笔记本后来改过：reportkit notebook diff 列出改动，reportkit notebook update 并入。"
    ]


def test_a_tag_is_a_change_like_any_other(
    workspace: Path, parameters: Parameters, copied: Path
) -> None:
    notebook = nbformat.read(copied, as_version=4)
    (title,) = (cell for cell in notebook.cells if cell.id == "title")
    title.metadata["tags"] = ["notes"]
    nbformat.write(notebook, copied)

    (change,) = changes_of(parameters, workspace)

    assert change.own_changed
    assert change.text().splitlines()[0] == "  title（代码）"
    assert "    + ［标签 notes］" in change.text().splitlines()


def test_an_update_brings_the_masters_changes_and_loses_nothing(
    workspace: Path, parameters: Parameters, copied: Path
) -> None:
    _edit(copied, title="report.title()  # 一", opening=None, overview="我的", mine="1 + 1")
    theirs = {"title": "report.title()  # 二", "opening": "新的", "signature": "落款"}
    _edit(workspace / MASTER, **theirs, overview=None, new="2 + 2")

    update_copy(parameters, workspace)

    notebook = nbformat.read(copied, as_version=4)
    nbformat.validate(notebook)
    sources = {cell.id: cell.source for cell in notebook.cells}
    ids = list(sources)
    assert sources["title"] == "report.title()  # 一"
    assert ids[ids.index("title") + 1] == "title-master"
    assert "report.title()  # 二" in sources["title-master"]
    assert "opening" not in sources
    assert ids[ids.index("title-master") + 1] == "opening-master"
    assert sources["overview"] == "我的"
    assert sources["signature"] == "落款"
    assert sources["mine"] == "1 + 1"
    assert ids[ids.index("result") + 1] == "new"
    assert not any(one.master_changed for one in changes_of(parameters, workspace))


def test_a_second_conflict_takes_the_place_of_the_first_and_the_report_passes(
    workspace: Path, parameters: Parameters, copied: Path
) -> None:
    _edit(copied, title="report.title()  # 一")
    for text in ("report.title()  # 二", "report.title()  # 三"):
        _edit(workspace / MASTER, title=text)
        update_copy(parameters, workspace)

    notes = [cell for cell in nbformat.read(copied, as_version=4).cells if "-master" in cell.id]
    assert ["# 三" in note.source for note in notes] == [True]
    assert reportkit(workspace, "run").returncode == 0
    made = workspace / "outputs" / "ogi" / YEAR / EXAMPLE
    assert "自行合并" not in (made / "report.html").read_text("utf-8")
    # Reviewers see it among what differs from the master notebook, and nowhere in the report.
    before, _, provenance = (made / "review.html").read_text("utf-8").partition('id="provenance"')
    assert "自行合并" not in before
    assert "自行合并" in provenance


def test_the_commands_tell_of_each_copy(workspace: Path, copied: Path) -> None:
    _edit(copied, title="report.title()  # 一")
    _edit(workspace / MASTER, title="report.title()  # 二", opening="新的")

    shown = reportkit(workspace, "notebook", "diff")
    taken = reportkit(workspace, "notebook", "update")
    after = reportkit(workspace, "notebook", "diff")

    assert (shown.returncode, taken.returncode, after.returncode) == (0, 0, 0)
    assert shown.stdout.splitlines() == [
        f"{OWN}：",
        "主笔记本改了 1 格，可用 reportkit notebook update 并入：",
        "  opening（代码）",
        "    - report.opening()",
        "    + 新的",
        "两边都改了 1 格：",
        "  title（代码）",
        "    本单位：",
        "    - report.title()",
        "    + report.title()  # 一",
        "    主笔记本：",
        "    - report.title()",
        "    + report.title()  # 二",
    ]
    assert "主笔记本改了 1 格，已经并入：" in taken.stdout
    assert after.stdout.endswith("主笔记本没有改过。\n")


def test_without_a_copy_or_what_it_was_made_of_nothing_is_compared(
    workspace: Path, copied: Path
) -> None:
    notebook = nbformat.read(copied, as_version=4)
    del notebook.metadata["reportkit"]
    nbformat.write(notebook, copied)

    unknown = reportkit(workspace, "notebook", "update")
    copied.unlink()
    none = reportkit(workspace, "notebook", "diff")

    assert unknown.returncode == 3
    assert "没有记下它抄自主笔记本的哪一版" in unknown.stderr
    assert none.returncode == 0
    assert "都没有自己的笔记本" in none.stdout
