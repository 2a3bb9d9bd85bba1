"""What a shell notes of cells that failed, as JupyterLab runs them again, deletes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

from reportkit.report.interactive.failed_cells import FailedCells, watch

DOES_NOT_HOLD = """from reportkit.errors import ReconciliationError
raise ReconciliationError("有 1 处不符：", [])"""


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    yield shell
    shell.history_manager.end_session()


def _run(shell: InteractiveShell, source: str, cell: str | None, *deleted: str) -> None:
    told = {"deletedCells": list(deleted)}
    shell.run_cell(source, store_history=True, cell_id=cell, cell_meta=told)


@pytest.fixture
def failed(shell: InteractiveShell) -> FailedCells:
    failed = watch(shell)
    _run(shell, "assert False", "mine")
    return failed


def test_a_cell_that_failed_is_named_by_its_number(failed: FailedCells) -> None:
    assert failed.words == "笔记本第 1 个运行的单元格没有成功"


def test_a_cell_that_is_mended_and_run_again_has_not_failed(
    shell: InteractiveShell, failed: FailedCells
) -> None:
    _run(shell, "assert True", "mine")

    assert failed.words == ""


def test_a_deleted_cell_has_not_failed(shell: InteractiveShell, failed: FailedCells) -> None:
    _run(shell, "x = 1", "other", "mine")

    assert failed.words == ""


def test_code_that_cannot_be_read_has_failed_and_what_does_not_reconcile_has_not(
    shell: InteractiveShell, failed: FailedCells
) -> None:
    """The result counts itself what does not reconcile. nbclient gives no ids."""
    _run(shell, "assert (", None)
    _run(shell, DOES_NOT_HOLD, None)

    assert failed.words == "笔记本第 1、2 个运行的单元格没有成功"


def test_who_opens_a_report_again_begins_anew_and_alone(
    shell: InteractiveShell, failed: FailedCells
) -> None:
    again = watch(shell)
    _run(shell, "1 / 0", "next")

    assert again.words == "笔记本第 2 个运行的单元格没有成功"
    assert failed.words == "笔记本第 1 个运行的单元格没有成功"
