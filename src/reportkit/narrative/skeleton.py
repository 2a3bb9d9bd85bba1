"""A narrative to begin with: the headings of a form, and sentences whose figures are bound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from reportkit.errors import FormError
from reportkit.forms import Edition
from reportkit.strict import Strict, faults

_EXPRESSION = re.compile(r"\{\{(.*?)\}\}")
_TEXT = re.compile(r"\"[^\"]*\"")
_CELL = re.compile(r"[a-z]\w*(?:\.\w+)+", re.ASCII)
_LEDGER = re.compile(r"\b(?:count|total)\(\"(\w+)\"")
_HEAD = (
    "<!-- {title}的文字部分，写法见 docs/narrative.md。# 开头的标题不要改；"
    "双花括号里的数字由软件填入，\n"
    "可以引用的格用 reportkit cells{form} 查看。这样括起来的话给编写人看，不印在报告里。 -->"
)
_EMPTY = "<!-- 这一部分要写文字。 -->"


class Skeleton(Strict):
    """What ``skeleton.yaml`` says.

    Attributes
    ----------
    opening : tuple of str
        Paragraphs before the first section.
    sections : mapping of str to tuple of str
        Paragraphs by section id. One that binds what an edition does not have is left out.
    """

    opening: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...]] = {}


def skeleton_of(edition: Edition, form_option: str = "") -> str:
    """Return the text of a narrative to begin with.

    Parameters
    ----------
    edition : Edition
    form_option : str
        What `reportkit cells` is to be asked with.

    Raises
    ------
    FormError
        Where the form's ``skeleton.yaml`` is wrong.
    """
    skeleton = _read(edition)
    head = _HEAD.format(title=edition.form.title, form=form_option)
    parts = [head, *_fitting(skeleton.opening, edition)]
    for section in edition.sections:
        if section.prose:
            paragraphs = list(_fitting(skeleton.sections.get(section.id, ()), edition))
            parts += [f"# {section.heading}", *(paragraphs or [_EMPTY])]
    return "\n\n".join(parts) + "\n"


def _read(edition: Edition) -> Skeleton:
    written = edition.form.skeleton
    if written is None:
        return Skeleton()
    made, problems = faults(Skeleton, written, written.file)
    if made is None:
        raise FormError(f"{written.file} 有误：", problems)
    skeleton: Skeleton = made
    return skeleton


def _fitting(paragraphs: Sequence[str], edition: Edition) -> Iterator[str]:
    """Yield the paragraphs that bind nothing but what the edition has."""
    for paragraph in paragraphs:
        expressions = _EXPRESSION.findall(paragraph)
        ledgers = {name for each in expressions for name in _LEDGER.findall(each)}
        cells = {cell for each in expressions for cell in _CELL.findall(_TEXT.sub("", each))}
        if cells <= edition.cells.keys() and ledgers <= edition.ledgers.keys():
            yield paragraph
