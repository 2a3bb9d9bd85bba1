"""What reviewers have signed of a report, and whether each signature is good."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportkit.decisions import decisions_of
from reportkit.errors import DecisionsError, SigningError
from reportkit.inputs.names import FIGURES, MANIFEST, SIGNATURES
from reportkit.making.manifest import read_manifest
from reportkit.params import Parameters
from reportkit.reading import is_there, read_bytes
from reportkit.review.signing.clean import manifest_text
from reportkit.review.signing.content import Content, Statement, read_statement
from reportkit.review.signing.persons import same_person
from reportkit.review.signing.signers import ROLE_WORDS, Role, Signers, read_signers
from reportkit.review.signing.sshsig import SignatureFault, read_signature, verify

BEIJING = dt.timezone(dt.timedelta(hours=8))
"""The time by which reports are dated, wherever the machine stands."""
CLOCK = dt.timedelta(minutes=5)
"""What clocks of two desks may differ by."""
Differs = Callable[[Content], str]
"""Says, in Chinese, how a content differs from the report it ought to be of; "" where it does not.
"""


@dataclass(frozen=True, slots=True)
class SignOff:
    """One signature on a report.

    Attributes
    ----------
    role : Role
    principal : str
        Who signed; empty where it cannot be read.
    time : datetime.datetime or None
        When, as the signer says.
    why_not : str
        In Chinese, why the signature is not good; empty where it is.
    content : Content or None
        What was signed.
    key : bytes
        The public key that it was signed with.
    """

    role: Role
    principal: str = ""
    time: dt.datetime | None = None
    why_not: str = ""
    content: Content | None = None
    key: bytes = b""

    @property
    def valid(self) -> bool:
        """Whether the signature is good, and of this very report."""
        return not self.why_not

    @property
    def date(self) -> dt.date | None:
        """The day on which it was signed, in China."""
        return None if self.time is None else self.time.astimezone(BEIJING).date()

    @property
    def called(self) -> str:
        """The signature in Chinese: role, person and date."""
        who = f"{self.principal}，{self.date}" if self.principal else "读不出来"
        return f"{ROLE_WORDS[self.role]}（{who}）"

    @property
    def words(self) -> str:
        """The same, and what is wrong with it."""
        return f"{self.called}，无效：{self.why_not}" if self.why_not else self.called


def signature_folder(parameters: Parameters) -> Path:
    """Return where the signatures of a report are, relative to the workspace."""
    return parameters.data_folder / SIGNATURES / parameters.form


def sign_offs(workspace: Path, parameters: Parameters) -> list[SignOff]:
    """Return the signatures on a report, in the order of the roles; none where nobody signed.

    A signature is held against the outputs as they were made last: by their manifest, so that
    nothing is rendered. Whether the outputs are of today's ledgers, staleness tells.

    Parameters
    ----------
    workspace : Path
    parameters : Parameters
    """
    folder = workspace / signature_folder(parameters)
    if not folder.is_dir():
        return []
    manifest = read_manifest(parameters, workspace)

    def differs(content: Content) -> str:
        return _differs(content, parameters, manifest)

    try:
        signers = read_signers(workspace)
        chain = decisions_of(parameters, workspace).chain
    except (SigningError, DecisionsError) as error:
        fault = error.problems[0].rstrip("。")
        return [replace(one, why_not=fault) for one in judged(folder, None, (), differs)]
    return judged(folder, signers, chain, differs)


def void_words(signatures: Sequence[SignOff]) -> list[str]:
    """Return in Chinese the signatures that are not good, a line for those of one reason."""
    alike: dict[str, list[str]] = {}
    for one in signatures:
        if not one.valid:
            alike.setdefault(one.why_not, []).append(one.called)
    return [f"{'、'.join(called)}，无效：{why}" for why, called in alike.items()]


def judged(
    folder: Path, signers: Signers | None, chain: Container[str] | None, differs: Differs
) -> list[SignOff]:
    """Return the signatures in a folder, each with what is wrong with it.

    Parameters
    ----------
    folder : Path
    signers : Signers or None
        Who may sign; None where nobody may.
    chain : container of str or None
        The digests of all decisions; None where there is no chain to look into.
    differs : callable
    """
    found: list[SignOff] = []
    for role in Role:
        path = folder / text_name(role)
        if is_there(path) or is_there(folder / signature_name(role)):
            one = _read(path, role)
            faults = _faults(one, signers, chain, differs, found)
            found.append(replace(one, why_not=one.why_not or next(faults, "")))
    return found


def now() -> dt.datetime:
    """Return the time, to the second, as a signature states it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def too_early(time: dt.datetime) -> str:
    """Return, in Chinese, that the time of a signature is still to come; empty where it is not."""
    early = time > now() + CLOCK
    return "签名的时间还没有到，请核对签名人机器和这台机器的时钟" if early else ""


