"""Who may sign: ``review/allowed_signers`` (OpenSSH's format) and ``review/roles.yaml``."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from reportkit.errors import FormError, SigningError
from reportkit.inputs.names import ROLES, SIGNERS
from reportkit.reading import read_bytes
from reportkit.review.signing.persons import People, folded, people_of
from reportkit.review.signing.sshsig import EPOCH, NAMESPACE, key_name, kind_of
from reportkit.strict import Located, read_yaml
from reportkit.trouble import refused


class Role(StrEnum):
    """Which of the three signatures, in the order in which they are given."""

    FIRST = "first"
    SECOND = "second"
    FINAL = "final"


ROLE_WORDS = {Role.FIRST: "初审", Role.SECOND: "复审", Role.FINAL: "终审"}

_LINE = re.compile(
    r"(?P<principals>\S+)[ \t]+"
    r"(?:(?P<options>[a-z-]+=\"[^\"\\]*\"(?:,[a-z-]+=\"[^\"\\]*\")*)[ \t]+)?"
    r"(?P<kind>[a-z0-9@.-]+)[ \t]+(?P<key>[A-Za-z0-9+/=]+)(?:[ \t].*)?"
)
_OPTION = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
# OpenSSH reads some of these as a pattern, or as the end of the name.
_NOT_IN_NAMES = re.compile(r"[\s\"',*?!#\\]")
_UNSEEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ufeff]")
_TIME = re.compile(r"(\d{8})(\d{4})?(\d{2})?(Z)?", re.ASCII)
_ALWAYS = dt.datetime.min.replace(tzinfo=dt.UTC)
_FOREVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Key:
    """A line of ``allowed_signers``.

    Attributes
    ----------
    principals : tuple of str
        Who may use it.
    blob : bytes
        The public key in SSH's encoding.
    after, before : datetime.datetime
        When it may be used: from the one on, and no more at the other.
    """

    principals: tuple[str, ...]
    blob: bytes
    after: dt.datetime
    before: dt.datetime


@dataclass(frozen=True, slots=True)
class Signers:
    """Who may sign as what, with which keys, and who of them is one person."""

    roles: Mapping[str, frozenset[Role]]
    keys: tuple[Key, ...]
    people: People

    def principal_of(self, blob: bytes) -> str | None:
        """Return whose key it is; None where it is nobody's, or of several people."""
        names = {name for key in self.keys if key.blob == blob for name in key.principals}
        return names.pop() if len(names) == 1 else None

    def why_no_role(self, principal: str, role: Role) -> str:
        """Return why somebody may not sign as something, whatever the key; empty where they may."""
        if role in self.roles.get(principal, ()):
            return ""
        alike = [one for one in self.roles if one != principal and folded(one) == folded(principal)]
        how = f"，那里写的是 {alike[0]}，写法要完全相同" if alike else ""
        return f"{ROLES} 没有让 {principal} 担任{ROLE_WORDS[role]}{how}"

    def why_not(self, principal: str, role: Role, blob: bytes, when: dt.datetime) -> str:
        """Return why a key may not sign for somebody as something at a time; empty where it may."""
        if fault := self.why_no_role(principal, role):
            return fault
        own = [key for key in self.keys if key.blob == blob and principal in key.principals]
        if not own:
            return f"密钥 {key_name(blob)} 不是 {SIGNERS} 里 {principal} 的，换过密钥的须先登记"
        if not any(key.after <= when < key.before for key in own):
            return f"签名时 {principal} 的密钥还没有生效，或者已经过期（{SIGNERS}）"
        return ""


def is_principal(name: str) -> bool:
    """Return whether somebody can be called so in both files."""
    return bool(name) and name.isprintable() and not _NOT_IN_NAMES.search(name)


def read_signers(workspace: Path) -> Signers:
    """Read who may sign.

    Raises
    ------
    SigningError
        Where either file is missing or wrong.
    """
    roles = _roles(_text(workspace, ROLES))
    return Signers(roles, *_keys(_text(workspace, SIGNERS)))


def _text(workspace: Path, name: str) -> str:
    try:
        # OpenSSH takes a byte order mark for a part of the first name: it has to be told there.
        encoding = "utf-8" if name == SIGNERS else "utf-8-sig"
        return read_bytes(workspace / name).decode(encoding)
    except FileNotFoundError:
        fault = f"没有 {name}，不知道谁可以签名。写法见 docs/review.md。"
    except UnicodeDecodeError:
        fault = f"{name} 不是 UTF-8 编码，请另存为 UTF-8。"
    except OSError as error:
        fault = refused(error)
    raise SigningError("不能签名：", [fault])


