"""Last year's figures of a bureau, from wherever they are kept."""

from __future__ import annotations

import json
from pathlib import Path

from reportkit.errors import RawDataError
from reportkit.figures.model import Figures
from reportkit.figures.summary import read_summary
from reportkit.forms import Edition, Form
from reportkit.ledgers import read_ledger


def read_previous(path: Path, edition: Edition, year: int) -> Figures:
    """Read figures from a ``figures.json``, or from a form that the bureau filled in.

    Parameters
    ----------
    path : Path
        ``.json``, or ``.xlsx`` and ``.csv`` with the columns of the ledger ``summary``.
    edition : Edition
        The form that a filled-in file follows.
    year : int
        The year that the figures are of.

    Raises
    ------
    RawDataError
        Where the file cannot be read.
    """
    if path.suffix.lower() != ".json":
        schema = edition.filled_in
        if schema is None:
            raise RawDataError(
                "上年度的数字读不出来：", [f"{edition.form.title}没有填报数的格式。"]
            )
        return Figures.of(edition, read_summary(read_ledger(path, schema, year), edition))
    return read_figures(path, edition.form)


def read_figures(path: Path, form: Form) -> Figures:
    """Read a ``figures.json`` of a form.

    Raises
    ------
    RawDataError
        Where the file cannot be read, or is of another form.
    """
    try:
        return Figures.from_json(json.loads(path.read_text(encoding="utf-8")), form)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        heading = "上年度的数字读不出来："
        problem = f"{path.as_posix()} 不是本软件生成的 figures.json。请核对参数 previous。"
        raise RawDataError(heading, [problem]) from None
