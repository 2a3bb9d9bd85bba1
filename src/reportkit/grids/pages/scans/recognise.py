"""Lines of text in pictures into characters, each with how sure it is and what else it may be."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.model import GridError
from reportkit.grids.pages.scans.opencv import opencv

Picture = NDArray[np.uint8]

_HEIGHT = 48  # of the lines that the model was taught with, in dots
_NARROWEST = 96
_WIDEST = 3_200
_BATCH = 16
_OTHERS = 3
_UNLIKELY = 0.02
_MOST_NAMED = 6
_INSTALL = "请安装识别文字的组件（pip install 'reportkit[ocr]'），或者改用有文字的原件"
_RESAVE = "请用原来的程序或者浏览器打开，另存为 PDF 再核查"


class Seen(NamedTuple):
    """A character that was recognised.

    Attributes
    ----------
    text : str
    place : float
        Where in its line it stands, from 0 to 1.
    score : float
        From 0 to 1.
    others : tuple of (str, float)
        What else it may be, the likeliest first.
    """

    text: str
    place: float
    score: float
    others: tuple[tuple[str, float], ...]


class _Model(NamedTuple):
    session: Any
    characters: tuple[str, ...]


def can_recognise() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) for name in ("onnxruntime", "rapidocr", "cv2"))


def refuse_picture() -> NoReturn:
    """Refuse a picture where the extra is not installed."""
    raise GridError(
        "是扫描的图片，没有文字，这里没有安装识别文字的组件",
        "请安装：pip install 'reportkit[ocr]'；或者改用有文字的 PDF、Word、网页。",
    )


def unread_pictures(what: str, numbers: Sequence[int]) -> str:
    """Return that pictures were not read, told by numbers; empty where there are none."""
    if not numbers:
        return ""
    named = "、".join(map(str, numbers[:_MOST_NAMED]))
    more = f"等 {len(numbers)} {what[0]}" if len(numbers) > _MOST_NAMED else ""
    remedy = _RESAVE if can_recognise() else _INSTALL
    return f"第 {named} {what}{more}没有读取，表格如果是图片，{remedy}"


def recognised(lines: Sequence[Picture]) -> list[list[Seen]]:
    """Return what stands in pictures of single lines, grey, dark on light."""
    model = _model()
    seen: list[list[Seen]] = [[] for _ in lines]
    scaled = [_scaled(line) for line in lines]
    order = sorted(range(len(lines)), key=lambda one: scaled[one].shape[1])
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        width = max(_NARROWEST, scaled[batch[-1]].shape[1])
        tensor = np.zeros((len(batch), 3, _HEIGHT, width), dtype=np.float32)
        for row, one in enumerate(batch):
            tensor[row, :, :, : scaled[one].shape[1]] = scaled[one] / 127.5 - 1
        (found,) = model.session.run(None, {model.session.get_inputs()[0].name: tensor})
        for row, one in enumerate(batch):
            part = scaled[one].shape[1] / width
            seen[one] = list(_decoded(found[row], part, model.characters))
    return seen


@cache
def _model() -> _Model:
    import onnxruntime

    opencv()  # which rapidocr would load otherwise
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    path = next(iter(sorted(folder.glob("*_rec_*.onnx"))))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    # The first is none at all; the last, which the list leaves out, is the blank.
    return _Model(session, ("", *characters, " "))


def _scaled(line: Picture) -> NDArray[np.float32]:
    cv2 = opencv()

    height, width = line.shape
    wide = min(_WIDEST, max(8, round(width * _HEIGHT / height)))
    return np.asarray(cv2.resize(line, (wide, _HEIGHT), interpolation=cv2.INTER_AREA), np.float32)


def _decoded(likely: NDArray[np.float32], part: float, characters: Sequence[str]) -> Iterator[Seen]:
    """Yield the characters of one line; the same one over several steps is one."""
    best = likely.argmax(axis=1)
    steps = len(best)
    at = 0
    while at < steps:
        end = at
        while end + 1 < steps and best[end + 1] == best[at]:
            end += 1
        text = characters[best[at]]
        if text:
            peak = at + int(likely[at : end + 1, best[at]].argmax())
            yield Seen(
                text,
                min(1.0, (at + end + 1) / 2 / steps / part),
                float(likely[peak, best[at]]),
                tuple(_others(likely[peak], characters)),
            )
        at = end + 1


def _others(likely: NDArray[np.float32], characters: Sequence[str]) -> Iterator[tuple[str, float]]:
    order = np.argsort(likely)[::-1][1 : 1 + _OTHERS]
    for one in order:
        if likely[one] >= _UNLIKELY:
            yield characters[one], float(likely[one])
