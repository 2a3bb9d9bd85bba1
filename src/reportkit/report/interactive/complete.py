"""Tab completion inside quotes: the ids of cells, tables, sections, charts, rules and ledgers.

IPython completes the keys of a mapping by itself where it may evaluate what stands before the
bracket, which it may not of a property; of what a call takes it knows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from reportkit.report.computed import Computed

_ASKED = re.compile(r"""(\w+)\.(\w+)[(\[](?:\s*["'][^"']*["'],)*\s*["']([^"']*)$""")


class _Names(NamedTuple):
    """What each of some names is called, and how a report gives them."""

    kind: str
    of: Callable[[Computed], Iterable[str]]


_CELLS = _Names("格", lambda report: report.edition.cells)
_LEDGERS = _Names("台账", lambda report: report.edition.ledgers)
NAMES: Mapping[str, _Names] = {
    "cell": _CELLS,
    "over_years": _CELLS,
    "figures": _CELLS,
    "records": _LEDGERS,
    "raw": _LEDGERS,
    "table": _Names("表", lambda report: report.edition.tables),
    "section": _Names("部分", lambda report: [each.numeral for each in report.edition.sections]),
    "chart": _Names("图", lambda report: [each.id for each in report.edition.form.item.charts]),
    "reconcile": _Names("规则", lambda report: report.rules),
}
"""What may stand in quotes after a member of a report; JupyterLab shows the kind beside a name."""


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
        asked = NAMES[found[2]]
        known = (name for name in asked.of(report) if name.startswith(found[3]))
        offered = [SimpleCompletion(name, type=asked.kind) for name in known]
        return {"completions": offered, "suppress": True}

    others = shell.Completer.custom_matchers
    shell.Completer.custom_matchers = [
        *(each for each in others if getattr(each, "matcher_identifier", "") != "reportkit"),
        names,
    ]
