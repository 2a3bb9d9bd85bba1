"""SSHSIG, the signature format of OpenSSH (PROTOCOL.sshsig): Ed25519 alone, and strictly.

Whatever is accepted here, ``ssh-keygen -Y verify`` accepts as well; not the other way round.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import re
from dataclasses import dataclass

NAMESPACE = "reportkit"
ED25519 = b"ssh-ed25519"
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""OpenSSH knows no time before it, and takes it itself for none."""

_ARMOUR = re.compile(
    r"-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]{1,76}\n)+)-----END SSH SIGNATURE-----\n?"
)
_MAGIC, _VERSION = b"SSHSIG", 1
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}


class SignatureFault(ValueError):
    """What is wrong with a signature, in Chinese."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as its file has it.

    Attributes
    ----------
    key : bytes
        The public key in SSH's encoding, as the second word of a ``.pub`` file has it in base64.
    namespace, hashing : bytes
    signed : bytes
        Algorithm and signature proper, in SSH's encoding.
    """

    key: bytes
    namespace: bytes
    hashing: bytes
    signed: bytes


def read_signature(text: str) -> Signature:
    """Read an armoured signature.

    Raises
    ------
    SignatureFault
    """
    armour = _ARMOUR.fullmatch(text)
    if armour is None:
        msg = "不是 ssh-keygen -Y sign 写出的签名"
        raise SignatureFault(msg)
    spoilt = SignatureFault("签名文件损坏")
    try:
        coded = armour[1].replace("\n", "").encode()
        blob = base64.b64decode(coded, validate=True)
        read = _parse(blob)
    except (binascii.Error, IndexError):
        raise spoilt from None
    if base64.b64encode(blob) != coded:  # bits that mean nothing, too, were changed by somebody
        raise spoilt
    return read


def verify(message: bytes, signature: Signature) -> None:
    """Hold a signature against what it is said to be of.

    Raises
    ------
    SignatureFault
        Where it is of something else, made for another purpose, or by a key of another kind.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if signature.namespace != NAMESPACE.encode():
        msg = f"签名的用途（namespace）不是 {NAMESPACE}"
        raise SignatureFault(msg)
    hashing = _HASHES.get(signature.hashing)
    kind, raw_key = _pair(signature.key, "公钥")
    signed_by, raw = _pair(signature.signed, "签名")
    if hashing is None or (kind, signed_by) != (ED25519, ED25519):
        msg = "签名所用的密钥不是 Ed25519"
        raise SignatureFault(msg)
    said = (NAMESPACE.encode(), b"", signature.hashing, hashing(message).digest())
    try:
        key = Ed25519PublicKey.from_public_bytes(raw_key)
        key.verify(raw, _MAGIC + b"".join(map(_string, said)))
    except (InvalidSignature, ValueError):
        msg = "签名与所签的文字不符：文字或者签名改过"
        raise SignatureFault(msg) from None


def key_of(text: str) -> bytes:
    """Return the public key of a line of a ``.pub`` file, in SSH's encoding.

    Raises
    ------
    SignatureFault
    """
    words = text.split()
    try:
        return base64.b64decode(words[1], validate=True)
    except (IndexError, ValueError):  # of what is no base64, or not even ASCII
        msg = "不是 OpenSSH 的公钥"
        raise SignatureFault(msg) from None


def key_name(key: bytes) -> str:
    """Return what ``ssh-keygen -l`` calls a key."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def kind_of(key: bytes) -> bytes:
    """Return of which kind a public key in SSH's encoding is; empty where it is none."""
    try:
        return _strings(key, 1)[0][0]
    except IndexError:
        return b""


def _parse(blob: bytes) -> Signature:
    if not blob.startswith(_MAGIC) or int.from_bytes(blob[6:10]) != _VERSION:
        msg = "签名的格式不是这一版所认的"
        raise SignatureFault(msg)
    (key, namespace, reserved, hashing, signed), rest = _strings(blob[10:], 5)
    if reserved or rest:
        msg = "签名文件里有多余的内容"
        raise SignatureFault(msg)
    return Signature(key, namespace, hashing, signed)


def _pair(blob: bytes, what: str) -> tuple[bytes, bytes]:
    try:
        (kind, raw), rest = _strings(blob, 2)
    except IndexError:
        kind, raw, rest = b"", b"", b"?"
    if rest:
        msg = f"签名里的{what}不是 Ed25519 的"
        raise SignatureFault(msg)
    return kind, raw


def _strings(blob: bytes, count: int) -> tuple[list[bytes], bytes]:
    """Return the first strings of a blob, each behind its length, and what follows them."""
    found = []
    for _ in range(count):
        end = 4 + int.from_bytes(blob[:4])
        if len(blob) < max(end, 4):
            raise IndexError
        found.append(blob[4:end])
        blob = blob[end:]
    return found, blob


def _string(content: bytes) -> bytes:
    return len(content).to_bytes(4) + content
