"""Publishing: just what was signed; whatever was changed since is named."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportkit.decisions import Kind, add_decision
from reportkit.errors import PublishingError
from reportkit.inputs.names import MANIFEST, ROLES, SIGNERS
from reportkit.review.publishing.publish import EARLIER, SUMS
from reportkit.review.publishing.verify import verified
from reportkit.review.signing.content import CONTENT
from reportkit.review.signing.signers import Role
from tests.conftest import EXAMPLE, YEAR
from tests.review.office import Office, other_content, resigned, ssh_verifies

DATA = f"data/{EXAMPLE}/{YEAR}"


def _change_prose(office: Office, new: str) -> None:
    prose = office.data / "narrative.md"
    prose.write_text(prose.read_text("utf-8").replace("认真执行", new), "utf-8")
    office.make()


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _flip(path: Path) -> None:
    """Change one bit in the middle of a file, or change it back."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_what_is_published_was_signed_three_times_and_anybody_can_verify_it(
    published: Office, program: Callable[[str], str]
) -> None:
    folder = published.published
    assert {path.name for path in folder.iterdir()} == {
        *("report.html", "report.pdf", "report.docx", "figures.json", MANIFEST, CONTENT, SUMS),
        *(f"{role.value}.txt{end}" for role in Role for end in ("", ".sig")),
    }
    for listed in (SUMS, CONTENT, "first.txt", "second.txt", "final.txt"):
        command = [program("sha256sum"), "--strict", "-c", listed]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    for role, one in published.sign_offs().items():
        assert one.time is not None
        text = folder / f"{role.value}.txt"
        assert ssh_verifies(text, published.workspace / SIGNERS, one.principal, one.time)
    assert published.wrong(folder) == []


def test_published_again_nothing_changes(published: Office) -> None:
    before = _files(published.published)
    assert not published.publish()
    assert _files(published.published) == before


def test_without_all_three_signatures_nothing_is_published(signed: Office) -> None:
    (signed.signatures / "final.txt").unlink()
    (signed.signatures / "first.txt.sig").unlink()
    with pytest.raises(PublishingError) as refused:
        signed.publish()
    assert refused.value.problems == (
        "初审（读不出来），无效：没有 first.txt.sig。",
        "终审（读不出来），无效：没有 final.txt。",
    )
    assert not signed.published.exists()


def test_a_changed_ledger_refuses_publishing_until_it_is_signed_anew(signed: Office) -> None:
    ledger = signed.data / "publications.csv"
    ledger.write_bytes(ledger.read_bytes() + b"\n")
    with pytest.raises(PublishingError, match=r"publications\.csv 变了。请先运行 reportkit run"):
        signed.publish()
    signed.make()
    with pytest.raises(PublishingError, match="签名以后报告重新生成过"):
        signed.publish()


def test_what_was_sent_back_after_it_was_signed_is_not_published(signed: Office) -> None:
    add_decision(signed.parameters, signed.workspace, Kind.RETURN, by="王某", words="再核")
    with pytest.raises(PublishingError, match="已经退回，还没有改好"):
        signed.publish()


def test_a_correction_keeps_the_version_before_and_says_what_changed(published: Office) -> None:
    before = _files(published.published)
    _change_prose(published, "认真贯彻")
    for role, person in published.people.items():
        published.sign(role, person)
    with pytest.raises(PublishingError, match="已经发布过另一版。更正请用 --correct"):
        published.publish()

    assert published.publish("用词不当")

    folder = published.published
    assert _files(folder / EARLIER / "1") == before
    told = (folder / "correction.txt").read_text("utf-8")
    assert told.startswith("更正说明\n原因：用词不当\n改动的数字：无\n改动的文字：\n")
    assert "认真执行" in told
    assert "认真贯彻" in told
    assert published.wrong(folder) == []
    for name in ("correction.txt", "earlier/1/report.html", "earlier/1/final.txt.sig"):
        _flip(folder / name)
        assert any(name in words for words in published.wrong(folder)), name
        _flip(folder / name)


def test_nothing_is_corrected_that_was_not_published_or_has_not_changed(signed: Office) -> None:
    with pytest.raises(PublishingError, match="还没有发布过，没有可更正的"):
        signed.publish("原因")
    signed.publish()
    with pytest.raises(PublishingError, match="与已发布的一版没有不同"):
        signed.publish("原因")


def test_what_was_changed_after_it_was_published_is_not_built_upon(published: Office) -> None:
    (published.published / "report.html").write_text("改过", "utf-8")
    with pytest.raises(PublishingError, match=r"已发布的一版被改过：report\.html"):
        published.publish()


def test_one_flipped_byte_in_any_published_file_is_named(published: Office) -> None:
    folder = published.published
    for name in _files(folder):
        _flip(folder / name)
        assert any(name in words or name == SUMS for words in published.wrong(folder)), name
        _flip(folder / name)
    assert published.wrong(folder) == []


@pytest.mark.parametrize("name", ["report.pdf", MANIFEST, CONTENT, SUMS, "second.txt.sig"])
def test_a_published_file_that_is_gone_is_named(published: Office, name: str) -> None:
    (published.published / name).unlink()
    assert any(name in words for words in published.wrong(published.published))


