"""OFD documents as offices' printers write them, made of the pages of a PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from reportkit.grids.pages.content import Page
from reportkit.grids.pages.pdf import pages_of

_MM = 25.4 / 72
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd_of(pdf: bytes) -> bytes:
    """Return the characters and ruling lines of a PDF as OFD."""
    return _ofd((page.width, page.height, _objects(page)) for page, _ in pages_of(pdf))


def ofd_with(objects: str, *pictures: bytes) -> bytes:
    """Return an OFD of one page on which objects are drawn, with pictures whose ids are 1, 2, …"""
    return _ofd([(595, 842, objects)], pictures)


def picture_on(resource: int, box: str, attributes: str = "") -> str:
    """Return an object that shows a picture in a box of millimetres."""
    return f'<ofd:ImageObject ID="8" ResourceID="{resource}" Boundary="{box}" {attributes}/>'


def _objects(page: Page) -> str:
    objects = "".join(
        f'<ofd:TextObject ID="{n}" Boundary="{g.left * _MM} {g.top * _MM} 9 9" Size='
        f'"{g.width * _MM * (2 if g.text.isascii() else 1)}"><ofd:TextCode X="0" '
        f'Y="{(g.base - g.top) * _MM}">{escape(g.text)}</ofd:TextCode></ofd:TextObject>'
        for n, g in enumerate(page.glyphs)
    )
    lines = [(one.start, one.at, one.end, one.at) for one in page.across]
    lines += [(one.at, one.start, one.at, one.end) for one in page.down]
    return objects + "".join(
        f'<ofd:PathObject ID="9" Boundary="{x0 * _MM} {y0 * _MM} 500 500">'
        f"<ofd:AbbreviatedData>M 0 0 L {(x1 - x0) * _MM} {(y1 - y0) * _MM}"
        "</ofd:AbbreviatedData></ofd:PathObject>"
        for x0, y0, x1, y1 in lines
    )


def _ofd(pages: Iterable[tuple[float, float, str]], pictures: Sequence[bytes] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml"
            "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = ""
        for number, (width, height, objects) in enumerate(pages, 1):
            listed += f'<ofd:Page ID="{number}" BaseLoc="Pages/P{number}/Content.xml"/>'
            archive.writestr(
                f"Doc_0/Pages/P{number}/Content.xml",
                f"<ofd:Page {_NS}><ofd:Area><ofd:PhysicalBox>0 0 {width * _MM} "
                f"{height * _MM}</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer>"
                f"{objects}</ofd:Layer></ofd:Content></ofd:Page>",
            )
        media = ""
        for number, picture in enumerate(pictures, 1):
            media += (
                f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>image_{number}'
                "</ofd:MediaFile></ofd:MultiMedia>"
            )
            archive.writestr(f"Doc_0/Res/image_{number}", picture)
        archive.writestr(
            "Doc_0/DocumentRes.xml",
            f'<ofd:Res {_NS} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>',
        )
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {_NS}><ofd:CommonData><ofd:DocumentRes>DocumentRes.xml"
            f"</ofd:DocumentRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
    return out.getvalue()
