"""How alike two contracts' needs are, from their codes and their words, 0 to 1.

The same class of codes is not the same need: school nurses and sexual health share one,
and nobody would tender them together. So a class only opens the door, and what leads
through it is any of: the same subject named, telling words in common, or the same code to
five digits or more. Words that name two different subjects shut it again. Officers code one
thing in many ways: titles that name one subject open the door between any two classes. The
supplier is no evidence of a need and takes no part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.wording import Wording, words
from folkmoot.registers.categories.named_subjects import (
    classes_of,
    named_subjects,
    subjects_listed,
)

UNLIKE_COSINE, ALIKE_COSINE = 0.3, 0.65
"""Cosines up to which words say nothing in common, and from which they are fully alike: two
titles that share one word of three, as school desks and forest school do, are not alike."""
SHARED_DIGITS = {0: 0.0, 1: 0.0, 2: 0.35, 3: 0.7}
"""Likeness by the leading CPV digits in common: division, group; a class or more is 1."""
CLASS_DIGITS = 4
FINE_DIGITS = 5
"""A category of CPV, below the class, names one kind of thing."""
DIFFERENT_SUBJECTS = 0.1
"""Two titles that surely name two things: never one need, whatever their codes."""
PLAIN_FLOOR, BROAD_FLOOR = 0.25, 0.1
"""What a class alone is worth where words differ: at most one subject is listed in it, or
several are. Too little to join two contracts by."""
SAME_FINE_FLOOR, SAME_FINE_ALONE = 0.65, 0.8
"""The very same code, of five digits or more: with words that say otherwise, and without."""
ABOVE_FINE_FLOOR, ABOVE_FINE_ALONE = 0.35, 0.35
"""One code lies above the other and both below the class: the wider may mean anything in it."""
SURE_CLASS = 0.65
"""A class guessed less surely than this is no evidence; the words must bear the weight."""
PLAIN_ALONE, BROAD_ALONE = 0.35, 0.3
"""The same class where one of the two says nothing in words: too little to join by, too."""
OTHER_FINE_MOST = 0.85
OTHER_FINE_ALONE = 0.25
"""Codes that part below the class, such as 85311100 and 85312300: words must bear the weight."""
COARSE_CODE_WEIGHT, COARSE_TEXT_WEIGHT = 0.6, 0.4
"""Shares of code and words where the codes agree on no class."""
COARSE_TEXT_LEAST = 0.8
"""Likeness of words below which a coarse code joins nothing."""
OTHER_CODE_SAME_SUBJECT = 0.75
"""One subject named in both titles, and codes of two classes."""
SOFTWARE_DIVISIONS = frozenset({"48", "72"})
"""CPV divisions of software: a system for a thing is not the thing."""

_FOR_WHOM = re.compile(r"\b(?:for|at|in)\b", re.IGNORECASE)


def digits(need_id: str) -> str:
    """The CPV digits of a need; empty where it is not a code."""
    return need_id[4:] if need_id.startswith("cpv:") else ""


@lru_cache(maxsize=100_000)
def code_likeness(one: str, other: str) -> float:
    """How alike two needs are by their codes alone.

    A need known only to its group or division is as like another as that level tells,
    even where both name the same division: "construction work" twice is not one need.
    """
    if one == other and not digits(one):
        return 1.0 if one else 0.0
    return _shared_share(_shared(digits(one), digits(other)))


@dataclass(frozen=True, slots=True)
class _Said:
    """What one contract says of its need, made ready to be compared."""

    code: str
    """The finest published code of its need, without zeros at its end; else the need's digits."""
    titled: frozenset[str]
    """The subjects that its title names in a phrase, or in its only telling word."""
    subjects: frozenset[str]
    """All that its title names; if nothing, what its description names."""


