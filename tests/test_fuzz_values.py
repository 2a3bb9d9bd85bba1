"""Files of the kit, of reviewers and of forms whose values are others than anybody writes.

What is refused is refused in words; a record, a memory or a cache that is no record is none.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from reportkit.audit.kept import to_kept
from reportkit.audit.one import forms_in, read_file
from reportkit.audit.readings import _there as kept_reading
from reportkit.batch.last_run import LAST_RUN, last_states
from reportkit.batch.record import Record, write_record
from reportkit.inputs.agreement import disagreements
from reportkit.inputs.names import FIGURES, FINDINGS, NOTEBOOK, RESULT_MIME, ROLES, SIGNERS
from reportkit.ledgers.mapping import read_mapping
from reportkit.making.execute import read_cells
from reportkit.params import Key, read_parameters
from reportkit.rendering.document import REPORT_MIME, Result, read_document
from reportkit.review.diff.sides import read_side
from reportkit.review.index.cache import read_cache
from reportkit.review.index.row import Row, with_outputs
from reportkit.review.publishing.checks import read_made
from reportkit.review.publishing.layout import read_sums
from reportkit.review.seals import _seals as seals_of
from reportkit.review.signing.content import read_content, read_statement
from reportkit.review.signing.signers import read_signers
from reportkit.review.signing.sshsig import SignatureFault, key_of, read_signature, verify
from reportkit.rules.catalogue import read_rules
from reportkit.storage.lease import _told as lease_told
from tests.audit.variants import Variant, render_html, written
from tests.ledgers.test_mapping import OWN
from tests.narrative.samples import EDITION
from tests.published import published_reports
from tests.spoiling import Case, as_text, fuzz, put

KEY = Key("ogi", 2022, "a")
NOW = dt.datetime(2023, 1, 16, tzinfo=dt.UTC)
_FINDING = {
    "rule": "A", "title": "甲", "citation": "", "severity": "error", "place": "p",
    "place_name": "处", "state": "fail", "message": "甲", "left": 1, "right": 2, "cells": [],
}  # fmt: skip
_FIGURES = {
    "form": "ogi", "year": 2022, "bureau": "a", "state": "failed", "edition": "2021",
    "tables": ["2021"], "cells": {"t2.rules.made": {"name": "甲", "value": 1}},
}  # fmt: skip
_MANIFEST = {
    "form": "ogi", "state": "failed", "edition": "2021", "package": "", "inputs": {"a": ""},
    "parameters": {"form": "ogi", "year": 2022, "bureau": "a", "bureau_name": "某局",
                   "date": "2023-01-16"},
    "outputs": {FIGURES: "", FINDINGS: ""}, "versions": {}, "mixed": {},
}  # fmt: skip
_REPORT = {"title": "报告", "title_lines": ["报告"], "bureau_name": "某局", "date": "2023-01-16"}
_KEYS = "".join(
    f'{who} namespaces="reportkit",valid-before="20991231Z" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 x\n'
    for who in ("zhang", "li,wang")
)
_ROLES = {"zhang": ["初审"], "li": ["first", "second"], "wang": "终审"}
_CONTENT = (
    "# reportkit content 1\n# form: ogi\n# year: 2022\n# bureau: a\n# name: 某局\n"
    "# decisions: none\n"
    f"{'b' * 64}  report.html\n"
)
_SIGNATURE = (
    "-----BEGIN SSH SIGNATURE-----\n"
    "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgJz1Qx1QxE6t4JvKc4i1a0m5W5b\n"
    "-----END SSH SIGNATURE-----\n"
)


def _recorded(content: bytes, folder: Path) -> None:
    """Ask what the last batch says, and write the next one's record over it."""
    put(folder, LAST_RUN, content)
    last_states(folder)
    write_record(Record(NOW, NOW, ()), folder)


def _signers(roles: bytes, keys: bytes) -> Callable[[Path], object]:
    def read(folder: Path) -> object:
        put(folder, ROLES, roles)
        put(folder, SIGNERS, keys)
        return read_signers(folder)

    return read


def _executed(content: bytes, _: Path) -> None:
    try:
        notebook = nbformat.reads(as_text(content), as_version=4)
    except Exception:  # noqa: BLE001 - nbformat's own, of what is no notebook at all
        return
    read_document(notebook)


def _folder(content: bytes, folder: Path) -> object:
    for name, text in (("manifest.json", _MANIFEST), (FIGURES, _FIGURES)):
        put(folder, f"side/{name}", json.dumps(text).encode())
    put(folder, f"side/{FINDINGS}", content)
    return read_side(str(folder / "side"), folder)


def _agreeing(name: str) -> Callable[[bytes, Path], object]:
    contents = {FIGURES: _FIGURES, FINDINGS: [_FINDING], NOTEBOOK: _notebook()}
    written_out = {each: json.dumps(data).encode() for each, data in contents.items()}
    return lambda content, _: disagreements(_MANIFEST, KEY, {**written_out, name: content})


