"""Signing: the text is made from what is rendered anew, and a signature of it is taken or refused.

The private key is never read here: ``ssh-keygen`` signs, by a key file or by the user's agent.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportkit.decisions import alone, decisions_of
from reportkit.errors import SigningError
from reportkit.inputs.names import SIGNERS
from reportkit.making.manifest import read_manifest
from reportkit.params import Parameters
from reportkit.reading import read_bytes, read_text
from reportkit.review.reviewed import keep_reviewed
from reportkit.review.signing.clean import clean_files, digests_of
from reportkit.review.signing.content import CONTENT, Content, Statement
from reportkit.review.signing.persons import same_person
from reportkit.review.signing.ready import obstacles
from reportkit.review.signing.sign_offs import (
    CLOCK,
    SignOff,
    checked,
    now,
    sign_offs,
    signature_folder,
    signature_name,
    text_name,
    too_early,
)
from reportkit.review.signing.signers import ROLE_WORDS, Role, read_signers
from reportkit.review.signing.sshsig import NAMESPACE, SignatureFault, key_name, key_of
from reportkit.scratch import own_folder
from reportkit.trouble import what_happened
from reportkit.writing import hold_unlinked, whole_file


def statement_of(
    parameters: Parameters, workspace: Path, role: Role, principal: str, stale: Sequence[str]
) -> Statement:
    """Return what somebody has to sign, as of now.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    role : Role
    principal : str
    stale : sequence of str
        See `obstacles`.

    Raises
    ------
    SigningError
        Where the report may not be signed, or not by them as this.
    DecisionsError
        Where the chain of decisions is broken.
    """
    _refuse(parameters, [*obstacles(parameters, workspace, stale)])
    faults = [*_out_of_turn(parameters, workspace, role)]
    if fault := read_signers(workspace).why_no_role(principal, role):
        faults.append(f"{fault}。")
    faults += same_person_faults(parameters, workspace, role, principal)
    _refuse(parameters, faults)
    return Statement(_content(parameters, workspace), role, principal, now())


def take_signature(
    parameters: Parameters,
    workspace: Path,
    role: Role,
    text: bytes,
    armoured: bytes,
    stale: Sequence[str],
) -> SignOff:
    """Keep a signature that was made elsewhere, if it is good.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    role : Role
        As what it is meant.
    text : bytes
        What was signed: the text of a `Statement`.
    armoured : bytes
        The signature, as ``ssh-keygen -Y sign`` writes it.
    stale : sequence of str
        See `obstacles`.

    Raises
    ------
    SigningError
        Where it is not good, of something else, or out of turn.
    DecisionsError
        Where the chain of decisions is broken.
    """
    _refuse(parameters, [*obstacles(parameters, workspace, stale)])
    armoured = armoured.replace(b"\r\n", b"\n")
    statement, key = _checked(parameters, text, armoured)
    faults = [*_wrong(parameters, workspace, statement, key)]
    if statement.role is not role:
        faults.append(f"签的是{ROLE_WORDS[statement.role]}，不是{ROLE_WORDS[role]}。")
    faults += _out_of_turn(parameters, workspace, role)
    _refuse(parameters, faults)
    if others := statement.content.differences(_content(parameters, workspace)):
        fault = f"签的是另一份内容，不同的是：{'、'.join(others)}。请重新取要签的文字。"
        _refuse(parameters, [fault])
    return _kept(parameters, workspace, statement, key, text, armoured)


def sign_by_key(
    parameters: Parameters, workspace: Path, role: Role, key: Path, by: str, stale: Sequence[str]
) -> SignOff:
    """Have a report signed by a key of this machine.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    role : Role
    key : Path
        A private key, or a public one whose private part the user's ssh-agent has.
    by : str
        Who signs; empty for whoever's key it is.
    stale : sequence of str
        See `obstacles`.

    Raises
    ------
    SigningError
        Where the report may not be signed, not by them as this, or not by this key.
    DecisionsError
        Where the chain of decisions is broken.
    """
    principal = by or principal_of(key, workspace)
    statement = statement_of(parameters, workspace, role, principal, stale)
    text = statement.text.encode()
    armoured = signed_by_key(text, key)
    _, blob = _checked(parameters, text, armoured)
    return _kept(parameters, workspace, statement, blob, text, armoured)


def principal_of(key: Path, workspace: Path) -> str:
    """Return whose key it is, by its public part beside it.

    Raises
    ------
    SigningError
        Where there is no public part, or it is nobody's or several people's.
    """
    public = key if key.suffix == ".pub" else key.with_name(f"{key.name}.pub")
    try:
        blob = key_of(read_text(public))
    except (OSError, ValueError):
        fault = (
            f"{public} 读不出来，不知道是谁的密钥。请把公钥放在密钥旁边，或者用 --by 写明签名人。"
        )
        raise SigningError("不能签名：", [fault]) from None
    principal = read_signers(workspace).principal_of(blob)
    if principal is None:
        fault = f"{SIGNERS} 里没有密钥 {key_name(blob)}，或者它是几个人的。"
        raise SigningError("不能签名：", [fault])
    return principal


def signed_by_key(text: bytes, key: Path) -> bytes:
    """Have a text signed by ``ssh-keygen``, which asks for a passphrase or the agent itself.

    Raises
    ------
    SigningError
        Where it cannot.
    """
    with own_folder() as folder:
        file = Path(folder, "statement.txt")
        file.write_bytes(text)
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key), str(file)]
        try:
            ended = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        except OSError as error:
            fault = f"ssh-keygen 启动不了（{what_happened(error)}），请安装 OpenSSH。"
            raise SigningError("不能签名：", [fault]) from None
        if ended.returncode:
            fault = f"ssh-keygen 没有用 {key} 签成，原因见上。"
            raise SigningError("不能签名：", [fault])
        return read_bytes(file.with_name("statement.txt.sig"))


def _content(parameters: Parameters, workspace: Path) -> Content:
    """Return what the report comes to, rendered anew: the same that was signed before."""
    files = clean_files(parameters, workspace, read_manifest(parameters, workspace))
    head = decisions_of(parameters, workspace).head
    content = Content.of(parameters, head, digests_of(files))
    for one in sign_offs(workspace, parameters):
        others = one.content.differences(content) if one.valid and one.content else []
        if others:
            fault = f"重新生成的 {'、'.join(others)} 与{ROLE_WORDS[one.role]}签的不是同样的字节。"
            _refuse(parameters, [fault])
    return content


def _out_of_turn(parameters: Parameters, workspace: Path, role: Role) -> Iterator[str]:
    """Yield why it is not this role's turn: the earlier ones have to be good."""
    done = {one.role: one for one in sign_offs(workspace, parameters)}
    for earlier in Role:
        one = done.get(earlier)
        if earlier is role:
            if one is not None and one.valid:
                yield f"{one.words}，已经签过，仍然有效。"
            return
        if one is None:
            yield f"还没有{ROLE_WORDS[earlier]}签名。"
        elif not one.valid:
            yield f"{one.words}。请{ROLE_WORDS[earlier]}重新签名。"


