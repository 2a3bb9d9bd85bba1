"""Whatever we accept, ssh-keygen accepts: the same keys, texts and files held against both."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportkit.errors import SigningError
from reportkit.inputs.names import ROLES, SIGNERS
from reportkit.params import Key
from reportkit.review.signing import signers
from reportkit.review.signing.content import Content, Statement, read_content, read_statement
from reportkit.review.signing.sign_offs import checked
from reportkit.review.signing.signers import Role, read_signers
from reportkit.review.signing.sshsig import SignatureFault, read_signature
from tests.review.office import make_key, ssh_sign, ssh_verifies

NOON = dt.datetime(2027, 1, 12, 4, 0, 0, tzinfo=dt.UTC)
CONTENT = Content(Key("ogi", 2026, "a"), "甲局", "", {"report.html": "1" * 64})


class Signed(NamedTuple):
    """A text that zhang signed, and who may sign."""

    workspace: Path
    text: Path

    @property
    def public(self) -> str:
        return " ".join((self.workspace / "zhang.pub").read_text().split()[:2])

    def allow(self, line: str) -> None:
        """Say who may sign; ``{key}`` stands for zhang's key."""
        (self.workspace / SIGNERS).write_text(line.format(key=self.public), "utf-8")

    def accepted(self, when: dt.datetime = NOON, principal: str = "zhang") -> tuple[bool, bool]:
        """Return whether we accept the signature, and whether ssh-keygen does."""
        armoured = self.text.with_name(f"{self.text.name}.sig").read_bytes()
        signers = self.workspace / SIGNERS
        try:
            statement, key = checked(self.text.read_bytes(), armoured)
            why_not = read_signers(self.workspace).why_not(principal, statement.role, key, when)
        except (SignatureFault, SigningError) as error:
            why_not = str(error)
        return not why_not, ssh_verifies(self.text, signers, principal, when)


@pytest.fixture(scope="session")
def _texts(tmp_path_factory: pytest.TempPathFactory, program: Callable[[str], str]) -> Path:
    program("ssh-keygen")
    folder = tmp_path_factory.mktemp("sshsig")
    make_key(folder / "zhang")
    make_key(folder / "li")
    (folder / "text").write_bytes(Statement(CONTENT, Role.FIRST, "zhang", NOON).text.encode())
    (folder / ROLES).parent.mkdir()
    (folder / ROLES).write_text("zhang: [初审]\n张三: [初审]\n", "utf-8")
    ssh_sign(folder / "zhang", folder / "text")
    return folder


@pytest.fixture
def signed(_texts: Path) -> Signed:
    signed = Signed(_texts, _texts / "text")
    signed.allow("zhang {key}")
    return signed


@pytest.mark.parametrize(
    ("line", "when", "good"),
    [
        ("zhang {key}", NOON, True),
        ("zhang {key} a comment", NOON, True),
        ('zhang namespaces="reportkit" {key}', NOON, True),
        ('zhang namespaces="git,reportkit" {key}', NOON, True),
        ('zhang namespaces="git" {key}', NOON, False),
        ("li,zhang {key}", NOON, True),
        ("li {key}", NOON, False),
        ("# zhang {key}", NOON, False),
        ('zhang valid-before="20270113Z" {key}', NOON, True),
        ('zhang valid-before="20270112Z" {key}', NOON, False),
        ('zhang valid-before="202701120401Z" {key}', NOON, True),
        ('zhang valid-before="20270112040001Z" {key}', NOON, True),
        ('zhang valid-before="202701120359Z" {key}', NOON, False),
        ('zhang valid-after="20270112Z" {key}', NOON, True),
        ('zhang valid-after="202701120400Z" {key}', NOON, True),
        ('zhang valid-after="20270113Z" {key}', NOON, False),
        ('zhang valid-after="20270101Z",valid-before="20270201Z" {key}', NOON, True),
        ('zhang valid-before="20270101Z" {key}\nzhang {key}', NOON, True),
        # By the clock of the machine, as OpenSSH has it.
        ('zhang valid-before="20270201" {key}', NOON, True),
        ('zhang valid-before="20270101" {key}', NOON, False),
    ],
)
def test_both_are_of_one_mind(signed: Signed, line: str, when: dt.datetime, good: bool) -> None:
    signed.allow(line)
    assert signed.accepted(when) == (good, good)


