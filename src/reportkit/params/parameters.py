"""The parameters of one report, each declared once: its kind, its names, what it means."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportkit.params.key import DEFAULT_FORM, Key
from reportkit.params.kinds import (
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
from reportkit.workspace import DATA, PUBLISHED


def _parameter(
    kind: Kind, chinese: str, what: str, *, in_notebook: bool = True, **default: Any
) -> Any:
    """Declare a parameter: all that is known of it is said here, and nowhere else.

    `chinese` is its other name. It is a Python identifier as well: papermill writes it into a
    notebook as a variable.
    """
    said = {"kind": kind, "chinese": chinese, "what": what, "in_notebook": in_notebook}
    return field(metadata=said, **default)


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
        return Path(self.data_path)

    @property
    def data_path(self) -> str:
        """The same as text."""
        return Path(self.data).as_posix() if self.data else self.data_path_of(self.year)

    @property
    def mapping_file(self) -> Path:
        """The bureau's own headings and words, relative to the workspace; need not be there."""
        return Path(self.mapping_path)

    @property
    def mapping_path(self) -> str:
        """The same as text."""
        own = f"{DATA}/{self.bureau}/mapping.yaml"
        return Path(self.mapping).as_posix() if self.mapping else own

    def data_path_of(self, year: int) -> str:
        """Return the usual folder of the bureau's raw data for a year, as text."""
        return f"{DATA}/{self.bureau}/{year}"

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
            name: KINDS[name].plain(getattr(self, name))
            for name, item in FIELDS.items()
            if item.metadata["in_notebook"]
        }


FIELDS = {item.name: item for item in dataclasses.fields(Parameters)}
KINDS: dict[str, Kind] = {name: item.metadata["kind"] for name, item in FIELDS.items()}
