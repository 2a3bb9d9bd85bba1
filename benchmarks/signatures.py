"""Signs made-up reports as three reviewers would, with keys of its own, by thousands."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reportkit.inputs.names import FIGURES, MANIFEST
from reportkit.params import Parameters
from reportkit.review.signing.clean import manifest_text
from reportkit.review.signing.content import Content, Statement
from reportkit.review.signing.sign_offs import signature_folder, signature_name, text_name
from reportkit.review.signing.signers import ROLE_WORDS, Role
from reportkit.review.signing.sshsig import ED25519, NAMESPACE

_WHEN = dt.datetime(2025, 1, 15, 4, tzinfo=dt.UTC)
_LINE = 70


class Signer(NamedTuple):
    """One of three, with a key that is thrown away."""

    role: Role
    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The public key in SSH's encoding."""
        return _string(ED25519) + _string(self.key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> str:
        """Return a signature as ``ssh-keygen -Y sign`` writes it."""
        said = (NAMESPACE.encode(), b"", b"sha512", hashlib.sha512(message).digest())
        raw = self.key.sign(b"SSHSIG" + b"".join(map(_string, said)))
        signed = _string(ED25519) + _string(raw)
        parts = (self.public, NAMESPACE.encode(), b"", b"sha512", signed)
        blob = b"SSHSIG" + (1).to_bytes(4) + b"".join(map(_string, parts))
        coded = base64.b64encode(blob).decode()
        lines = [coded[n : n + _LINE] for n in range(0, len(coded), _LINE)]
        ends = ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")
        return "\n".join([ends[0], *lines, ends[1], ""])


def signers(workspace: Path) -> list[Signer]:
    """Return three who may sign, each in one role; they are written down as an office does."""
    names = zip(Role, ("zhang", "li", "wang"), strict=True)
    every = [Signer(role, name, Ed25519PrivateKey.generate()) for role, name in names]
    folder = workspace / "review"
    folder.mkdir()
    lines = [f"{s.name} ssh-ed25519 {base64.b64encode(s.public).decode()}\n" for s in every]
    (folder / "allowed_signers").write_text("".join(lines))
    roles = [f"{s.name}: [{ROLE_WORDS[s.role]}]\n" for s in every]
    (folder / "roles.yaml").write_text("".join(roles), "utf-8")
    return every


def sign(workspace: Path, one: Parameters, by: list[Signer]) -> None:
    """Sign what the outputs of a bureau-year say, thrice."""
    manifest = json.loads((workspace / one.output_folder / MANIFEST).read_text("utf-8"))
    files = {name: manifest["outputs"][name] for name in ("report.html", FIGURES)}
    text = manifest_text(manifest, files)
    files[MANIFEST] = hashlib.sha256(text.encode()).hexdigest()
    content = Content.of(one, "", files)
    folder = workspace / signature_folder(one)
    folder.mkdir(parents=True, exist_ok=True)
    for each in by:
        statement = Statement(content, each.role, each.name, _WHEN).text
        (folder / text_name(each.role)).write_text(statement, "utf-8", newline="\n")
        signature = each.sign(statement.encode())
        (folder / signature_name(each.role)).write_text(signature, "utf-8", newline="\n")


def _string(content: bytes) -> bytes:
    return len(content).to_bytes(4) + content
