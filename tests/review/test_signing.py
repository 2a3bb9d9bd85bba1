"""Signing: three people, the same bytes; and everything else refused by its name."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reportkit.decisions import Kind, add_decision
from reportkit.errors import PublishingError, SigningError
from reportkit.inputs.basis import MADE_FROM
from reportkit.inputs.names import FIGURES, FINDINGS, MANIFEST, NOTEBOOK, ROLES, SIGNERS
from reportkit.review.signing import sign
from reportkit.review.signing.content import CONTENT
from reportkit.review.signing.persons import same_person
from reportkit.review.signing.sign import signed_by_key, take_signature
from reportkit.review.signing.sign_offs import SignOff, void_words
from reportkit.review.signing.signers import Role
from tests.outputs import FAILED, correct_manifest
from tests.review.office import STRANGER, Office, make_key, other_content, resigned, ssh_sign

A_DAY = dt.timedelta(days=1)


def _faults(office: Office, role: Role) -> str:
    return office.sign_offs()[role].why_not


def test_three_people_sign_the_same_bytes_one_after_the_other(passed: Office) -> None:
    for role, person in passed.people.items():
        signed = passed.sign(role, person)
        assert (signed.valid, signed.principal) == (True, person)

    texts = [(passed.signatures / f"{role.value}.txt").read_text("utf-8") for role in Role]
    content = (passed.signatures / CONTENT).read_text("utf-8")
    assert [text.startswith(content) for text in texts] == [True] * 3
    assert passed.stale() == []  # a signature is no input


def test_who_signs_leaves_what_the_report_was_made_from(signed: Office) -> None:
    kept = json.loads((signed.data / "reviewed-ogi.json").read_text("utf-8"))
    manifest = json.loads((signed.outputs / MANIFEST).read_text("utf-8"))

    assert kept["made"] == {name: manifest[name] for name in MADE_FROM}


def test_signatures_that_are_void_for_one_reason_are_told_together() -> None:
    void = [SignOff(role, why_not="过期了") for role in (Role.FIRST, Role.SECOND)]

    told = void_words([*void, SignOff(Role.FINAL, why_not="改过")])
    assert told == [
        "初审（读不出来）、复审（读不出来），无效：过期了",
        "终审（读不出来），无效：改过",
    ]


def test_what_is_signed_bears_no_mark_though_the_outputs_do(signed: Office) -> None:
    signed.publish()

    assert (
        b"<h2>\xe9\x80\x81\xe5\xae\xa1\xe7\xa8\xbf" in (signed.outputs / "report.html").read_bytes()
    )
    public = (signed.published / "report.html").read_text("utf-8")
    assert "<h2>送审稿" not in public
    assert 'class="watermark"' not in public
    assert "<title>送审稿" not in public


@pytest.mark.parametrize("made_elsewhere", [True, False])
def test_a_role_waits_for_its_turn(passed: Office, made_elsewhere: bool) -> None:
    begin = passed.statement if made_elsewhere else passed.sign
    with pytest.raises(SigningError, match="还没有初审签名"):
        begin(Role.SECOND, "li")


def test_a_signature_that_is_good_is_not_replaced(signed: Office) -> None:
    with pytest.raises(SigningError, match="已经签过，仍然有效"):
        signed.sign(Role.FIRST, "li")


def test_nobody_signs_twice(passed: Office) -> None:
    passed.sign(Role.FIRST, "li")
    with pytest.raises(SigningError, match="与初审是同一个人。三次签名须是三个人"):
        passed.sign(Role.SECOND, "li")


@pytest.mark.parametrize(
    "names",
    [
        *(
            ("li", twin)
            for twin in ("LI", "ｌｉ", "l\u034fi", "li\ufe0f", "li\u3164", "l\u200bi", " li")
        ),
        *(
            ("刘\u4e86", "刘\uf9ba"),
            ("straße", "STRASSE"),
            ("é", "e\u0301"),
            ("ﬁ", "FI"),
            ("高", "⾼"),
        ),
    ],
)
def test_what_looks_the_same_is_one_person(names: tuple[str, str]) -> None:
    for one, other in (names, names[::-1]):
        assert "只差大小写、全角半角或者看不见的字符" in same_person(one, other, {}, (b"1", b"2"))
        assert not same_person(one, f"{other}2", {}, (b"1", b"2"))


def _let_sign(office: Office, person: str, role: Role) -> None:
    """Give somebody else's key a name and a role."""
    office.give_key(STRANGER, to=person)
    kind, key, *_ = office.key(STRANGER).with_suffix(".pub").read_text().split()
    for name, line in ((SIGNERS, f"{person} {kind} {key}"), (ROLES, f"{person}: [{role.value}]")):
        path = office.workspace / name
        path.write_text(f"{path.read_text('utf-8').rstrip()}\n{line}\n", "utf-8")


