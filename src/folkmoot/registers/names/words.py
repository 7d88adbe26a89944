"""What each word of a supplier's name says: a person's name, an organisation, or neither."""

from __future__ import annotations

import re
import tomllib
from enum import Enum
from functools import lru_cache
from importlib.resources import files

_SHORTEST_STEM = 3
"""Letters; shorter beginnings of words would take in too many surnames."""


class Word(Enum):
    """What one word of a name says about whose name it is."""

    CERTAIN = "a legal form or a public body"
    TITLE = "a title"
    GIVEN = "a given name"
    SURNAME = "a surname"
    INITIAL = "an initial"
    CONNECTOR = "and, the, of"
    ORDINARY = "a trade or another word"
    PLACE = "a place, as some surnames are"
    BEGINNING = "a form of a word, as some surnames are"
    UNKNOWN = "no word known here: may be a surname"


TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "mstr", "messrs", "dr", "drs", "doctor", "prof"}
    | {"professor", "rev", "revd", "reverend", "cllr", "councillor", "esq"}
)
_CONNECTORS = frozenset({"and", "the", "of", "&"})
_INFLECTIONS = frozenset(
    {
        "",
        "s",
        "es",
        "ing",
        "ings",
        "er",
        "ers",
        "or",
        "ors",
        "ed",
        "y",
        "ist",
        "ists",
        "al",
    }
    | {"ery", "able", "ive", "ure", "age", "ship", "ful", "less", "wear"}
)
_AFTER_E = frozenset({"er", "ers", "ed", "ing", "ings", "or", "ors", "able"})
"""Endings before which English drops an e, so that a word with both is no such form."""
_ENDINGS = (
    "tion",
    "tions",
    "ment",
    "ments",
    "ics",
    "ity",
    "ies",
    "ture",
    "ance",
    "ical",
)
"""Endings that few surnames share."""
_LONG_STEM = 7
"""Letters from which a beginning speaks for itself, however the ledger cut the rest."""
_SHORTEST_SECOND_WORD = 4
"""Letters of the second half of a compound such as `bookshop`."""
_PERHAPS_INITIALS = re.compile(r"[a-z]{1,2}")


def _reference(name: str) -> str:
    file = files("folkmoot.registers").joinpath(f"reference/{name}")
    return file.read_text(encoding="utf-8")


def _word_list(name: str) -> frozenset[str]:
    lines = _reference(name).splitlines()
    return frozenset(
        w for line in lines if not line.startswith("#") for w in line.split()
    )


def _split(words: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    stems = frozenset(w[:-1] for w in words if w.endswith("*"))
    return frozenset(w for w in words if not w.endswith("*")), stems


GIVEN_NAMES = _word_list("given_names.txt")
SURNAMES = _word_list("surnames.txt")
_LISTS = tomllib.loads(_reference("organisation_words.toml"))
_CERTAIN_WORDS, _CERTAIN_STEMS = _split(_LISTS["certain"].split())
_CERTAIN = _CERTAIN_WORDS | _CERTAIN_STEMS
_ORDINARY, _ORDINARY_STEMS = _split(_LISTS["ordinary"].split())
_PLACES, _ = _split(_LISTS["places"].split())


@lru_cache(maxsize=200_000)
def word_kind(word: str) -> Word:
    """What a word in lower case says; the more telling list comes first.

    Whole words come before beginnings of words, so that `Carpenter` stays a surname
    although `carpent…` is a trade.
    """
    for kind, words in _WHOLE_WORDS:
        if word in words:
            return kind
    if not word.isalpha():
        return Word.ORDINARY
    if _PERHAPS_INITIALS.fullmatch(word):
        return Word.INITIAL
    if word.endswith(("limited", "ltd")) or _begins(word, _CERTAIN_STEMS):
        return Word.CERTAIN
    return _kind_of_form(word)


_WHOLE_WORDS = (
    (Word.CONNECTOR, _CONNECTORS),
    (Word.CERTAIN, _CERTAIN),
    (Word.TITLE, TITLES),
    (Word.GIVEN, GIVEN_NAMES),
    (Word.SURNAME, SURNAMES),
    (Word.PLACE, _PLACES),
    (Word.ORDINARY, _ORDINARY),
)


def _begins(word: str, stems: frozenset[str]) -> list[str]:
    """The stems with which the word begins, longest first."""
    ends = range(len(word), _SHORTEST_STEM - 1, -1)
    return [word[:end] for end in ends if word[:end] in stems]


def _kind_of_form(word: str) -> Word:
    """Whether the word is a form of an ordinary word, or merely begins like one."""
    kind = Word.UNKNOWN
    for stem in _begins(word, _ORDINARY_STEMS):
        rest = word[len(stem) :]
        if len(stem) >= _LONG_STEM or word.endswith(_ENDINGS):
            return Word.ORDINARY
        inflected = rest in _INFLECTIONS and not (
            stem.endswith("e") and rest in _AFTER_E
        )
        if inflected or _is_second_word(rest):
            kind = Word.BEGINNING
    return kind


def _is_second_word(rest: str) -> bool:
    known = rest in _ORDINARY or rest in _ORDINARY_STEMS or rest[:-1] in _ORDINARY_STEMS
    return len(rest) >= _SHORTEST_SECOND_WORD and known
