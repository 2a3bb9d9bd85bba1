"""The engine's exceptions cross process boundaries unharmed."""

from __future__ import annotations

import pickle

import pytest

from reportkit.engine.errors import NotReadyError, NotSupportedError, ZygoteDiedError
from reportkit.engine.kernel import KernelDied


@pytest.mark.parametrize(
    "error", [NotReadyError("threads"), NotSupportedError("ir"), ZygoteDiedError(), KernelDied(-9)]
)
def test_an_error_survives_pickling(error: Exception) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own

    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
