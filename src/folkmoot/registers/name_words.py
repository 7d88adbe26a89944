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
    ORDINARY = "a trade, a place or another word"
    BEGINNING = "begins like a trade or another word, as some surnames do"
    UNKNOWN = "no word known here: may be a surname"


TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "mstr", "messrs", "dr", "drs", "doctor", "prof"}
    | {"professor", "rev", "revd", "reverend", "cllr", "councillor", "esq", "dame"}
)
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
_CERTAIN, _CERTAIN_STEMS = _split(_LISTS["certain"].split())
_ORDINARY, _ORDINARY_STEMS = _split(_LISTS["ordinary"].split())
_PLACES, _ = _split(_LISTS["places"].split())


@lru_cache(maxsize=200_000)
def word_kind(word: str) -> Word:
    """What a word in lower case says; the more telling list comes first.

    Whole words come before beginnings of words, so that `Carpenter` stays a surname
    although `carpent…` is a trade.
    """
    if word in _CERTAIN:
        return Word.CERTAIN
    if word in TITLES:
        return Word.TITLE
    if word in GIVEN_NAMES:
        return Word.GIVEN
    if word in SURNAMES:
        return Word.SURNAME
    if word in _PLACES or word in _ORDINARY or not word.isalpha():
        return Word.ORDINARY
    if _PERHAPS_INITIALS.fullmatch(word):
        return Word.INITIAL
    beginnings = [word[:end] for end in range(_SHORTEST_STEM, len(word) + 1)]
    if any(beginning in _CERTAIN_STEMS for beginning in beginnings):
        return Word.CERTAIN
    if word.endswith(("limited", "ltd")):
        return Word.CERTAIN
    if any(beginning in _ORDINARY_STEMS for beginning in beginnings):
        return Word.ORDINARY if word.endswith(_ENDINGS) else Word.BEGINNING
    return Word.UNKNOWN
