"""The exceptions of the kit.

Each message is a Chinese sentence that a clerk can act on: what is wrong, where, and what to do.
Every exception survives pickling, so that it may cross a process boundary unharmed.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

_NAMED = 12  # names that a message lists where none is near


class ReportkitError(Exception):
    """Anything the kit refuses to do; its text is for the user, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Show the message alone in JupyterLab (IPython calls this instead of a traceback)."""
        return str(self).splitlines()


class ReaderError(ReportkitError):
    """A reader of data broke down on something that nobody foresaw; what it read is not told."""


class ProblemsError(ReportkitError):
    """Several problems found in one go.

    Parameters
    ----------
    heading : str
        What could not be done.
    problems : sequence of str
        One line each: place, fault and remedy.
    """

    def __init__(self, heading: str, problems: Sequence[str]) -> None:
        super().__init__(heading, tuple(problems))
        self.heading = heading
        self.problems = tuple(problems)

    def __str__(self) -> str:
        numbered = (f"  {n}. {text}" for n, text in enumerate(self.problems, start=1))
        return "\n".join([self.heading, *numbered])


class UnknownNameError(ReportkitError, KeyError, ValueError):
    """Nothing is called so; it is a `KeyError` for mappings and a `ValueError` for functions.

    Parameters
    ----------
    what : str
        What was asked for: 格, 台账, 表.
    asked : object
        The name that was asked for.
    known : mapping of str to str
        All names there are, with what each is called in Chinese; empty where it is called nothing.
    """

    def __init__(self, what: str, asked: object, known: Mapping[str, str]) -> None:
        super().__init__(what, asked, known)
        self.what = what
        self.asked = asked
        self.known = known

    def __str__(self) -> str:
        """Name the nearest, or what there is; worked out only where it is read."""
        return f"没有叫“{self.asked}”的{self.what}，{self._remedy()}"

    def _remedy(self) -> str:
        # What it is called in Chinese leads to its name as well.
        names = {called: name for name, called in self.known.items()}
        names |= {name: name for name in self.known}
        near = difflib.get_close_matches(str(self.asked), filter(None, names), n=1, cutoff=0.5)
        if near:
            name = names[near[0]]
            return f"是否应为 {name}{self._in_brackets(name)}？"
        listed = "、".join(f"{name}{self._in_brackets(name)}" for name in [*self.known][:_NAMED])
        others = len(self.known) - _NAMED
        more = f"等 {len(self.known)} 个" if others > 0 else ""
        return f"可用的：{listed}{more}。"

    def _in_brackets(self, name: str) -> str:
        return f"（{self.known[name]}）" if self.known[name] else ""


class ParametersError(ProblemsError):
    """The parameters of a report are unusable."""


class FormError(ProblemsError):
    """The data of a form is wrong: with file and line of each mistake."""


class NoYamlError(FormError):
    """What should be YAML is none, or more than any person has written."""


class RawDataError(ProblemsError):
    """A ledger file cannot be read at all, so that nothing can be counted."""


class NarrativeError(ProblemsError):
    """The narrative cannot be bound to the figures."""


class RuleError(ProblemsError):
    """Rules contradict themselves, their checks or the edition."""


class SigningError(ProblemsError):
    """A report cannot be signed, or a signature is not taken."""


class PublishingError(ProblemsError):
    """A report may not be published."""


class ReconciliationError(ProblemsError):
    """Figures that ought to reconcile do not; raised by the assertion cells of the notebook."""


class DecisionsError(ProblemsError):
    """Decisions of reviewers cannot be read, or one may not be taken."""


class NotebookNotExecutedError(ReportkitError):
    """A notebook without a report in it was given to an exporter."""


class ExecutionError(ReportkitError):
    """A notebook did not run to its end."""


class EngineError(ReportkitError):
    """The fast engine cannot run a notebook; papermill's own can."""


class WorkerDiedError(ReportkitError):
    """The process that was making a report ended, and so did the one that tried again."""


class WorkspaceError(ReportkitError):
    """The folder the command was started in is not a workspace, or cannot be written to."""


class UnavailableError(WorkspaceError):
    """What is needed is not to be had now, and may be later: outputs, a store, a cluster."""


class ComparisonError(ReportkitError):
    """Something that shall be compared is no report of ours, or cannot be read."""


class PublishedError(ReportkitError):
    """A file is no published report of any form, or cannot be read."""
