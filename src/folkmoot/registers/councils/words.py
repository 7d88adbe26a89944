"""A buyer's name in parts: the place, and the words that say what kind of body it is.

"The London Borough of Haringey" and "LB Haringey" are the same place and kind; "Lancaster
City Council" and "Lancashire County Council" are neither. Only whole words are compared.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_ABBREVIATIONS = {
    "lb": "london borough of",
    "lbc": "london borough council",
    "rb": "royal borough of",
    "cbc": "county borough council",
    "mbc": "metropolitan borough council",
    "mdc": "metropolitan district council",
    "dc": "district council",
    "cc": "county council",
    "bc": "borough council",
    "ua": "council",
    "ca": "combined authority",
    "cca": "combined authority",
    "mca": "combined authority",
}
"""What councils write for short. CC is a county's or a city's, see `kinds_meant`."""

_MISSPELT = {
    "concil": "council",
    "counci": "council",
    "councils": "council",
    "boroughs": "borough",
    "newcatle": "newcastle",
    "hinkley": "hinckley",
    "combine": "combined",
    "bcounty": "county",
}
"""Slips seen in published files; only ones that turn into no other word."""

_KIND_WORDS = frozenset(
    [
        "council",
        "city",
        "county",
        "district",
        "borough",
        "metropolitan",
        "london",
        "royal",
        "unitary",
        "corporation",
        "combined",
        "authority",
        "mayoral",
        "islands",
    ]
)
_JOINING = frozenset({"of", "the", "and"})
_BARE_KIND = frozenset({"council", "unitary", "corporation"})


@dataclass(frozen=True, slots=True)
class NameParts:
    """The place in plain words, and the words of kind that stood round it."""

    place: str
    kinds: frozenset[str]
    was_short_cc: bool = False
    """The kind came from `CC`, which is a county council or a city council."""


def plain_words(name: str) -> list[str]:
    """The words of a name: lower case, entities decoded, marks dropped, slips mended."""
    text = html.unescape(html.unescape(name)).casefold().replace("&", " and ")
    text = re.sub(r"['’`´]", "", text)
    words = re.findall(r"[^\W_]+", text)
    return [_MISSPELT.get(word, word) for word in words]


def name_parts(words: list[str]) -> NameParts:
    """The place and kind in a run of words, kind words taken off both ends.

    Words of kind within the place stay, as in "Cheshire West and Chester" or "West Midlands".
    """
    spelt: list[str] = []
    for position, word in enumerate(words):
        at_an_end = position in {0, len(words) - 1}
        spelt += _ABBREVIATIONS[word].split() if _is_short(word, at_an_end) else [word]
    kinds: set[str] = set()
    start, end = 0, len(spelt)
    while start < end and spelt[start] in _KIND_WORDS | {"the", "of"}:
        if spelt[start] == "london" and spelt[start + 1 : start + 2] != ["borough"]:
            break
        kinds.add(spelt[start])
        start += 1
    while end > start and spelt[end - 1] in _KIND_WORDS - {"london"} | {"of"}:
        kinds.add(spelt[end - 1])
        end -= 1
    # "St Albans City and District", "Redditch Borough and Bromsgrove": a dangling "and".
    if end > start and spelt[end - 1] == "and" and "district" in kinds:
        end -= 1
        while end > start and spelt[end - 1] in {"city", "county"}:
            end -= 1
    kinds -= _JOINING
    return NameParts(
        " ".join(spelt[start:end]), frozenset(kinds), bool(words) and words[-1] == "cc"
    )


def kinds_meant(kinds: frozenset[str]) -> frozenset[str]:
    """The words of kind that tell one council from another; plain "council" tells nothing."""
    return kinds - _BARE_KIND


def _is_short(word: str, at_an_end: bool) -> bool:
    return at_an_end and word in _ABBREVIATIONS
