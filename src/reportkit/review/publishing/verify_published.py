"""Verifying a published report, wherever it lies."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from reportkit.errors import ParametersError, PublishingError, SigningError
from reportkit.inputs.basis import differences
from reportkit.inputs.files import digest, files_below, is_input
from reportkit.inputs.names import FIGURES, MANIFEST
from reportkit.params import Parameters
from reportkit.reading import read_bytes
from reportkit.review.publishing.checks import (
    Check,
    Made,
    chain_checks,
    input_checks,
    kit_checks,
    read_made,
)
from reportkit.review.publishing.correction import CORRECTION, correction_text, reason_in
from reportkit.review.publishing.layout import EARLIER, SUMS, read_sums
from reportkit.review.seals import fault_of
from reportkit.review.signing.clean import digests_of
from reportkit.review.signing.content import CONTENT, Content, read_content
from reportkit.review.signing.sign_offs import judged, signature_name, text_name
from reportkit.review.signing.signers import ROLE_WORDS, Role, Signers, read_signers
from reportkit.workspace import PUBLISHED

_COMPARED = ("report.html", FIGURES)


def is_published(folder: Path) -> bool:
    """Return whether a folder is a published report; else it is one of outputs."""
    return any((folder / name).exists() for name in (SUMS, CONTENT))


def verify_published(folder: Path, workspace: Path) -> list[Check]:
    """Hold a published report against its sums, content, signatures, decisions and inputs.

    Parameters
    ----------
    folder : Path
        Anywhere.
    workspace : Path
        Says who may sign, and has the decisions and the inputs, unless it has not.
    """
    checks, made = held(folder, workspace)
    if made is None:
        return checks
    if is_earlier(folder, made.parameters, workspace):
        words = "所依据的数据和参数以后可能改过，没有与现在的核对"
        return [*checks, Check(words, good=None), *kit_checks(made)]
    return [*checks, *input_checks(made, workspace, published=True), *kit_checks(made)]


def held(folder: Path, workspace: Path) -> tuple[list[Check], Made | None]:
    """Hold a published report against itself, its signatures and the decisions.

    Returns
    -------
    list of Check
    Made or None
        What its manifest tells; None where that cannot be told, and so nobody knows what it is.
    """
    files = _files(folder)
    checks = [*_sums(files), *_unlisted(folder)]
    try:
        made = read_made(files.get(MANIFEST, b""), MANIFEST)
        signers = read_signers(workspace)
    except (ParametersError, SigningError) as error:
        faults = [Check(f"{error.heading}{fault}", good=False) for fault in error.problems]
        return [*checks, *faults], None
    checks.insert(0, _place(folder, made.parameters, workspace))
    chained, chain = chain_checks(made.parameters, workspace)
    for version in [".", *_versions(files)]:
        checks += _version(folder / version, version, made.parameters, signers, chain)
        checks += _strangers(folder / version, version, workspace)
    return [*checks, *_corrections(files), *chained], made


def _place(folder: Path, parameters: Parameters, workspace: Path) -> Check:
    """Tell whose report it is, and whether it stands where another's ought to."""
    whose = f"这是{parameters.name}的报告（{parameters.form}）"
    # Not what links lead to: a link in the place of a report shows another's.
    published, here, own = map(
        Path.absolute, (workspace / PUBLISHED, folder, workspace / parameters.published_folder)
    )
    here = Path(os.path.normpath(here))
    if is_earlier(folder, parameters, workspace):
        return Check(f"{whose}，更正以前的一版")
    if here == own or not here.is_relative_to(published):
        return Check(whose)
    return Check(f"{whose}，应在 {parameters.published_folder.as_posix()}", good=False)


def is_earlier(folder: Path, parameters: Parameters, workspace: Path) -> bool:
    """Return whether a folder is that of a version that was corrected since."""
    here = Path(os.path.normpath(folder.absolute()))
    kept = workspace.absolute() / parameters.published_folder / EARLIER
    return here.parent == Path(os.path.normpath(kept)) and here.name.isdecimal()


def _files(folder: Path) -> dict[str, bytes]:
    """Return the plain files of a folder, with what is in them; the others `_unlisted` names."""
    return {
        name: read_bytes(folder / name) for name in files_below(folder) if (folder / name).is_file()
    }


def _unlisted(folder: Path) -> Iterator[Check]:
    """Yield what is in a folder and not among its files: links, and what is hidden."""
    for parent, folders, names in os.walk(folder):
        for name in sorted([*folders, *names]):
            path = Path(parent, name)
            place = path.relative_to(folder).as_posix()
            if path.is_symlink():
                yield Check(f"{place} 是链接，所指的内容不在这里", good=False)
            elif not (path.is_file() or path.is_dir()):
                yield Check(f"{place} 不是普通文件，没有核对", good=False)
            elif not is_input(name):
                yield Check(f"{place} 是隐藏的，没有核对", good=None)


