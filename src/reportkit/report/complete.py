"""Tab completion inside quotes: the ids of cells, tables, sections, charts, rules and ledgers.

IPython completes the keys of a mapping by itself where it may evaluate what stands before the
bracket, which it may not of a property; of what a call takes it knows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportkit.report.computed import Computed

_ASKED = re.compile(r"""(\w+)\.(\w+)[(\[](?:\s*["'][^"']*["'],)*\s*["']([^"']*)$""")

NAMES: Mapping[str, Callable[[Computed], Iterable[str]]] = {
    "cell": lambda report: report.edition.cells,
    "over_years": lambda report: report.edition.cells,
    "figures": lambda report: report.edition.cells,
    "records": lambda report: report.edition.ledgers,
    "raw": lambda report: report.edition.ledgers,
    "table": lambda report: report.edition.tables,
    "section": lambda report: [section.numeral for section in report.edition.sections],
    "chart": lambda report: [chart.id for chart in report.edition.form.item.charts],
    "reconcile": lambda report: report.rules,
}
"""What may stand in quotes after a member of a report."""


def complete_names(shell: Any, kind: type[Computed]) -> None:
    """Let a shell of IPython complete names after members of the reports in its cells.

    Parameters
    ----------
    shell : InteractiveShell
    kind : type of Computed
        The class of these reports.
    """
    from IPython.core.completer import SimpleCompletion, context_matcher

    @context_matcher(identifier="reportkit")  # type: ignore[untyped-decorator]
    def names(context: Any) -> dict[str, Any]:
        found = _ASKED.search(context.text_until_cursor)
        report = shell.user_ns.get(found[1]) if found else None
        if found is None or not isinstance(report, kind) or found[2] not in NAMES:
            return {"completions": []}
        known = (name for name in NAMES[found[2]](report) if name.startswith(found[3]))
        return {"completions": [SimpleCompletion(name) for name in known], "suppress": True}

    others = shell.Completer.custom_matchers
    shell.Completer.custom_matchers = [
        *(each for each in others if getattr(each, "matcher_identifier", "") != "reportkit"),
        names,
    ]
