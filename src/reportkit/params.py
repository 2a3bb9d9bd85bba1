"""The parameters of one report: their names, what they may be, where they are read from."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from reportkit.errors import FormError, ParametersError
from reportkit.parameter_kinds import (
    CODE,
    DATE,
    EDITION,
    FLAG,
    FORM,
    MEMBERS,
    NAMES,
    PATH,
    TEXT,
    YEAR,
    Kind,
)
from reportkit.personal import hide, may_be_code, may_be_personal, may_be_told
from reportkit.reading import read_text
from reportkit.strict import read_yaml
from reportkit.trouble import what_happened
from reportkit.visible import in_escapes
from reportkit.workspace import DATA, OUTPUTS, PUBLISHED, WORKSPACE_NAMES, WORKSPACE_VARIABLE

_LONGEST_SHOWN, _MOST_UNKNOWN = 100, 20
DEFAULT_FORM = "ogi"


def _parameter(
    kind: Kind, chinese: str, what: str, *, in_notebook: bool = True, **default: Any
) -> Any:
    """Declare a parameter: all that is known of it is said here, and nowhere else.

    `chinese` is its other name. It is a Python identifier as well: papermill writes it into a
    notebook as a variable.
    """
    said = {"kind": kind, "chinese": chinese, "what": what, "in_notebook": in_notebook}
    return field(metadata=said, **default)


class Key(NamedTuple):
    """What tells one bureau-year from all others."""

    form: str
    year: int
    bureau: str

    def __str__(self) -> str:
        """Return it for messages: year and bureau, and a form that is not the usual one."""
        form = () if self.form == DEFAULT_FORM else (self.form,)
        return " ".join([self.bureau, str(self.year), *form])

    @property
    def slug(self) -> str:
        """It as part of a file's name: ``a-2022``, ``a-2022-enforcement``."""
        return str(self).replace(" ", "-")

    @property
    def path(self) -> str:
        """It as a path: ``ogi/2022/a``, and so no other's."""
        return f"{self.form}/{self.year}/{self.bureau}"

    @property
    def output_folder(self) -> Path:
        """The folder of the outputs, relative to the workspace."""
        return Path(OUTPUTS, self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Everything a report is made from, besides the files in its data folder.

    The names are those of the notebook's parameters cell and of a parameters file, where each may
    have its Chinese name instead. `data` is relative to the workspace, the folder that holds
    ``params/``.
    """

    bureau: str = _parameter(
        CODE, "单位代码", "单位代码，用作文件夹名，只含英文字母、数字、点、横线和下划线"
    )
    bureau_name: str = _parameter(TEXT, "单位名称", "单位全称，印在报告标题和落款处")
    year: int = _parameter(YEAR, "年度", "报告年度，四位数字")
    date: dt.date = _parameter(DATE, "日期", "成文日期，如 2023-01-16；印在落款处，并写入 PDF 属性")
    organ: str = _parameter(
        TEXT,
        "机关类别",
        "机关类别，决定法定公布期限：department（部门）、township（乡镇）、county（县级政府）、"
        "city（地市级政府）、province（省级政府）、vertical（垂直领导系统）",
        default="department",
    )
    legislative_power: bool = _parameter(FLAG, "规章制定权", "是否有规章制定权", default=False)
    form: str = _parameter(
        FORM,
        "报告种类",
        "报告种类：软件自带的见下，也可以是工作目录 forms/ 下自己的格式",
        default=DEFAULT_FORM,
    )
    edition: str = _parameter(
        EDITION,
        "版本",
        "规定格式的版本；不填时按报告年度确定，各地格式不同的报告必须写明",
        default="",
    )
    tables: tuple[str, ...] = _parameter(
        NAMES,
        "各表",
        "混用不同版本表格时，依次写明各表，一张不少，如 [甲, 乙, 丙]；可用的名称见下",
        default=(),
    )
    data: str = _parameter(
        PATH, "数据文件夹", "数据文件夹；不填时为 data/单位代码/报告年度", default=""
    )
    mapping: str = _parameter(
        PATH,
        "对应关系",
        "本单位自己的列名和写法与规定的对应关系（YAML，写法见 mapping.md）；"
        "不填时为 data/单位代码/mapping.yaml，没有的可以不放",
        default="",
    )
    previous: str = _parameter(
        PATH,
        "上年度数字",
        "上年度的数字：上年度的 figures.json，或者单位填报的汇总数（.xlsx、.csv）；"
        "不填时用 outputs/ 里上年度的 figures.json，没有的不核对",
        default="",
    )
    duties: tuple[str, ...] = _parameter(
        NAMES,
        "职责",
        "本单位有哪几类职责，规定格式分职责列表的报告用；不填表示都有。没有的职责，表中填“/”",
        default=(),
    )
    members: tuple[str, ...] = _parameter(
        MEMBERS,
        "所属单位",
        "汇总时所属单位的单位代码，如 [yingzhou-health, yingzhou-education]；也可以是 yingzhou-* "
        "样子的通配符（已由其中别的单位汇总的除外），或者一张有“单位代码”“上级单位”两列的表"
        "（.csv、.xlsx，各级可以在同一张表里）；本表数字为各所属单位与本单位自身之和",
        default=(),
    )
    mask_numbers: bool = _parameter(
        FLAG,
        "隐去编号",
        "是否隐去台账里的登记编号、文号等：审核页、笔记本、核对结果和提示里的编号一律写作 ***，"
        "只写文件、工作表和行；计数、查重不受影响",
        default=False,
    )
    rules: str = _parameter(
        PATH,
        "自有规则",
        "单位或者本地自己的规则文件（YAML，写法与软件自带的规则相同，只能添加算式规则）",
        default="",
    )
    notebook: str = _parameter(
        PATH,
        "笔记本",
        "所用的笔记本；不填时用 notebooks/单位代码-年度.ipynb（reportkit lab 抄出的），没有的用"
        "这种报告的主笔记本，如 notebooks/annual_report.ipynb",
        # Which notebook is executed is nothing that the notebook need know.
        in_notebook=False,
        default="",
    )

    @property
    def key(self) -> Key:
        """What tells this bureau-year from all others."""
        return Key(self.form, self.year, self.bureau)

    @property
    def name(self) -> str:
        """The bureau-year, for messages: 阜新市生态环境局 2022 年."""
        form = "" if self.form == DEFAULT_FORM else f"（{self.form}）"
        return f"{self.bureau_name} {self.year} 年{form}"

    @property
    def data_folder(self) -> Path:
        """The folder of the raw data, relative to the workspace."""
        return Path(self.data) if self.data else self.data_folder_of(self.year)

    @property
    def mapping_file(self) -> Path:
        """The bureau's own headings and words, relative to the workspace; need not be there."""
        return Path(self.mapping) if self.mapping else Path(DATA, self.bureau, "mapping.yaml")

    def data_folder_of(self, year: int) -> Path:
        """Return the usual folder of the bureau's raw data for a year."""
        return Path(DATA, self.bureau, str(year))

    @property
    def output_folder(self) -> Path:
        """The folder of the outputs, relative to the workspace."""
        return self.key.output_folder

    @property
    def published_folder(self) -> Path:
        """The folder of what is published, relative to the workspace."""
        return Path(PUBLISHED, self.form, str(self.year), self.bureau)

    @property
    def facts(self) -> frozenset[str]:
        """What rules may ask of the organ: its level, and the parameters that are yes."""
        powers = {"legislative_power"} if self.legislative_power else set()
        return frozenset({self.organ, *powers})

    @property
    def digest(self) -> str:
        """What tells these parameters from any others, as the notebook gets them."""
        text = json.dumps(self.for_notebook(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def for_notebook(self) -> dict[str, Any]:
        """Return the parameters as plain values, as papermill writes them into the notebook."""
        return {
            name: _KINDS[name].plain(getattr(self, name))
            for name, item in _FIELDS.items()
            if item.metadata["in_notebook"]
        }


def parse_parameters(values: Mapping[str, Any], source: str) -> Parameters:
    """Check plain values and return parameters.

    Parameters
    ----------
    values : mapping
        By parameter name, as a parameters file or the notebook gives them.
    source : str
        Where they come from, for the message.

    Raises
    ------
    ParametersError
        With everything that is wrong at once.
    """
    checked, problems = check_values(values)
    if problems:
        heading = f"{source}：参数有误。"
        raise ParametersError(heading, list(problems.values()))
    return Parameters(**checked)


def parameters_in(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of a notebook's names that are parameters, for `open_report`.

    So no cell lists the parameters a second time, and a parameter more is one line of the
    parameters cell. A Chinese name comes before the English one: the parameters cell always has
    the English names, and plain papermill writes what it is given below. Where the workspace is
    comes along, if the notebook was told.

    Parameters
    ----------
    names : mapping
        What ``globals()`` returns in a cell.

    Examples
    --------
    >>> parameters_in({"year": 2022, "bureau": "fuxin-ecology", "_i1": "year = 2022"})
    {'bureau': 'fuxin-ecology', 'year': 2022}
    """
    given: dict[str, Any] = {}
    for name, item in _FIELDS.items():
        written = next((each for each in (item.metadata["chinese"], name) if each in names), None)
        if written and item.metadata["in_notebook"]:
            given[name] = names[written]
    workspace = next((names[each] for each in WORKSPACE_NAMES if names.get(each)), "")
    return given | ({"workspace": workspace} if workspace else {})


def parameter_name(written: Any) -> str | None:
    """Return the parameter that a name stands for, English or Chinese; None where it is no name.

    Examples
    --------
    >>> parameter_name("年度"), parameter_name("year"), parameter_name("月份")
    ('year', 'year', None)
    """
    return _NAMES.get(written) if isinstance(written, str) else None


def check_values(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Check plain values, each by itself.

    Parameters
    ----------
    values : mapping
        By parameter name, English or Chinese.

    Returns
    -------
    checked : dict
        What `Parameters` takes: the values that are right.
    problems : dict of str
        What is wrong with the others, in Chinese, by name as it is written: names that no
        parameter has, both names of one, values that are wrong, and parameters that are missing.
    """
    problems = _unknown_ones([name for name in values if parameter_name(name) is None])
    written: dict[str, str] = {}
    for given in values:
        if (name := parameter_name(given)) and written.setdefault(name, given) != given:
            problems[given] = f"{written[name]} 和 {given} 是同一个参数，请只留一个。"
    checked: dict[str, Any] = {}
    for name, item in _FIELDS.items():
        if name not in written:
            if item.default is dataclasses.MISSING:
                problems[name] = f"缺少参数 {name}：{item.metadata['what']}。"
            continue
        given = written[name]
        try:
            checked[name] = _KINDS[name].check(values[given])
        except ValueError as error:
            now = _shown(values[given], words=_KINDS[name].words)
            problems.setdefault(given, f"参数 {given} {error}（现为 {now}）。")
    return checked, problems


def plain_value(name: str, cell: Any) -> Any:
    """Return the value that a parameters file would have where a table has this cell.

    What cannot be understood is returned as it is, for the parameter's own check to refuse.

    Parameters
    ----------
    name : str
        The parameter, by either name.
    cell : str, int, Decimal, bool or datetime.datetime
        As a CSV file (always text) or a workbook holds it; not blank.

    Examples
    --------
    >>> plain_value("bureau", 12)
    '12'
    >>> plain_value("所属单位", "yingzhou-health、yingzhou-education")
    ['yingzhou-health', 'yingzhou-education']
    """
    return _KINDS[_NAMES[name]].of_cell(cell.strip() if isinstance(cell, str) else cell)


def read_parameters(path: Path) -> Parameters:
    """Read a parameters file: flat YAML, the same that ``papermill -f`` takes.

    Raises
    ------
    ParametersError
    """
    return parse_parameters(read_values(path), str(path))


def read_values(path: Path) -> dict[str, Any]:
    """Read the plain values of a parameters file, by name as it is written; nothing is checked.

    Raises
    ------
    ParametersError
        Where they cannot be read.
    """
    try:
        text = read_text(path, "utf-8-sig")
    except UnicodeDecodeError:
        raise ParametersError(f"{path}：参数有误。", ["编码不是 UTF-8，请另存为 UTF-8。"]) from None
    except OSError as error:
        fault = f"{what_happened(error)}，请核对路径。"
        raise ParametersError(f"{path}：打不开。", [fault]) from None
    try:
        values = read_yaml(text, "")
    except FormError as error:
        faults = [
            f"{problem.strip(' ：')}应为“参数名: 值”，一行一个。" for problem in error.problems
        ]
        raise ParametersError(f"{path}：参数有误。", faults) from None
    if not isinstance(values, dict):
        raise ParametersError(
            f"{path}：参数有误。", ["文件里没有参数，应为“参数名: 值”，一行一个。"]
        )
    return values


def _unknown_ones(names: Sequence[Any]) -> dict[str, str]:
    """Return what is wrong with names that no parameter has; many are not told one by one."""
    told = {name: _unknown(name) for name in names[:_MOST_UNKNOWN]}
    if len(names) > _MOST_UNKNOWN:
        told[names[_MOST_UNKNOWN]] = f"另有 {len(names) - _MOST_UNKNOWN} 个不认识的参数名。"
    return told


def _unknown(name: Any) -> str:
    if name in WORKSPACE_NAMES:
        return (
            f"{name} 不写在这里：参数文件就在工作目录里。要从别处运行的，"
            f"用 --workspace、环境变量 {WORKSPACE_VARIABLE}，或者 papermill 的 -p workspace。"
        )
    near = difflib.get_close_matches(str(name)[:_LONGEST_SHOWN], _NAMES, n=1)
    remedy = f"是否应为 {near[0]}？" if near else f"可用的参数：{'、'.join(_FIELDS)}。"
    return f"没有参数 {shown_name(name)}。{remedy}"


def shown_name(name: Any) -> str:
    """Return what may be told of a name that no parameter has: a person's may stand there."""
    return _shown(name, words=may_be_told(str(name)))


def _shown(value: Any, *, words: bool) -> str:
    if value is None:
        return "空"
    text = str(value)
    if not may_be_code(text) and (not words or may_be_personal(text)):
        return hide(text)
    text = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    # What a line break or the like was written as: it would tear the message apart.
    return in_escapes("".join(json.dumps(c)[1:-1] if c < " " else c for c in text))


_FIELDS = {item.name: item for item in dataclasses.fields(Parameters)}
_KINDS: dict[str, Kind] = {name: item.metadata["kind"] for name, item in _FIELDS.items()}
# What each name stands for, English and Chinese.
_NAMES = {name: name for name in _FIELDS} | {
    item.metadata["chinese"]: name for name, item in _FIELDS.items()
}