def text_name(role: Role) -> str:
    """Return the name of the file that somebody signed."""
    return f"{role.value}.txt"


def signature_name(role: Role) -> str:
    """Return the name of the file with the signature."""
    return f"{role.value}.txt.sig"


def checked(text: bytes, armoured: bytes) -> tuple[Statement, bytes]:
    """Return what a text states, and the public key that it is signed with.

    Raises
    ------
    SignatureFault
        Where the text is none of ours, or the signature is not of it.
    """
    try:
        statement = read_statement(text.decode())
    except ValueError:
        msg = "签名所附的文字不是 reportkit 写出的原样"
        raise SignatureFault(msg) from None
    signature = read_signature(armoured.decode("ascii", "replace"))
    verify(text, signature)
    return statement, signature.key


def _read(path: Path, role: Role) -> SignOff:
    try:
        text = read_bytes(path)
        armoured = read_bytes(path.with_name(signature_name(role)))
        statement, key = checked(text, armoured)
    except FileNotFoundError as error:
        return SignOff(role, why_not=f"没有 {Path(error.filename).name}")
    except OSError:
        return SignOff(role, why_not="签名文件读不出来")
    except SignatureFault as fault:
        return SignOff(role, why_not=str(fault))
    wrong = "" if statement.role is role else f"签的是{ROLE_WORDS[statement.role]}"
    return SignOff(role, statement.principal, statement.time, wrong, statement.content, key)


def _faults(
    one: SignOff,
    signers: Signers | None,
    chain: Container[str] | None,
    differs: Differs,
    before: Sequence[SignOff],
) -> Iterator[str]:
    """Yield what is wrong with a signature that is good as such."""
    if one.content is None or one.time is None:
        return
    yield from filter(None, [too_early(one.time), differs(one.content)])
    if signers is not None:
        yield from filter(None, [signers.why_not(one.principal, one.role, one.key, one.time)])
    head = one.content.decisions
    if head and chain is not None and head not in chain:
        yield "签名时的审核决定现在没有了：review.jsonl 被删去了行，或者改过"
    for other in before:
        people = {} if signers is None else signers.people
        keys = (one.key, other.key)
        why = same_person(one.principal, other.principal, people, keys) if other.valid else ""
        if why:
            yield f"与{ROLE_WORDS[other.role]}{why}"


def _differs(content: Content, parameters: Parameters, manifest: Mapping[str, Any]) -> str:
    """Hold a content against the manifest of the outputs."""
    if (content.key, content.bureau_name) != (parameters.key, parameters.bureau_name):
        return "签的是另一份报告"
    try:
        figures = manifest["outputs"][FIGURES]
    except (KeyError, TypeError):
        return "报告的输出没有了，或者清单读不出来"
    text = manifest_text(manifest, content.files)
    same = content.files.get(MANIFEST) == hashlib.sha256(text.encode()).hexdigest()
    if same and content.files.get(FIGURES) == figures:
        return ""
    return "签名以后报告重新生成过，内容或者来历（数据、参数、软件）变了"
