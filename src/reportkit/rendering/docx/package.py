"""The parts of a DOCX file and how they are packed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reportkit.rendering.paper.pictures import NOT_XML
from reportkit.writing import archive

if TYPE_CHECKING:
    from reportkit.rendering.document import Document
    from reportkit.rendering.docx.body import Body

TEMPLATES = Path(__file__).parent.parent / "templates" / "docx"
FIXED = ("styles.xml", "settings.xml", "fontTable.xml", "footer-odd.xml", "footer-even.xml")
_MARK = (420, 150)  # points that a mark may be wide, and its letters high


def package(body: Body, document: Document, mark: str) -> bytes:
    """Return the file.

    Parameters
    ----------
    body : Body
        What `write_body` made.
    document : Document
        Whose title, bureau and date the file has.
    mark : str
        What to print across every page.
    """
    headers = ("header-odd.xml", "header-even.xml") if mark else ()
    known = {"body": body, "document": document, "headers": headers}
    parts = {
        name: _fill(template, **known)
        for name, template in (
            ("[Content_Types].xml", "content-types.xml"),
            ("_rels/.rels", "package-relationships.xml"),
            ("docProps/core.xml", "core.xml"),
            ("word/document.xml", "document.xml"),
            ("word/_rels/document.xml.rels", "document-relationships.xml"),
            ("word/numbering.xml", "numbering.xml"),
        )
    }
    parts |= {f"word/{name}": _text(name) for name in FIXED}
    width = min(_MARK[0], _MARK[1] * len(mark))
    for number, name in enumerate(headers, start=1):
        size = {"width": width, "height": width // len(mark)}
        parts[f"word/{name}"] = _fill("header.xml", mark=mark, number=number, **size)
    return archive(
        {name: text.encode() for name, text in parts.items()}
        | {f"word/media/{name}": data for name, data in body.media.items()}
    )


def _fill(template: str, **known: object) -> str:
    return _environment().get_template(template).render(known)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["clean"] = lambda text: NOT_XML.sub("", text)
    return environment


@cache
def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