def _sums(files: Mapping[str, bytes]) -> Iterator[Check]:
    sums = read_sums(files.get(SUMS, b"").decode("utf-8", "replace"))
    now = digests_of({name: content for name, content in files.items() if name != SUMS})
    changed = [*differences(sums, now)]
    if not sums:
        yield Check(f"{SUMS} 没有了，或者改过", good=False)
    elif not changed:
        yield Check(f"已发布的 {len(now)} 个文件与 {SUMS} 相同")
    else:
        yield from (Check(f"{name} {how}：发布以后被改过", good=False) for name, how in changed)


def _versions(files: Mapping[str, bytes]) -> list[str]:
    """Return the folders of earlier versions, oldest first."""
    numbers = {name.split("/")[1] for name in files if name.startswith(f"{EARLIER}/")}
    return [f"{EARLIER}/{number}" for number in sorted(numbers, key=lambda one: (len(one), one))]


def _version(
    folder: Path,
    name: str,
    parameters: Parameters,
    signers: Signers,
    chain: Container[str] | None,
) -> Iterator[Check]:
    """Yield what is found of one published version: its files, and who signed them."""
    place = "" if name == "." else f"{name}/"
    try:
        content = read_content(read_bytes(folder / CONTENT).decode())
    except (OSError, ValueError):
        yield Check(f"{place}{CONTENT} 没有了，或者不是原样", good=False)
        return
    if content.key != parameters.key:
        yield Check(f"{place}{CONTENT} 是另一份报告的", good=False)
    for each, wanted in content.files.items():
        if not (folder / each).is_file() or digest(folder / each) != wanted:
            yield Check(f"{place}{each} 与签过的不同", good=False)

    def differs(signed: Content) -> str:
        others = "、".join(content.differences(signed))
        return f"签的是另一份内容（{others}）" if others else ""

    signed = {one.role: one for one in judged(folder, signers, chain, differs)}
    for role in Role:
        if role in signed:
            yield Check(f"{place}{signed[role].words}", good=signed[role].valid)
        else:
            yield Check(f"{place}没有{ROLE_WORDS[role]}签名", good=False)
    final = signed.get(Role.FINAL)
    if final and final.content and final.content.text != content.text:
        yield Check(f"{place}{CONTENT} 与终审所签的文字不同", good=False)


def _strangers(folder: Path, version: str, workspace: Path) -> Iterator[Check]:
    """Yield what is found of the files that are not signed: seals, and what does not belong."""
    files = _files(folder)
    try:
        own = {CONTENT, SUMS, CORRECTION, *read_content(files[CONTENT].decode()).files}
    except (KeyError, ValueError):
        return  # told already
    own |= {name(role) for role in Role for name in (text_name, signature_name)}
    for name in files:
        if name in own or name.startswith(f"{EARLIER}/"):
            continue
        place = name if version == "." else f"{version}/{name}"
        try:
            fault = fault_of(name, files, workspace)
        except PublishingError as error:
            yield Check(f"{place} 没有核对：{error.problems[0].rstrip('。')}", good=None)
            continue
        if fault is None:
            yield Check(f"{place} 没有人签过", good=False)
        else:
            yield Check(f"{place} 的章{f'不对：{fault}' if fault else '完好'}", good=not fault)


def _corrections(files: Mapping[str, bytes]) -> Iterator[Check]:
    """Hold what each version says that it corrected against the version before."""
    versions = [*(f"{name}/" for name in _versions(files)), ""]
    for before, after in pairwise(versions):
        text = files.get(f"{after}{CORRECTION}", b"").decode("utf-8", "replace")
        earlier, later = (
            {name: files.get(f"{version}{name}", b"") for name in _COMPARED}
            for version in (before, after)
        )
        try:
            good = text == correction_text(earlier, later, reason_in(text))
        except (ValueError, KeyError, TypeError):
            good = False
        words = "与两版的不同之处相符" if good else "与两版的不同之处不符"
        yield Check(f"{after}{CORRECTION} {words}", good=good)
    if f"{versions[0]}{CORRECTION}" in files:
        yield Check(f"有 {versions[0]}{CORRECTION}，却没有更正以前的一版", good=False)
    if versions[:-1] != [f"{EARLIER}/{number}/" for number in range(1, len(versions))]:
        yield Check(f"{EARLIER} 里的各版缺号，或者多了别的", good=False)
