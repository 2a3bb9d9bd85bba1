"""A foreign document as it is read from top to bottom: paragraphs and tables in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from reportkit.grids.model import Grid


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text, without its line breaks.

    Attributes
    ----------
    text : str
    page : int
        The page on which it begins, from 1; 0 where the format has no pages.
    """

    text: str = field(repr=False)
    page: int = 0


Block: TypeAlias = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A document; what is in it shows itself nowhere.

    Attributes
    ----------
    file : str
        Name of the file.
    title : str
        As the format gives it apart from the text; empty where it gives none.
    blocks : tuple of Paragraph or Grid
        In reading order. A table that a page divides is one grid a page.
    unread : str
        What of it was not read, in Chinese; empty where all was.
    recognised : bool
        Whether any of it was recognised in pictures: to read it anew takes seconds a page.
    """

    file: str
    title: str
    blocks: tuple[Block, ...]
    unread: str = ""
    recognised: bool = False


def says_all(description: str) -> bool:
    """Whether the alternative text of a picture says in a sentence what it shows, as charts' does.

    What programs make up for a picture (表格 描述已自动生成), and names of files, are no sentence.
    """
    return description.rstrip().endswith("。")
