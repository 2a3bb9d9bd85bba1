"""Every error crosses process boundaries unharmed and shows its message alone."""

from __future__ import annotations

import inspect
import pickle

import pytest
from IPython.core.interactiveshell import InteractiveShell

from reportkit import errors
from reportkit.errors import ProblemsError, ReportkitError, UnknownNameError
from reportkit.grids import GridError
from reportkit.ledgers.values.reading import ValueProblem

CLASSES = [
    value
    for _, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, Exception)
]


def _error(kind: type[Exception]) -> Exception:
    if issubclass(kind, ProblemsError):
        return kind("参数有误：", ["缺少参数 year。", "没有参数 bureua。"])
    if issubclass(kind, UnknownNameError):
        return kind("表", "t5", {"t2": "主动公开", "t3": ""})
    return kind("没有“2035”版年度报告格式。")


def test_every_exception_is_one_of_the_kit() -> None:
    assert len(CLASSES) > 5
    assert all(issubclass(kind, ReportkitError) for kind in CLASSES)


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_exception_survives_pickling(kind: type[Exception], protocol: int) -> None:
    error = _error(kind)

    copy = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - written a moment ago

    assert type(copy) is kind
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    "error", [GridError("是空文件", "请补上。"), ValueProblem("L-DATE", "不是日期", "请核对。")]
)
def test_problem_inside_the_reader_survives_pickling(error: Exception) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - written a moment ago

    assert vars(copy) == vars(error)


def test_problems_are_numbered_under_what_could_not_be_done() -> None:
    error = ProblemsError("参数有误：", ["缺少参数 year。", "没有参数 bureua。"])

    assert str(error) == "参数有误：\n  1. 缺少参数 year。\n  2. 没有参数 bureua。"
    assert error.problems == ("缺少参数 year。", "没有参数 bureua。")


@pytest.mark.parametrize("kind", CLASSES)
def test_notebook_shows_the_message_and_no_traceback(kind: type[Exception]) -> None:
    error = _error(kind)

    assert error._render_traceback_() == str(error).splitlines()  # type: ignore[attr-defined]


def test_ipython_asks_the_error_itself_how_to_show_it(capsys: pytest.CaptureFixture[str]) -> None:
    shell = InteractiveShell()
    shell.run_cell(
        "from reportkit.errors import ParametersError\n"
        "raise ParametersError('参数有误：', ['缺少参数 year。'])"
    )

    shown = capsys.readouterr()
    assert shown.out.strip() == "参数有误：\n  1. 缺少参数 year。"
    assert shown.err == ""