def _checked(parameters: Parameters, text: bytes, armoured: bytes) -> tuple[Statement, bytes]:
    """Return what a text states and the key that signed it, if the signature is of it."""
    try:
        return checked(text, armoured)
    except SignatureFault as fault:
        raise _refused(parameters, [f"{fault}。"]) from None


def _wrong(
    parameters: Parameters, workspace: Path, statement: Statement, key: bytes
) -> Iterator[str]:
    """Yield why somebody may not sign, though their signature is good."""
    signers = read_signers(workspace)
    if fault := signers.why_not(statement.principal, statement.role, key, statement.time):
        yield f"{fault}。"
    head = statement.content.decisions
    if head and head not in decisions_of(parameters, workspace).chain:
        yield "签名时的审核决定现在没有了：review.jsonl 被删去了行，或者改过。"
    if fault := too_early(statement.time):
        yield f"{fault}。"
    for one in sign_offs(workspace, parameters):
        # Not asked of what is signed already: whoever signs a second time signs later.
        earlier = [*Role].index(one.role) < [*Role].index(statement.role)
        if earlier and one.valid and one.time and statement.time < one.time - CLOCK:
            yield f"签名的时间早于{ROLE_WORDS[one.role]}，请核对签名人机器的时钟。"
    yield from same_person_faults(parameters, workspace, statement.role, statement.principal, key)


def same_person_faults(
    parameters: Parameters, workspace: Path, role: Role, principal: str, key: bytes = b""
) -> Iterator[str]:
    """Yield which other signature is by the same person.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    role : Role
        As what they sign.
    principal : str
    key : bytes
        What they sign with; b"" where that is not known yet.
    """
    people = read_signers(workspace).people
    for one in sign_offs(workspace, parameters):
        if one.valid and one.role is not role:
            why = same_person(principal, one.principal, people, (key, one.key))
            if why:
                yield f"与{ROLE_WORDS[one.role]}{why}。三次签名须是三个人。"


def _kept(
    parameters: Parameters,
    workspace: Path,
    statement: Statement,
    key: bytes,
    text: bytes,
    armoured: bytes,
) -> SignOff:
    """Keep a signature, if it is still wanted, and return it as it is read back."""
    folder = workspace / signature_folder(parameters)
    files = {
        CONTENT: statement.content.text.encode(),
        text_name(statement.role): text,
        signature_name(statement.role): armoured,
    }
    with alone(workspace / parameters.data_folder):
        # Somebody else may have signed while this one was asked for a passphrase.
        faults = [*_out_of_turn(parameters, workspace, statement.role)]
        faults += _wrong(parameters, workspace, statement, key)
        _refuse(parameters, faults)
        hold_unlinked(workspace / parameters.data_folder, folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            with whole_file(folder / name) as file:
                file.write_bytes(content)
    keep_reviewed(parameters, workspace)
    return next(one for one in sign_offs(workspace, parameters) if one.role is statement.role)


def _refuse(parameters: Parameters, faults: Sequence[str]) -> None:
    if faults:
        raise _refused(parameters, faults)


def _refused(parameters: Parameters, faults: Sequence[str]) -> SigningError:
    return SigningError(f"{parameters.name}没有签名：", faults)
