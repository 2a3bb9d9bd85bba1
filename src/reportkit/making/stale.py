"""Whether a bureau-year has to be made again: its manifest against what is there now.

Everything is compared by content. Touching a file without changing it is not a change; a change of
the kit itself, down to a font, is one. Who asks for thousands may bring a memory of which files
were in order (see `memory`): what the system says is as it was then is not read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from reportkit.decisions.inputs import input_digests
from reportkit.errors import ReportkitError
from reportkit.inputs.agreement import DIGEST, WITNESSED, disagreements
from reportkit.inputs.basis import differences
from reportkit.inputs.files import files_below
from reportkit.inputs.kit import package_digest, versions
from reportkit.inputs.names import MANIFEST
from reportkit.inputs.typed import WorkspaceTree, inputs_of
from reportkit.making.manifest import is_under_review, output_digests
from reportkit.making.memory import Memory, Seen, look
from reportkit.params import Parameters
from reportkit.reading import read_bytes, read_json
from reportkit.trouble import refused

_OUTPUT = "输出 "


def changed_by_hand(reasons: Iterable[str]) -> list[str]:
    """Return those of the reasons to run that tell of outputs that nobody but a hand changed."""
    return [reason for reason in reasons if reason.startswith(_OUTPUT)]


def reasons_to_run(
    parameters: Parameters,
    workspace: Path,
    *,
    embed_fonts: bool | None = None,
    memory: Memory | None = None,
) -> list[str]:
    """Return, in Chinese, why a bureau-year has to be made; nothing where it stands as it is.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    embed_fonts : bool, optional
        Whether pages are to bring their fonts along; None where they may be as they are.
    memory : Memory, optional
        Of what was found in order before; what is found in order now is remembered in it.
    """
    try:
        seen = None if memory is None else _seen(parameters, workspace, embed_fonts=embed_fonts)
        if memory is not None and memory.holds(parameters.key, seen):
            return []
        folder = workspace / parameters.output_folder
        kept = read_json(folder / MANIFEST)
        asked = kept["embed_fonts"] if embed_fonts is None else embed_fonts
        reasons = list(_reasons(kept, parameters, workspace, folder, embed_fonts=asked))
    except FileNotFoundError:
        return ["还没有生成过"]
    except ReportkitError as error:  # a form that was spoilt meanwhile: making it will tell, too
        return [str(error)]
    except OSError as error:
        return [f"看不出有没有变化：{refused(error)}"]
    except (ValueError, KeyError, AttributeError, TypeError):
        return ["上次的清单读不出来"]
    if memory is not None and not reasons:
        memory.keep(parameters.key, seen)
    return reasons


def _seen(parameters: Parameters, workspace: Path, *, embed_fonts: bool | None) -> Seen | None:
    """Return what the system says of every file that is compared, and of what else tells."""
    folder = parameters.key.output_path
    outputs = files_below(f"{workspace}/{folder}")
    inputs = inputs_of(parameters, workspace).files(WorkspaceTree(workspace))
    rests_on = (parameters, embed_fonts, is_under_review(workspace), _kit())
    return look(workspace, [*inputs, *(f"{folder}/{name}" for name in outputs)], repr(rests_on))


@cache
def _kit() -> str:
    return repr((package_digest(), versions(), versions(embed_fonts=True)))


def _reasons(
    kept: Mapping[str, Any],
    parameters: Parameters,
    workspace: Path,
    folder: Path,
    *,
    embed_fonts: bool,
) -> Iterator[str]:
    changed = differences(kept["parameters"], parameters.for_notebook())
    yield from (f"参数 {name} {how}" for name, how in changed)
    yield from (f"{name} {how}" for name, how in _inputs(kept, parameters, workspace))
    if (reviewed := is_under_review(workspace)) != kept["under_review"]:
        yield "现在要审签" if reviewed else "现在不用审签了"
    if embed_fonts != kept["embed_fonts"]:
        yield "现在要嵌入字体" if embed_fonts else "现在不用嵌入字体了"
    if kept["package"] != package_digest():
        yield "软件变了"
    for name, how in differences(kept["versions"], versions(embed_fonts=kept["embed_fonts"])):
        yield f"{name} 的版本{how}"
    outputs = [*differences(kept["outputs"], output_digests(folder))]
    yield from (f"{_OUTPUT}{name} {how}" for name, how in outputs)
    if DIGEST not in kept and kept["package"] == package_digest():
        yield f"{_OUTPUT}{MANIFEST} 变了"
    elif not outputs:
        told = [name for name in WITNESSED if name in kept["outputs"]]
        contents = {name: read_bytes(folder / name) for name in told}
        yield from (f"{_OUTPUT}{one}" for one in disagreements(kept, parameters.key, contents))


def _inputs(
    kept: Mapping[str, Any], parameters: Parameters, workspace: Path
) -> Iterator[tuple[str, str]]:
    return differences(kept["inputs"], input_digests(parameters, workspace))
