"""Help is complete in both languages, and the reader's locale chooses."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from reportkit.cli.language import wants_chinese
from reportkit.cli.main import cli
from reportkit.cli.wrapping import wrapped
from tests.conftest import PROJECT

CATALOGUE = runpy.run_path(str(PROJECT / "scripts" / "translate_help.py"))
LOCALES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def _shown(*arguments: str, **locale: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a locale, and in none but that."""
    kept = {name: value for name, value in os.environ.items() if name not in LOCALES}
    return subprocess.run(
        [sys.executable, "-m", "reportkit", *arguments],
        env=kept | {"PYTHONIOENCODING": "utf-8"} | locale,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from _commands(each)


def test_every_command_and_option_says_in_english_what_it_is_for() -> None:
    for command in _commands(cli):
        assert command.help, command.name
        options = (one for one in command.params if isinstance(one, click.Option))
        assert all(option.help for option in options), command.name


def test_all_that_is_said_in_english_is_said_in_chinese_and_nothing_else_is() -> None:
    """Ours and click's: run scripts/translate_help.py and fill in what it names."""
    catalogue: Any = CATALOGUE["read"]()

    said = {_message(one.id) for one in catalogue if one.id}
    assert said == {_message(one) for one in (*CATALOGUE["ours"](), *CATALOGUE["clicks"]())}
    assert CATALOGUE["untranslated"](catalogue) == []
    assert not any(one.fuzzy for one in catalogue if one.id)


def _message(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]


def test_what_stands_in_braces_is_kept_and_so_is_what_one_types() -> None:
    """An example with an option misspelt, or one left out, would teach what does not work."""
    for one in CATALOGUE["read"]():
        source = "".join(one.id)
        said = "".join(one.string)
        assert {*re.findall(r"\{\w+", said)} <= {*re.findall(r"\{\w+", source)}, said
        command = rf"reportkit (?:{'|'.join(cli.commands)})"
        path = r"(?:params|outputs|data|notebooks)/(?:[\w./-]*\w)?"
        typed = rf"--[a-z-]+|{command}|{path}"
        if one.id and isinstance(one.id, str) and "{" not in source:
            assert {*re.findall(typed, said)} == {*re.findall(typed, source)}, said


def test_the_compiled_catalogue_is_the_one_that_people_read() -> None:
    po: Path = CATALOGUE["PO"]

    assert po.with_suffix(".mo").read_bytes() == CATALOGUE["mo_bytes"](CATALOGUE["read"]())


@pytest.mark.parametrize(
    ("locale", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LC_ALL": "zh_CN.GBK", "LANG": "en_US.UTF-8"}, True),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, True),
        ({"LANGUAGE": "zh_HK:en", "LANG": "en_US.UTF-8"}, True),
        ({"LANGUAGE": "de:zh_CN", "LANG": "de_DE.UTF-8"}, True),
        ({"LANGUAGE": "en:zh_CN", "LANG": "zh_CN.UTF-8"}, False),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "de_DE.UTF-8"}, False),
    ],
)
def test_the_locale_chooses_the_language(locale: dict[str, str], *, chinese: bool) -> None:
    assert wants_chinese(locale) is chinese


def test_help_and_errors_of_usage_are_in_the_readers_language() -> None:
    chinese, english = {"LANG": "zh_TW.UTF-8"}, {"LANG": "en_US.UTF-8"}

    assert "Make the reports of PARAMS." in _shown("run", "--help", **english).stdout
    assert "生成 PARAMS 的报告。" in _shown("run", "--help", **chinese).stdout
    assert "Error: No such option '--x'." in _shown("run", "--x", **english).stderr
    assert "有误：没有选项 '--x'。" in _shown("run", "--x", **chinese).stderr


def test_chinese_help_fits_the_terminal() -> None:
    """Each Chinese character takes two columns, and no line begins with a closing mark."""
    for name in ("run", "lab"):
        for line in _shown(name, "--help", LANG="zh_CN.UTF-8").stdout.splitlines():
            wide = sum(unicodedata.east_asian_width(each) in "WF" for each in line)
            assert len(line) + wide <= 80, line
            assert not line.lstrip().startswith(tuple("，。、；：）”")), line


def test_a_word_of_latin_letters_and_a_closing_mark_stay_where_they_belong() -> None:
    text = "装好 jupyterlab-language-pack-zh-CN，再打开（如没有装，界面是英文的）。"

    lines = wrapped(text, 40)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert any("jupyterlab-language-pack-zh-CN，" in line for line in lines)
    assert wrapped("", 40) == [""]
