"""OFD documents as offices' printers write them, made of the pages of a PDF."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from reportkit.grids.pages.pdf import pages_of

_MM = 25.4 / 72
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd_of(pdf: bytes) -> bytes:
    """Return the characters and ruling lines of a PDF as OFD."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml"
            "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = ""
        for page, _ in pages_of(pdf):
            listed += f'<ofd:Page ID="{page.number}" BaseLoc="Pages/P{page.number}/Content.xml"/>'
            objects = "".join(
                f'<ofd:TextObject ID="{n}" Boundary="{g.left * _MM} {g.top * _MM} 9 9" Size='
                f'"{g.width * _MM * (2 if g.text.isascii() else 1)}"><ofd:TextCode X="0" '
                f'Y="{(g.base - g.top) * _MM}">{escape(g.text)}</ofd:TextCode></ofd:TextObject>'
                for n, g in enumerate(page.glyphs)
            )
            lines = [(one.start, one.at, one.end, one.at) for one in page.across]
            lines += [(one.at, one.start, one.at, one.end) for one in page.down]
            objects += "".join(
                f'<ofd:PathObject ID="9" Boundary="{x0 * _MM} {y0 * _MM} 500 500">'
                f"<ofd:AbbreviatedData>M 0 0 L {(x1 - x0) * _MM} {(y1 - y0) * _MM}"
                "</ofd:AbbreviatedData></ofd:PathObject>"
                for x0, y0, x1, y1 in lines
            )
            archive.writestr(
                f"Doc_0/Pages/P{page.number}/Content.xml",
                f"<ofd:Page {_NS}><ofd:Area><ofd:PhysicalBox>0 0 {page.width * _MM} "
                f"{page.height * _MM}</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer>"
                f"{objects}</ofd:Layer></ofd:Content></ofd:Page>",
            )
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {_NS}><ofd:CommonData/><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
    return out.getvalue()
