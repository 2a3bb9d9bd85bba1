"""Publishing: just what was signed; whatever was changed since is named."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportkit.decisions import Kind, add_decision
from reportkit.errors import PublishingError
from reportkit.inputs.files import digest
from reportkit.inputs.names import MANIFEST, ROLES, SIGNERS
from reportkit.review.publishing.checks import Check, parameter_checks, read_made
from reportkit.review.publishing.correction import changed_words, correction_text
from reportkit.review.publishing.layout import EARLIER, SUMS, sums_text
from reportkit.review.publishing.verify import verified
from reportkit.review.signing.content import CONTENT
from reportkit.review.signing.signers import Role
from tests.conftest import EXAMPLE, YEAR
from tests.outputs import correct_manifest
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


def _sum_anew(folder: Path) -> None:
    """Do as who changes a published folder and knows of its sums."""
    sums = {name: digest(folder / name) for name in _files(folder) if name != SUMS}
    (folder / SUMS).write_bytes(sums_text(sums).encode())


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


def test_a_parameter_that_the_kit_did_not_have_then_is_no_change(published: Office) -> None:
    manifest = json.loads((published.published / MANIFEST).read_text("utf-8"))
    del manifest["parameters"]["mask_numbers"]
    made = read_made(json.dumps(manifest).encode(), MANIFEST)

    assert [*parameter_checks(made, published.workspace)] == [Check("参数没有变")]


def test_a_correction_keeps_the_version_before_and_says_what_changed(published: Office) -> None:
    before = _files(published.published)
    _change_prose(published, "认真贯彻")
    for role, person in published.people.items():
        published.sign(role, person)
    with pytest.raises(PublishingError, match="改动了 0 格数字、1 处文字。更正请用 --correct"):
        published.publish()

    assert published.publish("用词不当")

    folder = published.published
    assert _files(folder / EARLIER / "1") == before
    told = (folder / "correction.txt").read_text("utf-8")
    assert told.startswith("更正说明\n原因：用词不当\n改动的数字：无\n改动的文字：\n")
    assert "认真执行" in told
    assert "认真贯彻" in told
    assert published.wrong(folder) == []
    assert published.wrong(folder / EARLIER / "1") == []
    for name in ("correction.txt", "earlier/1/report.html", "earlier/1/final.txt.sig"):
        _flip(folder / name)
        assert any(name in words for words in published.wrong(folder)), name
        _flip(folder / name)

    # The oldest of several versions is taken away.
    shutil.copyfile(folder / "correction.txt", folder / "earlier/1/correction.txt")
    _sum_anew(folder)
    assert published.wrong(folder) == ["有 earlier/1/correction.txt，却没有更正以前的一版"]
    (folder / "earlier/1/correction.txt").unlink()
    (folder / "earlier/1").rename(folder / "earlier/2")
    _sum_anew(folder)
    assert published.wrong(folder) == ["earlier 里的各版缺号，或者多了别的"]


def test_who_publishes_is_told_where_the_look_alone_is_another(published: Office) -> None:
    before = _files(published.published)
    look = before["report.html"].replace(b"color: #000", b"color: #111", 1)
    after = before | {"report.html": look}
    assert look != before["report.html"]

    assert changed_words(before, after).startswith("数字和文字都没有改动，只有版式")
    told = correction_text(before, after, "换了版式")
    assert "改动的数字：无\n改动的文字：无\n数字和文字都没有改动，只有版式" in told


def test_nothing_is_corrected_that_was_not_published_or_has_not_changed(signed: Office) -> None:
    with pytest.raises(PublishingError, match="还没有发布过，没有可更正的"):
        signed.publish("原因")
    signed.publish()
    with pytest.raises(PublishingError, match="与已发布的一版没有不同"):
        signed.publish("原因")


def test_what_was_changed_after_it_was_published_is_not_built_upon(published: Office) -> None:
    (published.published / "report.html").write_text("改过", "utf-8")
    with pytest.raises(PublishingError, match=r"已发布的一版不能采用：report\.html 变了"):
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


def test_what_was_changed_with_its_sums_is_neither_published_nor_built_upon(
    published: Office,
) -> None:
    (published.published / "report.html").write_text("改过", "utf-8")
    _sum_anew(published.published)
    with pytest.raises(PublishingError, match=r"已发布的一版不能采用：report\.html 与签过的不同"):
        published.publish()
    with pytest.raises(PublishingError, match=r"report\.html 与签过的不同"):
        published.publish("原因")


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("?", "utf-8")])
def test_what_was_put_there_by_hand_is_refused_by_its_name(
    signed: Office, spoil: Callable[[Path], object]
) -> None:
    shutil.copytree(signed.outputs, signed.published)
    (signed.published / CONTENT).touch()
    spoil(signed.published / CONTENT)
    _sum_anew(signed.published)
    with pytest.raises(PublishingError, match=r"content\.txt 没有了，或者不是原样"):
        signed.publish()


def test_a_published_report_in_the_place_of_another_is_named(published: Office) -> None:
    other = published.published.with_name("fushun-ecology")
    shutil.copytree(published.published, other)
    (told,) = published.wrong(other)
    assert told.startswith("这是阜新市生态环境局 2022 年的报告")
    assert told.endswith(f"应在 published/ogi/{YEAR}/{EXAMPLE}")


def test_links_and_hidden_files_are_named(published: Office, tmp_path: Path) -> None:
    folder = published.published
    (tmp_path / "elsewhere").mkdir()
    (folder / "more").symlink_to(tmp_path / "elsewhere")
    (folder / "report.pdf").rename(tmp_path / "report.pdf")
    (folder / "report.pdf").symlink_to(tmp_path / "report.pdf")
    (folder / ".htaccess").touch()
    checks = verified(str(folder), published.workspace)
    links = [check.words for check in checks if check.good is False]
    assert links == [f"{name} 是链接，所指的内容不在这里" for name in ("more", "report.pdf")]
    assert ".htaccess 是隐藏的，没有核对" in [one.words for one in checks if one.good is None]


def test_a_kill_while_a_correction_is_published_loses_no_version(
    published: Office,
) -> None:
    before = _files(published.published)
    _change_prose(published, "认真贯彻")
    for role, person in published.people.items():
        published.sign(role, person)
    folder = published.published
    # Between its two renames.
    folder.rename(folder.with_name(f".set-aside-{folder.name}"))
    folder.with_name(f".unfinished-{folder.name}-0123abcd").mkdir()

    assert published.publish("用词不当")

    assert _files(folder / EARLIER / "1") == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_folder_that_is_a_link_is_not_published_through(signed: Office, tmp_path: Path) -> None:
    signed.published.parent.mkdir(parents=True, exist_ok=True)
    signed.published.symlink_to(tmp_path / "nowhere")
    with pytest.raises(PublishingError, match="是链接。请移走"):
        signed.publish()


def test_who_makes_the_sums_anew_is_caught_by_the_signatures(published: Office) -> None:
    folder = published.published

    def forge(name: str, content: bytes) -> list[str]:
        (folder / name).write_bytes(content)
        _sum_anew(folder)
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
    (published.outputs / "report.html").write_text("改过", "utf-8")
    correct_manifest(published.outputs)
    wrong = published.wrong(published.outputs, rebuild=True)
    assert wrong == ["重新生成的 manifest.json 与它不同", "重新生成的 report.html 与它不同"]


def test_with_another_kit_nobody_can_tell_what_a_difference_comes_from(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (published.outputs / "report.html").write_text("改过", "utf-8")
    correct_manifest(published.outputs)
    monkeypatch.setattr("reportkit.review.publishing.checks.package_digest", lambda: "0" * 64)

    checks = verified(str(published.outputs), published.workspace, rebuild=True)

    told = [check.words for check in checks if check.good is None]
    assert "重新生成的 report.html 与它不同，是改过还是软件不同所致，看不出来" in told
    assert not [check for check in checks if check.good is False]


def test_parameters_that_have_changed_are_named(published: Office) -> None:
    """By hand, nobody changes them and makes the report anew: what stands is of other ones."""
    (file,) = (published.workspace / "params").iterdir()
    file.write_text(f"{file.read_text('utf-8')}\nlegislative_power: true\n", "utf-8")
    changed = "参数 legislative_power 变了：报告不是按现在的参数生成的"

    assert published.wrong(published.outputs) == [changed]
    assert published.wrong(published.published) == [changed]
    outputs = published.outputs
    file.unlink()
    told = verified(str(outputs), published.workspace)
    assert [one.words for one in told if one.good is None] == [
        "params 里没有这份报告的参数，没有核对"
    ]
