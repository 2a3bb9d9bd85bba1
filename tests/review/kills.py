"""What reviewers do, to be killed at, and what has to hold of it after each kill.

Rendering touches no file and is done once, before: the steps that write are what is killed.
"""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from reportkit.decisions import Kind, decisions_of
from reportkit.params import Parameters
from reportkit.reading import read_json
from reportkit.review.deciding import decide, send_back
from reportkit.review.desk import stale_at
from reportkit.review.index.refresh import at_work
from reportkit.review.publishing import publish as publishing
from reportkit.review.publishing.verify_published import held
from reportkit.review.signing import sign as signing
from reportkit.review.signing.clean import clean_files
from reportkit.review.signing.sign_offs import (
    sign_offs,
    signature_folder,
    signature_name,
    text_name,
)
from reportkit.review.signing.signers import Role
from reportkit.storage.workspace import Workspace

Act = Callable[[], None]
Check = Callable[[], None]
Fork = Callable[[Act, int | None], int]


def render_once(one: Parameters, workspace: Path, forked: Fork) -> None:
    """Let whoever signs or publishes have what is rendered now.

    In a process of its own: what renders has threads, after which nothing forks well.
    """
    kept = workspace / "rendered.pickle"

    def render() -> None:
        manifest = read_json(workspace / one.output_folder / "manifest.json")
        kept.write_bytes(pickle.dumps(clean_files(one, workspace, manifest)))

    assert forked(render, None) == 0
    files = pickle.loads(kept.read_bytes())  # noqa: S301 - our own
    for module in (signing, publishing):
        module.clean_files = lambda *_: dict(files)  # type: ignore[attr-defined]


def deciding(one: Parameters, workspace: Path, kind: Kind) -> tuple[Act, Check]:
    """Decide of all findings of a rule, or of the whole report, as the commands do."""
    told = [len(decisions_of(one, workspace).lines)]
    step = 1 if kind is Kind.RETURN else _unknown(one, workspace)

    def act() -> None:
        words = f"第 {len(decisions_of(one, workspace).lines)} 行以后。"
        with at_work(one, workspace, None, _fail) as folder:
            if kind is Kind.RETURN:
                send_back(one, folder, by="李某", words=words)
            else:
                confirms = kind is Kind.CONFIRM
                decide(one, folder, ["Y-VALID"], confirms=confirms, by="李某", words=words)

    def check() -> None:
        now = len(decisions_of(one, workspace).lines)  # it raises where the chain is broken
        assert now - told[-1] in {0, step}, "all or none"
        told.append(now)
        index_is_whole(one, workspace)

    return act, check


def taking(one: Parameters, workspace: Path) -> tuple[Act, Check]:
    """Take the last of three signatures, over and over."""
    folder = workspace / signature_folder(one)
    names = (text_name(Role.FINAL), signature_name(Role.FINAL))
    text, armoured = ((folder / name).read_bytes() for name in names)
    before = [each.words for each in sign_offs(workspace, one)]

    def act() -> None:
        for name in reversed(names):
            (folder / name).unlink(missing_ok=True)
        with at_work(one, workspace, None, _fail) as desk:
            signing.take_signature(one, desk, Role.FINAL, text, armoured, ())

    def check() -> None:
        now = sign_offs(workspace, one)
        assert [each.words for each in now[:2]] == before[:2]
        assert all(each.words == before[2] for each in now[2:] if each.valid)
        with suppress(FileNotFoundError):
            assert (folder / names[0]).read_bytes() == text
            assert (folder / names[1]).read_bytes() == armoured
        index_is_whole(one, workspace)

    return act, check


def correcting(
    one: Parameters, workspace: Path, people: Sequence[tuple[Role, Path]], forked: Fork
) -> tuple[Act, Check]:
    """Correct what is published: another narrative, signed anew."""
    folder, aside = workspace / one.published_folder, workspace / "published-before"
    narrative = workspace / one.data_folder / "narrative.md"
    text = narrative.read_text("utf-8")
    narrative.write_text(text.replace("。", "，特此说明。", 1), "utf-8")

    def prepare() -> None:
        signing.clean_files = clean_files  # type: ignore[attr-defined]
        Workspace(workspace).make(one)
        for role, key in people:
            signing.sign_by_key(one, workspace, role, key, "", stale_at(one, workspace))

    assert forked(prepare, None) == 0
    render_once(one, workspace, forked)
    shutil.copytree(folder, aside)

    def act() -> None:
        with at_work(one, workspace, None, _fail) as desk:
            publishing.publish(one, desk, (), correct="一件漏登")

    def check() -> None:
        here = folder if folder.exists() else folder.with_name(f".set-aside-{folder.name}")
        wrong = [each.words for each in held(here, workspace)[0] if each.good is False]
        assert [words for words in wrong if "应在" not in words] == []
        if (folder / "earlier").exists():
            old = {path.name: path.read_bytes() for path in aside.iterdir()}
            kept = {path.name: path.read_bytes() for path in (folder / "earlier" / "1").iterdir()}
            assert kept == old, "the version before is kept"
            shutil.rmtree(folder)
            shutil.copytree(aside, folder)
        index_is_whole(one, workspace)

    return act, check


def index_is_whole(one: Parameters, workspace: Path) -> None:
    """Hold that no file of the index is half written."""
    shelf = (workspace / one.output_folder).parent
    json.loads((shelf / "index.json").read_text("utf-8"))
    assert "</html>" in (shelf / "index.html").read_text("utf-8")[-20:]
    assert (shelf / "index.xlsx").read_bytes().rfind(b"PK\x05\x06") > 0


def _unknown(one: Parameters, workspace: Path) -> int:
    findings = read_json(workspace / one.output_folder / "findings.json")
    return sum((each["rule"], each["state"]) == ("Y-VALID", "unknown") for each in findings)


def _fail(words: str) -> None:
    raise AssertionError(words)
