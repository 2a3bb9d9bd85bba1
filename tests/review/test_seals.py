"""Seals: the kit's own PAdES, and whatever a plug-in brings; what was signed stays as it is."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfReader

from reportkit.errors import PublishingError
from reportkit.inputs.names import SEALS
from reportkit.review import seals
from reportkit.review.publishing.verify import verified
from tests.review.office import Office

pytest.importorskip("pyhanko", reason="pyHanko is not installed")


def _certificate(folder: Path, name: str = "office") -> tuple[Path, Path]:
    """Write a key with its certificate, and the certificate alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "甲局")])
    now = dt.datetime.now(dt.UTC)
    usage = dict.fromkeys(
        (
            *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
            *("crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=9))
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    locked = serialization.BestAvailableEncryption(b"secret")
    p12, pem = folder / f"{name}.p12", folder / f"{name}.pem"
    p12.write_bytes(pkcs12.serialize_key_and_certificates(b"office", key, made, None, locked))
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return p12, pem


@pytest.fixture
def sealing(signed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office that seals its PDF."""
    p12, pem = _certificate(tmp_path)
    asked = f"pades:\n  file: {p12}\n  trust: {pem}\n"
    (signed.workspace / SEALS).write_text(asked, "utf-8")
    monkeypatch.setenv("REPORTKIT_PADES_PASSPHRASE", "secret")
    return signed


def test_the_signed_pdf_is_the_pdf_with_a_signature_behind_it(sealing: Office) -> None:
    assert sealing.publish()
    assert not sealing.publish()  # a second seal would be other bytes, and say nothing more
    pdf, signed = (sealing.published / f"report{end}" for end in (".pdf", ".signed.pdf"))
    assert signed.read_bytes().startswith(pdf.read_bytes())
    before, after = PdfReader(pdf), PdfReader(signed)
    assert {*before.root_object} <= {*after.root_object}  # /StructTreeRoot, /OutputIntents, /AF …
    assert len(after.get_fields() or {}) == 1
    assert len(after.pages) == len(before.pages)
    assert sealing.wrong(sealing.published) == []


def test_what_is_done_to_a_signed_pdf_is_named(sealing: Office, tmp_path: Path) -> None:
    sealing.publish()
    path = sealing.published / "report.signed.pdf"
    signed = path.read_bytes()
    middle = len((sealing.published / "report.pdf").read_bytes()) + 200
    for changed, why in (
        (b" " + signed, "开头不是 report.pdf"),
        (signed[:middle] + bytes([signed[middle] ^ 1]) + signed[middle + 1 :], "签名"),
        ((sealing.published / "report.pdf").read_bytes(), "签名读不出来"),
    ):
        path.write_bytes(changed)
        told = [words for words in sealing.wrong(sealing.published) if "的章不对" in words]
        assert why in told[0]
    path.write_bytes(signed)
    _, other = _certificate(tmp_path, "other")
    asked = sealing.workspace / SEALS
    asked.write_text(asked.read_text("utf-8").replace("office.pem", other.name), "utf-8")
    assert any("不是 trust 所写的机构签发的" in one for one in sealing.wrong(sealing.published))


def test_without_knowing_who_issues_certificates_a_signed_pdf_is_not_called_good(
    sealing: Office,
) -> None:
    sealing.publish()
    asked = sealing.workspace / SEALS
    for lines, why in (
        (asked.read_text("utf-8").splitlines()[:2], "没有写 trust，不知道该由谁签发"),
        ([*asked.read_text("utf-8").splitlines()[:2], "  trust: /etc/hostname"], "应为|不是 PEM"),
    ):
        asked.write_text("\n".join(lines), "utf-8")
        checks = verified(str(sealing.published), sealing.workspace)
        (told,) = [check for check in checks if "report.signed.pdf" in check.words]
        assert told.good is None
        assert re.search(why, told.words)


def test_a_spoilt_signed_pdf_is_named_whatever_is_spoilt(sealing: Office) -> None:
    sealing.publish()
    path = sealing.published / "report.signed.pdf"
    signed = path.read_bytes()
    for found in re.finditer(rb"/(Size|Root|ByteRange|Contents|Type)\b", signed):
        if found.start() < len(signed) - 20_000:
            continue
        path.write_bytes(signed[: found.start()] + b"/X" + signed[found.start() + 2 :])
        wrong = sealing.wrong(sealing.published)
        assert any("report.signed.pdf 的章不对" in one for one in wrong) or b"Type" in found[0]
    (sealing.published / "report.pdf").unlink()
    assert "report.signed.pdf 的章不对：开头不是 report.pdf" in sealing.wrong(sealing.published)


@pytest.mark.slow  # veraPDF is in no distribution: whoever has it runs this by name
def test_its_structure_is_still_that_of_an_archive(
    sealing: Office, program: Callable[[str], str]
) -> None:
    sealing.publish()
    path = sealing.published / "report.signed.pdf"
    for flavour in ("3a", "ua1"):
        command = [program("verapdf"), "--flavour", flavour, "--format", "text", str(path)]
        told = subprocess.run(command, capture_output=True, check=False, encoding="utf-8").stdout
        assert told.startswith("PASS"), told


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("pades:\n  file: office.p12\n", "应为文件的完整路径"),
        ("pades:\n", "应为文件的完整路径"),
        ("sm2:\n", "没有安装叫 sm2 的章；装有的：pades"),
        ("- pades\n", "应为“章的名称: 设置”"),
    ],
)
def test_what_is_wrong_with_the_seals_is_told(tmp_path: Path, asked: str, why: str) -> None:
    (tmp_path / SEALS).parent.mkdir()
    (tmp_path / SEALS).write_text(asked, "utf-8")
    with pytest.raises(PublishingError, match=why):
        seals.sealed({}, tmp_path)


def test_a_wrong_passphrase_publishes_nothing(
    sealing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTKIT_PADES_PASSPHRASE", "wrong")
    with pytest.raises(PublishingError, match="口令不对"):
        sealing.publish()
    assert not sealing.published.exists()


class Device:
    """A licensed device, as far as the kit knows it."""

    name = "report.ofd"

    def add(self, files: Mapping[str, bytes], settings: Mapping[str, Any]) -> dict[str, bytes]:
        return {settings.get("name", self.name): b"OFD of " + files["figures.json"]}

    def check(
        self, name: str, files: Mapping[str, bytes], settings: Mapping[str, Any]
    ) -> str | None:
        if name != self.name:
            return None
        return "" if files[name] == b"OFD of " + files["figures.json"] else "章坏了"


def test_a_plug_in_seals_and_verifies_what_it_added_and_changes_nothing_else(
    signed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = EntryPoint("sm2", f"{__name__}:device", seals.GROUP)
    monkeypatch.setattr(seals, "entry_points", lambda group: [point])
    (signed.workspace / SEALS).write_text("sm2:\n", "utf-8")
    signed.publish()
    assert (signed.published / "report.ofd").is_file()
    assert signed.wrong(signed.published) == []
    (signed.published / "report.ofd").write_bytes(b"other")
    assert "report.ofd 的章不对：章坏了" in signed.wrong(signed.published)

    shutil.rmtree(signed.published)
    (signed.workspace / SEALS).write_text("sm2:\n  name: report.pdf\n", "utf-8")
    with pytest.raises(PublishingError, match=r"sm2 要改已有的 report\.pdf"):
        signed.publish()


device = Device()
