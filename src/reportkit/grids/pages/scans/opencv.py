"""OpenCV, loaded where it is first asked for."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

_SEARCHED = "LD_LIBRARY_PATH"


@cache
def opencv() -> Any:
    """Return the module.

    Loading it adds its own folder to where every process that is started later looks for libraries;
    that is taken back.
    """
    before = os.environ.get(_SEARCHED)
    import cv2

    if before is None:
        os.environ.pop(_SEARCHED, None)
    else:
        os.environ[_SEARCHED] = before
    return cv2
