"""What reviewers do on a page: each function takes what a form sent, and acts as its reader."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.errors import DecisionsError, SigningError
from reportkit.review.deciding import decide, hold_printable, send_back
from reportkit.review.desk import stale_at
from reportkit.review.serve.agent import key_in_agent
from reportkit.review.signing.sign import sign_by_key, statement_of, take_signature
from reportkit.review.signing.sign_offs import checked
from reportkit.review.signing.signers import Role
from reportkit.review.signing.sshsig import SignatureFault
from reportkit.scratch import own_folder

if TYPE_CHECKING:
    from reportkit.params import Parameters
    from reportkit.review.serve.shelf import Shelf

Form = Mapping[str, str]
Files = Mapping[str, bytes]
_LARGEST = 1 << 20  # bytes of a statement or a signature: both are a few lines
_rendering = threading.Lock()  # one report at a time: rendering takes seconds and much memory


def decide_one(shelf: Shelf, parameters: Parameters, reader: str, form: Form, _files: Files) -> str:
    """Decide a finding; return where on the page it stands.

    Raises
    ------
    DecisionsError
        Where it may not be decided so, or nobody knows by whom.
    """
    _hold_known(reader)
    finding, kind = form["finding"], form["kind"]
    if not finding or kind not in ("confirm", "dismiss"):
        raise DecisionsError("这一决定没有记下：", ["没有写明决定哪一处、怎样决定。"])
    printed = bool(form["print"]) and kind == "dismiss"
    if printed:
        hold_printable(parameters, shelf.workspace)
    how = {"confirms": kind == "confirm", "printed": printed}
    with shelf.work(parameters) as folder:
        decide(parameters, folder, [finding], by=reader, words=_words(form), **how)
    return f"f-{finding}"


def return_report(
    shelf: Shelf, parameters: Parameters, reader: str, form: Form, _files: Files
) -> str:
    """Send the report back to its bureau."""
    _hold_known(reader)
    with shelf.work(parameters) as folder:
        send_back(parameters, folder, by=reader, words=_words(form))
    return "top"


def statement(shelf: Shelf, parameters: Parameters, reader: str, role: str) -> str:
    """Return the text that the reader signs."""
    _hold_signer(reader)
    stale = stale_at(parameters, shelf.workspace, shelf.store)
    with _rendering, shelf.desk(parameters) as folder:
        return statement_of(parameters, folder, Role(role), reader, stale).text


def take_uploaded(
    shelf: Shelf, parameters: Parameters, reader: str, form: Form, files: Files
) -> str:
    """Keep a signature that the reader made on a machine of their own.

    Raises
    ------
    SigningError
        Where it is not the reader's, or not good.
    """
    _hold_signer(reader)
    text, signature = files.get("text", b""), files.get("signature", b"")
    if not text or not signature or max(len(text), len(signature)) > _LARGEST:
        fault = "要同时交两个文件：所签的文字（.txt），和 ssh-keygen 写出的签名（.txt.sig）。"
        raise SigningError("没有签名：", [fault])
    _hold_own(text, signature, reader)
    stale = stale_at(parameters, shelf.workspace, shelf.store)
    with _rendering, shelf.work(parameters) as folder:
        take_signature(parameters, folder, _role(form), text, signature, stale)
    return "signatures"


def sign_by_agent(
    shelf: Shelf, parameters: Parameters, reader: str, form: Form, _files: Files
) -> str:
    """Have the agent sign, with the reader's own key and no other.

    Raises
    ------
    SigningError
        Where it has none.
    """
    _hold_signer(reader)
    stale = stale_at(parameters, shelf.workspace, shelf.store)
    with (
        _rendering,
        shelf.work(parameters) as folder,
        own_folder() as own,
    ):
        key = key_in_agent(reader, folder)
        if key is None:
            fault = f"ssh-agent 里没有 {reader} 的密钥。请先用 ssh-add 加入，或者上传签名。"
            raise SigningError("没有签名：", [fault])
        public = Path(own, "key.pub")
        public.write_text(f"{key}\n", encoding="utf-8", newline="\n")
        sign_by_key(parameters, folder, _role(form), public, reader, stale)
    return "signatures"


DOING: Mapping[str, Callable[[Shelf, Parameters, str, Form, Files], str]] = {
    "decide": decide_one,
    "return": return_report,
    "sign": take_uploaded,
    "agent": sign_by_agent,
}


def _words(form: Form) -> str:
    """Return an explanation as it was typed: a browser ends lines as Windows does."""
    return form["words"].replace("\r\n", "\n")


def _role(form: Form) -> Role:
    try:
        return Role(form["role"])
    except ValueError:
        raise SigningError("没有签名：", ["没有写明签哪一审。"]) from None


def _hold_known(reader: str) -> None:
    if not reader:
        fault = "不知道您是谁：这台 Jupyter 服务器没有给出登录人。请用自己的账号登录。"
        raise DecisionsError("这一决定没有记下：", [fault])


def _hold_signer(reader: str) -> None:
    if not reader:
        fault = "不知道您是谁：这台 Jupyter 服务器没有给出登录人。请用自己的账号登录。"
        raise SigningError("没有签名：", [fault])


def _hold_own(text: bytes, signature: bytes, reader: str) -> None:
    """Refuse somebody else's signature: whoever hands one in is who signed."""
    try:
        signed, _ = checked(text, signature.replace(b"\r\n", b"\n"))
    except SignatureFault as fault:
        raise SigningError("没有签名：", [f"{fault}。"]) from None
    if signed.principal != reader:
        fault_ = f"这是 {signed.principal} 的签名，登录的是 {reader}。请由本人登录后上传。"
        raise SigningError("没有签名：", [fault_])
