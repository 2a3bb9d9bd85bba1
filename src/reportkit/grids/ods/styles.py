"""What the styles of an ODS file say of its sheets and cells."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from xml.etree import ElementTree as ET

from reportkit.grids.as_shown import SMALLEST
from reportkit.grids.colours import WHITE, is_faded, is_unseen, shade_of

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE = f"{{{NAMES}table:1.0}}"
_STYLE = f"{{{NAMES}style:1.0}}"
_FORMAT = f"{{{NAMES}xsl-fo-compatible:1.0}}"
_T = TypeVar("_T")
_TRANSPARENT = "transparent"
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")
# LibreOffice leaves the empty text that a formula gives without a type; so does a program that
# computes nothing, but that one leaves all formulas so.
_COMPUTED = re.compile(rb"<table:table-cell(?=[^<>]*\stable:formula=)[^<>]*\soffice:value-type=")


@dataclass(slots=True)
class Styles:
    """What the styles of a file say, by name.

    Attributes
    ----------
    computed : bool
        Whether formulas of this file have been computed.
    hidden : set of str
        Those that hide a sheet.
    struck, inks, grounds, sizes : dict
        Whether they strike out, their colours, their size: of those that say so themselves.
    parents : dict of str to str
    over : dict of str to set of str
        The styles that may be put over what one is given to: its conditional formats.
    """

    computed: bool = False
    hidden: set[str] = field(default_factory=set)
    struck: dict[str, bool] = field(default_factory=dict)
    inks: dict[str, str] = field(default_factory=dict)
    grounds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    over: dict[str, set[str]] = field(default_factory=dict)
    _faded: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, *parts: bytes) -> Styles:
        """Return what the parts of a file say; later ones go before earlier ones."""
        styles = cls(computed=any(map(_COMPUTED.search, parts)))
        for part in filter(None, parts):
            for _, element in ET.iterparse(io.BytesIO(part)):  # noqa: S314 - holds no entities
                if element.tag == f"{_STYLE}style":
                    styles._add(element)
                elif element.tag == f"{TABLE}table-row":
                    element.clear()
        return styles

    def _add(self, style: ET.Element) -> None:
        name = style.get(f"{_STYLE}name", "")
        self.parents[name] = style.get(f"{_STYLE}parent-style-name", "")
        shown = style.get(f"{_STYLE}display-name", name)
        if shown != name:
            self.parents.setdefault(shown, name)  # rules of LibreOffice call it as its user does
        for one in style:
            if one.tag == f"{_STYLE}map":
                self.over.setdefault(name, set()).add(one.get(f"{_STYLE}apply-style-name", ""))
            if one.get(f"{TABLE}display") == "false":
                self.hidden.add(name)
            line = one.get(f"{_STYLE}text-line-through-style") or one.get(
                f"{_STYLE}text-line-through-type"
            )
            if line is not None:
                self.struck[name] = line != "none"
            for said, by in self._said():
                value = one.get(f"{_FORMAT}{said}")
                if value is not None:
                    by[name] = value

    def _said(self) -> tuple[tuple[str, dict[str, str]], ...]:
        return (
            ("color", self.inks),
            ("background-color", self.grounds),
            ("font-size", self.sizes),
        )

    def unseen(self, name: str, within: str = "") -> bool:
        """Return whether nobody sees what a style is given to: as its ground, or too small.

        Parameters
        ----------
        name : str
        within : str
            The style of a piece of the text, if it has its own.
        """
        ink, size = (
            self._nearest(within, said, default="") or self._nearest(name, said, default="")
            for said in (self.inks, self.sizes)
        )
        ground = self._nearest(name, self.grounds, default=_TRANSPARENT)
        paper = WHITE if ground == _TRANSPARENT else ground.removeprefix("#").lower()
        points = _POINTS.fullmatch(size)
        small = points is not None and float(points[1]) < SMALLEST
        return small or is_unseen(ink.removeprefix("#").lower(), paper)

    def strikes(self, name: str) -> bool:
        """Return whether a style, or the nearest of its parents that says so, strikes out."""
        return self._nearest(name, self.struck, default=False)

    def put_over(self, name: str) -> set[str]:
        """Return the styles that conditions may put over what a style is given to."""
        return self._nearest(name, self.over, default=set()) if self.over else set()

    def fades(self, name: str) -> bool:
        """Return whether what a style is given to recedes: grey, or white on white."""
        if name not in self._faded:
            self._faded[name] = self._fades(name)
        return self._faded[name]

    def _fades(self, name: str) -> bool:
        ground = self._nearest(name, self.grounds, default=_TRANSPARENT)
        ink, paper = map(shade_of, (self._nearest(name, self.inks, default=""), ground))
        return is_faded(ink, paper, filled=ground != _TRANSPARENT)

    def _nearest(self, name: str, said: Mapping[str, _T], *, default: _T) -> _T:
        """Return what a style says, or the nearest of its parents that says anything."""
        for _ in range(len(self.parents) + 1):
            if name in said or not name:
                break
            name = self.parents.get(name, "")
        return said.get(name, default)
