"""Reading a narrative and filling its figures in from cells and ledgers.

A level-one heading begins a section (``# 一、总体情况``). ``{{ … }}`` holds one expression of
Jinja's language over the cells of the report (``t3.new.total``) and the functions documented in
docs/narrative.md; nothing else of the template language is understood, so that a typing error
stays one problem with one line number. ``<!-- … -->`` is for the author alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from reportkit.errors import NarrativeError
from reportkit.figures import Value
from reportkit.forms import Edition
from reportkit.grids import GridError
from reportkit.grids.encoding import UTF_8, decode
from reportkit.narrative.expressions import work_out
from reportkit.narrative.inert import bound
from reportkit.narrative.seen import as_seen
from reportkit.narrative.sentences import Sentence, fold, sentences
from reportkit.narrative.vocabulary import LedgerAsked, UntoldError, asking, vocabulary, written
from reportkit.reading import is_there, read_bytes
from reportkit.trouble import what_happened

_MOST_BYTES = 1 << 20  # of prose: some hundred times what a report has
_LACKING = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
# What an expression that makes no sense may raise, in Jinja or in Python.
_FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,  # 1e999, which Jinja writes down as a name
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
_LONGEST_SHOWN = 200
# None of these goes over the same characters again, however many braces are opened.
_EXPRESSION = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}", re.DOTALL)
_BRACES = re.compile(r"(?<![{｛])[{｛]++\s*+([^{}｛｝]*+)[}｝]+")
_HALF_WIDTH = str.maketrans("｛｝％", "{}%")
_HEADING = re.compile(r"^#(?:\s+|(?=[一二三四五六七八九十]+、))(?!#)(.*)")
_ANY_HEADING = re.compile(r"#(?!#)(.*)")
_ON_ONE_LINE = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}")


@dataclass(frozen=True, slots=True)
class Narrative:
    """The prose of a report, its figures filled in.

    Attributes
    ----------
    file : str
        Name of the file that it is read from; empty where that is a whole report.
    opening : str
        Markdown before the first section.
    sections : mapping of str to str
        Section id to its markdown; a section without prose is absent.
    encoding : str
        Of the file, as people call it.
    asked : tuple of LedgerAsked
        What its expressions asked of the ledgers.
    unseen : tuple of str
        Code points of what nobody sees in the file; the prose is without.
    """

    file: str
    opening: str
    sections: Mapping[str, str]
    encoding: str = UTF_8
    asked: tuple[LedgerAsked, ...] = ()
    unseen: tuple[str, ...] = ()

    def sentences(self) -> list[Sentence]:
        """Return what it says, sentence by sentence."""
        return [*_sentences(tuple(self.parts.items()))]

    @property
    def parts(self) -> Mapping[str, str]:
        """The opening and the sections by id."""
        return {"opening": self.opening, **self.sections}

    @property
    def text(self) -> str:
        """All of the prose."""
        return "\n".join([self.opening, *self.sections.values()])


@lru_cache(maxsize=1)  # a dozen checks ask for those of one report
def _sentences(parts: tuple[tuple[str, str], ...]) -> tuple[Sentence, ...]:
    return tuple(each for part in parts for each in sentences(*part))


def read_narrative(
    path: Path, edition: Edition, figures: Mapping[str, Value], facts: Mapping[str, Any]
) -> Narrative:
    """Read a narrative and fill its figures in.

    Parameters
    ----------
    path : Path
        Of the bureau-year, such as its ``narrative.md``.
    edition : Edition
        Names the sections.
    figures : Figures
        Cells that ``t2…``, ``t3…`` and ``t4…`` speak of.
    facts : mapping
        Further names for expressions: ``year``, ``bureau_name``, ``count``, ``total``.

    Raises
    ------
    NarrativeError
        With every problem and its line.
    """
    written_text, encoding = _read_text(path, "总体情况等文字读不出来：")
    text, unseen = as_seen(written_text)
    problems: list[str] = []
    asked: list[LedgerAsked] = []
    names = vocabulary(figures) | {
        name: asking(fact, asked) if callable(fact) else fact for name, fact in facts.items()
    }
    opening: list[str] = []
    sections: dict[str, list[str]] = {}
    current = opening
    for number, line in enumerate(_bound_lines(text, names, problems), start=1):
        heading = _HEADING.match(line)
        if heading is None:
            current.append(line)
            continue
        section = _section_id(edition, heading[1])
        if section is None:
            titles = "、".join(known.heading for known in edition.sections)
            problems.append(f"第 {number} 行：没有“{line[1:].strip()}”这一部分，应为：{titles}。")
        elif section in sections:
            problems.append(f"第 {number} 行：“{line[1:].strip()}”写了两次。")
        current = sections.setdefault(section or "", [])
    if problems:
        heading_text = f"{path.name} 有误："
        raise NarrativeError(heading_text, problems)
    prose = {id_: _prose(lines) for id_, lines in sections.items()}
    asked_once = tuple(dict.fromkeys(asked))
    return Narrative(path.name, _prose(opening), prose, encoding, asked_once, unseen)


def read_prose(path: Path, edition: Edition) -> dict[str, str] | None:
    """Read a narrative for comparison, its figures not filled in.

    Parameters
    ----------
    path : Path
        The narrative of last year.
    edition : Edition
        Names the sections.

    Returns
    -------
    dict of str to str, or None
        Prose by section id; None where there is no file that can be read.
    """
    try:
        text, _ = as_seen(decode(read_bytes(path, _MOST_BYTES))[0])
    except (OSError, GridError):
        return None
    headings = {fold(section.heading): section.id for section in edition.sections}
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _ON_ONE_LINE.sub("0", _without_comments(text)).splitlines():
        heading = _ANY_HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
        else:
            lines = sections.setdefault(headings.get(fold(heading[1]), ""), [])
    return {id_: _prose(prose) for id_, prose in sections.items() if id_}


def read_notes(path: Path) -> str:
    """Read what an office tells its reviewers about its data: markdown, printed in no report.

    Parameters
    ----------
    path : Path
        ``notes.md`` of the data folder; it need not be there.

    Raises
    ------
    NarrativeError
        Where it cannot be read.
    """
    return _read_text(path, "给审核人员的说明读不出来：")[0] if is_there(path) else ""


def _read_text(path: Path, heading: str) -> tuple[str, str]:
    try:
        return decode(read_bytes(path, _MOST_BYTES))
    except GridError as error:
        raise NarrativeError(heading, [f"{path.name} 的{error.fault}，请另存为 UTF-8。"]) from None
    except OSError as error:
        fault = f"{path.name} 打不开（{what_happened(error)}）。"
        if isinstance(error, _LACKING) and not path.is_symlink():
            fault = f"缺少文件 {path.as_posix()}。请照 docs/narrative.md 写一份。"
        raise NarrativeError(heading, [fault]) from None


def _section_id(edition: Edition, heading: str) -> str | None:
    written = "".join(heading.split())
    for section in edition.sections:
        if "".join(section.heading.split()) == written:
            return section.id
    return None


def _prose(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def _without_comments(text: str) -> str:
    """Take out what is written for the author alone; every line keeps its number."""
    kept, done = [], 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += [text[done:start], "\n" * text.count("\n", start, end)]
        done = end + len("-->")
    return "".join([*kept, text[done:]])


def _bound_lines(text: str, names: Mapping[str, Any], problems: list[str]) -> Iterator[str]:
    """Yield the lines with every expression replaced by its value."""
    for number, line in enumerate(_without_comments(text).splitlines(), start=1):
        yield _EXPRESSION.sub(_binder(names, number, problems), line)
        fault = _fault_of_braces(_EXPRESSION.sub("", line), names)
        if fault:
            problems.append(f"第 {number} 行：{fault}")


def _fault_of_braces(rest: str, names: Mapping[str, Any]) -> str:
    """Return what is wrong with the braces that hold no expression; empty: nothing."""
    for braces in _BRACES.finditer(rest):
        name = re.match(r"\w*", braces[1])
        doubled = re.match(r"[{｛]{2}.*[}｝]{2}\Z", braces[0], re.DOTALL)
        if doubled or (name and name[0] in names):
            fault = "是全角的" if re.search("[｛｝]", braces[0]) else "应当左右各两个"
            return f"花括号“{braces[0]}”{fault}，应写作半角的 {{{{ {braces[1].strip()} }}}}。"
    if re.search(r"\{\{|\}\}|\{%", rest.translate(_HALF_WIDTH)):
        return "花括号不配对；数字写作 {{ 数字的名称 }} 的样子。"
    return ""


def _binder(
    names: Mapping[str, Any], number: int, problems: list[str]
) -> Callable[[re.Match[str]], str]:
    def bind(match: re.Match[str]) -> str:
        source = match[1].strip()
        try:
            return bound(written(work_out(source, names)))
        except UntoldError as error:
            return str(error.mark)
        except _FAULTS as error:
            shown = source if len(source) <= _LONGEST_SHOWN else f"{source[:_LONGEST_SHOWN]}…"
            problems.append(f"第 {number} 行：{{{{ {shown} }}}} 算不出来（{_reason(error)}）。")
            return ""

    return bind


def _reason(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "除数为 0"
    if isinstance(error, ValueError) and error.args:
        return str(error.args[0])
    return "没有这个格或者写法不对，可用的写法见 docs/narrative.md"
