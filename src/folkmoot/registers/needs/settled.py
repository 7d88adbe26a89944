"""What each contract is for: by its code, else its words, else what is known of its supplier.

The order is that of what the publisher said nearest to the contract itself; between our
own list of words and what the group's coded contracts teach, it is measured. Each answer
says by which way it came and how sure it is; "unknown" is an answer too. A code of two
digits ("45000000", construction) is too coarse to join contracts by: its confidence is
kept below what a group needs, unless the title says more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from folkmoot.registers.categories.phrases import title_words
from folkmoot.registers.categories.title_words import Guess, listed_need
from folkmoot.registers.categories.tree import (
    CLASS_DIGITS,
    DIVISION_DIGITS,
    NEED_PREFIX,
    need_code,
    plain_label,
)
from folkmoot.registers.needs.learned import Learned

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
LEARNED_MOST_CONFIDENCE = 0.9
"""What coded contracts teach stays below the publisher's own code, however often right."""
AGREED_MORE = 0.05
"""Our list and what was learned say the same, each by its own way."""
DESCRIPTION_WORDS = 40
VAGUE_DIVISIONS = frozenset({"98"})
"""Other community, social and personal services: a code for want of a better one."""


@dataclass(frozen=True, slots=True)
class NeedFound:
    """One answer: the need, the way it was found, how sure, and why in a sentence."""

    need_id: str | None
    method: str
    confidence: float
    reason: str


UNKNOWN = NeedFound(None, "none", 0.0, "neither code nor title says what it is for")


@dataclass(frozen=True, slots=True)
class Told:
    """All that one contract says of what it is for; `learned` is what its words taught."""

    codes: str
    title: str
    description: str = ""
    category: str = ""
    learned: Learned | None = None


def need_found(told: Told) -> NeedFound:
    """What one contract's own codes and words say.

    The publisher's class first; then sure words of the title, or what coded contracts
    teach, by which of the two was right oftener on this workspace's own rows; then the
    buyer's category and the description.
    """
    given = told.codes.split()
    code = main_code(given)
    if len(code) == CLASS_DIGITS:
        return _doubted(_by_code(code, given), given, told.title)
    if len(code) > DIVISION_DIGITS:
        return _narrowed(code, told) or _by_code(code, given)
    if code and code not in VAGUE_DIVISIONS:
        return _within(code, told)
    titled = _titled(told, said="no telling code; in the title ")
    if titled is not None:
        return titled
    said = "no telling code; in the "
    guess = _shared(listed_need(title_words(told.category)), CATEGORY_SHARE)
    if guess is not None:
        return _inferred(guess, "category", f"{said}buyer's category ")
    guess = _described(told.description)
    if guess is not None:
        return _inferred(guess, "title", f"{said}description ")
    return _taught(told.learned) if told.learned is not None else UNKNOWN


def _within(division: str, told: Told) -> NeedFound:
    """A code of two digits: the words decide within that division."""
    said = f"the code says only {plain_label(division)}; in the title "
    titled = _titled(told, within=division, said=said)
    if titled is not None:
        return titled
    other = listed_need(title_words(told.title))
    if other is not None and other.is_sure:
        capped = min(other.confidence, ACROSS_DIVISIONS_CONFIDENCE)
        return _inferred(Guess(other.code, capped, other.reason), "title", said)
    guess = _described(told.description, within=division)
    if guess is not None:
        return _inferred(guess, "title", said.replace("title", "description"))
    return NeedFound(
        NEED_PREFIX + division,
        "code",
        DIVISION_CONFIDENCE,
        f"the code says only {plain_label(division)}, too wide to join by",
    )


def _titled(told: Told, *, said: str, within: str = "") -> NeedFound | None:
    """The need by our list or by what was learned, whichever comes first; to a group at least."""
    words, learned = title_words(told.title), told.learned
    listed = listed_need(words, within=within)
    if learned is None:
        return _inferred(listed, "title", said) if listed else None
    if listed is not None and not listed.code.startswith(learned.code):
        if listed.is_sure and not learned.beats_list:
            return _inferred(listed, "title", said)
        listed = listed_need(words, within=learned.code)
    if listed is not None:
        agreed = min(0.9, listed.confidence + AGREED_MORE)
        reason = f"{listed.reason}, and {learned.reason}"
        return _inferred(Guess(listed.code, agreed, reason), "title", said)
    return _taught(learned) if len(learned.code) > DIVISION_DIGITS else None


def _taught(learned: Learned) -> NeedFound:
    """What coded contracts teach; a division or group is as coarse as a code of it."""
    most = {DIVISION_DIGITS: DIVISION_CONFIDENCE, 3: GROUP_CONFIDENCE}
    whole = min(learned.confidence, LEARNED_MOST_CONFIDENCE)
    confidence = min(whole, most.get(len(learned.code), LEARNED_MOST_CONFIDENCE))
    return NeedFound(
        NEED_PREFIX + learned.code, "learned", round(confidence, 2), learned.reason
    )


def _described(description: str, *, within: str = "") -> Guess | None:
    words = title_words(description)[:DESCRIPTION_WORDS]
    guess = listed_need(words, within=within)
    return _shared(guess, DESCRIPTION_SHARE) if guess and guess.is_sure else None


def category_need(category: str) -> NeedFound:
    """What a payment's category is for, by our own list."""
    guess = _shared(listed_need(title_words(category)), CATEGORY_SHARE)
    return _inferred(guess, "category", "") if guess else UNKNOWN


def _narrowed(group: str, told: Told) -> NeedFound | None:
    """A code of three digits, and a title or what was learned names one class of that group."""
    guess = listed_need(title_words(told.title), within=group)
    if guess is not None and guess.is_sure and len(guess.code) == CLASS_DIGITS:
        said = f"the code says {plain_label(group)}; in the title "
        return _inferred(guess, "code", said)
    learned = told.learned
    if learned is None or not learned.code.startswith(group):
        return None
    return _taught(learned) if len(learned.code) == CLASS_DIGITS else None


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


def main_code(given: Sequence[str]) -> str:
    """The first class among the codes, else the first group, else the first division."""
    codes = [need_code(code) for code in given]
    return max(codes, key=len, default="")


def _inferred(guess: Guess, method: str, lead: str) -> NeedFound:
    reason = f"{lead}{guess.reason}" if guess.reason.startswith("“") else guess.reason
    return NeedFound(
        NEED_PREFIX + guess.code, method, round(guess.confidence, 2), reason
    )


def _shared(guess: Guess | None, share: float) -> Guess | None:
    if guess is None:
        return None
    return Guess(guess.code, guess.confidence * share, guess.reason, guess.is_sure)
