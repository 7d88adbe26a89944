"""How many words of each kind a name is made of, by which names of people are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from folkmoot.registers.names.words import Word, word_kind
from folkmoot.registers.persons import patterns as say


class Shape(NamedTuple):
    """How many words of each kind a name has, surnames and unknown words as one."""

    given: int
    initials: int
    names: int
    ordinary: int
    has_surname: bool
    initial_by_name: bool


NAMES = frozenset({Word.GIVEN, Word.SURNAME, Word.UNKNOWN})
"""What a word of a personal name may be, initials apart."""


def shape_of(text: str) -> Shape:
    """The name's words counted; a saint's name at the start is no given name.

    A form of an ordinary word (`roofer`, `fields`) counts as a possible surname where
    it stands in a short name beside a given name or one initial.
    """
    words = say.WORD.findall(text.replace("'", "").replace("’", ""))
    if len(words) > 1 and words[0] in {"st", "saint", "ss"}:
        words = words[2:] or ["saint"]
    told = [kind for word in words if (kind := word_kind(word)) is not Word.CONNECTOR]
    kinds = Counter(told)
    given, initials = kinds[Word.GIVEN], kinds[Word.INITIAL]
    names = kinds[Word.SURNAME] + kinds[Word.UNKNOWN]
    ordinary = kinds[Word.ORDINARY]
    forms = kinds[Word.BEGINNING] + (kinds[Word.PLACE] if given else 0)
    longest = say.LONGEST_WITH_GIVEN if given else 2 if initials else 0
    is_short = given + names < 2 and len(told) <= longest
    if is_short:
        names += forms
    else:
        ordinary += forms
    if not given:
        ordinary += kinds[Word.PLACE]
    beside = initials > 0 and (is_short or _has_initial_by_name(told))
    return Shape(given, initials, names, ordinary, kinds[Word.SURNAME] > 0, beside)


def _has_initial_by_name(kinds: Sequence[Word]) -> bool:
    """Whether an initial stands next to a word that may be a name, or ends a surname's row.

    A ledger that cuts a long name leaves letters behind, but after other words; one that
    puts surnames first writes `SMITH PLANT HIRE J`.
    """
    if kinds[0] is Word.SURNAME and kinds[-1] is Word.INITIAL:
        return True
    runs = [kind for kind, _ in groupby(kinds)]
    return any(
        {one, other} & NAMES and Word.INITIAL in {one, other}
        for one, other in pairwise(runs)
    )
