"""Check ``other_bureau``: no other bureau has done what the report says of its own.

Reports name others with good reason: who was in charge, who was asked, whose website it is. So
only an office that is the subject of a sentence, and of what a report says of its own, is asked
about: that happens where a neighbour's report was copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.narrative.context import WithNamedProse
from reportkit.narrative.sentences import Sentence, fold
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_PLACE = r"(?![全本我各该])[一-鿋]{1,5}?(?:[省市县区旗盟]|自治[州县旗])"
_OFFICE = (
    r"[一-鿋]{0,16}?(?:局|委员会|厅|办公室|街道办事处|管委会|中心|支队|大队|法院"
    r"|人民政府|[镇乡]政府)"
)
_SUBJECT = re.compile(
    rf"(?:^|[，；。])({_PLACE}{_OFFICE})"
    r"(?=(?:党组|党委|领导班子)?(?:认真|严格|深入|高度重视|切实|全面|坚持|紧紧|紧扣|积极|扎实|始终|持续|不断"
    r"|以习近平|在[一-鿋]{2,12}(?:领导|指导)下|共?主动公开|共?收到|共?受理|全年|新收))"
)
_WITH_OTHERS = re.compile(r"会同|联合|配合|协同|牵头|督促|赴|走访|学习|借鉴|检查组|考核")
_LAST = 4  # characters by which an office is known, whatever its place is called
_GOVERNMENT = re.compile(r"(?:人民)?政府(?:办公[室厅])?$")


@check("other_bureau", NoParameters)
def check_other_bureau(rule: Rule, context: WithNamedProse) -> Iterator[Finding]:
    """Yield one finding an office that is spoken of as if the report were its own."""
    own = fold(context.bureau_name)
    found: dict[str, Sentence] = {}
    for sentence in context.narrative.sentences() if own else ():
        if not _WITH_OTHERS.search(sentence.text):
            for match in _SUBJECT.finditer(sentence.text):
                if not _may_speak_of(match[1], own):
                    found.setdefault(match[1], sentence)
    for number, (name, sentence) in enumerate(found.items(), start=1):
        message = f"说的是“{name}”的工作，报告单位是“{own}”：“{sentence.quote}”"
        yield rule.finding(f"{sentence.section}#{number}", f"“{name}”", State.FAIL, message)
    if not found:
        state = State.PASS if own else State.UNKNOWN
        message = "没有以别的单位为主语的句子。" if own else "不知道报告单位的名称，无法核对。"
        yield rule.finding("text", "报告文字", state, message)


def _may_speak_of(name: str, own: str) -> bool:
    """Whether a name is the bureau's own, a part of it, or the government that it belongs to."""
    same_place = name[:2] == own[:2]
    if name in own or own in name or (same_place and own.endswith(name[-_LAST:])):
        return True
    place = _GOVERNMENT.sub("", name)
    return place != name and own.startswith(place)