@pytest.mark.parametrize(
    "line",
    [
        "* {key}",  # anybody
        "zh* {key}",
        '"zhang" {key}',
        'zhang NAMESPACES="reportkit" {key}',
        'zhang namespaces="report*" {key}',
        "nonsense\nzhang {key}",
        "zhang {key} \x00",
    ],
)
def test_what_we_do_not_read_as_openssh_does_is_refused(signed: Signed, line: str) -> None:
    signed.allow(line)
    assert signed.accepted() == (False, True)


@pytest.mark.parametrize(
    "line",
    [
        "zhang cert-authority {key}",
        'zhang valid-before="20270101Z",valid-before="20280101Z" {key}',
        'zhang valid-before="soon" {key}',
        'zhang valid-before="20271399Z" {key}',
        "zhang ssh-ed25519 AAAA",
        "zhang",
        "",
        "\ufeffzhang {key}",  # as Notepad saves UTF-8
        "\rzhang {key}",
        "zhang {key}=",
        'zhang valid-before="" {key}',
        'zhang valid-after="19600101Z" {key}',
        'zhang valid-after="19700101Z" {key}',
        'zhang namespaces="reportkit,!reportkit" {key}',
        'zhang namespaces="reportkit,x\\" {key}',
    ],
)
def test_what_openssh_refuses_is_refused(signed: Signed, line: str) -> None:
    signed.allow(line)
    assert signed.accepted() == (False, False)


