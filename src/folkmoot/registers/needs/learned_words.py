"""The words of one contract as the learned reader weighs them.

Words of title and description are one kind of evidence, what it is paid under another:
"cleaning" in a ledger's line is wider than in a title. What our own list
reads in the title stands as a word of its own, so that it is learned how far the group's
own codes bear the list out. Names of people were replaced before the words come here.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.registers.categories.phrases import title_words
from folkmoot.registers.categories.stop_words import TELLS_NOTHING
from folkmoot.registers.categories.title_words import listed_need

DESCRIPTION_WORDS = 40
"""A description begins with what is bought; later words are terms and places."""
STEM_LETTERS = 5
"""The beginning of a long word, so that "mowing" and "mowers" speak for one another; five
letters did best of four to six on invented groups."""

PUNCTUATION = string.punctuation + "“”‘’–"
PAID_MARK, LISTED_MARK, STEM_MARK = "paid:", "list:", "stem:"


@dataclass(frozen=True, slots=True)
class ContractWords:
    """What is written of one contract, without names of people: the learned reader's input."""

    title: str
    description: str = ""
    paid_under: str = ""
    """The buyer's own category, and that of the payments to its supplier."""


@dataclass(frozen=True, slots=True)
class CodedContract:
    """A contract whose publisher coded it to a class of CPV digits, and whose it is."""

    words: ContractWords
    code: str
    council_id: str


def features(words: ContractWords) -> tuple[str, ...]:
    """The words, pairs of words, beginnings of words and listed classes, in their order."""
    written = title_words(words.title)
    title = telling(written)
    found = [
        *title,
        *(f"{a} {b}" for a, b in itertools.pairwise(title)),
        *(STEM_MARK + w[:STEM_LETTERS] for w in title if len(w) > STEM_LETTERS),
    ]
    # Most words of a description stand in titles elsewhere, so that they are one feature.
    found += telling(title_words(words.description)[:DESCRIPTION_WORDS])
    found += [PAID_MARK + word for word in telling(title_words(words.paid_under))]
    listed = listed_need(written)
    if listed is not None:
        levels = (listed.code[:n] for n in range(2, len(listed.code) + 1))
        found += [LISTED_MARK + level for level in levels]
    return tuple(found)


def telling(words: Sequence[str]) -> list[str]:
    """Words that say what is bought rather than that something is."""
    return [
        word
        for word in words
        if word not in TELLS_NOTHING and not word.isdigit() and len(word) > 2
    ]


def as_written(word: str, words: ContractWords) -> str:
    """A folded word as the contract writes it: "asbestos" where we compare "asbesto"."""
    for text in (words.title, words.description, words.paid_under):
        for written in text.casefold().split():
            if title_words(written) == [word]:
                return written.strip(PUNCTUATION)
    return word
