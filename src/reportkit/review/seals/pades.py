"""PAdES: ``report.signed.pdf``, which is ``report.pdf`` with a signature behind it, by pyHanko.

In ``review/seals.yaml``::

    pades:
      file: /path/to/office.p12      # certificate and key of the office (PKCS#12)
      trust: /path/to/root.pem       # of whoever issued it; needed only to verify

The passphrase is asked for, unless REPORTKIT_PADES_PASSPHRASE has it.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

NAME, OF = "report.signed.pdf", "report.pdf"
_PASSPHRASE = "REPORTKIT_PADES_PASSPHRASE"  # noqa: S105 - where it is, not what
_MISSING = "没有安装 pyHanko。请安装：pip install 'reportkit[pades]'"


def add(files: Mapping[str, bytes], settings: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the signed PDF (see `Seal.add`)."""
    try:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
        from pyhanko.sign.fields import SigSeedSubFilter
    except ImportError:
        raise ValueError(_MISSING) from None
    file = _path(settings, "file")
    signer = SimpleSigner.load_pkcs12(str(file), passphrase=_passphrase(file))
    if signer is None:
        msg = f"{file} 打不开：口令不对，或者不是 PKCS#12 文件。"
        raise ValueError(msg)
    metadata = PdfSignatureMetadata(
        field_name="reportkit", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    with BytesIO(files[OF]) as pdf:
        signed = sign_pdf(IncrementalPdfFileWriter(pdf), metadata, signer=signer)
    return {NAME: signed.getvalue()}


def check(name: str, files: Mapping[str, bytes], settings: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the signed PDF (see `Seal.check`)."""
    if name != NAME:
        return None
    if OF not in files or not files[NAME].startswith(files[OF]):
        return f"开头不是 {OF}"
    if "trust" not in settings:
        msg = "review/seals.yaml 里 pades 没有写 trust，不知道该由谁签发。"
        raise ValueError(msg)
    try:
        return _fault(files[NAME], _path(settings, "trust"))
    except ImportError:
        raise ValueError(_MISSING) from None


def _fault(signed: bytes, trust: Path) -> str:
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    try:
        root = load_cert_from_pemder(str(trust))
    except (ValueError, OSError):
        msg = f"{trust} 不是 PEM 或者 DER 格式的证书。"
        raise ValueError(msg) from None
    try:
        with BytesIO(signed) as pdf:
            (signature,) = PdfFileReader(pdf).embedded_signatures
            status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))
    except Exception as error:  # noqa: BLE001 - a spoilt file is read into anything
        return f"签名读不出来（{type(error).__name__}）"
    if not (status.intact and status.valid):
        return "签名与文件不符"
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return "签名以后又添了内容"
    return "" if status.trusted else "证书不是 trust 所写的机构签发的，或者已经过期"


def _path(settings: Mapping[str, Any], name: str) -> Path:
    written = settings.get(name)
    path = Path(str(written)).expanduser()
    if not written or not path.is_absolute() or not path.is_file():
        msg = f"review/seals.yaml 里 pades 的 {name} 应为文件的完整路径（现为 {written or '空'}）。"
        raise ValueError(msg)
    return path


def _passphrase(file: Path) -> bytes:
    given = os.environ.get(_PASSPHRASE)
    if given is None and not sys.stdin.isatty():
        msg = f"不知道 {file} 的口令。请在终端里运行，或者放在环境变量 {_PASSPHRASE} 里。"
        raise ValueError(msg)
    return (getpass.getpass(f"{file} 的口令：") if given is None else given).encode()
