"""What localisation says: which cells, what they should say, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, islice, product
from operator import attrgetter

from reportkit.figures import Value, value_text
from reportkit.rules.localise.totals import TotalLine

SHOWN = 5
_CIRCLED = "①②③④⑤"


class Verdict(StrEnum):
    """How much the figures alone tell about one group of rules that fail together."""

    CERTAIN = "certain"  # one smallest repair
    SEVERAL = "several"  # several of the same size
    OUT_OF_TIME = "out_of_time"  # the search was not finished
    IMPOSSIBLE = "impossible"  # no change of the cells that may be wrong repairs it


@dataclass(frozen=True, slots=True)
class Change:
    """One cell to change.

    Attributes
    ----------
    cell, name : str
        Id, and Chinese name.
    now : Value
        What the report says there.
    lowest, highest : Value or None
        Between what the equations keep the right figure; None: no bound.
    slip : str
        What may have happened, in Chinese; empty if nothing suggests itself.
    """

    cell: str
    name: str
    now: Value
    lowest: Value | None
    highest: Value | None
    slip: str = ""

    @property
    def should_be(self) -> Value | None:
        """The right figure, where the equations determine it."""
        return self.lowest if self.lowest == self.highest else None

    @property
    def demand(self) -> str:
        """What the figure should be, as far as that can be told."""
        low = value_text(self.lowest) if self.lowest not in (None, 0) else ""
        high = value_text(self.highest) if self.highest is not None else ""
        if self.should_be is not None:
            return f"应为 {value_text(self.should_be)}"
        if low and high:
            return f"应在 {low} 到 {high} 之间"
        if low:
            return f"应不少于 {low}"
        return f"应不多于 {high}" if high else "有误，应为多少无法推定"

    @property
    def state(self) -> str:
        """What the figure is, and how it may have come about."""
        suspicion = f"，疑为{self.slip}" if self.slip else ""
        return f"现为 {value_text(self.now)}{suspicion}"


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that together repair what fails.

    Attributes
    ----------
    changes : tuple of Change
        In the order of the form.
    lines : tuple of TotalLine
        Rows or columns of totals left at 0; their cells are among the changes.
    """

    changes: tuple[Change, ...]
    lines: tuple[TotalLine, ...] = ()

    @property
    def cells(self) -> frozenset[str]:
        """Ids of the cells to change."""
        return frozenset(change.cell for change in self.changes)

    @property
    def message(self) -> str:
        """The repair as Chinese clauses, without the full stop."""
        return "；".join(self._clauses())

    def _clauses(self) -> Iterator[str]:
        told: set[str] = set()
        for line in self.lines:
            of_line = [change for change in self.changes if change.cell in line.labels]
            figures = "，".join(f"{line.labels[each.cell]}{each.demand}" for each in of_line)
            if of_line:
                yield f"{line.name}都填了 0，没有合计：{figures}"
            told |= {change.cell for change in of_line}
        others = [change for change in self.changes if change.cell not in told]
        for (demand, state), alike in groupby(others, key=attrgetter("demand", "state")):
            names = [f"“{change.name}”" for change in alike]
            yield f"{'、'.join(names)}{'都' if len(names) > 1 else ''}{demand}（{state}）"


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that fail together: they have cells in common, and none with another group.

    Attributes
    ----------
    repairs : tuple of Repair
        Equally small ones, the most plausible first; at most five.
    verdict : Verdict
    """

    repairs: tuple[Repair, ...]
    verdict: Verdict

    @property
    def message(self) -> str:
        """One Chinese sentence for clerks."""
        listed = "；".join(
            f"{mark}{repair.message}" for mark, repair in zip(_CIRCLED, self.repairs, strict=False)
        )
        match self.verdict:
            case Verdict.CERTAIN:
                return f"{self.repairs[0].message}。"
            case Verdict.SEVERAL:
                return (
                    f"仅凭数字无法判定错在哪里，以下改法改动同样少，"
                    f"也不排除错在更多的格，请对照台账核实：{listed}。"
                )
            case Verdict.OUT_OF_TIME:
                found = f"已经找到的改法：{listed}。" if listed else ""
                return f"在限定时间内没有查完，无法判定错在哪里，请对照台账核实。{found}"
        return "只改未经台账核定的格，不能使各项勾稽关系成立，请核对台账。"


@dataclass(frozen=True, slots=True)
class Localisation:
    """Where a report is wrong, as far as its figures tell; no groups: nothing is.

    Attributes
    ----------
    groups : tuple of Group
        Independent of each other, in the order of the form.
    """

    groups: tuple[Group, ...]

    @property
    def certain(self) -> bool:
        """Whether there is something wrong, and one smallest repair of it all."""
        return bool(self.groups) and all(group.verdict is Verdict.CERTAIN for group in self.groups)

    @property
    def solutions(self) -> tuple[Repair, ...]:
        """Repairs of the whole report, the most plausible first; at most five."""
        if not self.groups:
            return ()
        choices = islice(product(*(group.repairs for group in self.groups)), SHOWN)
        return tuple(_together(choice) for choice in choices)

    @property
    def message(self) -> str:
        """Chinese sentences for clerks, one a group."""
        return "".join(group.message for group in self.groups) or "各项勾稽关系都成立。"


def _together(repairs: tuple[Repair, ...]) -> Repair:
    return Repair(
        tuple(change for repair in repairs for change in repair.changes),
        tuple(dict.fromkeys(line for repair in repairs for line in repair.lines)),
    )
