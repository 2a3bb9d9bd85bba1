"""Which bureau-years a command works on, and what `reportkit plan` foresees of them."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from reportkit.batch.last_run import failed_last_time
from reportkit.cli.main import cli
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.decisions.inputs import input_digests
from reportkit.errors import ParametersError, WorkspaceError
from reportkit.inputs.names import MANIFEST
from reportkit.inputs.run_state import RunState
from reportkit.params import Key, Parameters, parse_parameters
from reportkit.sources.order import dependencies, in_order
from reportkit.sources.selection import select
from reportkit.workspace import workspace_here
from tests.outputs import keep_outputs

DATE = "2023-01-16"


def _parameters(
    bureau: str, year: int = 2022, members: tuple[str, ...] = (), previous: str = ""
) -> Parameters:
    values = {"bureau": bureau, "bureau_name": f"{bureau}局", "year": year, "date": DATE}
    return parse_parameters(values | {"members": members, "previous": previous}, "test")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of a county with two members, one of them over two years."""
    (tmp_path / "params").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "annual_report.ipynb").touch()
    lines = [
        "bureau,bureau_name,year,date,members",
        f"health,卫健局,2021,{DATE},",
        f"health,卫健局,2022,{DATE},",
        f"schools,教育局,2022,{DATE},",
        f"county,某县,2022,{DATE},health schools",
    ]
    (tmp_path / "params" / "all.csv").write_text("\n".join(lines), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _asked(*arguments: str) -> tuple[Result, list[str]]:
    """Return what a command is given for arguments, as bureau and year."""
    seen: list[str] = []

    @click.command()
    @asks_for_reports
    def command(asked: Asked) -> None:
        seen.extend(f"{one.bureau} {one.year}" for one in asked.parameters)

    return CliRunner().invoke(command, arguments), seen


def _plan(*arguments: str) -> list[str]:
    result = CliRunner().invoke(cli, ["plan", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def _made(workspace: Path, *several: Parameters, state: RunState = RunState.PASSED) -> None:
    """Write what a run leaves of bureau-years, in the order given."""
    for one in several:
        keep_outputs(one, workspace, state, inputs=input_digests(one, workspace))


def _recorded(workspace: Path, **states: str) -> None:
    reports = [{"bureau": b, "year": 2022, "state": state} for b, state in states.items()]
    (workspace / "outputs").mkdir(exist_ok=True)
    (workspace / "outputs" / "run.json").write_text(json.dumps({"reports": reports}))


ALL = [
    _parameters("health", 2021),
    _parameters("health"),
    _parameters("schools"),
    _parameters("county", members=("health", "schools")),
]
# The names in the table are others than those made up by `_parameters`.
NAMES = {"health": "卫健局", "schools": "教育局", "county": "某县"}
TABLE = [
    parse_parameters(one.for_notebook() | {"bureau_name": NAMES[one.bureau]}, "test") for one in ALL
]


def test_nothing_named_means_all() -> None:
    assert select(ALL, [], []) == ALL
    assert select(ALL, ["health"], []) == ALL[:2]
    assert select(ALL, [], [2021]) == ALL[:1]
    assert select(ALL, ["health", "county"], [2022]) == [ALL[1], ALL[3]]


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [
        ([], ["health 2021", "schools 2022", "health 2022", "county 2022"]),
        (["params"], ["health 2021", "schools 2022", "health 2022", "county 2022"]),
        (["--bureau", "health"], ["health 2021", "health 2022"]),
        (["--year", "2021", "--year", "2022", "--bureau", "county"], None),
        (
            ["--year", "2022", "--bureau", "schools", "--bureau", "county"],
            ["schools 2022", "county 2022"],
        ),
    ],
)
def test_options_choose(small: Path, arguments: list[str], chosen: list[str] | None) -> None:
    result, seen = _asked(*arguments)

    assert (result.exit_code, seen) == ((2, []) if chosen is None else (0, chosen))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--bureau", "heath"], "没有单位 heath 的参数。是否应为 health？"),
        (["--bureau", "x"], "没有单位 x 的参数。请核对单位代码（参数 bureau）。"),
        (["--year", "2032"], "没有 2032 年的参数；有的年度：2021、2022。"),
        (["--year", "2021", "--bureau", "county"], "没有 2021 年的参数；有的年度：2022。"),
    ],
)
def test_what_there_is_not_is_wrong_usage(small: Path, arguments: list[str], message: str) -> None:
    result, seen = _asked(*arguments)

    assert result.exit_code == 2
    assert message in result.stderr
    assert seen == []


