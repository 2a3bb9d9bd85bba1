"""Seals that a published report gets besides its three signatures: by plug-ins alone.

A plug-in is an entry point of the group ``reportkit.seals``: a module, or anything that has the two
functions of `Seal`. A workspace asks for it in ``review/seals.yaml``, by its name. So a licensed
device (SM2, OFD) needs nothing of the kit but this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol

from reportkit.errors import FormError, PublishingError
from reportkit.inputs.names import SEALS
from reportkit.reading import read_text
from reportkit.strict import Located, read_yaml
from reportkit.trouble import refused

GROUP = "reportkit.seals"
_HEADING = f"{SEALS} 不能采用："


class Seal(Protocol):
    """What a plug-in has to have."""

    def add(self, files: Mapping[str, bytes], settings: Mapping[str, Any], /) -> dict[str, bytes]:
        """Return the files that it adds to a published report, by name.

        What is published already is not changed. A ValueError says, in Chinese, why it cannot.
        """
        ...

    def check(
        self, name: str, files: Mapping[str, bytes], settings: Mapping[str, Any], /
    ) -> str | None:
        """Return, in Chinese, what is wrong with a file that it added; "" where it is good.

        None where the file is none of its own. A ValueError says, in Chinese, why it cannot tell.
        """
        ...


def sealed(files: Mapping[str, bytes], workspace: Path) -> dict[str, bytes]:
    """Return the files that all seals of a workspace add; none where it asks for none.

    Raises
    ------
    PublishingError
        Where a seal is not there, cannot seal, or would change what was signed.
    """
    added: dict[str, bytes] = {}
    for name, seal, settings in _seals(workspace):
        try:
            new = seal.add(files, settings)
        except ValueError as error:
            raise PublishingError("没有盖成章：", [f"{name}：{error}"]) from None
        if taken := sorted(new.keys() & {*files, *added}):
            fault = f"{name} 要改已有的 {'、'.join(taken)}，不能采用。"
            raise PublishingError("没有盖成章：", [fault])
        added |= new
    return added


def fault_of(name: str, files: Mapping[str, bytes], workspace: Path) -> str | None:
    """Return what is wrong with a file that a seal added; None where none of them did.

    Raises
    ------
    PublishingError
        Where a seal that the workspace asks for is not there, or cannot tell.
    """
    for called, seal, settings in _seals(workspace):
        try:
            fault = seal.check(name, files, settings)
        except ValueError as error:
            raise PublishingError("章没有核对：", [f"{called}：{error}"]) from None
        if fault is not None:
            return fault
    return None


def _seals(workspace: Path) -> Iterator[tuple[str, Seal, Mapping[str, Any]]]:
    """Yield each seal that a workspace asks for, with its settings."""
    try:
        asked = read_yaml(read_text(workspace / SEALS, "utf-8-sig"), SEALS)
    except FileNotFoundError:
        return
    except FormError as error:
        raise PublishingError(error.heading, error.problems) from None
    except (OSError, UnicodeDecodeError) as error:
        fault = refused(error) if isinstance(error, OSError) else "不是 UTF-8 编码。"
        raise PublishingError(_HEADING, [fault]) from None
    if not isinstance(asked, Located):
        raise PublishingError(_HEADING, ["应为“章的名称: 设置”，一个一段。"])
    there = {point.name: point for point in entry_points(group=GROUP)}
    for name, settings in asked.items():
        if name not in there:
            fault = f"没有安装叫 {name} 的章；装有的：{'、'.join(sorted(there)) or '无'}。"
            raise PublishingError(_HEADING, [fault])
        yield name, there[name].load(), settings if isinstance(settings, Mapping) else {}
