"""What each contract is for: by its code, else its title, else what is known of its supplier.

The order is that of what the publisher said nearest to the contract itself. Each answer
says by which way it came and how sure it is; "unknown" is an answer too. A code of two
digits ("45000000", construction) is too coarse to join contracts by: its confidence is
kept below what a group needs, unless the title says more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from folkmoot.registers.categories import (
    CLASS_DIGITS,
    DIVISION_DIGITS,
    NEED_PREFIX,
    need_code,
    plain_label,
)
from folkmoot.registers.phrases import title_words
from folkmoot.registers.title_words import Guess, LearntNeeds, listed_need

CLASS_CONFIDENCE = 0.95
SEVERAL_CLASSES_CONFIDENCE = 0.85
"""Codes of more than one class: the first is the publisher's main one."""
GROUP_CONFIDENCE = 0.75
DIVISION_CONFIDENCE = 0.2
"""Too coarse to join by: below what any desk takes for a need."""
CONTRADICTED_CONFIDENCE = 0.6
"""The code says one thing and the title surely another: buyers do pick a wrong code."""
ACROSS_DIVISIONS_CONFIDENCE = 0.55
"""The title surely names a thing of another division than the code's."""
DESCRIPTION_SHARE = 0.8
"""A description names more things than the contract is for."""
CATEGORY_SHARE = 0.85
"""A buyer's category covers more than one need."""
LEARNT_ALONE_CONFIDENCE = 0.45
"""Only other publishers' titles speak for it, with neither a listed word nor a code."""
LEARNT_WITHIN_CONFIDENCE = 0.55
"""Other publishers' titles speak for it, and the contract's own code for its division."""
DESCRIPTION_WORDS = 40
_VAGUE_DIVISIONS = frozenset({"98"})
"""Other community, social and personal services: a code for want of a better one."""


@dataclass(frozen=True, slots=True)
class NeedFound:
    """One answer: the need, the way it was found, how sure, and why in a sentence."""

    need_id: str | None
    method: str
    confidence: float
    reason: str


UNKNOWN = NeedFound(None, "none", 0.0, "neither code nor title says what it is for")


class NeedFinder:
    """Answers for codes, titles and categories; learns once from the coded titles it is given."""

    def __init__(self, coded: Iterable[tuple[str, str]]) -> None:
        """`coded` are pairs of CPV codes as cleaned and title."""
        pairs = []
        for codes, title in coded:
            code = _main_code(codes.split())
            if len(code) == CLASS_DIGITS and title:
                pairs.append((title, code))
        self.learnt = LearntNeeds(pairs)

    def found(
        self, codes: str, title: str, description: str, category: str
    ) -> NeedFound:
        """What one contract's own words and codes say."""
        given = codes.split()
        code = _main_code(given)
        if len(code) == CLASS_DIGITS:
            return _doubted(_by_code(code, given), given, title)
        if len(code) > DIVISION_DIGITS:
            return _narrowed(code, title) or _by_code(code, given)
        if code and code not in _VAGUE_DIVISIONS:
            return self._within(code, title, description)
        said = "no telling code; in the "
        guess = self._titled(title)
        if guess is not None:
            return _inferred(guess, "title", f"{said}title ")
        guess = _shared(listed_need(title_words(category)), CATEGORY_SHARE)
        if guess is not None:
            return _inferred(guess, "category", f"{said}buyer's category ")
        guess = self._described(description)
        if guess is not None:
            return _inferred(guess, "title", f"{said}description ")
        return UNKNOWN

    def _within(self, division: str, title: str, description: str) -> NeedFound:
        """A code of two digits: the title decides within that division."""
        said = f"the code says only {plain_label(division)}; in the title "
        guess = self._titled(title, within=division)
        if guess is not None:
            return _inferred(guess, "title", said)
        other = listed_need(title_words(title))
        if other is not None and other.is_sure:
            capped = min(other.confidence, ACROSS_DIVISIONS_CONFIDENCE)
            return _inferred(Guess(other.code, capped, other.reason), "title", said)
        guess = self._described(description, within=division)
        if guess is not None:
            return _inferred(guess, "title", said.replace("title", "description"))
        return NeedFound(
            NEED_PREFIX + division,
            "code",
            DIVISION_CONFIDENCE,
            f"the code says only {plain_label(division)}, too wide to join by",
        )

    def _titled(self, title: str, *, within: str = "") -> Guess | None:
        if not title:
            return None
        listed = listed_need(title_words(title), within=within)
        learnt = self.learnt.meant(title, within=within)
        if listed is None and learnt is not None and not within:
            return _at_most(learnt, LEARNT_ALONE_CONFIDENCE)
        if listed is None and learnt is not None:
            return _at_most(learnt, LEARNT_WITHIN_CONFIDENCE)
        if listed is None or learnt is None:
            return listed
        if listed.code == learnt.code:
            return Guess(
                listed.code,
                min(0.9, max(listed.confidence, learnt.confidence) + 0.05),
                f"{listed.reason}, and {learnt.reason}",
            )
        if listed.is_sure or listed.confidence >= learnt.confidence:
            return listed
        # The two readers disagree, so that neither can be trusted far.
        return _at_most(learnt, LEARNT_ALONE_CONFIDENCE)

    @staticmethod
    def _described(description: str, *, within: str = "") -> Guess | None:
        words = title_words(description)[:DESCRIPTION_WORDS]
        guess = listed_need(words, within=within)
        return _shared(guess, DESCRIPTION_SHARE) if guess and guess.is_sure else None


