"""Where numbers of records are masked, none leaves the reader; all else is told as without."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportkit.params import read_parameters
from reportkit.report import Report
from reportkit.report.for_review import for_review
from tests.conftest import EXAMPLE, copy_workspace

# Of both ledgers that have numbers; 号 is not in dates, nor in names of files.
NUMBER = re.compile(r"阜环[许罚强]决|阜环发|\b2022-0\d\d\b|\d{15,}|\d\.\d+E\+")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with a number that stands twice, and one that Excel has rounded."""
    workspace = copy_workspace(tmp_path_factory.mktemp("masked") / "w")
    path = workspace / f"data/{EXAMPLE}/2022/decisions.csv"
    first, *rest = path.read_text("utf-8-sig").splitlines()
    rest += [rest[0], rest[1].replace(rest[1].split(",")[0], "2.10902E+17")]
    path.write_text("\n".join([first, *rest]), "utf-8")
    return workspace


def _report(workspace: Path, mask: str) -> Report:
    path = workspace / f"params/{EXAMPLE}-2022.yaml"
    copy = workspace / "params" / f"masked-{bool(mask)}.yaml"
    copy.write_text(path.read_text("utf-8") + mask, "utf-8")
    return Report(read_parameters(copy), workspace)


def _told(report: Report) -> Iterator[str]:
    """Yield all that a reviewer, a notebook or a message may be told."""
    findings = [each.to_json() for each in report.findings]
    told = json.dumps([for_review(report), findings], ensure_ascii=False)
    yield re.sub(r"\b[0-9a-f]{64}\b", "", told)  # digests may hold fifteen figures in a row
    for cell in (
        "t3.new.total",
        "t3.new.natural_person",
        "t2.licences.decisions",
        "t2.penalties.decisions",
    ):
        explained = report.cell(cell)
        yield repr(explained) + explained._repr_html_() + explained.records.to_csv()
    for name, ledger in report.raw.ledgers.items():
        yield ledger.frame.to_csv() + report.records(name).to_csv()
    yield "".join(map(str, report.problems)) + repr(report.raw.problems) + report.ledgers().data


def test_no_number_of_a_record_is_told(workspace: Path) -> None:
    plain, masked = _report(workspace, ""), _report(workspace, "隐去编号: 是\n")

    assert sum(len(NUMBER.findall(told)) for told in _told(plain)) > 100
    assert not any(map(NUMBER.search, _told(masked)))


def test_what_is_counted_and_what_is_wrong_stay_and_where_it_stands(workspace: Path) -> None:
    plain, masked = _report(workspace, ""), _report(workspace, "mask_numbers: true\n")

    assert masked.figures.to_json() == plain.figures.to_json()
    assert [each.where for each in masked.problems] == [each.where for each in plain.problems]
    held = [[(each.rule, each.state) for each in one.findings] for one in (masked, plain)]
    assert held[0] == held[1]
    assert "第 3 行（***）" in repr(masked.cell("t3.new.total"))
    assert "“***”与第 2 行重复" in "".join(map(str, masked.problems))
