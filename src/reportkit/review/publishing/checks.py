"""What verifying finds, line by line; and what is looked at wherever a report lies."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportkit.decisions import decisions_of
from reportkit.decisions.inputs import input_digests
from reportkit.errors import DecisionsError, ParametersError, ReportkitError
from reportkit.inputs.basis import differences
from reportkit.inputs.kit import package_digest, versions
from reportkit.params import Key, Parameters, parse_parameters
from reportkit.reading import parse_json
from reportkit.review.signing.told_names import told_inputs
from reportkit.sources.parameter_files import read_reports, source_files
from reportkit.workspace import PARAMS

_TABLES = ("parameters", "inputs", "outputs", "versions")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was verified.

    Attributes
    ----------
    words : str
        In Chinese, what was looked at and what was found.
    good : bool or None
        None where it could not be told.
    """

    words: str
    good: bool | None = True


@dataclass(frozen=True, slots=True)
class Made:
    """What a manifest tells.

    Attributes
    ----------
    manifest : mapping
    parameters : Parameters
        With the notebook that was used.
    """

    manifest: Mapping[str, Any]
    parameters: Parameters


def read_made(manifest: bytes, source: str) -> Made:
    """Read a manifest.

    Raises
    ------
    ParametersError
        Where it is none.
    """
    try:
        read = parse_json(manifest)
        values, inputs = dict(read["parameters"]), [*read["inputs"]]
        told = all(isinstance(read[name], dict) for name in _TABLES) and "package" in read
    except (ValueError, KeyError, TypeError, RecursionError):
        told = False
    if not told:
        msg = "不是 reportkit 写出的清单。"
        raise ParametersError(f"{source} 读不出来：", [msg])
    parameters = parse_parameters(values, source)
    return Made(read, replace(parameters, notebook=_notebook(parameters, inputs)))


def _notebook(parameters: Parameters, inputs: Sequence[str]) -> str:
    """Return the notebook that was used, which a manifest has among its inputs alone."""
    data = f"{parameters.data_folder.as_posix()}/"
    notebooks = [one for one in inputs if one.endswith(".ipynb") and not one.startswith(data)]
    return notebooks[0] if len(notebooks) == 1 else ""


def chain_checks(
    parameters: Parameters, workspace: Path
) -> tuple[list[Check], Container[str] | None]:
    """Return what is found of the decisions, and the digests of their lines."""
    if not (workspace / parameters.data_folder).is_dir():
        folder = parameters.data_folder.as_posix()
        return [Check(f"这里没有 {folder}，审核决定没有核对", good=None)], None
    try:
        decisions = decisions_of(parameters, workspace)
    except DecisionsError as error:
        return [Check(fault.rstrip("。"), good=False) for fault in error.problems], None
    told = f"审核决定 {len(decisions.chain)} 行首尾相接" if decisions.chain else "没有审核决定"
    return [Check(told)], decisions.chain


def parameter_checks(made: Made, workspace: Path) -> Iterator[Check]:
    """Hold the parameters that a manifest tells against those that stand in ``params/``."""
    now = _parameters_now(made.parameters.key, workspace)
    if now is None:
        yield Check(f"{PARAMS} 里没有这份报告的参数，没有核对", good=None)
        return
    # As this kit reads them: what the one before did not have stands as where it is left out.
    changed = [*differences(made.parameters.for_notebook(), now.for_notebook())]
    for name, how in changed:
        yield Check(f"参数 {name} {how}：报告不是按现在的参数生成的", good=False)
    if not changed:
        yield Check("参数没有变")


def _parameters_now(key: Key, workspace: Path) -> Parameters | None:
    """Return the parameters of a bureau-year; by custom they have a file of their own."""
    own = workspace / PARAMS / f"{key.slug}.yaml"
    for files in ([own] if own.is_file() else [], source_files([workspace / PARAMS])):
        found, _ = read_reports(files, workspace)
        for one in found:
            if one.key == key:
                return one
    return None


def input_checks(made: Made, workspace: Path, *, published: bool) -> Iterator[Check]:
    """Hold the inputs that a manifest tells against those that are there."""
    parameters = made.parameters
    if not (workspace / parameters.data_folder).is_dir():
        yield Check("所依据的数据不在这里，没有核对", good=None)
        return
    try:
        now = input_digests(parameters, workspace)
    except ReportkitError as error:
        yield Check(f"所依据的数据没有核对：{error}", good=None)
        return
    changed = [*differences(made.manifest["inputs"], told_inputs(now) if published else now)]
    for name, how in changed:
        yield Check(f"{name} {how}：报告所依据的不是现在的", good=False)
    if not changed:
        yield Check(f"所依据的 {len(now)} 个文件没有变")


def kit_checks(made: Made) -> Iterator[Check]:
    """Tell where the kit is another than the one that made a report."""
    manifest = made.manifest
    if (manifest["package"], manifest["versions"]) != (
        package_digest(),
        versions(embed_fonts=bool(manifest.get("embed_fonts"))),
    ):
        yield Check("软件与生成时的不是同一版", good=None)
