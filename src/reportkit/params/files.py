"""A file of parameters: flat YAML, the same that ``papermill -f`` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportkit.errors import FormError, NoYamlError, ParametersError
from reportkit.params.parameters import Parameters
from reportkit.params.values import parse_parameters, shown_name
from reportkit.reading import read_text
from reportkit.strict import read_yaml
from reportkit.trouble import what_happened


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
        values = read_yaml(text, "", shown_name)
    except FormError as error:
        remedy = "应为“参数名: 值”，一行一个。" if isinstance(error, NoYamlError) else ""
        faults = [problem.strip(" ：") + remedy for problem in error.problems]
        raise ParametersError(f"{path}：参数有误。", faults) from None
    if not isinstance(values, dict):
        raise ParametersError(
            f"{path}：参数有误。", ["文件里没有参数，应为“参数名: 值”，一行一个。"]
        )
    return values
