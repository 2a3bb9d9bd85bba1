"""What files are called, how many there are, in which folders, and what lies beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.manners.files import Save, save_as
from tests.clerk.writers import neat_csv, save_csv, save_xlsx

FILES, BESIDE = Stage.FILES, Stage.BESIDE
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
APPLICATIONS = "applications"

# Names.

_NAMES = {
    APPLICATIONS: [
        "依申请公开台账",
        "依申请公开登记台账",
        "政府信息公开申请登记表",
        "2023年依申请公开台账",
        "申请台账",
        "绿杨区城市管理局依申请公开台账（2023）",
        "Applications",
        "applications（最终版）",
        "依申请台账2023定稿",
    ],
    "decisions": [
        "行政许可、行政处罚、行政强制决定台账",
        "行政处理决定台账",
        "决定台账",
        "执法决定台账",
    ],
    "fees": ["收费台账", "行政事业性收费台账"],
    "documents": ["规范性文件台账", "行政规范性文件目录"],
    "cases": ["复议诉讼台账", "行政复议、行政诉讼台账"],
    "publications": ["信息发布台账", "主动公开台账", "网站信息发布统计"],
}
for _ledger, _names in _NAMES.items():
    for _at, _stem in enumerate(_names):
        _what = f"the file is called {_stem}"
        add(
            f"name-{_ledger}-{_at + 1}",
            save_as(f"{_stem}.xlsx"),
            FILES,
            RIGHT_OR_TOLD,
            _stem,
            _ledger,
            _what,
            book=True,
        )
for _at, _stem in enumerate(["aplications", "application", "申请"]):
    add(
        f"name-misspelt-{_at + 1}",
        save_as(f"{_stem}.xlsx"),
        FILES,
        RIGHT_OR_TOLD,
        _stem,
        book=True,
        what=f"the file is called {_stem}",
    )


# Several files.


def _halves(draft: Draft) -> tuple[list[Sheet], list[Sheet]]:
    sheet = draft.sheets[0]
    at = sheet.heading + 1 + len(sheet.records()) // 2
    heading = [Line(Kind.HEADING, list(draft.headings.values()))]
    return [Sheet("台账", sheet.lines[:at])], [Sheet("台账", heading + sheet.lines[at:])]


_SECOND = [
    "applications-2",
    "applications2",
    "applications(2)",
    "applications（下半年）",
    "申请台账补充",
    "补登",
    "依申请公开台账下半年",
]
for _at, _stem in enumerate(_SECOND):

    def _two_files(draft: Draft, folder: Path, stem: str = _stem) -> None:
        first, second = _halves(draft)
        save_xlsx(folder / "applications.xlsx", first)
        save_xlsx(folder / f"{stem}.xlsx", second)

    add(
        f"second-file-{_at + 1}",
        _two_files,
        FILES,
        RIGHT_OR_TOLD,
        _stem.replace("(", r"\(").replace(")", r"\)"),
        what=f"half of the records in {_stem}.xlsx",
        alone=True,
    )


@manner(FILES, RIGHT_OR_TOLD, "applications-2", alone=True)
def second_file_csv(draft: Draft, folder: Path) -> None:
    """Half of the records in a workbook, the others in a CSV."""
    first, second = _halves(draft)
    save_xlsx(folder / "applications.xlsx", first)
    save_csv(folder / "applications-2.csv", second)


@manner(FILES, RIGHT_OR_TOLD, "1月|01", alone=True)
def month_files(draft: Draft, folder: Path) -> None:
    """A file a month."""
    heading = Line(Kind.HEADING, list(draft.headings.values()))
    for at, line in enumerate(draft.sheets[0].records(), start=1):
        save_csv(folder / f"applications-{at:02}.csv", [Sheet("", [heading, line])])


@manner(FILES, RIGHT_OR_TOLD, "许可|处罚|强制", ledger="decisions", alone=True)
def decision_files(draft: Draft, folder: Path) -> None:
    """A file for each kind of decision, without a column for the kind."""
    at = draft.column("决定类别")
    for kind in ("行政许可", "行政处罚", "行政强制"):
        mine = [line for line in draft.sheets[0].lines[1:] if line.cells[at] == kind]
        lines = [Line(Kind.HEADING, list(draft.headings.values())), *mine]
        cut = [
            Line(line.kind, line.cells[:at] + line.cells[at + 1 :], line.records) for line in lines
        ]
        save_xlsx(folder / f"{kind}台账.xlsx", [Sheet("台账", cut)])


@manner(FILES, RIGHT_OR_TOLD, "两份|相同|重复|同一", alone=True)
def same_ledger_twice(draft: Draft, folder: Path) -> None:
    """The same ledger as a workbook and as CSV."""
    save_xlsx(folder / "applications.xlsx", draft.sheets)
    save_csv(folder / "applications.csv", draft.sheets)
    draft.others["applications.csv"] = len(draft.records)


@manner(FILES, RIGHT_OR_TOLD, "两份|重复|同一|不止|多份", alone=True)
def older_state_beside(draft: Draft, folder: Path) -> None:
    """An older state of the same ledger as CSV beside the workbook."""
    save_xlsx(folder / "applications.xlsx", draft.sheets)
    first, _ = _halves(draft)
    save_csv(folder / "applications.csv", first)
    draft.others["applications.csv"] = len(first[0].records())


_COPIES = [
    "applications - 副本",
    "副本applications",
    "applications - 复制",
    "applications_备份",
    "备份 applications",
    "Copy of applications",
    "applications (1)",
    "applications(自动恢复)",
    "applications_20240104",
]
for _at, _stem in enumerate(_COPIES):

    def _copy(draft: Draft, folder: Path, stem: str = _stem) -> None:
        save_xlsx(folder / "applications.xlsx", draft.sheets)
        save_xlsx(folder / f"{stem}.xlsx", draft.sheets)
        draft.others[f"{stem}.xlsx"] = sum(len(sheet.records()) for sheet in draft.sheets)

    add(
        f"copy-{_at + 1}",
        _copy,
        FILES,
        RIGHT_OR_TOLD,
        what=f"a copy called {_stem}.xlsx beside",
        alone=True,
    )


@manner(FILES, RIGHT_OR_TOLD, "2022", alone=True)
def last_years_file_beside(draft: Draft, folder: Path) -> None:
    """Last year's ledger beside this year's."""
    save_xlsx(folder / "applications.xlsx", draft.sheets)
    at = draft.column("登记编号")
    lines = [Line(Kind.HEADING, list(draft.headings.values()))]
    for line in draft.sheets[0].records()[:4]:
        cells = [_a_year_before(cell) for cell in line.cells]
        cells[at] = str(cells[at]).replace("〔2022〕5", "〔2021〕5").replace("〔2023〕", "〔2022〕")
        lines.append(Line(Kind.OTHER, cells))
    save_xlsx(folder / "2022年依申请公开台账.xlsx", [Sheet("台账", lines)])
    draft.others["2022年依申请公开台账.xlsx"] = 4


def _a_year_before(cell: Any) -> Any:
    return cell.replace(year=cell.year - 1) if hasattr(cell, "year") else cell


# Folders.


def _into(name: str, *, move: bool) -> Save:
    def save(draft: Draft, folder: Path) -> None:
        below = folder / name
        below.mkdir(parents=True)
        save_xlsx(folder / "applications.xlsx", draft.sheets)
        for path in [each for each in folder.iterdir() if each.is_file()] if move else []:
            path.rename(below / path.name)
        if not move:
            (folder / "applications.xlsx").rename(below / "applications.xlsx")

    return save


add(
    "folder-of-ledgers",
    _into("台账", move=True),
    FILES,
    RIGHT_OR_TOLD,
    "在子文件夹里",
    alone=True,
    what="all ledgers a folder deeper",
)
add(
    "folder-of-one-ledger",
    _into("依申请公开", move=False),
    FILES,
    RIGHT_OR_TOLD,
    "依申请公开|文件夹",
    alone=True,
    what="one ledger a folder deeper",
)


@manner(FILES, RIGHT_OR_TOLD, "季度|文件夹", alone=True)
def folder_of_more(draft: Draft, folder: Path) -> None:
    """Half of the records in a folder 下半年."""
    first, second = _halves(draft)
    save_xlsx(folder / "applications.xlsx", first)
    (folder / "第三、四季度").mkdir()
    save_xlsx(folder / "第三、四季度" / "applications.xlsx", second)


@manner(FILES, RIGHT_OR_TOLD, "台账汇总", alone=True, book=True)
def two_ledgers_in_one_book(draft: Draft, folder: Path) -> None:
    """Applications and fees as two sheets of one workbook 台账汇总.xlsx."""
    fees = (folder / "fees.csv").read_text("utf-8-sig").splitlines()
    lines = [Line(Kind.OTHER, list(row.split(","))) for row in fees]
    save_xlsx(folder / "台账汇总.xlsx", [*draft.sheets, Sheet("收费", lines)])
    (folder / "fees.csv").unlink()


# What lies beside, and is no ledger: the ledgers themselves are neat.

_BESIDE: dict[str, bytes] = {
    "~$applications.xlsx": b"\x04user" + bytes(160),
    ".~lock.applications.xlsx#": b",user,host,04.01.2024 09:10,file:///home/user;",
    ".~applications.xlsx": b"",
    ".DS_Store": b"\0\0\0\1Bud1",
    "._applications.xlsx": b"\0\5\26\7",
    "Thumbs.db": bytes(64),
    "desktop.ini": b"[.ShellClassInfo]\r\n",
    "applications.xlk": b"PK\3\4",
    "applications.tmp": b"tmp",
    "applications.xlsx - 快捷方式.lnk": b"L\0\0\0",
    "审批单扫描件.jpg": b"\xff\xd8\xff\xe0",
    "说明.txt": "各科室于一月五日前报送。".encode("gbk"),
    "README.md": b"# data\n",
    "年报初稿.doc": bytes.fromhex("d0cf11e0a1b11ae1"),
    "notes.md": "收集时的说明".encode(),
    "review.jsonl": b"",
}
for _at, (_name, _bytes) in enumerate(_BESIDE.items()):

    def _lies(draft: Draft, folder: Path, name: str = _name, content: bytes = _bytes) -> None:
        (folder / name).write_bytes(content)

    add(f"beside-{_at + 1}", _lies, BESIDE, RIGHT, what=f"a file {_name} beside")


@manner(BESIDE, RIGHT)
def empty_folder_beside(draft: Draft, folder: Path) -> None:
    """An empty folder 附件 beside the ledgers."""
    (folder / "附件").mkdir()


@manner(BESIDE, TOLD, "sumary|summary")
def misspelt_summary(draft: Draft, folder: Path) -> None:
    """A file sumary.csv whose figures disagree."""
    (folder / "sumary.csv").write_text("格编号,格名称,填报数\nt3.new.total,,88\n", encoding="utf-8")


@manner(BESIDE, RIGHT_OR_TOLD, "补登记")
def unknown_ledger_with_records(draft: Draft, folder: Path) -> None:
    """A file 补登记.csv with two more applications."""
    more = [
        {**record, "登记编号": f"绿城申〔2023〕{at}号"}
        for at, record in enumerate(draft.records[1:3], start=70)
    ]
    (folder / "补登记.csv").write_bytes(neat_csv(more))
    draft.records += more
    draft.others["补登记.csv"] = 2