def category_need(category: str) -> NeedFound:
    """What a payment's category is for, by our own list."""
    guess = _shared(listed_need(title_words(category)), CATEGORY_SHARE)
    return _inferred(guess, "category", "") if guess else UNKNOWN


def _narrowed(group: str, title: str) -> NeedFound | None:
    """A code of three digits with a title that surely names one class of that group."""
    guess = listed_need(title_words(title), within=group)
    if guess is None or not guess.is_sure or len(guess.code) < CLASS_DIGITS:
        return None
    said = f"the code says {plain_label(group)}; in the title "
    return _inferred(guess, "code", said)


def _by_code(code: str, given: Sequence[str]) -> NeedFound:
    classes = {need_code(one) for one in given if len(need_code(one)) >= len(code)}
    confidence = CLASS_CONFIDENCE if len(code) == CLASS_DIGITS else GROUP_CONFIDENCE
    reason = f"the publisher's code is in {plain_label(code)}"
    if len(classes) > 1:
        confidence = min(confidence, SEVERAL_CLASSES_CONFIDENCE)
        reason = f"the first of {len(given)} codes is in {plain_label(code)}"
    if not given[0].startswith(code[:DIVISION_DIGITS]):
        confidence = min(confidence, CONTRADICTED_CONFIDENCE)
        reason = (
            f"not the first but another of {len(given)} codes is in {plain_label(code)}"
        )
    return NeedFound(NEED_PREFIX + code, "code", confidence, reason)


def _doubted(found: NeedFound, given: Sequence[str], title: str) -> NeedFound:
    """The code's answer, less sure where the title surely names a thing of no division coded."""
    said = listed_need(title_words(title))
    divisions = {code[:DIVISION_DIGITS] for code in given}
    if said is None or not said.is_sure or said.code[:DIVISION_DIGITS] in divisions:
        return found
    return replace(
        found,
        confidence=min(found.confidence, CONTRADICTED_CONFIDENCE),
        reason=f"{found.reason}, but {said.reason}",
    )


def _main_code(given: Sequence[str]) -> str:
    """The first class among the codes, else the first group, else the first division."""
    codes = [need_code(code) for code in given]
    return max(codes, key=len, default="")


def _inferred(guess: Guess, method: str, lead: str) -> NeedFound:
    reason = f"{lead}{guess.reason}" if guess.reason.startswith("“") else guess.reason
    return NeedFound(
        NEED_PREFIX + guess.code, method, round(guess.confidence, 2), reason
    )


def _at_most(guess: Guess, confidence: float) -> Guess:
    return replace(guess, confidence=min(guess.confidence, confidence))


def _shared(guess: Guess | None, share: float) -> Guess | None:
    if guess is None:
        return None
    return Guess(guess.code, guess.confidence * share, guess.reason, guess.is_sure)
