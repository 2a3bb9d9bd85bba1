"""What reviewers decided of findings: kept line by line, each line sealed by the next.

``data/<bureau>/<year>/review.jsonl`` is added to, never changed. A decision holds while the finding
has the same fingerprint and the same values.
"""

from reportkit.decisions.add import add_decision, add_decisions
from reportkit.decisions.decision import KIND_WORDS, Decision, Kind
from reportkit.decisions.decisions import Decisions, decisions_of, read_decisions
from reportkit.decisions.head import head_file
from reportkit.decisions.lock import alone
from reportkit.decisions.made import findings_to_decide, made_from
from reportkit.decisions.permitted import not_permitted
from reportkit.decisions.standing import standing, standing_of

__all__ = [
    "KIND_WORDS",
    "Decision",
    "Decisions",
    "Kind",
    "add_decision",
    "add_decisions",
    "alone",
    "decisions_of",
    "findings_to_decide",
    "head_file",
    "made_from",
    "not_permitted",
    "read_decisions",
    "standing",
    "standing_of",
]
