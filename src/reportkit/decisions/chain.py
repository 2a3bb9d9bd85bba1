"""The lines of ``review.jsonl`` and the chain through them: read whole, or refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from pydantic import ValidationError

from reportkit.decisions.decision import LINE, VERSION, Decision, Kind
from reportkit.errors import DecisionsError
from reportkit.inputs.names import DECISIONS
from reportkit.reading import parse_json, read_bytes
from reportkit.trouble import refused

_END = b"\n"
# Git for Windows does so, unless it is told not to; a backup would have it done again.
_REMEDY_OF_GIT = (
    "用 git 的，请在工作目录放 .gitattributes，里面写一行“* -text”，删去这个文件再检出；"
    "不用 git 的，请从备份恢复。"
)
_REMEDY = "这个文件只由 reportkit review 添写，不能手改。请从备份恢复。"


@dataclass(frozen=True, slots=True)
class Chain:
    """The decisions of all forms, with the digest of each line, in order."""

    decisions: tuple[Decision, ...] = ()
    digests: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The digest of the last line; empty where there is none."""
        return self.digests[-1] if self.digests else ""


def read_chain(folder: Path) -> Chain:
    """Read the decisions in a data folder; none where there is no file of them.

    Raises
    ------
    DecisionsError
        Where a line cannot be read, was changed, is missing or stands elsewhere than it did.
    """
    path = folder / DECISIONS
    try:
        content = read_bytes(path)
    except FileNotFoundError:
        return Chain()
    except OSError as error:
        raise broken(folder, [refused(error, path)]) from None
    return parse_chain(content, folder)


def parse_chain(content: bytes, folder: Path) -> Chain:
    """Return the decisions that a file holds (see `read_chain`)."""
    *lines, torn = content.split(_END)
    problems = list(_resaved(lines))
    read = [_read(line, number) for number, line in enumerate(lines, start=1)]
    problems += [one for one in read if isinstance(one, str)]
    decisions = tuple(one for one in read if isinstance(one, Decision))
    digests = tuple(hashlib.sha256(line).hexdigest() for line in lines)
    if not problems:
        problems += _breaks(decisions, digests)
    if torn:
        number = len(lines) + 1
        problems.append(
            f"第 {number} 行没有写完（写入时中断），这一决定没有记下。"
            f"请删去第 {number} 行，再重新作这一决定。"
        )
    if problems:
        raise broken(folder, problems)
    return Chain(decisions, digests)


def broken(folder: Path, problems: Sequence[str]) -> DecisionsError:
    """Return the error of a file of decisions."""
    # As much of the path as is the same on every machine.
    named = PurePath(*folder.parts[-3:], DECISIONS).as_posix()
    heading = f"审核决定 {named} 不能采用："
    return DecisionsError(heading, problems)


def _resaved(lines: Sequence[bytes]) -> Iterator[str]:
    """Name what editors do to a file that they are only asked to save."""
    if lines and all(line.endswith(b"\r") for line in lines):
        yield f"每一行的行尾都多了回车：git 检出时换过换行，或者被别的程序另存过。{_REMEDY_OF_GIT}"
    elif any(line.endswith(b"\r") or line.startswith(b"\xef\xbb\xbf") for line in lines):
        yield f"文件被别的程序另存过，开头或者行尾多了字符。{_REMEDY}"


def _read(line: bytes, number: int) -> Decision | str:
    """Return the decision of a line, or what is wrong with it."""
    place = f"第 {number} 行"
    try:
        data = parse_json(line)
    except ValueError:
        return f"{place}读不出来。{_REMEDY}"
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int) and version > VERSION:
        return f"{place}是较新版本的软件写的，这一版读不懂。请升级 reportkit。"
    if version == VERSION and data.get("kind") not in [*Kind]:
        return f"{place}的决定（kind）是这一版不认识的。请升级 reportkit，或者从备份恢复。"
    try:
        return LINE.validate_json(line)
    except ValidationError as error:
        names = "、".join(dict.fromkeys(str(one["loc"][0]) for one in error.errors() if one["loc"]))
        return f"{place}的内容不对{f'（{names}）' if names else ''}。{_REMEDY}"


def _breaks(decisions: Sequence[Decision], digests: Sequence[str]) -> Iterator[str]:
    """Yield where a line does not follow the one before, or is about another report."""
    before = ""
    for number, (one, digest) in enumerate(zip(decisions, digests, strict=True), start=1):
        if one.previous != before:
            yield f"第 {number} 行{_why(one, number, digests)}{_REMEDY}"
        before = digest
        first = decisions[0]
        if (one.bureau, one.year) != (first.bureau, first.year):
            yield (
                f"第 {number} 行说的是 {one.bureau} {one.year}，"
                f"第 1 行说的是 {first.bureau} {first.year}。{_REMEDY}"
            )


def _why(one: Decision, number: int, digests: Sequence[str]) -> str:
    if one.previous in digests or (not one.previous and number > 1):
        place = digests.index(one.previous) + 1 if one.previous else 0
        return f"原来接在{f'第 {place} 行后面' if place else '最前面'}：中间多了行，或者次序变了。"
    if number == 1:
        return "前面原来还有行，现在没有了。"
    return f"接不上第 {number - 1} 行：第 {number - 1} 行后来改过，或者两行之间少了行。"