def _notebook() -> dict[str, Any]:
    result = Result(KEY, "d", "failed", _FIGURES, (), None).to_json()  # type: ignore[arg-type]
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {mime: data}}
        for mime, data in ((REPORT_MIME, _REPORT), (RESULT_MIME, result))
    ]
    cell = {"id": "a", "cell_type": "code", "source": "1", "execution_count": 1}
    return {
        "nbformat": 4, "nbformat_minor": 5, "metadata": {},
        "cells": [{**cell, "metadata": {"tags": ["parameters"]}, "outputs": outputs}],
    }  # fmt: skip


def _kept(folder: Path) -> Case:
    page = render_html(written(published_reports()[0].figures, Variant(year=2022)))
    forms = {form.id: form for form in forms_in(None)}
    one = read_file(put(folder, "a.html", page.encode()), [*forms.values()])
    read = lambda content, folder: kept_reading(put(folder, "k.json", content), forms)  # noqa: E731
    return Case(to_kept(one), read, ())


def _cases(folder: Path) -> dict[str, Case]:
    """Return the kinds: bytes are spoilt as bytes, anything else as JSON."""
    report = {"form": "ogi", "year": 2022, "bureau": "a", "state": "failed", "message": "", "n": 1}
    values = {**_MANIFEST["parameters"], "members": ["b"], "tables": ["2021"], "duties": ["x"]}  # type: ignore[dict-item]
    rule = {"id": "X-1", "title": "甲", "severity": "error", "check": "linear", "places": ["p"],
            "left": ["t2.{place}.a"], "relation": "=", "right": [["-", "t2.b"], 3]}  # fmt: skip
    page = b"<html><body><table id='t2'><tr><td data-cell='t2.a'>1</td></tr></table>"
    return {
        "run.json": Case({"reports": [report, {**report, "bureau": "b"}]}, _recorded, ()),
        "index.json": Case(
            {"form": "ogi", "year": 2022, "digest": "", "bureaus": [["a"]]},
            lambda content, _: read_cache(content, "ogi", 2022), (),
        ),
        "executed": Case(_notebook(), _executed),
        "notebook": Case(_notebook(), lambda c, f: read_cells(put(f, "n.ipynb", c))),
        **{f"agreeing {name}": Case(good, _agreeing(name), ()) for name, good in
           ((FIGURES, _FIGURES), (FINDINGS, [_FINDING]), (NOTEBOOK, _notebook()))},
        "made": Case(_MANIFEST, lambda content, _: read_made(content, "m")),
        "row": Case(_MANIFEST, lambda c, _: with_outputs(
            Row("a", "", "", "", (), ""), KEY, c, b"[]"), ()),
        "side": Case(_FIGURES, lambda c, f: read_side(str(put(f, "a.json", c)), f)),
        "side in a folder": Case([_FINDING], _folder),
        "side of a page": Case(page, lambda c, f: read_side(str(put(f, "a.html", c)), f)),
        "parameters": Case(values, lambda c, f: read_parameters(put(f, "p.yaml", c))),
        "mapping": Case(yaml.safe_load(OWN), lambda c, f: read_mapping(
            put(f, "mapping.yaml", c), EDITION)),
        "mapping as text": Case(OWN.encode(), lambda c, f: read_mapping(
            put(f, "mapping.yaml", c), EDITION)),
        "rules": Case([rule], lambda content, _: read_rules(as_text(content), "rules.yaml")),
        "roles": Case(_ROLES, lambda c, f: _signers(c, _KEYS.encode())(f)),
        "allowed signers": Case(_KEYS.encode(), lambda c, f: _signers(b"zhang: first", c)(f)),
        "seals": Case({"pades": {"key": "/x", "field": "a"}}, lambda c, f: [
            *seals_of(put(f, "review/seals.yaml", c).parent.parent)]),
        "signature": Case(_SIGNATURE.encode(), lambda content, _: verify(
            b"", read_signature(as_text(content))), (SignatureFault,)),
        "public key": Case(b"ssh-ed25519 AAAAC3Nz x", lambda c, _: key_of(as_text(c)),
                           (SignatureFault,)),
        "content": Case(_CONTENT.encode(), lambda c, _: read_content(as_text(c)), (ValueError,)),
        "statement": Case(
            f"{_CONTENT}# role: first\n# principal: zhang\n# time: 20230116080000Z\n".encode(),
            lambda content, _: read_statement(as_text(content)), (ValueError,),
        ),
        "sums": Case(f"{'a' * 64}  a\n".encode(), lambda c, _: read_sums(as_text(c)), ()),
        "lease": Case({"machine": "a", "since": "x", "holder": "y"},
                      lambda content, _: lease_told(content).get("holder"), ()),
        "reading that was kept": _kept(folder),
    }  # fmt: skip


def test_good_ones_are_read(tmp_path: Path) -> None:
    """Else what is refused below would be refused anyhow."""
    cases = _cases(tmp_path)
    for name in ("run.json", "executed", "notebook", "made", "mapping", "content", "statement"):
        good = cases[name].good
        cases[name].read(good if isinstance(good, bytes) else json.dumps(good).encode(), tmp_path)


def test_values_of_other_kinds_are_read_or_refused(tmp_path: Path) -> None:
    fuzz(_cases(tmp_path), tmp_path, 600, 1)


@pytest.mark.slow
def test_a_hundred_thousand_with_values_of_other_kinds(tmp_path: Path) -> None:
    fuzz(_cases(tmp_path), tmp_path, 100_000, 2)