def test_who_makes_the_sums_anew_is_caught_by_the_signatures(published: Office) -> None:
    folder = published.published

    def forge(name: str, content: bytes) -> list[str]:
        (folder / name).write_bytes(content)
        names = sorted(path.name for path in folder.iterdir() if path.name != SUMS)
        sums = subprocess.run(
            ["sha256sum", *names], cwd=folder, check=True, capture_output=True
        ).stdout
        (folder / SUMS).write_bytes(sums)
        return published.wrong(folder)

    before = _files(folder)
    for name in ("report.html", MANIFEST, "figures.json"):
        assert forge(name, before[name] + b" ") == [f"{name} 与签过的不同"]
        forge(name, before[name])
    assert any("没有人签过" in words for words in forge("more.txt", b"more"))
    (folder / "more.txt").unlink()
    content = before[CONTENT].replace(b"# bureau: fuxin", b"# bureau: fushun")
    assert any("签的是另一份内容" in words for words in forge(CONTENT, content))


@pytest.mark.parametrize(
    ("role", "person", "why"),
    [
        (Role.SECOND, "zhang", "没有让 zhang 担任复审"),
        (Role.FIRST, "li", "与初审是同一个人"),
    ],
)
def test_a_signature_of_the_wrong_person_is_named(
    published: Office, role: Role, person: str, why: str
) -> None:
    resigned(published, role, person)
    shutil.copytree(published.signatures, published.published, dirs_exist_ok=True)
    assert any(why in words for words in published.wrong(published.published))


def test_a_signature_over_other_content_is_named(published: Office) -> None:
    content = published.sign_offs()[Role.FINAL].content
    assert content is not None
    resigned(published, Role.FINAL, "wang", content=other_content(content))
    shutil.copytree(published.signatures, published.published, dirs_exist_ok=True)
    assert "终审（wang" in "".join(published.wrong(published.published))


def test_a_published_report_is_verified_wherever_it_lies(published: Office, tmp_path: Path) -> None:
    copy = shutil.copytree(published.published, tmp_path / "copy")
    shutil.rmtree(published.workspace / "data")
    checks = verified(str(copy), published.workspace)
    assert [check.words for check in checks if check.good is False] == []
    assert "所依据的数据不在这里，没有核对" in [check.words for check in checks]


def test_without_knowing_who_may_sign_nothing_is_verified(published: Office) -> None:
    for name in (ROLES, SIGNERS):
        kept = (published.workspace / name).read_bytes()
        (published.workspace / name).unlink()
        assert any(f"没有 {name}" in words for words in published.wrong(published.published))
        (published.workspace / name).write_bytes(kept)


def test_inputs_and_decisions_that_changed_since_are_named(published: Office) -> None:
    ledger = published.data / "publications.csv"
    ledger.write_bytes(ledger.read_bytes() + b"\n")
    wrong = published.wrong(published.published)
    assert wrong == [f"{DATA}/publications.csv 变了：报告所依据的不是现在的"]

    (published.data / "review.jsonl").write_text("{}\n", "utf-8")
    wrong = published.wrong(published.published)
    assert any("第 1 行" in words for words in wrong)


def test_decisions_cut_off_behind_the_signatures_are_missed(signed: Office) -> None:
    one, workspace = signed.parameters, signed.workspace
    chain = signed.data / "review.jsonl"
    for words in ("一", "二"):
        add_decision(one, workspace, Kind.RETURN, by="王某", words=words)
    prose = signed.data / "narrative.md"  # the bureau mends what was sent back
    prose.write_bytes(prose.read_bytes() + b"\n")
    signed.make()
    for role, person in signed.people.items():
        signed.sign(role, person)
    signed.publish()

    chain.write_bytes(chain.read_bytes().splitlines(keepends=True)[0])
    signed.outputs.with_name(f"{signed.outputs.name}.head").unlink()

    missed = "签名时的审核决定现在没有了"
    assert sum(missed in words for words in signed.wrong(signed.published)) == 3
    with pytest.raises(PublishingError, match=missed):
        signed.publish()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("20991231Z", "20200101Z"), "或者已经过期"),
        (lambda text: "\n".join(text.split("\n")[1:]), "不是 review/allowed_signers 里 zhang 的"),
    ],
)
def test_an_expired_or_unknown_key_is_named(
    published: Office, change: Callable[[str], str], why: str
) -> None:
    signers = published.workspace / SIGNERS
    signers.write_text(change(signers.read_text("utf-8")), "utf-8")
    wrong = published.wrong(published.published)
    assert "初审（zhang" in wrong[0]
    assert why in wrong[0]
    with pytest.raises(PublishingError, match=why):
        published.publish()


def test_outputs_that_were_changed_by_hand_are_named(signed: Office) -> None:
    assert signed.wrong(signed.outputs) == []
    (signed.outputs / "report.html").write_text("改过", "utf-8")
    (signed.outputs / "more.txt").write_text("多出", "utf-8")
    assert signed.wrong(signed.outputs) == [
        "more.txt 是新的：生成以后被手工改过",
        "report.html 变了：生成以后被手工改过",
    ]


def test_made_again_both_come_out_byte_by_byte_and_a_forged_manifest_does_not_help(
    published: Office,
) -> None:
    assert published.wrong(published.published, rebuild=True) == []
    page, manifest = published.outputs / "report.html", published.outputs / MANIFEST
    before = subprocess.run(["sha256sum", str(page)], capture_output=True, check=True).stdout[:64]
    page.write_text("改过", "utf-8")
    after = subprocess.run(["sha256sum", str(page)], capture_output=True, check=True).stdout[:64]
    manifest.write_bytes(manifest.read_bytes().replace(before, after))
    wrong = published.wrong(published.outputs, rebuild=True)
    assert wrong == ["重新生成的 manifest.json 与它不同", "重新生成的 report.html 与它不同"]