def test_a_folder_without_parameters_is_wrong_usage(small: Path) -> None:
    result, _ = _asked("notebooks")

    assert result.exit_code == 2
    assert "notebooks 里没有参数文件（.yaml、.csv、.xlsx）。" in result.stderr


def test_broken_rows_are_told_and_the_others_worked_on(small: Path) -> None:
    table = small / "params" / "all.csv"
    table.write_text(table.read_text("utf-8").replace("schools,教育局,2022", "schools,教育局,今年"))

    result, seen = _asked()
    planned = CliRunner().invoke(cli, ["plan"])

    assert len(seen) == 3
    assert "params/all.csv 第 4 行：参数有误。\n  1. 参数 year 应为" in result.stderr
    assert planned.exit_code == 3
    assert planned.stdout.splitlines()[-1] == "共 3 份：需要生成 3 份，没有变化 0 份"


def test_only_failed_are_those_that_failed_or_broke(small: Path) -> None:
    """By the record of the last run, and by the outputs where a killed run left no record."""
    _made(small, *TABLE[:2])
    _made(small, TABLE[2], state=RunState.FAILED)
    _recorded(small, health="passed", county="broken")

    assert failed_last_time(TABLE, small) == [TABLE[2], TABLE[3]]
    assert _asked("--only", "failed")[1] == ["schools 2022", "county 2022"]


def test_only_failed_where_none_failed_is_said(small: Path) -> None:
    result, seen = _asked("--only", "failed")

    assert (result.exit_code, seen) == (0, [])
    assert result.stderr == "没有上次核对不符或者没有完成的报告。\n"


def test_only_takes_the_keys_that_plan_lists(small: Path) -> None:
    _made(small, *TABLE[:2])
    _recorded(small, health="passed", schools="broken")
    keys = [one["key"] for one in json.loads(_plan_json())]

    assert _asked(*(f"--only={key}" for key in keys))[1] == _asked()[1]
    assert _asked("--only", keys[-1], "--only", "failed")[1] == ["schools 2022", "county 2022"]
    result, seen = _asked("--only", "ogi/2022/heath")
    assert (result.exit_code, seen) == (2, [])
    assert "--only ogi/2022/heath：没有这样的报告。是否应为 ogi/2022/health？" in result.stderr