class Likeness:
    """The likeness of two contracts' needs, remembered so that each pair is asked once."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._known: dict[tuple[str, str], float] = {}
        self._said: dict[str, _Said] = {}

    def between(self, one: Contract, other: Contract) -> float:
        """0 to 1; symmetrical; 1 for a contract and itself."""
        if one.contract_id == other.contract_id:
            return 1.0
        key = (
            (one.contract_id, other.contract_id)
            if one.contract_id < other.contract_id
            else (other.contract_id, one.contract_id)
        )
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._measured(one, other)
        return known

    def subjects(self, contract: Contract) -> frozenset[str]:
        """The subjects that a contract's words name."""
        return self._of(contract).subjects

    def titled(self, contract: Contract) -> frozenset[str]:
        """The subjects that a contract's title names in a phrase, or in its only word."""
        return self._of(contract).titled

    def _measured(self, one: Contract, other: Contract) -> float:
        code = code_likeness(one.need_id, other.need_id)
        a, b = self._of(one), self._of(other)
        named = _of_one_kind(one, other, a.titled & b.titled)
        if code == 0 and not named:
            return 0.0
        if a.subjects and b.subjects and a.subjects.isdisjoint(b.subjects):
            return DIFFERENT_SUBJECTS
        told = self._words(one, other, a, b)
        if code < 1:
            if named:
                return OTHER_CODE_SAME_SUBJECT
            if told is None or told < COARSE_TEXT_LEAST:
                return DIFFERENT_SUBJECTS
            return COARSE_CODE_WEIGHT * code + COARSE_TEXT_WEIGHT * told
        is_sure = _knows_its_class(one) and _knows_its_class(other)
        return _within_class(a.code, b.code, told, is_sure=is_sure)

    def _words(
        self, one: Contract, other: Contract, a: _Said, b: _Said
    ) -> float | None:
        """Likeness by words, 0 to 1; None where one of the two says nothing."""
        if a.subjects & b.subjects:
            return 1.0
        cosine = self.wording.cosine(one.contract_id, other.contract_id)
        if cosine is None:
            return None
        beyond = (cosine - UNLIKE_COSINE) / (ALIKE_COSINE - UNLIKE_COSINE)
        return min(1.0, max(0.0, beyond))

    def _of(self, contract: Contract) -> _Said:
        said = self._said.get(contract.contract_id)
        if said is None:
            need = digits(contract.need_id)
            title = contract.title
            bought = _what_is_bought(title)
            # One word of several may be where or for whom: cemetery mapping digs no graves.
            fewest = 2 if len(set(words(bought))) > 1 else 1
            said = self._said[contract.contract_id] = _Said(
                _finest(need, contract.cpv_codes),
                named_subjects(bought, code=need, fewest_words=fewest),
                named_subjects(title, contract.description, code=need),
            )
        return said


def _what_is_bought(title: str) -> str:
    """A title up to where it says for whom, or where: laundry for care homes is laundry."""
    bought = _FOR_WHOM.split(title, maxsplit=1)[0]
    return bought if words(bought) else title


def _of_one_kind(
    one: Contract, other: Contract, named: frozenset[str]
) -> frozenset[str]:
    """The subjects named, less those of which one is coded as software and the other not."""
    coded = {digits(c.need_id)[:2] in SOFTWARE_DIVISIONS for c in (one, other)}
    if len(coded) == 1:
        return named
    return frozenset(
        name
        for name in named
        if any(code[:2] in SOFTWARE_DIVISIONS for code in classes_of(name))
    )


def _knows_its_class(contract: Contract) -> bool:
    """Whether the class is evidence of its own; learned from words, it repeats the words."""
    is_learned = contract.need_method == "learned"
    return contract.need_confidence >= SURE_CLASS and not is_learned


def _within_class(one: str, other: str, words: float | None, *, is_sure: bool) -> float:
    """Likeness of two needs of one class: by how their codes go on, and by their words."""
    is_plain = is_sure and subjects_listed(one[:CLASS_DIGITS]) < 2
    floor = PLAIN_FLOOR if is_plain else BROAD_FLOOR
    alone = PLAIN_ALONE if is_plain else BROAD_ALONE
    most = 1.0
    shared = _shared(one, other)
    if shared < min(len(one), len(other)):
        floor, alone, most = floor / 2, OTHER_FINE_ALONE, OTHER_FINE_MOST
    elif one == other and shared >= FINE_DIGITS:
        floor, alone = SAME_FINE_FLOOR, SAME_FINE_ALONE
    elif shared >= FINE_DIGITS:
        floor, alone = ABOVE_FINE_FLOOR, ABOVE_FINE_ALONE
    return alone if words is None else min(most, floor + (1 - floor) * words)


def _finest(need: str, codes: tuple[str, ...]) -> str:
    """The first published code within the need, to its last telling digit."""
    for code in codes:
        if need and code.startswith(need):
            return code[:8].rstrip("0").ljust(len(need), "0")
    return need


def _shared(one: str, other: str) -> int:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared


def _shared_share(shared: int) -> float:
    return 1.0 if shared >= CLASS_DIGITS else SHARED_DIGITS[shared]
