"""Tables that stand as pictures among text: screenshots, and scans that somebody pasted in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from operator import lt

import numpy as np

from reportkit.grids.document import Block, Paragraph
from reportkit.grids.model import Grid, GridError
from reportkit.grids.pages.read import document_of
from reportkit.grids.pages.scans.page import may_hold_table, page_of_picture
from reportkit.grids.pages.scans.photos import pictures_of, size_of
from reportkit.grids.pages.scans.recognise import Picture, can_recognise, unread_pictures

_SMALLEST = (160, 40)  # dots across and down: no table of a form is smaller
_LABEL = re.compile(r"[\u3400-\u9fff]{2}")
_MOST = 20  # pictures of a document that are read, each of which may take seconds
_MARGIN = 0.04  # of a page's width: a screenshot may end at the lines of the table


@dataclass(slots=True)
class Pictures:
    """The pictures of one document, as they are met.

    Attributes
    ----------
    file : str
        Name of the document.
    recognised : bool
        Whether anything was read in them.
    """

    file: str
    recognised: bool = field(default=False, init=False)
    _met: int = field(default=0, init=False)
    _read: int = field(default=0, init=False)
    _left: list[int] = field(default_factory=list, init=False)

    def blocks(self, data: bytes | None) -> tuple[Block, ...]:
        """Return what the next picture says if it is a table; None where it cannot be had."""
        self._met += 1
        if data is not None and _is_small(data):
            return ()
        found = self._recognised(data) if data is not None else ()
        if not found:
            self._left.append(self._met)
        self.recognised |= bool(found)
        return found

    def _recognised(self, data: bytes) -> tuple[Block, ...]:
        if self._read >= _MOST or not can_recognise():
            return ()
        try:
            pages = [as_page(one) for one in pictures_of(data) if may_hold_table(one)]
        except GridError:
            return ()
        self._read += len(pages)
        read = document_of((page_of_picture(one, 0) for one in pages), self.file)
        if not any(_is_table(block) for block in read.blocks):
            return ()
        return tuple(
            block if isinstance(block, Paragraph) else replace(block, boxes={})
            for block in read.blocks
        )

    @property
    def unread(self) -> str:
        """Which of them were not read, in Chinese, with the remedy; empty where all were."""
        return unread_pictures("张图片", self._left)


def _is_table(block: Block) -> bool:
    """Whether a block is a table with labels: the axes of a chart make one of numbers alone."""
    rows = block.rows if isinstance(block, Grid) else []
    return any(_LABEL.search(str(value)) for _, row in rows for value in row)


def as_page(picture: Picture) -> Picture:
    """Return a picture as it would lie on a page: with paper around, and not broader than high."""
    height, width = picture.shape[:2]
    margin = round(_MARGIN * width)
    below = max(0, width - height - margin) + margin
    sides = [(margin, below), (margin, margin), *[(0, 0)] * (picture.ndim - 2)]
    paper = int(np.percentile(picture, 90))
    return np.pad(picture, sides, constant_values=paper)


def _is_small(data: bytes) -> bool:
    """Whether a picture is too small for a table; not of one whose size cannot be told."""
    size = size_of(data)
    return size is not None and any(map(lt, size, _SMALLEST))
