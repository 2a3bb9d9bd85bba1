"""Publishing a report that passed and was signed three times: just the bytes that were signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportkit.decisions import alone
from reportkit.errors import PublishingError
from reportkit.inputs.files import files_below
from reportkit.inputs.names import MANIFEST
from reportkit.making.manifest import read_manifest
from reportkit.params import Parameters
from reportkit.reading import read_bytes
from reportkit.review.publishing.correction import (
    CORRECTION,
    changed_words,
    correction_text,
    reason_in,
    reason_line,
)
from reportkit.review.publishing.layout import EARLIER, SUMS, sums_text
from reportkit.review.publishing.verify_published import held
from reportkit.review.seals import sealed
from reportkit.review.signing.clean import clean_files, digests_of
from reportkit.review.signing.content import CONTENT, Content, read_content
from reportkit.review.signing.ready import obstacles
from reportkit.review.signing.sign_offs import (
    SignOff,
    sign_offs,
    signature_folder,
    signature_name,
    text_name,
)
from reportkit.review.signing.signers import ROLE_WORDS, Role
from reportkit.trouble import refused
from reportkit.workspace import PUBLISHED
from reportkit.writing import LinkedError, hold_unlinked, restore, whole_folder


def publish(
    parameters: Parameters, workspace: Path, stale: Sequence[str], *, correct: str = ""
) -> bool:
    """Publish a report, or say that it is published already.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    stale : sequence of str
        Why it would have to be made anew (see `Site.reasons_to_run`).
    correct : str
        Why a version that was published before is corrected (更正); that version is kept.

    Returns
    -------
    bool
        Whether anything was published now.

    Raises
    ------
    PublishingError
        With everything that keeps it from being published.
    DecisionsError
        Where the chain of decisions is broken.
    """
    folder = workspace / parameters.published_folder
    try:
        hold_unlinked(workspace / PUBLISHED, folder.parent)
    except LinkedError as error:
        raise _refused(parameters, [refused(error)]) from None
    files = _files(parameters, workspace, stale)
    with alone(workspace / parameters.data_folder):
        restore(folder)
        before = _published(parameters, workspace)
        if before and _content_of(before) == _content_of(files) and _is_told(correct, before):
            return False
        if faults := [*_not_corrected(before, files, correct)]:
            raise _refused(parameters, faults)
        if before:
            files |= _with_earlier(before)
            files[CORRECTION] = correction_text(before, files, correct).encode()
        files |= sealed(files, workspace)
        files[SUMS] = sums_text(digests_of(files)).encode()
        with whole_folder(folder) as fresh:
            for name, content in files.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
    return True


def _files(parameters: Parameters, workspace: Path, stale: Sequence[str]) -> dict[str, bytes]:
    """Return what is published, once it is known that it may be."""
    signed = {one.role: one for one in sign_offs(workspace, parameters)}
    faults = [*obstacles(parameters, workspace, stale), *_unsigned(signed)]
    if faults:
        raise _refused(parameters, faults)
    clean = clean_files(parameters, workspace, read_manifest(parameters, workspace))
    now = Content.of(parameters, "", digests_of(clean))
    contents = [one.content for one in signed.values() if one.content is not None]
    if others := dict.fromkeys(name for one in contents for name in one.differences(now)):
        fault = f"重新生成的 {'、'.join(others)} 与签过的不是同样的字节，软件换了版本也会这样。"
        remedy = "请用 reportkit run --force 重新生成，再重新签名。"
        raise _refused(parameters, [f"{fault}{remedy}"])
    signatures = workspace / signature_folder(parameters)
    names = [name(role) for role in Role for name in (text_name, signature_name)]
    return (
        clean
        | {CONTENT: contents[-1].text.encode()}  # the last to sign saw the latest decisions
        | {name: read_bytes(signatures / name) for name in names}
    )


def _unsigned(signed: Mapping[Role, SignOff]) -> Iterator[str]:
    for role in Role:
        if role not in signed:
            yield f"还没有{ROLE_WORDS[role]}签名。"
        elif not signed[role].valid:
            yield f"{signed[role].words}。"


def _published(parameters: Parameters, workspace: Path) -> dict[str, bytes]:
    """Return what is published already; refused where it is not what was signed and published."""
    folder = workspace / parameters.published_folder
    if folder.is_symlink():
        fault = f"{parameters.published_folder.as_posix()} 是链接。请移走，发布时会新建文件夹。"
        raise _refused(parameters, [fault])
    names = files_below(folder)
    wrong = [check.words for check in held(folder, workspace)[0] if check.good is False]
    if names and wrong:
        remedy = "请从备份恢复，或者把它整个移走。"
        faults = [f"已发布的一版不能采用：{words}。{remedy}" for words in wrong]
        raise _refused(parameters, faults)
    return {name: read_bytes(folder / name) for name in names}


def _is_told(correct: str, before: Mapping[str, bytes]) -> bool:
    """Whether the reason is that of what is published, or none: the command was given again."""
    told = before.get(CORRECTION, b"").decode("utf-8", "replace")
    return not correct or reason_in(told) == reason_line(correct)


def _not_corrected(
    before: Mapping[str, bytes], files: Mapping[str, bytes], correct: str
) -> Iterator[str]:
    if not before:
        if correct:
            yield "还没有发布过，没有可更正的。请去掉 --correct。"
    elif not correct:
        yield (
            f"已经发布过另一版，{changed_words(before, files)}。"
            "更正请用 --correct 写明原因，原来的一版会保留。"
        )
    elif _content_of(before) == _content_of(files):
        yield "与已发布的一版没有不同，没有可更正的。"


def _content_of(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return the digests of what readers get: not of who signed it, nor of what it was made of."""
    listed = read_content(files[CONTENT].decode()).files
    return {name: digest for name, digest in listed.items() if name != MANIFEST}


def _with_earlier(before: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the versions before, each in a folder of its own: ``earlier/1`` is the oldest."""
    kept = {name: content for name, content in before.items() if name.startswith(f"{EARLIER}/")}
    number = 1 + len({name.split("/")[1] for name in kept})
    own = {name: content for name, content in before.items() if name not in kept}
    return kept | {f"{EARLIER}/{number}/{name}": content for name, content in own.items()}


def _refused(parameters: Parameters, faults: Sequence[str]) -> PublishingError:
    return PublishingError(f"{parameters.name}没有发布：", faults)
