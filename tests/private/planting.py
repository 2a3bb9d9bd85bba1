"""Ledgers with people in every place that offices put them, and some that nobody would think of."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from tests.clerk.draft import Kind, Line, Sheet
from tests.clerk.writers import html_table, save_ods, save_xls
from tests.figures.sheets import printed
from tests.ledgers.samples import EDITION, application, csv_text, fill, grid, headings, write_csv
from tests.private.canaries import Canaries


def plant_readable(folder: Path, made_up: Canaries) -> None:
    """Fill a data folder that can be read, though much in it is wrong."""
    folder.mkdir(parents=True)
    fill(folder)
    for ledger in ("applications", "fees", "cases", "documents", "decisions"):
        (folder / f"{ledger}.csv").unlink()
    _applications(folder / "applications.xlsx", made_up)
    _second_part(folder / "applications-2.csv", made_up)
    _fees(folder, made_up)
    _other_formats(folder, made_up)
    _beside(folder, made_up)


def _person(made_up: Canaries, n: int, **changes: Any) -> dict[str, Any]:
    """Return an application of somebody."""
    return application(
        n,
        申请人姓名=made_up.name(f"name {n}"),
        证件号码=made_up.identity(f"identity {n}"),
        联系电话=made_up.mobile(f"telephone {n}"),
        联系地址=made_up.address(f"address {n}"),
        申请内容=f"请公开{made_up.name(f'request {n}')}的补偿协议",
        **changes,
    )


def _wrong(made_up: Canaries) -> list[dict[str, Any]]:
    """Return applications with people in the columns of other things."""
    at = {
        heading: made_up.name(f"name under {heading}")
        for heading in (
            "登记编号",
            "申请人类别",
            "办理结果",
            "收到日期",
            "是否延期",
            "不计入期限天数",
        )
    }
    rows = [
        _person(made_up, 20 + n, **{heading: name}) for n, (heading, name) in enumerate(at.items())
    ]
    telephones = {heading: made_up.mobile(f"telephone under {heading}") for heading in at}
    rows += [_person(made_up, 30 + n, **{h: int(t)}) for n, (h, t) in enumerate(telephones.items())]
    identities = {heading: made_up.identity(f"identity under {heading}") for heading in at}
    rows += [_person(made_up, 40 + n, **{h: i}) for n, (h, i) in enumerate(identities.items())]
    both = f"{made_up.name('name before a telephone')} {made_up.mobile('telephone after a name')}"
    rows += [_person(made_up, 50, 登记编号=both), _person(made_up, 51, 登记编号=both)]
    line = f"{made_up.name('name before a landline')} {made_up.landline('landline after a name')}"
    rows += [_person(made_up, 52, 登记编号=line)]
    rows += [_person(made_up, 53, 办理结果=f"予以公开（{made_up.name('name behind an outcome')}）")]
    rows += [_person(made_up, 54, 是否延期=f"是（{made_up.name('name behind a yes')}）")]
    rows += [_person(made_up, 55, 收到日期=f"2022-03-01 {made_up.name('name behind a date')}")]
    return rows


_UNKNOWN = ["备注", "代理的人", "承办"]


def _applications(path: Path, made_up: Canaries) -> None:
    columns = headings("applications")
    heads = [
        *columns,
        *_UNKNOWN,
        made_up.name("name as a heading"),
        f"{made_up.name('name in a heading')} {made_up.mobile('telephone in a heading')}",
        f"{made_up.name('name beside a known heading')}日期",
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "上半年"
    sheet.append([f"依申请公开台账（{made_up.name('name in a title')}填）"])
    sheet.append(heads)
    records = [_person(made_up, n) for n in range(1, 11)]
    for n, record in enumerate([*records, *_wrong(made_up)]):
        beside = [made_up.name(f"{heading} {n}") for heading in _UNKNOWN]
        sheet.append([*(record.get(column) for column in columns), *beside, made_up.mobile(f"{n}")])
    sheet["A3"].comment = Comment(
        made_up.name("name in a comment"), made_up.name("author of a comment")
    )
    last = sheet.max_row
    sheet.append(
        [f"制表人：{made_up.name('name in a footer')} 电话{made_up.mobile('in a footer')}"]
    )
    sheet.append([f"注：{made_up.name('name in a note')}的申请已撤回"])
    sheet.append(["合计", made_up.name("name in a row of sums")])
    sheet.append([None, None, None, None, made_up.name("one cell alone")])
    sheet.cell(last, 3).value = made_up.name("name that is merged")
    sheet.merge_cells(start_row=last, end_row=last + 1, start_column=3, end_column=3)
    _second_block(sheet, columns, made_up)
    _other_sheets(book, columns, made_up)
    properties = book.properties
    properties.creator = made_up.name("author")
    properties.lastModifiedBy = made_up.name("last author")
    properties.title = made_up.name("title of the file")
    properties.description = made_up.mobile("description of the file")
    named = made_up.name("defined name")
    book.defined_names[named] = DefinedName(named, attr_text="上半年!$A$1")
    book.save(path)


def _second_block(sheet: Any, columns: list[str], made_up: Canaries) -> None:
    """Put records beside the others that have no headings."""
    for row in range(6, 12):
        for column in range(len(columns) + 10, len(columns) + 14):
            sheet.cell(row, column).value = made_up.name(f"beside {row} {column}")


def _other_sheets(book: Any, columns: list[str], made_up: Canaries) -> None:
    hidden = book.create_sheet(made_up.name("name of a hidden sheet"))
    hidden.sheet_state = "hidden"
    for n in range(60, 63):
        record = _person(made_up, n)
        hidden.append([record[column] for column in columns])
    for kind in (made_up.mobile, made_up.identity, made_up.name):
        page = book.create_sheet(kind(f"{kind.__name__} as the name of a sheet"))
        page.append([made_up.name(f"contacts {page.title}"), made_up.mobile(page.title)])
        page.append([made_up.name(f"more contacts {page.title}"), dt.date(2022, 3, 1), "通讯录"])
    book.create_sheet("zhangsan")
    lacking = book.create_sheet(made_up.name("sheet that lacks a column"))
    lacking.append(["登记编号", "收到日期", made_up.name("heading beside too few")])
    lacking.append(["依申请〔2022〕80号", dt.date(2022, 3, 1), made_up.name("below too few")])


def _second_part(path: Path, made_up: Canaries) -> None:
    """Write a continuation in GBK, with rows shifted by a comma."""
    columns = headings("applications")
    rows = [_person(made_up, n) for n in range(70, 80)]
    lines = [[row.get(column) for column in columns] for row in rows]
    lines[3] = [lines[3][0], made_up.name("shifted"), *lines[3][1:], made_up.mobile("at the end")]
    path.write_bytes(csv_text([columns, *lines]).encode("gb18030"))


def _fees(folder: Path, made_up: Canaries) -> None:
    """Put people under amounts, where the figure would be theirs."""
    columns = headings("fees")
    amounts: list[Any] = [
        int(made_up.mobile("telephone as an amount")),
        made_up.mobile("telephone as an amount in words"),
        made_up.landline("landline as an amount").replace("-", ""),
        made_up.identity("identity as an amount"),
        made_up.name("name as an amount"),
    ]
    book = openpyxl.Workbook()
    book.active.append(columns)
    for amount in amounts:
        book.active.append(["检测费", "行政事业性收费", dt.date(2022, 5, 1), amount])
    name = made_up.name("name as a kind of fee")
    book.active.append(["检测费", name, made_up.mobile("telephone as a date"), 12])
    book.save(folder / "fees.xlsx")


def _other_formats(folder: Path, made_up: Canaries) -> None:
    case: list[list[Any]] = [[made_up.name("heading of ODS"), *headings("cases")]]
    case += [
        [None, made_up.name(f"case {n}"), "行政复议", made_up.name(f"party {n}")] for n in range(3)
    ]
    save_ods(folder / "cases.ods", [Sheet(made_up.name("sheet of ODS"), _lines(case))])
    document = [headings("documents")]
    for n in range(3):
        wrong = [made_up.name(f"{heading} of XLS {n}") for heading in ("kind", "day")]
        document.append([f"关于第{n}件事的办法", f"阜环发〔2022〕{n}号", *wrong])
    save_xls(folder / "documents.xls", [Sheet(made_up.name("sheet of XLS"), _lines(document))])
    decision = [headings("decisions"), [made_up.name("decision"), made_up.name("kind of decision")]]
    decision.append(
        ["阜环罚〔2022〕1号", "行政处罚", made_up.name("party"), "2022-05-01", made_up.name("flag")]
    )
    page = html_table([Sheet("", _lines(decision))])
    (folder / "decisions.xls").write_text(page, "utf-8")


def _lines(rows: list[list[Any]]) -> list[Line]:
    return [Line(Kind.OTHER, row) for row in rows]


def _beside(folder: Path, made_up: Canaries) -> None:
    """Put files there that are no ledgers, or cannot be read."""
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04" + made_up.name("broken workbook").encode())
    (folder / "空字节.csv").write_bytes(made_up.name("binary").encode() + b"\x00\x00")
    (folder / "通讯录.csv").write_text(f"{made_up.name('contact')},2022-01-01,科长\n" * 3, "utf-8")
    (folder / "名单.docx").write_text(made_up.name("document"), "utf-8")
    within = folder / "往来"
    within.mkdir()
    (within / "来信.txt").write_text(made_up.name("letter"), "utf-8")
    write_csv(
        folder / "summary.csv",
        [
            ["格编号", "数值"],
            ["t3.new.natural_person", made_up.name("figure that was filled in")],
            ["t3.new.total", made_up.mobile("figure that is a telephone")],
        ],
    )


def plant_refused(folder: Path, made_up: Canaries) -> None:
    """Fill a data folder whose ledgers cannot be understood."""
    folder.mkdir(parents=True)
    fill(folder)
    for ledger in ("applications", "fees", "cases"):
        (folder / f"{ledger}.csv").unlink()
    columns = headings("applications")
    columns[columns.index("办理结果")] = f"{made_up.short_name('near a heading')}结果"
    columns[columns.index("办结日期")] = made_up.name("in place of a heading")
    people = [_person(made_up, n) for n in range(90, 93)]
    lines = [list(person.values()) for person in people]
    write_csv(folder / "applications.csv", [columns, *lines])
    twice = ["收费项目", "收费类别", "收费日期", "金额", "收费金额"]
    write_csv(
        folder / "fees.csv",
        [
            twice,
            [
                "费",
                made_up.name("kind"),
                made_up.name("day"),
                made_up.mobile("a"),
                made_up.name("b"),
            ],
        ],
    )
    (folder / "cases.csv").write_bytes(made_up.name("bytes").encode() + b"\xff\x81,\xff\n" * 3)


def plant_form(folder: Path, made_up: Canaries) -> None:
    """Fill in the official form with people among the figures."""
    folder.mkdir(parents=True)
    book = openpyxl.Workbook()
    for n, table in enumerate(EDITION.tables.values()):
        shown = printed(table, dict.fromkeys(EDITION.cells, 0))
        page = book.create_sheet(made_up.name(f"sheet of {table.id}"))
        for row in shown.rows:
            page.append(row)
        for area in shown.merged:
            page.merge_cells(
                start_row=area.top, end_row=area.bottom,
                start_column=area.left, end_column=area.right,
            )  # fmt: skip
        last = len(shown.rows)
        figures = [cell for row in page.iter_rows() for cell in row if cell.value == 0]
        figures[0].value = made_up.name(f"figure {n}")
        figures[1].value = int(made_up.mobile(f"telephone among figures {n}"))
        figures[2].value = made_up.landline(f"landline among figures {n}")
        page.cell(last + 1, 1).value = made_up.name(f"row of no form {n}")
        page.cell(last + 1, 2).value = 3
        page.cell(last + 3, 1).value = f"填表人：{made_up.name(f'footer {n}')}"
        page.cell(last + 3, 2).value = made_up.mobile(f"footer {n}")
    del book["Sheet"]
    book.save(folder / "汇总表.xlsx")


def plant_mapping(path: Path, made_up: Canaries) -> None:
    """Write a mapping with people in place of everything that it may name."""
    lines = [
        f"{made_up.name('ledger of a mapping')}: {{}}",
        "依申请公开登记台账:",
        f"  {made_up.name('key of a mapping')}: 1",
        "  headings:",
        f"    {made_up.name('heading of a mapping')}: {made_up.name('field of a mapping')}",
        "    办理结果: 收到日期",
        "  words:",
        f"    {made_up.name('column of a mapping')}: {{一: 二}}",
        "    申请人类别:",
        f"      {made_up.name('word of a mapping')}: {made_up.name('kind of a mapping')}",
        f"  void_rows: {made_up.name('void of a mapping')}",
        "  files: [/台账.xlsx]",
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), "utf-8")


def plant_table(path: Path, made_up: Canaries) -> None:
    """Write a table of parameters with people in columns that are nobody's, and in wrong ones."""
    columns = ["单位代码", "单位名称", "年度", "日期", "", "备注", made_up.name("as a parameter")]
    row = ["table", "某局", "2022", "2023-01-16"]
    people = [made_up.name("beside parameters"), made_up.mobile("below no parameter")]
    shifted = [made_up.name("as a code"), "某局", made_up.mobile("as a year")]
    shifted += [made_up.name("as a date"), *people]
    path.write_bytes(csv_text([columns, [*row, *people], shifted]).encode())