def test_nobody_signs_twice_by_a_name_that_looks_the_same(passed: Office) -> None:
    twin = "ＬI"
    _let_sign(passed, twin, Role.SECOND)
    passed.sign(Role.FIRST, "li")
    with pytest.raises(SigningError, match=f"与初审是同一个人：{twin} 与 li 只差大小写、全角半角"):
        passed.statement(Role.SECOND, twin)


def test_who_may_sign_is_asked_letter_by_letter(passed: Office) -> None:
    with pytest.raises(SigningError, match="没有让 LI 担任初审，那里写的是 li，写法要完全相同"):
        passed.statement(Role.FIRST, "LI")


def test_one_key_does_not_sign_for_two_people(passed: Office) -> None:
    signers = passed.workspace / SIGNERS
    lines = signers.read_text("utf-8").splitlines()
    lines.append(lines[0].replace("zhang", "li"))
    signers.write_text("\n".join(lines), "utf-8")
    passed.sign(Role.FIRST, "zhang")
    passed.give_key("zhang", to="li")
    with pytest.raises(
        SigningError, match="与初审是同一个人：review/allowed_signers 里 li 与 zhang 有同一把密钥"
    ):
        passed.sign(Role.SECOND, "li")


def test_who_has_not_the_role_does_not_sign(passed: Office) -> None:
    with pytest.raises(SigningError, match="没有让 wang 担任初审"):
        passed.sign(Role.FIRST, "wang")


def test_a_key_that_nobody_knows_does_not_sign(passed: Office) -> None:
    passed.give_key(STRANGER, to="zhang")
    with pytest.raises(
        SigningError, match=r"密钥 SHA256:\S+ 不是 review/allowed_signers 里 zhang 的"
    ):
        passed.sign(Role.FIRST, "zhang")


def test_a_key_of_another_kind_does_not_sign(passed: Office) -> None:
    passed.key("zhang").unlink()
    passed.key("zhang").with_suffix(".pub").unlink()
    make_key(passed.key("zhang"), "ecdsa")
    with pytest.raises(SigningError, match="不是 Ed25519"):
        passed.sign(Role.FIRST, "zhang")


def test_an_expired_key_does_not_sign(passed: Office) -> None:
    signers = passed.workspace / SIGNERS
    signers.write_text(signers.read_text("utf-8").replace("20991231Z", "20200101Z"), "utf-8")
    with pytest.raises(SigningError, match="zhang 的密钥还没有生效，或者已经过期"):
        passed.sign(Role.FIRST, "zhang")


def test_a_draft_is_not_signed(passed: Office) -> None:
    (passed.outputs / FINDINGS).write_text(json.dumps([FAILED]), "utf-8")
    figures = passed.outputs / FIGURES
    figures.write_text(figures.read_text("utf-8").replace('"passed"', '"failed"'), "utf-8")
    correct_manifest(passed.outputs, state="failed")
    with pytest.raises(SigningError, match="现在是草稿"):
        passed.sign(Role.FIRST, "zhang")


