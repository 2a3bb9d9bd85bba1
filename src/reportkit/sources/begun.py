"""What is begun of a bureau-year: the reports that are meant, the files that were made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reportkit.forms import Edition
from reportkit.ledgers.mapping import LedgerMapping, read_mapping
from reportkit.params import Parameters
from reportkit.sources.settings import Settings


@dataclass(slots=True)
class Begun:
    """What has come of it; paths are relative to the workspace.

    Attributes
    ----------
    made : dict of Path to str
        Files that were made, and what is to be said of each.
    left : list of Path
        Files that were there already.
    notes : list of str
        What the user has to know, in Chinese sentences.
    parameters : list of Path
        The parameters files, made or there.
    unset : dict of Path to list of str
        Parameters that are still to be filled in.
    """

    made: dict[Path, str] = field(default_factory=dict)
    left: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parameters: list[Path] = field(default_factory=list)
    unset: dict[Path, list[str]] = field(default_factory=dict)

    def write(self, workspace: Path, path: Path, content: bytes, remark: str = "") -> None:
        """Write a file, unless there is one: no file is ever replaced."""
        target = workspace / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("xb") as file:
                file.write(content)
        except FileExistsError:
            self.left.append(path)
        else:
            self.made[path] = remark


@dataclass(frozen=True, slots=True)
class NewReport:
    """One report to begin: what is set, and the edition that follows from it."""

    settings: Settings
    parameters: Parameters
    edition: Edition

    def own_words(self, workspace: Path) -> Callable[[], Mapping[str, LedgerMapping]]:
        """Return what reads the bureau's own headings and words."""
        path = workspace / self.parameters.mapping_file
        return partial(read_mapping, path, self.edition, workspace)
