"""What a word means in a column of choices: by its synonyms, its numbering, its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reportkit.folding import plain
from reportkit.forms import Field
from reportkit.ledgers.values.flags import NO, YES
from reportkit.ledgers.values.likeness import holds_no_name, near, slips, turns_around
from reportkit.ledgers.values.reading import Parsed, Reading, ValueProblem
from reportkit.personal import hide, quote

# What stands between several kinds in one place.
_BETWEEN_KINDS = "、,;/+和及与并"
_KIND = re.compile(rf"[^{_BETWEEN_KINDS}]+|.")
_NUMBER = "[一二三四五六七八九十0-9]{1,2}"
# （一） 三（一） 1. 1、 第1项 ① (which folding makes 1)
_NUMBERING = re.compile(
    rf"(?:[一二三四五六七八九]?\({_NUMBER}\)[、.:]?|{_NUMBER}[、.:)]|第{_NUMBER}项[、.:]?"
    r"|[0-9]{1,2}(?=\D))+"
)
_REASON = re.compile(r"[(\[【](.+)[)\]】]|[-—–:,、/·;]+(.+)|([0-9(].+)")
_NEGATIONS = re.compile("[不未非无否]")
_BECAUSE = re.compile(r"^(?:因|因为|属于|属|系|涉及|理由:?|原因:?)")
_AFTER = "。.,;!"
# Between the parts of a phrase: 信访、举报、投诉; 予以公开（部分）.
_BETWEEN_PARTS = re.compile(r"[、,;:。.·/+()\[\]【】\-—–]")
# ☑予以公开 □部分公开, √自然人
_TICKED, _OPEN = "☑√✓✔■☒●◉", "□☐○◯"
_BOX = re.compile(f"([{_TICKED}{_OPEN}])([^{_TICKED}{_OPEN}]+)")
_MOST_LISTED = 7
_MOST_CANDIDATES = 8
_SHORTEST_REASON = 2


class Meanings(NamedTuple):
    """What the words of a field mean, folded.

    Attributes
    ----------
    words : mapping of str to str
        Word to code.
    ambiguous : mapping of str to tuple of str
        Word to the codes between which it leaves the choice.
    joined : mapping of str to tuple of str
        All of them without the marks in them.
    """

    words: Mapping[str, str]
    ambiguous: Mapping[str, tuple[str, ...]]
    joined: Mapping[str, tuple[str, ...]]

    def codes(self, word: str) -> tuple[str, ...]:
        """Return the codes that a word may mean; none where it is not known."""
        return (self.words[word],) if word in self.words else self.ambiguous.get(word, ())

    def codes_of_phrase(self, phrase: str) -> tuple[str, ...]:
        """Return the codes that a phrase may mean, whatever marks stand between its parts."""
        return self.joined.get(_joined(phrase), ())


@cache
def vocabulary(field: Field) -> Meanings:
    """Return what the form says of a field's words; with and without the form's numbering."""
    words: dict[str, str] = {}
    for code, all_ in (field.choices or {}).items():
        for word in all_:
            words[plain(word)] = code
            words.setdefault(_unnumbered(plain(word)), code)
    for answers in (YES, NO):  # 是 and 否 may be ticked, too
        if answers[0] in words:
            for word in answers:
                words.setdefault(word, words[answers[0]])
                words.setdefault(word.lower(), words[answers[0]])
    ambiguous: dict[str, tuple[str, ...]] = {}
    for word, codes in field.ambiguous.items():
        key, meant = _unnumbered(plain(word)), field.codes_below(codes)
        if len(meant) == 1:
            words.setdefault(key, meant[0])
        elif meant:
            ambiguous[key] = meant
    joined = {_joined(word): (code,) for word, code in words.items()}
    return Meanings(words, ambiguous, {**{_joined(w): c for w, c in ambiguous.items()}, **joined})


def codes_of(text: str, field: Field, own: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return the codes that a word, folded, may mean without anything being made of it."""
    mine = own.get(field.id, {})
    return (mine[text],) if text in mine else vocabulary(field).codes(text)


def read_choice(text: str, field: Field, reading: Reading) -> Parsed:
    """Read the one kind that is written, as its code.

    Raises
    ------
    ValueProblem
        Where the word is not known, or leaves a choice.
    """
    wanted = plain(text)
    own = reading.words.get(field.id, {})
    if wanted in own:
        return Parsed(own[wanted])
    known = vocabulary(field)
    if wanted in known.words:
        return Parsed(known.words[wanted])
    if (ticked := _ticked(wanted)) is not None:
        return read_choice(ticked, field, reading)
    bare = _unnumbered(wanted.rstrip(_AFTER))
    codes = known.codes(bare)
    if len(codes) == 1:
        return Parsed(codes[0])
    if codes:
        raise _unclear(bare, codes, field, always=True)
    if len(codes := known.codes_of_phrase(bare)) == 1:
        return Parsed(codes[0])
    if codes:
        raise _unclear(bare, codes, field)
    return _by_reason(bare, known, field) or _unknown(text, bare, known, field)


def _ticked(text: str) -> str | None:
    """Return the one of several words beside boxes that is ticked; None where it is not sure."""
    boxes = _BOX.findall(text)
    if not boxes or text[0] not in _TICKED + _OPEN:
        return None
    ticked = [word for mark, word in boxes if mark in _TICKED]
    return ticked[0] if len(ticked) == 1 else None