def test_what_its_data_have_left_behind_is_not_signed(passed: Office) -> None:
    (passed.data / "narrative.md").write_text("# 改过\n", "utf-8")
    with pytest.raises(SigningError, match=r"narrative\.md 变了。请先运行 reportkit run"):
        passed.sign(Role.FIRST, "zhang")


def test_what_was_changed_by_hand_is_not_signed(passed: Office) -> None:
    (passed.outputs / "report.html").write_text("改过", "utf-8")
    with pytest.raises(SigningError, match=r"输出 report\.html 变了"):
        passed.sign(Role.FIRST, "zhang")


def test_what_was_sent_back_is_not_signed(passed: Office) -> None:
    add_decision(
        passed.parameters, passed.workspace, Kind.RETURN, by="王某", words="第五部分请写明"
    )
    with pytest.raises(SigningError, match="已经退回，还没有改好：退回修改（王某"):
        passed.sign(Role.FIRST, "zhang")


def test_a_workspace_that_is_not_under_review_has_nothing_to_sign(passed: Office) -> None:
    (passed.workspace / ROLES).unlink()
    with pytest.raises(SigningError, match=r"没有 review/roles\.yaml，报告不经审签"):
        passed.sign(Role.FIRST, "zhang")


def test_the_next_must_get_the_bytes_that_were_signed_before(passed: Office) -> None:
    # Somebody changes the executed notebook and its digest in the manifest.
    passed.sign(Role.FIRST, "zhang")
    notebook = passed.outputs / NOTEBOOK
    notebook.write_text(notebook.read_text("utf-8").replace("认真执行", "认真贯彻"), "utf-8")
    correct_manifest(passed.outputs)

    with pytest.raises(SigningError, match=r"重新生成的 .*report\.html.* 与初审签的不是同样的字节"):
        passed.sign(Role.SECOND, "li")


def test_made_anew_of_the_same_it_stays_signed(signed: Office) -> None:
    signed.make()
    assert [one.valid for one in signed.sign_offs().values()] == [True] * 3


def test_a_signature_made_elsewhere_is_taken(passed: Office, tmp_path: Path) -> None:
    text = tmp_path / "to-sign.txt"
    text.write_bytes(passed.statement(Role.FIRST, "zhang").text.encode())
    armoured = ssh_sign(passed.key("zhang"), text).read_bytes().replace(b"\n", b"\r\n")
    one, workspace = passed.parameters, passed.workspace

    taken = take_signature(one, workspace, Role.FIRST, text.read_bytes(), armoured, [])

    assert (taken.valid, taken.principal) == (True, "zhang")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("report.pdf", "report.odt"), "与所签的文字不符"),
        (lambda text: text.replace("\n", "\r\n"), "不是 reportkit 写出的原样"),
        (lambda text: text + "# more: 1\n", "不是 reportkit 写出的原样"),
    ],
)
def test_a_text_that_was_changed_after_it_was_signed_is_refused(
    passed: Office, tmp_path: Path, change: Callable[[str], str], why: str
) -> None:
    text = tmp_path / "to-sign.txt"
    text.write_bytes(passed.statement(Role.FIRST, "zhang").text.encode())
    armoured = ssh_sign(passed.key("zhang"), text).read_bytes()
    changed = change(text.read_text("utf-8")).encode()

    with pytest.raises(SigningError, match=why):
        take_signature(passed.parameters, passed.workspace, Role.FIRST, changed, armoured, [])


