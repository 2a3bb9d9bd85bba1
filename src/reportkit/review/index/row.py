"""What the index says of one bureau-year."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reportkit.errors import ReportkitError
from reportkit.forms import Form
from reportkit.inputs.agreement import disagreements, fails_run, findings_in, state_told
from reportkit.inputs.names import FINDINGS, MANIFEST
from reportkit.inputs.run_state import RunState
from reportkit.params import Key, Parameters, parse_parameters
from reportkit.reading import parse_json
from reportkit.visible import without_unseen

UNMADE, UNREADABLE = "unmade", "unreadable"
LINKED = ("report.html", "report.pdf", "report.docx", "review.html")
_LONGEST_MESSAGE = 60


class Row(NamedTuple):
    """One bureau-year: flat, so that thousands are read and written in no time.

    Attributes
    ----------
    code, name : str
        Of the bureau.
    organ : str
        Its level, in Chinese; empty where the form knows no such level.
    deadline : str
        The last day for publishing, as ISO 8601 writes it; empty where there is none.
    members : tuple of str
        The codes of the bureaus that it adds up.
    data : str
        The folder of its raw data.
    listed : bool
        Whether it is among the parameters; what was made of it stands all the same.
    broken : bool
        Whether its last run came to no end; what an earlier one made may stand.
    state : str
        What its outputs say: a run state, ``unmade``, or ``unreadable`` where nobody can tell.
    errors, warnings, unknown : int or None
        Findings that keep it a draft, that have to be looked at, that cannot be told; None where
        nothing was made, or it cannot be read.
    first : str
        In Chinese, the first finding that keeps it a draft, shortened.
    files : tuple of str
        The renditions that can be opened.
    decided, undecided, lapsed : int or None
        Findings that a decision holds of, and that none does; decisions that hold no more. None
        where no reviewer decided anything.
    returned : str
        In Chinese, who sent it back and why, where it was not made anew since.
    signed, void : tuple of str
        In Chinese, the signatures that are good, and those that are not, with the reason.
    fault : str
        In Chinese, why nobody can tell what was decided.
    published : bool
        Whether some version of it is published.
    """

    code: str
    name: str
    organ: str
    deadline: str
    members: tuple[str, ...]
    data: str
    listed: bool = True
    broken: bool = False
    state: str = UNMADE
    errors: int | None = None
    warnings: int | None = None
    unknown: int | None = None
    first: str = ""
    files: tuple[str, ...] = ()
    decided: int | None = None
    undecided: int | None = None
    lapsed: int | None = None
    returned: str = ""
    signed: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    fault: str = ""
    published: bool = False

    @classmethod
    def from_json(cls, values: list[Any]) -> Row:
        """Read back a row of ``index.json``, where it is a list."""
        for place in _TUPLES:
            values[place] = tuple(values[place])
        return cls._make(values)

    def with_facts_of(self, other: Row) -> Row:
        """Return this row with what parameters say as the other has it."""
        if self[:_FACTS] == other[:_FACTS]:
            return self
        return Row._make((*other[:_FACTS], *self[_FACTS:]))

    def reviewed_so(self, said: Mapping[str, Any]) -> Row:
        """Return this row with what reviewers did as it is said, and nothing of what was before."""
        nothing = {name: Row._field_defaults[name] for name in _REVIEWED}
        return self._replace(**{**nothing, **said})

    @property
    def status(self) -> str:
        """How it stands: a run state, ``unmade`` or ``unreadable``."""
        return RunState.BROKEN.value if self.broken else self.state

    @property
    def is_made(self) -> bool:
        """Whether outputs stand that can be read."""
        return self.errors is not None


_FACTS = Row._fields.index("broken")
_TUPLES = [Row._fields.index(name) for name in ("members", "files", "signed", "void")]
_REVIEWED = Row._fields[Row._fields.index("decided") : Row._fields.index("published")]


def row_of(parameters: Parameters, form: Form | None) -> Row:
    """Return the row of a bureau-year of which nothing was made yet.

    Parameters
    ----------
    parameters : Parameters
    form : Form or None
        Its form; None where that cannot be read any more.
    """
    organ = form.organs.get(parameters.organ) if form else None
    return Row(
        parameters.bureau,
        one_line(parameters.bureau_name),
        organ.title if organ else "",
        organ.due(parameters.year).isoformat() if organ else "",
        parameters.members,
        parameters.data_path,
    )


def parameters_in(manifest: bytes, key: Key) -> Parameters | None:
    """Return the parameters of a bureau-year that is known by its outputs alone.

    None where they cannot be read, or are another's: somebody copied its folder.
    """
    try:
        found = parse_parameters(parse_json(manifest)["parameters"], MANIFEST)
    except (ReportkitError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if found.key == key else None


def with_outputs(row: Row, key: Key, manifest: bytes | None, findings: bytes) -> Row:
    """Return a row with what its outputs say; those of another are none of its own.

    Parameters
    ----------
    row : Row
    key : Key
        Whose outputs they should be.
    manifest : bytes or None
        What is in ``manifest.json``; None where there is none.
    findings : bytes
        What is in ``findings.json``.
    """
    if manifest is None:
        return row
    try:
        made = parse_json(manifest)
        whose = made["parameters"]
        if Key(whose["form"], whose["year"], whose["bureau"]) != key:
            return row
        if made["outputs"][FINDINGS] != hashlib.sha256(findings).hexdigest():
            return row._replace(state=UNREADABLE)
        read = findings_in(findings)
        if disagreements(made, key, {FINDINGS: findings}):
            return row._replace(state=UNREADABLE)
        state = state_told(read).value
        files = tuple(name for name in LINKED if name in made["outputs"])
        counts = _counts(read)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return row._replace(state=UNREADABLE)
    return row._replace(state=state, files=files, **counts)


def _counts(findings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    failing = [one for one in findings if fails_run(one)]
    return {
        "errors": len(failing),
        "warnings": sum((one["severity"], one["state"]) == ("warning", "fail") for one in findings),
        "unknown": sum(one["state"] == "unknown" for one in findings),
        "first": _shortened(f"{failing[0]['rule']}：{failing[0]['message']}") if failing else "",
    }


def _shortened(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}……"


def one_line(text: str) -> str:
    """Return a text as one line that every file can hold."""
    return without_unseen(" ".join(text.split()))
