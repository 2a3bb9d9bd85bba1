"""Words for yes and no."""

from __future__ import annotations

YES = ("是", "是的", "有", "对", "√", "✓", "✔", "☑", "Y", "YES", "T", "TRUE", "1")
NO = ("否", "无", "没有", "不是", "×", "✗", "✘", "N", "NO", "F", "FALSE", "0")
FLAGS = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
"""What the words mean; TRUE and FALSE are Excel's own."""
