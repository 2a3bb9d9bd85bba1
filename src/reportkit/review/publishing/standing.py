"""Whether what was signed is what is published."""

from __future__ import annotations

from pathlib import Path

from reportkit.inputs.names import MANIFEST
from reportkit.params import Parameters
from reportkit.reading import read_bytes
from reportkit.review.signing.content import CONTENT, Content, read_content


def published_words(parameters: Parameters, workspace: Path, signed: Content) -> str:
    """Return in Chinese how what is published stands to what was signed; "" where nothing is.

    By the list of its files alone: whether they are those, `verify` tells.
    """
    try:
        published = read_content(
            read_bytes(workspace / parameters.published_folder / CONTENT).decode()
        )
    except FileNotFoundError:
        return ""
    except (OSError, ValueError):
        return "已经发布过，但那一版读不出来，请用 reportkit verify 核对。"
    if {*published.differences(signed)} <= {MANIFEST}:
        return "已经发布。"
    return "已经发布过另一版；发布这一版是更正，要写明原因（reportkit publish --correct）。"
