"""Help in the reader's language: Chinese from a catalogue, else the English of the code.

click looks up its own words with gettext, in the catalogue of the process; ours are put in their
places before anything is shown. Messages of work are Chinese for every reader.
"""

from __future__ import annotations

import gettext
import inspect
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from reportkit.cli.wrapping import AS_IT_IS, WideContext

DOMAIN = "reportkit"
LOCALE = Path(__file__).parent / "locale"
CHINESE = "zh"  # whatever the country: a reader in 台湾 or 香港 is better served than by English
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_ENGLISH = ("en", "C", "POSIX")
_LANG_CHINESE = 0x04  # of Windows, in the lower ten bits of a language's number


def speak_to_reader(command: click.Command) -> None:
    """Put a command's help, and click's own words, into Chinese where the reader's locale is."""
    if not wants_chinese(os.environ):
        return
    # Where Windows alone told: click asks gettext, and gettext the environment.
    if not any(os.environ.get(name) for name in _VARIABLES):
        os.environ["LANGUAGE"] = CHINESE
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
    reword(command, gettext.gettext)


def wants_chinese(environment: Mapping[str, str]) -> bool:
    """Return whether a locale is Chinese: the first language of it that there is help in.

    Examples
    --------
    >>> wants_chinese({"LANG": "zh_CN.UTF-8"}), wants_chinese({"LANGUAGE": "en:zh_CN"})
    (True, False)
    """
    given = next((environment[name] for name in _VARIABLES if environment.get(name)), None)
    if given is None:
        return _windows_is_chinese()
    for language in given.split(":"):
        if language.startswith(CHINESE):
            return True
        if language.startswith(_ENGLISH):
            return False
    return False


def reword(command: click.Command, say: Callable[[str], str]) -> None:
    """Replace every paragraph of help of a command and of those below it by what `say` returns."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    said = [_said(paragraph, say) for paragraph in paragraphs]
    command.help = "\n\n".join(said)
    command.short_help = said[0]
    command.options_metavar = say(command.options_metavar or "")
    command.context_class = WideContext
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = say(parameter.help)
            if isinstance(parameter.show_default, str):
                parameter.show_default = say(parameter.show_default)
    if isinstance(command, click.Group):
        command.subcommand_metavar = say(command.subcommand_metavar or "")
        for each in command.commands.values():
            reword(each, say)


def _said(paragraph: str, say: Callable[[str], str]) -> str:
    if paragraph.startswith(AS_IT_IS):
        return AS_IT_IS + say(paragraph.removeprefix(AS_IT_IS))
    return say(" ".join(paragraph.split()))


def _windows_is_chinese() -> bool:
    """Return whether Windows itself, which sets none of the variables, speaks Chinese."""
    if sys.platform != "win32":
        return False
    import ctypes

    number: int = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return number & 0x3FF == _LANG_CHINESE
