"""Libraries are imported without what nobody asks for, and nothing is hidden from anybody else."""

from __future__ import annotations

import importlib
import sys

import pytest

from reportkit.importing import without


def test_what_is_left_out_is_there_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)

    with without("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")

    assert importlib.import_module("colorsys").rgb_to_hsv


def test_what_is_imported_already_is_let_be() -> None:
    with without("json"):
        assert importlib.import_module("json") is sys.modules["json"]