def test_a_time_before_windows_knows_any_is_refused(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OfWindows(dt.datetime):
        def astimezone(self, tz: dt.tzinfo | None = None) -> dt.datetime:
            if self.year < 1970:
                raise OSError(22, "Invalid argument")
            return super().astimezone(tz)

    monkeypatch.setattr(signers.dt, "datetime", OfWindows)
    signed.allow('zhang valid-after="19600102" {key}')

    assert not signed.accepted()[0]


@pytest.mark.parametrize("kind", ["ssh-rsa", "ssh-ed25519-cert-v01@openssh.com"])
def test_a_key_has_to_be_of_the_kind_that_is_said(signed: Signed, kind: str) -> None:
    signed.allow(f"zhang {kind} {signed.public.split()[1]}")
    assert signed.accepted() == (False, False)


_OPTIONS = (
    *(f'namespaces="{said}"' for said in ("reportkit", "git,reportkit", "", "!git", " reportkit")),
    *(f'valid-after="{said}"' for said in ("", "20270101Z", "202701120400Z", "00010101Z")),
    *(f'valid-before="{said}"' for said in ("20270113Z", "20270113z", "2027011312Z", "99991231Z")),
    *("valid-before=20270113Z", "cert-authority", 'namespaces="reportkit', "verify-required"),
)
_LINES = st.tuples(
    st.sampled_from(("zhang", "zhang", "li,zhang", "zhang,", "!li,zhang", " zhang", "zhang\x0b")),
    st.lists(st.sampled_from(_OPTIONS), max_size=3).map(",".join),
    st.sampled_from(("{key}", "{key}", "{key} c", "{key}\r", "{key}AAAA", "SSH-ED25519 {key}")),
).map(lambda parts: " ".join(filter(None, parts)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_LINES, min_size=1, max_size=2), st.sampled_from(("\n", "\r\n", "\r")))
def test_whoever_may_sign_by_us_may_by_openssh(
    signed: Signed, lines: list[str], ending: str
) -> None:
    (signed.workspace / SIGNERS).write_bytes(
        ending.join(lines).replace("{key}", signed.public).encode()
    )
    assert signed.accepted() != (True, False)


def test_a_time_that_openssh_does_not_know_is_none(signed: Signed) -> None:
    text = signed.text.read_text("utf-8")
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words: nobody sees it
        read_statement(text.replace(f"{NOON:%Y%m%d}", "19600101"))


def test_a_name_may_be_chinese(signed: Signed) -> None:
    signed.allow("张三 {key}")
    assert signed.accepted(principal="张三") == (True, True)


def test_a_signature_for_another_purpose_is_refused(signed: Signed, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_bytes(signed.text.read_bytes())
    ssh_sign(signed.workspace / "zhang", text, "file")
    assert Signed(signed.workspace, text).accepted() == (False, False)


def test_a_key_of_another_person_is_refused(signed: Signed, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_bytes(signed.text.read_bytes())
    ssh_sign(signed.workspace / "li", text)
    assert Signed(signed.workspace, text).accepted() == (False, False)


def test_a_key_of_another_kind_is_refused_though_openssh_takes_it(
    signed: Signed, tmp_path: Path
) -> None:
    make_key(tmp_path / "zhang", "ecdsa")
    (tmp_path / ROLES).parent.mkdir()
    (tmp_path / ROLES).write_text("zhang: [初审]", "utf-8")
    text = tmp_path / "text"
    text.write_bytes(signed.text.read_bytes())
    ssh_sign(tmp_path / "zhang", text)
    other = Signed(tmp_path, text)
    other.allow("zhang {key}")
    assert other.accepted() == (False, True)


def _flipped(content: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[place % len(content)] ^= 1 << bit
    return bytes(changed)


def test_no_bit_of_a_signature_or_its_text_can_be_changed(signed: Signed) -> None:
    text, armoured = (
        path.read_bytes() for path in (signed.text, signed.text.with_name("text.sig"))
    )
    checked(text, armoured)
    for place in range(len(armoured)):
        for bit in range(7) if place > len(armoured) - 50 else [place % 7]:
            with pytest.raises(SignatureFault):
                checked(text, _flipped(armoured, place, bit))
    for place in range(0, len(text), 3):
        with pytest.raises(SignatureFault):
            checked(_flipped(text, place, place % 7), armoured)


@given(st.binary(max_size=300))
def test_whatever_a_signature_holds_it_is_read_or_refused(blob: bytes) -> None:
    body = base64.b64encode(b"SSHSIG\0\0\0\x01" + blob).decode()
    lines = "\n".join(body[at : at + 70] for at in range(0, len(body), 70))
    armoured = f"-----BEGIN SSH SIGNATURE-----\n{lines}\n-----END SSH SIGNATURE-----\n"
    text = Statement(CONTENT, Role.FIRST, "zhang", NOON).text.encode()
    with pytest.raises(SignatureFault):
        checked(text, armoured.encode())
    with pytest.raises(SignatureFault):
        read_signature(armoured + "more")


@given(st.text("a0#: \n\r\0甲", max_size=40))
def test_a_text_is_read_to_the_letter_or_not_at_all(more: str) -> None:
    text = Statement(CONTENT, Role.FIRST, "zhang", NOON).text
    assert read_statement(text).text == text
    for changed in (text + more, more + text, text.replace("甲局", more)):
        try:
            assert read_statement(changed).text == changed
        except ValueError:
            continue
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words: nobody sees it
        read_content(text)


@pytest.mark.parametrize(
    ("roles", "why"),
    [
        ("", "应为“签名人: "),
        ("- a", "应为“签名人: "),
        ("zhang: [初核]", "第 1 行：没有 初核 这一角色"),
        *(
            (f"zhang: {roles}", r"zhang 后面应为 \[初审\]")
            for roles in ("[[a]]", "", "[]", "{a: b}")
        ),
        ("'zh*': [初审]", "不能有空格"),
        ("a: [初审]\na: [终审]", "a 写了两次"),
        ("a: [", "不合 YAML 的写法"),
    ],
)
def test_what_is_wrong_with_the_roles_is_told(signed: Signed, roles: str, why: str) -> None:
    path = signed.workspace / ROLES
    before = path.read_bytes()
    try:
        path.write_text(roles, "utf-8")
        with pytest.raises(SigningError, match=why):
            read_signers(signed.workspace)
    finally:
        path.write_bytes(before)
