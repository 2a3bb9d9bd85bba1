"""What is no plain file, or larger and deeper than anybody writes, is refused at once, in words."""

from __future__ import annotations

import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from reportkit.errors import FormError, ParametersError
from reportkit.inputs.files import digest, files_below
from reportkit.params import parse_parameters, read_parameters
from reportkit.reading import parse_json, read_bytes, read_json, read_text
from reportkit.sources.parameter_files import read_sources, source_files
from reportkit.strict import read_yaml
from reportkit.trouble import what_happened

VALUES = {"bureau": "a", "bureau_name": "某局", "year": 2022, "date": "2023-01-16"}
ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)
)
BOMBS = {
    "brackets": ("[" * 200_000, "层次超过 100 层"),
    "braces": ("{a: " * 50_000, "层次超过 100 层"),
    "dashes": ("- " * 100_000 + "a", "层次超过 100 层"),
    "aliases": (ALIASES, "超过 20 万项"),
    "merges": (ALIASES.replace("[x, x, x", "{k: [x, x, x").replace("x]\n", "x]}\n"), "超过 20"),
    "alias of itself": ("a: &a [*a]", "引用了它自己"),
    "a long number": ("year: " + "59:" * 100_000 + "59", "一个数超过 100 位"),
    "size": ("a: " + "x" * (5 << 20), "超过 4 MB"),
}


@pytest.mark.posix
@pytest.mark.parametrize("read", [read_bytes, read_text, read_json, digest])
def test_what_is_no_plain_file_is_refused_before_anybody_waits_for_it(
    tmp_path: Path, read: object
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "endless").symlink_to("/dev/zero")
    (tmp_path / "circle").symlink_to("circle")
    said = []
    for name in ("pipe", "endless", "circle", "nul\0"):
        with pytest.raises(OSError) as raised:  # noqa: PT011 - each is another
            read(tmp_path / name)  # type: ignore[operator]
        said.append(what_happened(raised.value))

    plain = "不是普通文件（设备、管道或者套接字），没有读取"
    assert said == [plain, plain, "链接绕成一圈，或者一环套一环", "路径里有不能用的字符"]


def test_a_file_of_many_gigabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    (tmp_path / "large.json").touch()
    os.truncate(tmp_path / "large.json", 3 << 30)

    tracemalloc.start()
    try:
        with pytest.raises(OSError, match="超过 32 MB"):
            read_json(tmp_path / "large.json")
        with pytest.raises(OSError, match="超过 2 GB"):
            digest(tmp_path / "large.json")
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_what_is_as_long_as_it_may_be_is_read_and_no_more_than_that(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5) == b"12345"
    with pytest.raises(OSError, match="没有读取"):
        read_bytes(path, 4)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files that tell no size")
def test_a_file_that_tells_no_size_is_read_whole() -> None:
    assert read_bytes(Path("/proc/self/status")).endswith(b"\n")
    with pytest.raises(OSError, match="没有读取"):
        read_bytes(Path("/proc/self/status"), 100)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a": ' * 100_000, "[NaN]", "9" * 10_000])
def test_json_that_nobody_writes_is_no_json(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own among them
        parse_json(text)


@pytest.mark.parametrize("name", BOMBS)
def test_yaml_that_would_burst_is_refused_with_its_reason(name: str) -> None:
    text, reason = BOMBS[name]

    with pytest.raises(FormError, match=reason):
        read_yaml(text, "x.yaml")


def test_aliases_that_a_person_writes_are_read() -> None:
    assert read_yaml("a: &x [1, 2]\nb: *x\n", "x.yaml") == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("rules", "a\0b", "不能当作路径"),
        ("data", "a" * 5000, "不能当作路径"),
        ("notebook", "单" * 100, "不能当作路径"),
        ("mapping", "a\ud800", "不能当作路径"),
        ("bureau", "a" * 250, "不能超过 100 个字符"),
        ("bureau_name", "某\0局", "控制字符"),
        ("bureau_name", "某" * 20_000, "不能超过 200 个字符"),
    ],
)
def test_a_value_that_no_file_or_document_can_have_is_refused(
    name: str, value: str, fault: str
) -> None:
    with pytest.raises(ParametersError, match=fault) as raised:
        parse_parameters(VALUES | {name: value}, "a.yaml")

    assert len(str(raised.value)) < 400


def test_thousands_of_unknown_parameters_are_counted_not_listed() -> None:
    with pytest.raises(ParametersError, match="另有 49980 个不认识的参数名") as raised:
        parse_parameters(VALUES | {f"x{n}": n for n in range(50_000)}, "a.yaml")

    assert len(raised.value.problems) == 21


@pytest.mark.posix
def test_what_is_no_parameters_file_is_told_and_keeps_none_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(
        "\n".join(f"{name}: {value}" for name, value in VALUES.items()), encoding="utf-8"
    )
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    (tmp_path / "nowhere.xlsx").symlink_to("nowhere")
    (tmp_path / "folder").symlink_to("folder")
    (tmp_path / "deep.yaml").write_text("[" * 200_000)

    parameters, errors = read_sources(source_files([tmp_path]))

    assert [one.bureau for one in parameters] == ["a"]
    assert len(errors) == 4
    assert files_below(tmp_path)[-1] == "pipe.yaml"


def test_parameters_may_still_be_large(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    lines = [f"{name}: {value}" for name, value in VALUES.items()]
    members = ", ".join(f"m{n}" for n in range(5000))
    path.write_text("\n".join([*lines, f"members: [{members}]"]), encoding="utf-8")

    assert len(read_parameters(path).members) == 5000
