"""Of whom an office calls a file after, nothing is published."""

from __future__ import annotations

import json

import pytest

from reportkit.review.signing.clean import manifest_text
from reportkit.review.signing.told_names import told_inputs

DIGEST = "0123456789abcdef" * 4
UNTOLD = "文件名不公开-0123456789ab"


@pytest.mark.parametrize(
    "name",
    [
        *("applications.xlsx", "applications-2.csv", "licence_applications.xlsx", "2022-03.csv"),
        *("依申请公开登记台账.csv", "依申请公开登记台账2022年.xlsx", "narrative.md", "备注.txt"),
        *("narrative-enforcement.md", "review.jsonl", "notes.md"),
    ],
)
def test_the_names_of_ledgers_are_published(name: str) -> None:
    path = f"data/a/2022/{name}"
    assert told_inputs({path: DIGEST}) == {path: DIGEST}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("data/a/2022/张三身份证.docx", f"data/a/2022/{UNTOLD}.docx"),
        ("data/a/2022/zhangsan.xlsx", f"data/a/2022/{UNTOLD}.xlsx"),
        ("data/a/2022/13904180001.csv", f"data/a/2022/{UNTOLD}.csv"),
        ("data/a/2022/张三/fees.csv", f"data/a/2022/{UNTOLD}.csv"),
        ("data/a/张三.yaml", f"data/a/{UNTOLD}.yaml"),
    ],
)
def test_a_name_that_may_be_a_persons_is_published_as_a_digest(path: str, told: str) -> None:
    assert told_inputs({path: DIGEST}) == {told: DIGEST}


def test_files_of_one_content_are_told_apart() -> None:
    told = told_inputs({f"data/a/2022/{name}.txt": DIGEST for name in ("张三", "李四", "王五")})

    assert [*told] == [f"data/a/2022/{UNTOLD}{n}.txt" for n in ("", "-2", "-3")]


def test_the_manifest_that_is_published_has_these_names() -> None:
    kept = {"inputs": {"data/a/2022/张三.txt": DIGEST, "notebooks/a.ipynb": DIGEST}, "reviewed": ""}
    manifest = json.loads(manifest_text(kept, {}))

    assert [*manifest["inputs"]] == [f"data/a/2022/{UNTOLD}.txt", "notebooks/a.ipynb"]
