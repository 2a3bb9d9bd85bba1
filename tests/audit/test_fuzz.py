"""Spoilt reports of every kind: each is read, or refused in words; never a crash, never long.

Some hundred in the ordinary suite, 100,000 behind `slow`.
"""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest

from reportkit.audit.held import Held, findings_of, rules_for
from reportkit.audit.one import forms_in
from reportkit.errors import ReportkitError
from reportkit.grids import GridError
from reportkit.grids.read_document import document_of
from reportkit.published.read import read_published
from tests.audit.layout import Spot
from tests.audit.variants import RENDERERS, Variant, Written, written
from tests.published import published_reports

LONGEST = 5.0  # seconds of one input
PIECES = [
    *("<tr>", "</tr>", "<td>", "</td>", "<table>", "</table>", '<td rowspan="3" colspan="9">'),
    *("<!--", "<script>", "</", "<td hidden>", "<s>", "<sup>", "&nbsp;", "&#x202e;", "<style>.a{"),
    *("<w:tr>", "</w:tc>", "<w:tbl>", '<w:gridSpan w:val="99999"/>', "<w:del>", "<w:vMerge/>"),
    *("\t", "\n", "|", "0", "12", "１２", "①", "-", "1e9", "9" * 40, "1.5", "3元", "(", "）", "\0"),
    *(
        "总计",
        "自然人",
        "行政处罚",
        "结果维持",
        "2021年",
        "二〇二一年",
        "自2021年1月1日",
        "其中",
        "%",
    ),
]


def _report() -> Written:
    """A report that is short, so that very many can be read: its second and fourth table."""
    report = written(published_reports()[0].figures, Variant(seed=3))
    report.parts = [part for part in report.parts if isinstance(part, str) or not _is_third(part)]
    return report


def _is_third(layout: list[list[Spot]]) -> bool:
    return any(spot.cell.startswith("t3.") for row in layout for spot in row)


def _inputs() -> dict[str, bytes]:
    report = _report()
    made = {kind: render(report, 3) for kind, render in RENDERERS.items()}
    return {k: v.encode() if isinstance(v, str) else v for k, v in made.items()}


def _spoilt(content: bytes, rng: random.Random) -> bytes:
    """Return a file in which something was put in, taken out, doubled, moved, or changed."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(data) + 1)
        to = min(len(data), at + rng.choice((1, 3, 20, 200)))
        match rng.randrange(5):
            case 0:
                data[at:at] = rng.choice(PIECES).encode()
            case 1:
                del data[at:to]
            case 2:
                data[at:at] = data[at:to] * rng.choice((1, 3))
            case 3:
                elsewhere = rng.randrange(len(data) + 1)
                data[elsewhere:elsewhere] = data[at:to]
            case _:
                data[at:to] = bytes(rng.randrange(256) for _ in range(min(3, to - at)))
    return bytes(data)


def _spoilt_inside(content: bytes, rng: random.Random) -> bytes:
    """Return an archive one part of which is spoilt."""
    was = zipfile.ZipFile(io.BytesIO(content))
    made = io.BytesIO()
    chosen = rng.choice(was.namelist())
    with zipfile.ZipFile(made, "w") as archive:
        for name in was.namelist():
            part = was.read(name)
            archive.writestr(name, _spoilt(part, rng) if name == chosen else part)
    return made.getvalue()


def _fuzz(kind: str, content: bytes, times: int, rng: random.Random) -> list[str]:
    """Return what went wrong."""
    forms = forms_in(None)
    wrong = []
    archive = content.startswith(b"PK")
    for number in range(times):
        spoil = _spoilt_inside if archive and number % 8 else _spoilt
        data = spoil(content, rng)
        began = time.process_time()
        try:
            published = read_published(document_of(data, f"年报.{kind}"), forms, rules_for)
            findings_of(Held(published))
        except (GridError, ReportkitError):
            pass
        except Exception as error:  # noqa: BLE001 - what is looked for
            wrong.append(f"{number}: {type(error).__name__}: {error}"[:200])
        if time.process_time() - began > LONGEST:
            wrong.append(f"{number}: {time.process_time() - began:.1f} s")
    return wrong


@pytest.mark.parametrize("kind", RENDERERS)
def test_spoilt_reports_are_read_or_refused(kind: str) -> None:
    assert _fuzz(kind, _inputs()[kind], 15, random.Random(kind)) == []  # noqa: S311


@pytest.mark.slow
@pytest.mark.parametrize("kind", RENDERERS)
def test_a_hundred_thousand_spoilt_reports(kind: str) -> None:
    assert _fuzz(kind, _inputs()[kind], 17_000, random.Random(f"{kind} long")) == []  # noqa: S311