def _plan_json(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["plan", "--format", "json", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_plan_as_json_is_what_a_scheduler_can_map_over(small: Path) -> None:
    _made(small, *TABLE)
    (small / "data" / "schools" / "2022").mkdir(parents=True)
    (small / "data" / "schools" / "2022" / "cases.csv").touch()

    told = {one["key"]: one for one in json.loads(_plan_json())}

    assert {key: one["level"] for key, one in told.items()} == {
        "ogi/2021/health": 0,
        "ogi/2022/schools": 0,
        "ogi/2022/health": 1,
        "ogi/2022/county": 2,
    }
    county = told["ogi/2022/county"]
    assert county["depends_on"] == ["ogi/2021/health", "ogi/2022/health", "ogi/2022/schools"]
    assert (county["state"], county["why"]) == ("waiting", ["教育局 2022 年将重新生成"])
    assert told["ogi/2022/schools"]["state"] == "stale"
    assert told["ogi/2022/schools"]["why"] == ["data/schools/2022/cases.csv 是新的"]
    assert (told["ogi/2022/health"]["state"], told["ogi/2022/health"]["why"]) == ("unchanged", [])
    assert county["notebook"] == "notebooks/annual_report.ipynb"
    assert parse_parameters(county["parameters"], "x") == TABLE[3]


@pytest.mark.parametrize("how", ["option", "variable"])
def test_commands_work_from_anywhere(
    small: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "more.csv").write_text(
        f"bureau,bureau_name,year,date\nwater,水务局,2022,{DATE}\n", "utf-8"
    )
    monkeypatch.chdir(elsewhere)
    named = ["--workspace", str(small)] if how == "option" else []
    if how == "variable":
        monkeypatch.setenv("REPORTKIT_WORKSPACE", str(small))

    assert _plan(*named)[-1] == "共 4 份：需要生成 4 份，没有变化 0 份"
    assert _plan("more.csv", *named)[0] == "水务局 2022 年：还没有生成过"


def test_a_workspace_that_is_not_there_is_told_in_words(small: Path) -> None:
    nowhere = CliRunner().invoke(cli, ["plan"], env={"REPORTKIT_WORKSPACE": "/nowhere"})

    assert nowhere.exit_code == 2
    assert "没有文件夹 /nowhere。请核对 --workspace 或者环境变量" in nowhere.stderr


@pytest.mark.posix
def test_a_folder_that_is_gone_is_told_though_the_workspace_is_named(
    small: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path_factory.mktemp("gone")
    monkeypatch.chdir(gone)
    gone.rmdir()

    with pytest.raises(WorkspaceError, match="当前文件夹已经被删去或者移走"):
        workspace_here(small)


def test_every_command_can_be_told_where_the_workspace_is() -> None:
    """Only `demo` cannot, which makes one."""

    def without(group: click.Group) -> list[str]:
        return [
            name
            for each in group.commands.values()
            for name in (without(each) if isinstance(each, click.Group) else [each.name or ""])
            if isinstance(each, click.Group) or "--workspace" not in each.params[-1].opts
        ]

    assert without(cli) == ["demo"]


def test_a_key_alone_does_not_fail_for_the_parameters_of_others(small: Path) -> None:
    """A scheduler with a task a report would try each of them again, and make none of them."""
    (small / "params" / "water.yaml").write_text("organ: village\n", "utf-8")
    circle = [f"{one},{one}局,2022,{DATE},{one}" for one in ("a", "b")]
    table = small / "params" / "circle.csv"
    table.write_text("\n".join(["bureau,bureau_name,year,date,members", *circle]), "utf-8")
    runner = CliRunner()

    whole = runner.invoke(cli, ["plan", "--format", "json"])
    one = runner.invoke(cli, ["plan", "--format", "json", "--only", "ogi/2022/county"])
    circled = runner.invoke(cli, ["plan", "--format", "json", "--only", "ogi/2022/a"])

    assert (whole.exit_code, one.exit_code, circled.exit_code) == (3, 0, 3)
    listed = {each["key"] for each in json.loads(whole.stdout)}
    assert listed == {f"ogi/{key}" for key in ("2021/health", *map("2022/".__add__, NAMES))}
    assert "water.yaml" in one.stderr


def test_plan_of_what_was_never_made(small: Path) -> None:
    *lines, last = _plan()

    assert [line.partition("：")[2] for line in lines] == ["还没有生成过"] * 4
    assert last == "共 4 份：需要生成 4 份，没有变化 0 份"


def test_plan_foresees_what_rests_on_what_is_made(small: Path) -> None:
    """Another year of a member: its next year, and the county above it, wait for the outcome."""
    _made(small, *TABLE)
    assert _plan()[-1] == "共 4 份：需要生成 0 份，没有变化 4 份"
    (small / "data" / "health" / "2021").mkdir(parents=True)
    (small / "data" / "health" / "2021" / "cases.csv").touch()

    assert sorted(_plan()) == sorted(
        [
            "卫健局 2021 年：data/health/2021/cases.csv 是新的",
            "卫健局 2022 年：所依据的 卫健局 2021 年将重新生成，届时再看",
            "教育局 2022 年：没有变化，不需要生成",
            "某县 2022 年：所依据的 卫健局 2021 年将重新生成、卫健局 2022 年可能重新生成，届时再看",
            "共 4 份：需要生成 1 份，届时再看 2 份，没有变化 1 份",
        ]
    )


def test_plan_names_the_first_of_many(small: Path) -> None:
    codes = [f"b{number}" for number in range(5)]
    rows = [f"{code},{code}局,2022,{DATE}," for code in codes]
    rows.append(f"city,某市,2022,{DATE},{' '.join(codes)}")
    table = small / "params" / "all.csv"
    table.write_text("\n".join(["bureau,bureau_name,year,date,members", *rows]), "utf-8")
    _made(small, *(_parameters(code) for code in codes))
    values = _parameters("city", members=tuple(codes)).for_notebook() | {"bureau_name": "某市"}
    _made(small, parse_parameters(values, "test"))
    for code in codes:
        (small / "outputs" / "ogi" / "2022" / code / MANIFEST).write_text("")

    assert _plan()[-2] == (
        "某市 2022 年：所依据的 b0局 2022 年将重新生成、b1局 2022 年将重新生成、"
        "b2局 2022 年将重新生成等 5 份，届时再看"
    )


def test_plan_does_not_foresee_what_is_not_chosen(small: Path) -> None:
    _made(small, *TABLE)
    (small / "outputs" / "ogi" / "2022" / "schools" / MANIFEST).unlink()

    assert _plan("--bureau", "county") == [
        "某县 2022 年：没有变化，不需要生成",
        "共 1 份：需要生成 0 份，没有变化 1 份",
    ]


def test_what_is_wrong_with_a_bureaus_parameters_is_told_when_it_is_asked_for(small: Path) -> None:
    broken = f"bureau: water\nbureau_name: 水务局\nyear: 2022\ndate: {DATE}\norgan: village\n"
    (small / "params" / "water.yaml").write_text(broken, "utf-8")

    result, _ = _asked("--bureau", "water")

    assert "现为 village" in result.stderr
    assert result.exit_code == 2


def test_plan_tries_again_what_broke(small: Path) -> None:
    _made(small, *TABLE)
    _recorded(small, schools="broken", health="passed")

    assert "教育局 2022 年：上次没有完成" in _plan()


def test_dependencies_are_members_earlier_years_and_figures_named() -> None:
    old = _parameters("old", 2021)
    merged = _parameters("merged", previous="outputs/ogi/2021/old/figures.json")
    long_ago, unknown = _parameters("health", 2019), _parameters("city", members=("nowhere",))
    everything = [*ALL, old, merged, long_ago, unknown]

    graph = dependencies(everything)

    assert graph == {
        Key("ogi", 2021, "health"): {Key("ogi", 2019, "health")},
        Key("ogi", 2022, "health"): {Key("ogi", 2021, "health"), Key("ogi", 2019, "health")},
        Key("ogi", 2022, "schools"): set(),
        Key("ogi", 2022, "county"): {
            Key("ogi", 2021, "health"),  # against which its change is told
            Key("ogi", 2022, "health"),
            Key("ogi", 2022, "schools"),
        },
        Key("ogi", 2021, "old"): set(),
        Key("ogi", 2022, "merged"): {Key("ogi", 2021, "old")},
        Key("ogi", 2019, "health"): set(),
        Key("ogi", 2022, "city"): set(),
    }
    order = [one.key for one in in_order(everything)[0]]
    assert all(order.index(need) < order.index(key) for key in graph for need in graph[key])


def test_a_report_that_rests_on_itself_is_refused() -> None:
    with pytest.raises(ParametersError, match="互为依据，排不出先后：a 2022 → a 2022"):
        dependencies([_parameters("a", members=("a",))])


def test_circles_stop_none_of_the_others() -> None:
    circle = [_parameters("a", members=("b",)), _parameters("b", members=("a",))]
    itself = _parameters("c", members=("c",))

    left, errors, _ = in_order([*circle, itself, *ALL])

    assert {one.key for one in left} == {one.key for one in ALL}
    assert sorted(str(error).count("→") for error in errors) == [1, 2]
