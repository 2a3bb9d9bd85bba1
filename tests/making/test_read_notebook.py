"""A notebook as the kit reads it: what is odd in it is nothing for a log."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from reportkit.making.execute import read_notebook


def test_what_a_notebook_should_not_hold_is_written_nowhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    odd = {"output_type": "stream", "name": "stdout", "text": {"姓名": "张三"}}
    cell = {"cell_type": "code", "source": "", "metadata": {}, "outputs": [odd]}
    written = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "a.ipynb").write_text(json.dumps(written), encoding="utf-8")

    assert read_notebook(tmp_path / "a.ipynb").cells[0].outputs[0].text == {"姓名": "张三"}

    assert "张三" not in "".join([*capfd.readouterr(), caplog.text])
