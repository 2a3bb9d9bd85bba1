"""Prose cut into sentences and folded: one way of writing for what is written in many.

Folding makes characters half-width or full-width alike, and leaves out blanks, quotation marks,
markup, and what stands between title marks (《…》) and in document numbers (〔2021〕), so that
nothing in a title is taken for a statement.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"#{1,6}\s*(.*)")
_LIST_ITEM = re.compile(r"(?:[-*+]|\d{1,2}[.)])\s+|[·•●■◆]\s*")
_SUBHEADING = re.compile(r"（[一二三四五六七八九十]+）")
_END = re.compile(r"(?<=[。！？])")
_LONGEST = 1_000
# Of what is longer: up to the last mark at which a sentence may be cut, or where no number is.
_PIECE = re.compile(
    rf".{{1,{_LONGEST}}}\Z|.{{1,{_LONGEST}}}(?<=[；;])|.{{1,{_LONGEST}}}(?<=[，,、])(?![0-9])"
    rf"|.{{1,{_LONGEST}}}(?<![0-9])|.{{1,{_LONGEST}}}",
    re.DOTALL,
)
# Full-width ASCII, and the radicals that stand for characters in some PDF files.
_FULL_WIDTH = re.compile("[０-ｚ．％⼀-⿕]")
_LEFT_OUT = re.compile("[\\s“”‘’「」『』\"'*_`>~\u200b\ufeff]+")
_TITLES = re.compile(r"《[^《》]*》|〔[^〔〕]*〕|<[^<>]*>")
_MARKS = str.maketrans(
    {"(": "（", ")": "）", ":": "：", ";": "；", "!": "！", "?": "？", "[": "（", "]": "）"}
)
_COMMA = re.compile(r",(?![0-9]{3}(?![0-9]))|(?<![0-9]),")
_FULL_STOP = re.compile(r"(?<=[^!-~])\.(?![!-~])")
_QUOTE_LIMIT = 160
_QUOTE_ROUND = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the prose.

    Attributes
    ----------
    section : str
        Id of the section, or ``opening``.
    heading : str
        The nearest heading above, folded.
    text : str
        Folded.
    quote : str
        As written, blanks folded.
    opens : bool
        Whether a new subject begins here: the first sentence under a heading, or one that begins
        with a numbered heading of its own, such as （二）.
    """

    section: str
    heading: str
    text: str
    quote: str
    opens: bool

    def excerpt(self, start: int, end: int) -> str:
        """Return the sentence for a message: whole, or what is around a place in its text."""
        if len(self.quote) <= _QUOTE_LIMIT:
            return self.quote
        left, right = max(0, start - _QUOTE_ROUND), end + _QUOTE_ROUND
        head, tail = "…" if left else "", "…" if right < len(self.text) else ""
        return f"{head}{self.text[left:right]}{tail}"


def fold(text: str) -> str:
    """Return a text in the one way of writing that patterns are for.

    Examples
    --------
    >>> fold("予以公开 ５ 件,“部分公开”1件(《2021年报告》)")
    '予以公开5件，部分公开1件（《》）'
    """
    plain = _FULL_WIDTH.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    plain = _LEFT_OUT.sub("", _TITLES.sub(lambda match: match[0][0] + match[0][-1], plain))
    return _FULL_STOP.sub("。", _COMMA.sub("，", plain)).translate(_MARKS)


def sentences(section: str, prose: str) -> Iterator[Sentence]:
    """Yield the sentences of one section's markdown; headings and tables are no sentences.

    What is longer than anybody writes is cut: who holds a sentence looks at all that goes before,
    from each of its numbers.

    Parameters
    ----------
    section : str
        Id of the section.
    prose : str
        Markdown. A line break alone does not end a sentence.
    """
    heading, opens = "", True
    for block in _blocks(prose):
        title = _HEADING.fullmatch(block)
        if title:
            heading, opens = fold(title[1]), True
            continue
        for quote in (piece for each in _END.split(block) for piece in _pieces(each)):
            text = fold(quote)
            if text:
                opens = opens or _SUBHEADING.match(text) is not None
                yield Sentence(section, heading, text, quote.strip(), opens)
                opens = False


def _pieces(sentence: str) -> list[str]:
    """Return a sentence, or the pieces of one that nobody wrote as one."""
    return [sentence] if len(sentence) <= _LONGEST else _PIECE.findall(sentence)


def in_sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph of plain text, as they are written.

    Examples
    --------
    >>> in_sentences("办结6件。下一步，加强培训。")
    ['办结6件。', '下一步，加强培训。']
    """
    return [sentence for each in _END.split(paragraph) if (sentence := each.strip())]


def _blocks(prose: str) -> Iterator[str]:
    """Yield paragraphs and headings, each on one line."""
    paragraph: list[str] = []
    for line in [*prose.splitlines(), ""]:
        stripped = line.strip()
        alone = _HEADING.fullmatch(stripped) is not None
        if not stripped or alone or stripped.startswith("|") or _LIST_ITEM.match(stripped):
            if paragraph:
                yield _joined(paragraph)
            paragraph = []
        if alone:
            yield stripped
        elif stripped and not stripped.startswith("|"):
            paragraph.append(_LIST_ITEM.sub("", stripped, count=1))


def _joined(lines: list[str]) -> str:
    """Join lines; a blank belongs between them only where both sides are Latin."""
    return re.sub(r"(?<![!-~])\n|\n(?![!-~])", "", "\n".join(lines)).replace("\n", " ")
