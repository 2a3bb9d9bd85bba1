"""``reportkit check --suggest-mapping``: what a bureau's own headings and words may mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportkit.cli.workspace import Asked
from reportkit.errors import ReportkitError
from reportkit.inputs.files import from_here
from reportkit.ledgers.mapping.suggest import (
    Suggestions,
    is_suggested,
    join,
    suggest,
    suggested_path,
    write_suggestions,
)
from reportkit.report.computed import Computed


def suggest_mappings(asked: Asked) -> Iterator[str]:
    """Write the suggestions for every bureau, of all its years and forms, and say so.

    What cannot be checked at all has been told before.
    """
    by_mapping: dict[Path, list[Suggestions]] = {}
    for parameters in asked.parameters:
        try:
            computed = Computed(parameters, asked.workspace)
            found = suggest(
                computed.intake,
                computed.edition,
                computed.year,
                own=computed.mapping,
                others=computed.ledgers_of_other_forms,
                official=[id(grid) for grid in computed.official.grids],
            )
        except ReportkitError:
            continue
        by_mapping.setdefault(asked.workspace / computed.inputs.mapping.path, []).append(found)
    joined = {mapping: join(all_) for mapping, all_ in by_mapping.items()}
    if not any(joined.values()):
        yield "没有可以建议的列名和写法，没有写 mapping.suggested.yaml。"
    for mapping, suggestions in joined.items():
        if suggestions:
            yield _write(suggestions, mapping)


def _write(suggestions: Suggestions, mapping: Path) -> str:
    target = suggested_path(mapping)
    name = from_here(target)
    before = target.exists()
    if before and not is_suggested(target):
        return f"{name} 不是 --suggest-mapping 生成的，没有覆盖。请先移走。"
    write_suggestions(suggestions, mapping)
    count = sum(map(len, suggestions.values()))
    replaced = "（原来生成的已被替换）" if before else ""
    return f"建议 {count} 条，写在 {name}{replaced}；核对后改名为 {mapping.name} 才起作用。"
