"""What is signed: a text that names a report and lists the digests of all that is published.

It can be read by anybody, and ``sha256sum -c`` takes it as it is: what is not a digest stands
behind ``#``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportkit.params import Key, Parameters
from reportkit.review.signing.signers import Role, is_principal
from reportkit.review.signing.sshsig import EPOCH

CONTENT = "content.txt"
_HEAD = "# reportkit content 1"
_FACTS = ("form", "year", "bureau", "name", "decisions")
_SIGNED = ("role", "principal", "time")
_FACT = re.compile(r"# ([a-z]+): (.+)")
_FILE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._-]*)")
_DIGEST = re.compile(r"[0-9a-f]{64}|none")
_TIME = "%Y%m%d%H%M%SZ"
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Content:
    """What a report comes to.

    Attributes
    ----------
    key : Key
    bureau_name : str
    decisions : str
        The head of the chain of decisions; empty where nothing was decided.
    files : mapping of str to str
        The sha256 of each file that is published, by its name.
    """

    key: Key
    bureau_name: str
    decisions: str
    files: Mapping[str, str]

    @classmethod
    def of(cls, parameters: Parameters, decisions: str, files: Mapping[str, str]) -> Content:
        """Return the content of a report."""
        return cls(parameters.key, parameters.bureau_name, decisions, dict(sorted(files.items())))

    @property
    def text(self) -> str:
        """The text of ``content.txt``."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield _HEAD
        form, year, bureau = self.key
        facts = (form, str(year), bureau, self.bureau_name, self.decisions or _NONE)
        yield from (f"# {name}: {said}" for name, said in zip(_FACTS, facts, strict=True))
        yield from (f"{digest}  {name}" for name, digest in self.files.items())

    def differences(self, other: Content) -> list[str]:
        """Return in Chinese what another content has otherwise, decisions apart."""
        if (self.key, self.bureau_name) != (other.key, other.bureau_name):
            return ["报告的单位、年度或者种类"]
        names = sorted({*self.files, *other.files})
        return [name for name in names if self.files.get(name) != other.files.get(name)]


@dataclass(frozen=True, slots=True)
class Statement:
    """A content, and who signs it as what and when: the text that is signed."""

    content: Content
    role: Role
    principal: str
    time: dt.datetime

    @property
    def text(self) -> str:
        """The text of ``first.txt`` and its like."""
        said = (self.role.value, self.principal, self.time.strftime(_TIME))
        return self.content.text + "".join(
            f"# {name}: {value}\n" for name, value in zip(_SIGNED, said, strict=True)
        )


def read_content(text: str) -> Content:
    """Read ``content.txt``.

    Raises
    ------
    ValueError
        Where it is no such text, to the letter.
    """
    content = _content(text, ())[0]
    if content.text != text:
        raise ValueError
    return content


def read_statement(text: str) -> Statement:
    """Read what somebody signed.

    Raises
    ------
    ValueError
        Where it is no such text, to the letter.
    """
    content, said = _content(text, _SIGNED)
    time = dt.datetime.strptime(said["time"], _TIME).replace(tzinfo=dt.UTC)
    statement = Statement(content, Role(said["role"]), said["principal"], time)
    known = is_principal(statement.principal) and statement.time > EPOCH
    if statement.text != text or not known:
        raise ValueError
    return statement


def _content(text: str, more: tuple[str, ...]) -> tuple[Content, dict[str, str]]:
    """Return the content in a text, and the facts behind it."""
    head, *lines = text.split("\n")[:-1]
    facts = {found[1]: found[2] for line in lines if (found := _FACT.fullmatch(line))}
    files = [found.groups() for line in lines if (found := _FILE.fullmatch(line))]
    named = {name: digest for digest, name in files}
    told = head == _HEAD and len(named) == len(files) and [*facts] == [*_FACTS, *more]
    if not told or not _DIGEST.fullmatch(facts["decisions"]) or not facts["year"].isdecimal():
        raise ValueError
    key = Key(facts["form"], int(facts["year"]), facts["bureau"])
    head_of_chain = facts["decisions"].removeprefix(_NONE)
    return Content(key, facts["name"], head_of_chain, dict(sorted(named.items()))), facts
