"""Whether the files of an output folder agree: what one says of another is not taken on trust.

A manifest carries the digest of all else in it, so that nothing in it is changed alone. How a
report ended follows from its findings; figures, findings and the executed notebook say the same of
it. Whoever changes all of them alike, digests included, is found by `verify --rebuild` alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportkit.inputs.carried import unpacked
from reportkit.inputs.names import FIGURES, FINDINGS, MANIFEST, NOTEBOOK, RESULT_MIME
from reportkit.inputs.run_state import STATE_WORDS, RunState
from reportkit.params import Key
from reportkit.reading import parse_json, read_bytes, read_json

DIGEST = "digest"
"""What the digest of the others is called in a manifest."""
WITNESSED = (FIGURES, FINDINGS)
"""The outputs that, with the manifest, tell whether figures are as they were made."""
_CHANGED = f"{MANIFEST} 变了"
_WHOSE = Key._fields
_Contents = Mapping[str, bytes]
_ODD = (ValueError, LookupError, TypeError, AttributeError)


def with_digest(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest with the digest of all that is in it, by which it is known as a whole."""
    return {**manifest, DIGEST: _digest(manifest)}


def _digest(manifest: Mapping[str, Any]) -> str:
    told = {name: value for name, value in manifest.items() if name != DIGEST}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return _sha256(text.encode("utf-8", "surrogatepass"))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fails_run(finding: Mapping[str, Any]) -> bool:
    """Whether a finding keeps a report a draft.

    As `rules.Finding` tells it: but the rules drag in pandas, which takes a second to import.
    """
    state = finding["state"]
    return state == "broken" or (state, finding["severity"]) == ("fail", "error")


@lru_cache(maxsize=1)
def findings_in(content: bytes) -> Any:
    """Return what ``findings.json`` says, which is for reading alone.

    Whoever holds it against its manifest reads it next, and that takes as long as all else.

    Raises
    ------
    ValueError
        Where it is no JSON.
    """
    return parse_json(content)


def state_told(findings: Iterable[Mapping[str, Any]]) -> RunState:
    """Return how a report ended, by what is in its ``findings.json``."""
    return RunState.FAILED if any(map(fails_run, findings)) else RunState.PASSED


def faults_of_outputs(
    key: Key, workspace: Path, names: Sequence[str] = WITNESSED, *, sealed: bool = False
) -> list[str]:
    """Return, in Chinese, what shows that outputs as they stand are not those that were made.

    Parameters
    ----------
    key : Key
        Whose they should be.
    workspace : Path
    names : sequence of str
        Which of them are asked about.
    sealed : bool
        Whether there has to be a manifest that is known as a whole: earlier versions wrote none,
        and figures of earlier years may be put there by hand.
    """
    try:
        return _faults(workspace / key.output_folder, key, names, sealed=sealed)
    except FileNotFoundError as error:
        absent = Path(error.filename).name
        return [f"没有 {absent}"] if sealed or absent != MANIFEST else []
    except (OSError, *_ODD):
        return [_CHANGED]


def _faults(folder: Path, key: Key, names: Sequence[str], *, sealed: bool) -> list[str]:
    kept = read_json(folder / MANIFEST)
    asked = names if sealed or DIGEST in kept else names[:1]
    contents = {name: read_bytes(folder / name) for name in asked}
    told = kept["outputs"] if sealed or DIGEST in kept else kept.get("outputs", {})
    changed = [name for name in asked if told.get(name) not in (None, _sha256(contents[name]))]
    if changed:
        return [f"{name} 变了" for name in changed]
    if DIGEST in kept:
        return disagreements(kept, key, contents)
    return [f"{MANIFEST} 是旧版本生成的，或者变了"] if sealed else []


