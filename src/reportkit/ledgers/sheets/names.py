"""What the name of a file or sheet says: which ledger, which year, whether it is a copy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportkit.folding import plain
from reportkit.forms import Schema
from reportkit.personal import may_be_personal

INSTRUCTIONS, WORDS = "填写说明", "词表"
"""The sheets of an empty ledger of the kit's own that hold no records."""
LIST = "核对说明"
"""The sheet that an annotated copy begins with; it may be handed back with it."""

_COPY = re.compile(
    r"副本|复件|备份|拷贝|旧版|样表|模板|范例|示例"
    r"|(?<![a-z])(?:copy|backup|bak|old|template|sample)(?![a-z])"
)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:年|(?!\d))")
# Names of sheets that may be quoted: they say when or what, never who; letters may be a name.
_HARMLESS = re.compile(
    r"(?:sheet|table|data|list|[a-z]{1,2}(?=\d)|(?<![a-z])[a-z](?![a-z])"
    r"|工作表|表|台账|汇总|明细|续表?|第?[一二三四五六七八九十]+季?|[1-4]季|[上下]半年|全年|季度|月份?"
    r"|年度?|第|本|收费|申请|依申请|公开|登记|决定|许可|处罚|强制|文件|复议|诉讼|信息|发布|隐藏|填写说明|词表"
    r"|[0-9\-_.~至到、()（） ])*"
)


def claimed(name: str, schemas: Iterable[Schema]) -> Schema | None:
    """Return the ledger that a name speaks of; None where it speaks of none.

    The longest of the names that are found in it counts, so that ``licence_applications-2`` is not
    about ``applications``; of several that are equally long, that of the first ledger.

    Parameters
    ----------
    name : str
        Of a file without its ending, or of a sheet.
    schemas : iterable of Schema
    """
    folded = plain(name).lower()
    found = ((_longest(folded, schema), schema) for schema in schemas)
    length, schema = max(found, key=lambda pair: pair[0], default=(0, None))
    return schema if length else None


def _longest(folded: str, schema: Schema) -> int:
    in_chinese = (plain(word).lower() for word in (schema.title, *schema.names))
    lengths = [len(word) for word in in_chinese if word in folded]
    if re.search(rf"(?<![a-z]){re.escape(schema.stem)}(?![a-z])", folded):
        lengths.append(len(schema.stem))
    return max(lengths, default=0)


def is_copy(name: str) -> bool:
    """Whether a name says that something is a copy, a template or out of date."""
    words = " ".join(map(plain, name.split()))  # or else Copy of cases is one word
    return bool(_COPY.search(words.lower()))


def year_in(*names: str) -> int | None:
    """Return the year that the last of several names has in it, where one has."""
    years = [match[1] for name in names for match in _YEAR.finditer(plain(name))]
    return int(years[-1]) if years else None


def sheet_name(sheet: str, position: int) -> str:
    """Return how messages call a sheet: by its name where that cannot be a person's.

    Examples
    --------
    >>> sheet_name("上半年", 1), sheet_name("欧阳明月", 2)
    ('上半年', '第 2 张')
    """
    harmless = _HARMLESS.fullmatch(plain(sheet).lower()) and not may_be_personal(sheet)
    return sheet if harmless else f"第 {position} 张"