def test_of_two_who_sign_at_once_the_later_is_refused(
    passed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_another_signs(text: bytes, key: Path) -> bytes:
        monkeypatch.undo()
        passed.sign(Role.FIRST, "li")
        return signed_by_key(text, key)

    monkeypatch.setattr(sign, "signed_by_key", while_another_signs)
    with pytest.raises(SigningError, match=r"初审（li，.*已经签过，仍然有效"):
        passed.sign(Role.FIRST, "zhang")
    assert passed.sign_offs()[Role.FIRST].principal == "li"
    assert passed.sign_offs()[Role.FIRST].valid


def test_a_signature_for_another_role_or_of_tomorrow_is_refused(
    passed: Office, tmp_path: Path
) -> None:
    text = tmp_path / "to-sign.txt"
    statement = passed.statement(Role.FIRST, "zhang")
    text.write_bytes(dataclasses.replace(statement, time=statement.time + A_DAY).text.encode())
    armoured = ssh_sign(passed.key("zhang"), text).read_bytes()

    with pytest.raises(SigningError) as refused:
        take_signature(
            passed.parameters, passed.workspace, Role.FINAL, text.read_bytes(), armoured, []
        )
    assert any("签的是初审，不是终审" in fault for fault in refused.value.problems)
    assert any("签名的时间还没有到" in fault for fault in refused.value.problems)


def test_who_signs_by_a_clock_that_was_set_back_is_refused(signed: Office, tmp_path: Path) -> None:
    text = tmp_path / "to-sign.txt"
    for path in signed.signatures.glob("final.*"):
        path.unlink()
    statement = signed.statement(Role.FINAL, "wang")
    text.write_bytes(dataclasses.replace(statement, time=statement.time - A_DAY).text.encode())
    armoured = ssh_sign(signed.key("wang"), text).read_bytes()

    with pytest.raises(SigningError, match="签名的时间早于复审"):
        take_signature(
            signed.parameters, signed.workspace, Role.FINAL, text.read_bytes(), armoured, []
        )
    assert not (signed.signatures / "final.txt").exists()


def test_a_signature_over_other_content_is_named(signed: Office) -> None:
    content = signed.sign_offs()[Role.FINAL].content
    assert content is not None
    resigned(signed, Role.FINAL, "wang", content=other_content(content))
    assert "内容或者来历" in _faults(signed, Role.FINAL)


def test_the_same_person_or_key_twice_is_named(signed: Office) -> None:
    resigned(signed, Role.FIRST, "li")
    assert _faults(signed, Role.SECOND) == "与初审是同一个人"
    assert not _faults(signed, Role.FIRST)


def test_one_person_of_two_names_is_named_and_not_published(signed: Office) -> None:
    twin = "li\u3164"
    _let_sign(signed, twin, Role.FINAL)
    resigned(signed, Role.FINAL, twin, key=STRANGER)
    assert _faults(signed, Role.FINAL).startswith(f"与复审是同一个人：{twin} 与 li 只差大小写")
    with pytest.raises(PublishingError, match="与复审是同一个人"):
        signed.publish()


def test_people_who_have_a_key_in_common_are_one(signed: Office) -> None:
    # wang signed with a key of his own; by another line he may use one of zhang's as well.
    signers = signed.workspace / SIGNERS
    lines = signers.read_text("utf-8").splitlines()
    lines.append(lines[0].replace("zhang ", "wang,sun "))
    signers.write_text("\n".join(lines), "utf-8")
    assert _faults(signed, Role.FINAL) == (
        "与初审是同一个人：review/allowed_signers 里 wang 与 zhang 有同一把密钥"
    )
    assert not _faults(signed, Role.SECOND)


def test_a_signature_of_tomorrow_is_named_wherever_it_came_from(signed: Office) -> None:
    tomorrow = dt.datetime.now(dt.UTC).replace(microsecond=0) + A_DAY
    resigned(signed, Role.FIRST, "zhang", time=tomorrow)
    assert "签名的时间还没有到" in _faults(signed, Role.FIRST)
    with pytest.raises(PublishingError, match="签名的时间还没有到"):
        signed.publish()


def test_a_key_that_was_given_back_is_named(signed: Office) -> None:
    signers = signed.workspace / SIGNERS
    kept = [line for line in signers.read_text("utf-8").splitlines() if "li " not in line]
    signers.write_text("\n".join(kept), "utf-8")
    assert "不是 review/allowed_signers 里 li 的" in _faults(signed, Role.SECOND)
