"""Whatever stands outside the columns that are kept is in no message, table or listing."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.errors import RawDataError
from reportkit.params import parse_parameters
from reportkit.rendering.parts.findings import finding_text
from reportkit.report.computed import Computed
from reportkit.report.interactive.display import raw_html
from reportkit.report.reading import reading_html, reading_json, reading_lines
from tests.ledgers.samples import SCHEMAS, application, fill, grid, headings, write_csv, write_xlsx

_CHARACTERS = "亓仝佴厍呙妫嬴宓峁昶煦翀澍骞旻頔霁琰斐珩彧晔"
texts = st.one_of(
    st.text(st.sampled_from(_CHARACTERS), min_size=2, max_size=30),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.builds("{} 1{}".format, st.text(st.sampled_from(_CHARACTERS), min_size=2, max_size=3),
              st.from_regex(r"[3-9][0-9]{9}", fullmatch=True)),
)  # fmt: skip
_KEPT = {field.heading for field in SCHEMAS["applications"].kept}


def _spaces() -> list[tuple[int, int]]:
    """Return row and column of every cell of the ledger below that is no kept column's."""
    columns = headings("applications")
    outside = [n for n, heading in enumerate(columns) if heading not in _KEPT]
    beside = [*outside, len(columns), len(columns) + 1, len(columns) + 4]
    over = [(0, column) for column in range(len(columns) + 2)]
    below = [(6, column) for column in range(1)]
    heads = [(1, column) for column in (len(columns), len(columns) + 1)]
    return [*over, *heads, *((row, column) for row in range(2, 6) for column in beside), *below]


def _all_said(folder: Path) -> Iterator[str]:
    values = {"bureau": "a", "bureau_name": "某局", "year": 2022, "date": "2023-01-16"}
    computed = Computed(parse_parameters(values, "test"), folder)
    try:
        yield from map(finding_text, computed.findings)
        yield from (json.dumps(one.to_json(), ensure_ascii=False) for one in computed.findings)
        yield from reading_lines(computed)
        yield json.dumps(reading_json(computed), ensure_ascii=False)
        yield reading_html(computed)
        yield raw_html(computed.raw)
        yield from (ledger.in_chinese().to_csv() for ledger in computed.raw.ledgers.values())
        yield repr(computed.intake) + repr(computed.official) + repr(computed.raw.account)
    except RawDataError as error:
        yield str(error)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=20)
@given(planted=st.dictionaries(st.sampled_from(_spaces()), texts, min_size=1, max_size=4))
def test_a_text_outside_of_kept_columns_is_nowhere(
    kind: str, planted: dict[tuple[int, int], str]
) -> None:
    rows = [[], *grid("applications", [application(n) for n in range(1, 5)]), []]
    wide = max(map(len, rows)) + 5
    cells = [[*row, *[None] * (wide - len(row))] for row in rows]
    for (row, column), text in planted.items():
        cells[row][column] = text
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data/a/2022"
        data.mkdir(parents=True)
        fill(data)
        (data / "applications.csv").unlink()
        (data / "narrative.md").write_text("# 一、总体情况\n\n已公开。\n", "utf-8")
        write = write_csv if kind == "csv" else write_xlsx
        write(data / f"applications.{kind}", cells)
        said = "\n".join(_all_said(folder))

    assert said
    assert [text for text in planted.values() if text in said] == []