def read_choices(text: str, field: Field, reading: Reading) -> Parsed:
    """Read all kinds that are written, as codes from the lightest to the heaviest.

    A word of the form may have a mark in it that stands between kinds: 没收违法所得、没收非法财物.

    Raises
    ------
    ValueProblem
    """
    found = [read_choice(kind, field, reading) for kind in _kinds(text, field, reading)]
    order = list(field.choices or {})
    codes = {parsed.value for parsed in found}
    return Parsed(
        tuple(sorted(codes, key=order.index)), next((p.note for p in found if p.note), "")
    )


def open_words(text: str, field: Field, reading: Reading) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the words in one place that cannot be read, folded, with the codes they may mean.

    None of those that may be a name: only what the form calls ambiguous, and slips of the pen.
    """
    known = vocabulary(field)
    for kind in _kinds(text, field, reading) if field.several else [text]:
        try:
            read_choice(kind, field, reading)
        except ValueProblem:
            wanted = plain(kind)
            bare = _unnumbered(wanted.rstrip(_AFTER))
            found = near(bare, known.words)
            if bare in known.ambiguous:
                yield wanted, known.ambiguous[bare]
            elif found and holds_no_name(bare, found, known.words):
                yield wanted, [known.words[found]]


def _kinds(text: str, field: Field, reading: Reading) -> Iterator[str]:
    """Yield the kinds that are written in one place, one after the other."""
    known = {
        *vocabulary(field).words,
        *vocabulary(field).ambiguous,
        *reading.words.get(field.id, ()),
    }
    words = sorted(known, key=len, reverse=True)
    rest = _unnumbered(plain(text))
    while rest:
        word = next((word for word in words if rest.startswith(word)), None)
        end = len(word) if word else len(_KIND.match(rest)[0])  # type: ignore[index]
        yield rest[:end]
        rest = _unnumbered(rest[end:].lstrip(_BETWEEN_KINDS))


def _unnumbered(word: str) -> str:
    match = _NUMBERING.match(word)
    return word[match.end() :] if match and match.end() < len(word) else word


def _joined(phrase: str) -> str:
    return _BETWEEN_PARTS.sub("", phrase)


def _by_reason(wanted: str, known: Meanings, field: Field) -> Parsed | None:
    """Read a kind with a reason behind it: 不予公开（过程性信息）; None where it is none.

    The reason decides between the kinds that the word before it leaves open, and never names a
    kind that this word does not allow.
    """
    heads = sorted({*known.words, *known.ambiguous}, key=len, reverse=True)
    for head in heads:
        match = _REASON.fullmatch(wanted, len(head)) if wanted.startswith(head) else None
        if match is None:
            continue
        open_ = known.codes(head)
        reason = _unnumbered(next(filter(None, match.groups())))
        told = _codes_of_reason(reason, open_, known)
        if told is None:
            if len(open_) > 1:
                raise _unclear(head, open_, field)
            # What follows is not quoted: it may be a name.
            remedy = (
                f"属于“{field.label(open_[0])}”的，请去掉后面的内容；不属于的，请改填规定的类别。"
            )
            raise ValueProblem(field.problem, f"“{head}”后面还写了别的内容", remedy)
        left = [code for code in open_ if code in told]
        if len(left) == 1:
            return Parsed(left[0], "按所写的理由归类" if len(open_) > 1 else "")
        raise _unclear(head, left or [*told, *open_], field, disagree=not left)
    return None


def _codes_of_reason(reason: str, open_: Sequence[str], known: Meanings) -> Sequence[str] | None:
    """Return the codes that a reason may mean; None where it tells nothing."""
    for text in (reason, _BECAUSE.sub("", reason)):
        if codes := known.codes(text):
            return codes
    reason = _BECAUSE.sub("", reason)
    if len(reason) < _SHORTEST_REASON or _NEGATIONS.search(reason):
        return None
    inside = {code for word, code in known.words.items() if code in open_ and reason in word}
    return sorted(inside) or None


def _unclear(
    word: str,
    codes: Iterable[str],
    field: Field,
    *,
    disagree: bool = False,
    always: bool = False,
) -> ValueProblem:
    candidates = list(dict.fromkeys(codes))
    listed = _listed(candidates, field, _MOST_CANDIDATES)
    fault = f"“{word}”与后面写的理由不一致" if disagree else f"“{word}”没有写明是哪一种"
    remedy = f"请改填其中一种：{listed}。"
    if always:
        remedy += "本单位一律指其中一种的，也可以在 mapping.yaml 里写明。"
    return ValueProblem(field.problem, fault, remedy)


def _unknown(text: str, wanted: str, known: Meanings, field: Field) -> Parsed:
    # Only something that all but equals a choice is quoted: anything else may be a name.
    all_ = {*known.words, *known.ambiguous}
    found = near(wanted, known.words)
    # 予公开 may have lost the 不 as well as the 以: then nothing is proposed.
    if found and not any(turns_around(found, each) and slips(wanted, each, 1) for each in all_):
        official = field.label(known.words[found])
        shown = quote(text) if holds_no_name(wanted, found, known.words) else hide(text)
        raise ValueProblem(field.problem, f"不认识{shown}", f"是否应为“{official}”？")
    allowed = _listed(list(field.choices or {}), field, _MOST_LISTED)
    raise ValueProblem(field.problem, f"不认识所填内容{hide(text)}", f"应填规定的类别：{allowed}。")


def _listed(codes: Sequence[str], field: Field, most: int) -> str:
    labels = [field.label(code) for code in codes]
    return "、".join(labels[:most]) + ("等" if len(labels) > most else "")
