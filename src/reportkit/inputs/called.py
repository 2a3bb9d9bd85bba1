"""What the files that a report rests on are, in words, by their paths alone.

Also of files that are there no more: whoever tells what has changed has nothing but their names.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from reportkit.inputs.names import FIGURES
from reportkit.inputs.typed import EXPLANATIONS, FORMS
from reportkit.params import Key, Parameters
from reportkit.workspace import OUTPUTS

_PROSE, _NOTEBOOK = ".md", ".ipynb"


def called(path: str, parameters: Parameters) -> str:
    """Return in Chinese what an input of a report is.

    Parameters
    ----------
    path : str
        As a manifest names it.
    parameters : Parameters
        Of the report.

    Examples
    --------
    >>> from datetime import date
    >>> made = Parameters(bureau="a", bureau_name="某局", year=2022, date=date(2023, 1, 9))
    >>> called("data/a/mapping.yaml", made), called("outputs/ogi/2021/a/figures.json", made)
    ('本单位的用语对照', '上年度的报告')
    """
    named = {
        parameters.mapping_path: "本单位的用语对照",
        parameters.previous: "上年度的数字",
        parameters.rules: "本单位的规则",
    }
    place = PurePosixPath(path)
    if path in named:
        return named[path]
    if path.endswith(EXPLANATIONS):
        return "要印出的说明"
    match place.parts:
        case (first, form, year, bureau, name) if (first, name) == (OUTPUTS, FIGURES):
            return _report(Key(form, int(year), bureau), parameters.key)
    if place.parts[:1] == (FORMS,):
        return "自己的格式"
    if path.startswith(f"{parameters.data_path}/"):
        return "文字" if place.suffix == _PROSE else "台账和材料"
    return {_PROSE: "上年度的文字", _NOTEBOOK: "笔记本"}.get(place.suffix, "其他文件")


def _report(key: Key, own: Key) -> str:
    when = {own.year: "", own.year - 1: "上年度的"}.get(key.year, "以前年度的")
    if key.bureau != own.bureau:
        return f"所属单位{when or '的'}报告"
    return f"{when or '同年度另一种'}报告"