def disagreements(manifest: Mapping[str, Any], key: Key, contents: _Contents) -> list[str]:
    """Return, in Chinese, what in the files of an output folder contradicts another of them.

    Parameters
    ----------
    manifest : mapping
    key : Key
        Whose outputs they should be.
    contents : mapping of str to bytes
        Those of ``figures.json``, ``findings.json`` and, together with both, ``report.ipynb`` that
        are to be looked into; whoever asks holds their digests against the manifest, and knows
        whether it has to have one of its own.
    """
    if DIGEST in manifest and manifest[DIGEST] != _digest(manifest):
        return [_CHANGED]
    faults: list[str] = []
    for name, check in _CHECKS.items():
        try:
            if name in contents or name == MANIFEST:
                faults += check(manifest, key, contents)
        except _ODD:
            faults.append(f"{name} 变了")
    return faults


def _of_manifest(manifest: Mapping[str, Any], key: Key, _: _Contents) -> Iterator[str]:
    told = [manifest["parameters"][name] for name in _WHOSE]
    if told != [*key] or manifest["form"] != key.form:
        yield f"{MANIFEST} 是另一份报告的"
    yield from (f"没有 {name}" for name in WITNESSED if name not in manifest["outputs"])


def _of_findings(manifest: Mapping[str, Any], _: Key, contents: _Contents) -> Iterator[str]:
    content = contents[FINDINGS]
    # To read all findings takes as long as all else: most reports pass, and have none of these.
    failing = any(word in content for word in (b'"fail"', b'"broken"', b"\\u"))
    found = state_told(findings_in(content)) if failing else RunState.PASSED
    if found != manifest["state"]:
        yield _otherwise(FINDINGS, found, manifest["state"])


def _of_figures(manifest: Mapping[str, Any], key: Key, contents: _Contents) -> Iterator[str]:
    figures = parse_json(contents[FIGURES])
    if figures["state"] != manifest["state"]:
        yield _otherwise(FIGURES, figures["state"], manifest["state"])
    told = [figures[name] for name in (*_WHOSE, "edition")]
    if told != [*key, manifest["edition"]]:
        yield f"{FIGURES} 与 {MANIFEST} 写的不是同一份报告"


def _of_notebook(_manifest: Mapping[str, Any], _: Key, contents: _Contents) -> Iterator[str]:
    """Hold what the executed notebook came to against what was written of it."""
    result = _result_in(parse_json(contents[NOTEBOOK]))
    carried, found = unpacked(result)
    figures = parse_json(contents[FIGURES])
    figures.pop("state", None)
    if figures != {**carried, **{name: result[name] for name in _WHOSE}}:
        yield f"{FIGURES} 与 {NOTEBOOK} 的数字不同"
    # Who prints a report adds what its own cells assert, and which characters it cannot print.
    added = result["glyphs"]["rule"] if result["glyphs"] else None
    written = parse_json(contents[FINDINGS])
    found, told = (
        [one for one in findings if one["rule"] != added]
        for findings in (map(_as_written, found), written)
    )
    if told[: len(found)] != found:
        yield f"{FINDINGS} 与 {NOTEBOOK} 的核对结论不同"


def _as_written(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding as ``findings.json`` has it: where a rule holds, without its figures."""
    return {**finding, "cells": [] if finding["state"] == "pass" else finding["cells"]}


def _otherwise(name: str, found: str, told: str) -> str:
    words = [STATE_WORDS.get(RunState(state), "") for state in (found, told)]
    return f"{name} 的结论是“{words[0]}”，{MANIFEST} 写的是“{words[1]}”"


def _result_in(notebook: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the last check of its figures found, as `rendering.document` reads it."""
    bundles = (
        output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", ())
    )
    result: Mapping[str, Any] = [data[RESULT_MIME] for data in bundles if RESULT_MIME in data][-1]
    return result


_CHECKS: Mapping[str, Callable[[Mapping[str, Any], Key, _Contents], Iterator[str]]] = {
    MANIFEST: _of_manifest,
    FINDINGS: _of_findings,
    FIGURES: _of_figures,
    NOTEBOOK: _of_notebook,
}