def plant_parameters(folder: Path, made_up: Canaries) -> None:
    """Write parameters with people where codes, numbers, dates and words of forms should stand."""
    right = {"bureau": "wrong", "bureau_name": "某局", "year": 2022, "date": "2023-01-16"}
    wrong: list[dict[str, Any]] = [
        {name: kind(f"{kind.__name__} as {name}")}
        for name, kind in (
            ("bureau", made_up.name),
            ("year", made_up.identity),
            ("date", made_up.name),
            ("organ", made_up.name),
            ("edition", made_up.mobile),
            ("legislative_power", made_up.name),
        )
    ]
    wrong += [
        {name: [made_up.name(f"one of {name}"), made_up.mobile(f"another of {name}")]}
        for name in ("members", "tables", "duties")
    ]
    wrong += [{made_up.name("as a name"): 1}, {made_up.mobile("as a name of figures"): 1}]
    for number, values in enumerate(wrong):
        text = json.dumps(right | values, ensure_ascii=False)  # which is YAML, too
        (folder / f"wrong-{number}.yaml").write_text(text, "utf-8")


def plant_often(folder: Path, made_up: Canaries) -> None:
    """Fill in a ledger where somebody applied often, and the office numbers by who applied."""
    folder.mkdir(parents=True)
    fill(folder)
    often = made_up.name("name in a fifth of all numbers")
    rows = [application(n) for n in range(1, 17)]
    rows += [application(n, 登记编号=f"{often}〔2022〕{n}号") for n in range(17, 21)] * 2
    write_csv(folder / "applications.csv", grid("applications", rows))
