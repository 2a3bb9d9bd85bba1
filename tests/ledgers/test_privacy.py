"""Names, telephone and identity numbers and addresses never leave the reader.

Not from their own columns, and not where a column shifted by one puts them under another heading:
they are in no frame, no problem and no error message.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportkit.ledgers import RawData
from reportkit.ledgers.sheets.names import sheet_name
from reportkit.personal import can_be_number, may_be_personal, quote
from tests.ledgers.samples import (
    APPLICATION,
    SCHEMAS,
    application,
    fill,
    grid,
    headings,
    open_application,
    read,
    read_rows,
    refusal,
    replace,
    write_csv,
    write_xlsx,
)

PERSONAL = ["申请人姓名", "证件号码", "联系电话", "联系地址", "申请内容"]
OTHERS = [heading for heading in headings("applications") if heading not in PERSONAL]
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程魏苏吕"
)
OFFICIAL = "，".join(
    word
    for schema in SCHEMAS.values()
    for field in schema.fields
    for words in (field.choices or {}).values()
    for word in words
)
OFFICIAL_CHARACTERS = sorted({char for char in OFFICIAL if "一" <= char <= "龥"})
# Given names, at their worst made of the characters of official words.
given_names = st.one_of(
    st.text(st.sampled_from(OFFICIAL_CHARACTERS), min_size=1, max_size=2),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=2),
)
# 于国 stands in 属于国家秘密: to find it in a message says nothing.
names = st.builds(str.__add__, st.sampled_from(SURNAMES), given_names).filter(
    lambda name: name not in OFFICIAL
)


def _grouped(digits: str, mark: str) -> str:
    return mark.join([digits[:3], digits[3:7], digits[7:]])


mobiles = st.builds(
    _grouped,
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "-", " ", ".", ","]),
)
landlines = st.from_regex(r"0(10|2[0-9]|[3-9][0-9]{2})-?[2-8][0-9]{6,7}", fullmatch=True)
identities = st.from_regex(
    r"[1-6][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}[0-9X]",
    fullmatch=True,
)
people = st.one_of(names, mobiles, landlines, identities)


def _everything(raw: RawData) -> str:
    """Return all that a notebook could show of what was read."""
    frames = [ledger.frame.to_csv() for ledger in raw.ledgers.values()]
    chinese = [ledger.in_chinese().to_csv() for ledger in raw.ledgers.values()]
    return "\n".join([*frames, *chinese, *map(str, raw.problems), *map(repr, raw.problems)])


def _leaked(text: str, values: Iterable[str]) -> list[str]:
    squeezed = text.replace("-", "").replace(" ", "").replace(".", "")
    return [value for value in values if value in text or _digits(value) in squeezed]


def _digits(value: str) -> str:
    return value.replace("-", "").replace(" ", "").replace(".", "")


def test_personal_columns_are_read_into_no_frame() -> None:
    raw = read_rows(applications=[application(1), open_application(2)])

    assert raw.problems == ()
    assert _leaked(_everything(raw), [APPLICATION[heading] for heading in PERSONAL]) == []


def test_personal_columns_are_read_into_no_frame_under_any_of_their_names(tmp_path: Path) -> None:
    fill(tmp_path)
    columns, record = grid("applications", [application(1)])
    for place, field in enumerate(SCHEMAS["applications"].fields):
        for synonym in field.synonyms if field.type == "personal" else ():
            renamed = [*columns[:place], synonym, *columns[place + 1 :]]
            write_csv(tmp_path / "applications.csv", [renamed, record])
            raw = read(tmp_path)
            assert raw.problems == ()
            assert _leaked(_everything(raw), [record[place]]) == []


def test_parties_of_decisions_and_cases_are_read_into_no_frame() -> None:
    decision = {
        "决定文书号": "阜环罚〔2022〕1号",
        "决定类别": "行政处罚",
        "行政相对人": "欧阳明月",
        "决定日期": "2022-05-01",
    }
    case = {
        "案号": "阜复〔2022〕1号",
        "案件类别": "行政复议",
        "申请人或者原告": "上官清风",
        "受理日期": "2022-05-01",
    }

    raw = read_rows(decisions=[decision], cases=[case])

    assert raw.problems == ()
    assert _leaked(_everything(raw), ["欧阳明月", "上官清风"]) == []


@pytest.mark.parametrize("shift", [*range(1, 12), -1])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_shifted_against_their_headings_leak_nobody(
    tmp_path: Path, kind: str, shift: int
) -> None:
    columns, *records = grid("applications", [application(n) for n in range(1, 4)])
    shifted = [[*row[shift:], *row[:shift]] for row in records]
    replace(fill(tmp_path), "applications")
    write = write_csv if kind == "csv" else write_xlsx
    write(tmp_path / f"applications.{kind}", [columns, *shifted])

    raw = read(tmp_path)

    hidden = [APPLICATION[heading] for heading in PERSONAL]
    assert raw.problems
    assert _leaked(_everything(raw), hidden) == []


@pytest.mark.parametrize("heading", OTHERS)
@settings(max_examples=25)
@given(person=people, row=st.integers(0, 2))
@example(person="何自然", row=0)
@example(person="13800000000", row=0)
@example(person="138-0000-0000", row=0)
@example(person="138.0000.0000", row=0)
@example(person="0418-2822222", row=0)
def test_person_under_any_other_heading_is_neither_kept_nor_quoted(
    heading: str, person: str, row: int
) -> None:
    rows = [application(n) for n in range(1, 4)]
    rows[row][heading] = person

    raw = read_rows(applications=rows)

    first = raw.problems[0]
    assert (first.rows, first.column) == ((row + 2,), heading)
    assert _leaked(_everything(raw), [person]) == []


@settings(max_examples=50)
@given(data=st.data(), ledger=st.sampled_from(["decisions", "cases"]), person=people)
def test_person_among_the_columns_of_decisions_and_cases_is_neither_kept_nor_quoted(
    data: st.DataObject, ledger: str, person: str
) -> None:
    heading = data.draw(st.sampled_from([field.heading for field in SCHEMAS[ledger].kept]))

    raw = read_rows(**{ledger: [{heading: person}]})

    assert _leaked(_everything(raw), [person]) == []


@settings(max_examples=30)
@given(person=people)
def test_number_of_a_person_given_twice_is_not_quoted(person: str) -> None:
    raw = read_rows(applications=[application(1, 登记编号=person), application(2, 登记编号=person)])

    assert [(p.kind, p.rows) for p in raw.problems] == [("required", (2, 3))]
    assert _leaked(_everything(raw), [person]) == []


@pytest.mark.parametrize("heading", OTHERS)
def test_address_under_any_other_heading_is_neither_kept_nor_quoted(heading: str) -> None:
    address = APPLICATION["联系地址"]

    raw = read_rows(applications=[application(1, **{heading: address})] * 2)

    assert raw.problems
    assert _leaked(_everything(raw), [address, "中华路"]) == []


def test_telephone_number_as_a_number_in_excel_is_neither_kept_nor_quoted(tmp_path: Path) -> None:
    for heading in OTHERS:
        replace(fill(tmp_path), "applications")
        rows = grid("applications", [application(1, **{heading: 13904180001})])
        write_xlsx(tmp_path / "applications.xlsx", rows)
        assert _leaked(_everything(read(tmp_path)), ["13904180001"]) == []
        (tmp_path / "applications.xlsx").unlink()


def test_refusal_of_the_whole_ledger_quotes_nobody(tmp_path: Path) -> None:
    folder = fill(
        tmp_path, applications=[application(1, 办理结果="欧阳明月", 收到日期="13904180001")]
    )
    replace(folder, "cases")

    problems = refusal(folder)

    assert len(problems) == 3
    assert _leaked("\n".join(problems), ["欧阳明月", "13904180001"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "13904180001",
        "139-0418-0001",
        "139 0418 0001",
        "(0418)2822222",
        "0418—2822222",
        "+86 139 0418 0001",
        "１３９０４１８０００１",
        "2822222",
        "82822222",
        "28220101",
        "210902198703154321",
        "21090219870315432X",
        "91210900MA0XXXX123",
        "E12345678",
        "someone@somewhere",
        "甲某1",
        "欧阳明月2",
    ],
)
def test_what_may_identify_somebody_is_not_quoted(text: str) -> None:
    assert may_be_personal(text)
    assert quote(text) == f"（{len(text)} 个字符，不予显示）"


@pytest.mark.parametrize(
    "text",
    [
        "2022-13-01",
        "2022年2月30日",
        "2022.1.32 10:00",
        "28/02/2022",
        "20221301",
        "20220001",
        "依申请〔2022〕12号",
        "SQ2022-0001",
        "12.5",
        "44562",
        "自燃人",
    ],
)
def test_dates_numbers_of_records_and_small_numbers_are_quoted(text: str) -> None:
    assert quote(text) == f"“{text}”"


@pytest.mark.parametrize(
    "number",
    [
        "依申请〔2022〕1号",
        "2022-001",
        "20220001",
        "0000000001",
        "1",
        "SQ2022010112345678",
        "（2022）辽09行初12号",
        "阜蒙县环罚〔2022〕3号",
        "街道办〔2022〕5号",
        "202201011234567",
        "２０２２－１",
    ],
)
def test_what_offices_number_their_records_with_is_accepted(number: str) -> None:
    assert can_be_number(number)
    assert read_rows(applications=[application(1, 登记编号=number)]).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "欧阳明月",
        "无",
        "张三 13904180001",
        "张三0418-2822222",
        "海州区中华路12号",
        "a1@b.cn",
        "我要求公开3号楼的图纸，谢谢",
        "9" * 41,
    ],
)
def test_what_cannot_be_the_number_of_a_record_is_refused(text: str) -> None:
    assert not can_be_number(text)


@pytest.mark.parametrize("amount", [13904180001, "13904180001", "04182822222", 210902870315432])
def test_telephone_or_identity_number_is_no_amount(tmp_path: Path, amount: object) -> None:
    """Else it would be printed: as the sum of the fees of the year."""
    replace(fill(tmp_path), "fees")
    fee = {"收费项目": "检测费", "收费类别": "行政事业性收费", "收费日期": "2022-05-01"}
    write_xlsx(tmp_path / "fees.xlsx", grid("fees", [{**fee, "金额（元）": amount}]))

    raw = read(tmp_path)

    assert [problem.kind for problem in raw.problems] == ["number"]
    assert _leaked(_everything(raw), [str(amount)]) == []


@pytest.mark.parametrize("amount", ["13904180001元", "13,904,180,001", "139.04", "3904180001"])
def test_amount_that_says_what_it_is_is_read(amount: str) -> None:
    fee = {"收费项目": "检测费", "收费类别": "行政事业性收费", "收费日期": "2022-05-01"}

    assert read_rows(fees=[{**fee, "金额（元）": amount}]).problems == ()


@pytest.mark.parametrize(
    ("sheet", "shown"),
    [
        ("上半年", "上半年"),
        ("Sheet1", "Sheet1"),
        ("2022年1季", "2022年1季"),
        ("欧阳明月", "第 2 张"),
        ("13904180001", "第 2 张"),
        ("210902198703154321", "第 2 张"),
        ("zhangsan", "第 2 张"),
        ("Li Yu", "第 2 张"),
        ("季月", "第 2 张"),
    ],
)
def test_name_of_a_sheet_is_told_where_it_is_nobodys(sheet: str, shown: str) -> None:
    assert sheet_name(sheet, 2) == shown


@pytest.mark.parametrize(
    ("heading", "told"),
    [("备注", "备注"), ("承办科室", "承办科室"), ("张三", "M 列"), ("张三 13904180001", "M 列")],
)
def test_heading_that_nobody_knows_is_told_where_it_is_nobodys(
    tmp_path: Path, heading: str, told: str
) -> None:
    replace(fill(tmp_path), "applications")
    columns, record = grid("applications", [application(1)])
    write_csv(tmp_path / "applications.csv", [[*columns, heading], [*record, "x"]])

    (block,) = read(tmp_path).account.of("applications")

    assert block.ignored == (told,)