@lru_cache(maxsize=8)
def _roles(text: str) -> Mapping[str, frozenset[Role]]:
    """Return who may sign as what; a batch of thousands reads the same text each time."""
    try:
        data = read_yaml(text, ROLES)
    except FormError as error:
        raise SigningError(error.heading, error.problems) from None
    if not isinstance(data, Located) or not data:
        problem = "应为“签名人: [初审]”，一行一人。"
        raise SigningError(f"{ROLES} 有误：", [problem])
    words = {name: role for role, word in ROLE_WORDS.items() for name in (role.value, word)}
    problems = []
    for name, roles in data.items():
        place = f"{ROLES} 第 {data.lines[name]} 行"
        if not is_principal(name):
            problems.append(f"{place}：签名人 {name!r} 里不能有空格、引号和 , * ? ! #。")
        listed = roles if isinstance(roles, list) else [roles]
        told = [role for role in listed if isinstance(role, str)]
        if len(told) < len(listed) or not listed:
            problems.append(f"{place}：{name} 后面应为 [初审] 这样的角色，几个角色用逗号隔开。")
        unknown = [role for role in told if role not in words]
        problems += [f"{place}：没有 {role} 这一角色，应为初审、复审、终审。" for role in unknown]
    if problems:
        raise SigningError(f"{ROLES} 有误：", problems)
    return {
        name: frozenset(words[role] for role in (roles if isinstance(roles, list) else [roles]))
        for name, roles in data.items()
    }


@lru_cache(maxsize=8)
def _keys(text: str) -> tuple[tuple[Key, ...], People]:
    problems: list[str] = []
    keys = tuple(_read_keys(text, problems))
    if problems:
        raise SigningError(f"{SIGNERS} 有误：", problems)
    return keys, people_of(keys)


def _read_keys(text: str, problems: list[str]) -> Iterator[Key]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            key = _read_key(line.removesuffix("\r"))
        except ValueError as error:
            problems.append(f"{SIGNERS} 第 {number} 行：{error}。")
        else:
            if key is not None:
                yield key


def _read_key(line: str) -> Key | None:
    """Return the key of a line; None where it is for another purpose than ours."""
    if _UNSEEN.search(line):
        msg = "里面有看不见的字符，例如文件开头的 BOM。请另存为不带 BOM 的 UTF-8"
        raise ValueError(msg)
    read = _LINE.fullmatch(line)
    if read is None:
        msg = '应为“签名人 valid-before="20271231Z" ssh-ed25519 公钥”'
        raise ValueError(msg)
    principals = tuple(read["principals"].split(","))
    if not all(map(is_principal, principals)):
        msg = "签名人须逐个写明，用逗号隔开，不能用引号和 * ? !"
        raise ValueError(msg)
    pairs = _OPTION.findall(read["options"] or "")
    options = dict(pairs)
    if len(options) < len(pairs) or options.keys() - {"namespaces", "valid-after", "valid-before"}:
        msg = "选项只能是 namespaces、valid-after、valid-before，各一次"
        raise ValueError(msg)
    blob = _blob(read["kind"], read["key"])
    after, before = (
        _time(options[name]) if name in options else always
        for name, always in (("valid-after", _ALWAYS), ("valid-before", _FOREVER))
    )
    spaces = options.get("namespaces", NAMESPACE).split(",")
    if NAMESPACE not in spaces or any(name.startswith("!") for name in spaces):
        return None
    return Key(principals, blob, after, before)


def _blob(kind: str, coded: str) -> bytes:
    """Return a public key, which has to be whole and of the kind that is said before it."""
    try:
        blob = base64.b64decode(coded, validate=True)
    except binascii.Error:
        blob = b""
    if base64.b64encode(blob).decode() != coded or not coded:
        msg = "公钥不完整"
        raise ValueError(msg)
    if kind_of(blob) != kind.encode():
        msg = f"公钥不是 {kind} 的"
        raise ValueError(msg)
    return blob


def _time(text: str) -> dt.datetime:
    """Return a time as OpenSSH reads it: by this machine's clock, unless it ends in Z."""
    read = _TIME.fullmatch(text)
    if read is None or (read[3] and not read[2]):
        msg = f"{text} 应为 20271231Z 这样的日期"
        raise ValueError(msg)
    day, minutes, seconds, zulu = read.groups("")
    try:
        time = dt.datetime.strptime(f"{day}{minutes or '0000'}{seconds or '00'}", "%Y%m%d%H%M%S")  # noqa: DTZ007
        time = time.replace(tzinfo=dt.UTC) if zulu else time.astimezone()
    except (ValueError, OverflowError, OSError):  # Windows knows no local time before 1970
        time = _ALWAYS
    if time <= EPOCH:
        msg = f"{text} 不是 1970 年以后的日期"
        raise ValueError(msg)
    return time
