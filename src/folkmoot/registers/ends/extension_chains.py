"""Terms written as sums: 3+1+1, 2 years + 1 year, 24 + 12 + 12 months, +1 year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from folkmoot.sources.meanings.wording import MONTHS_FROM

_UNIT = r"(?:years?|yrs?|y|months?|mths?|m)\b"
_LINK = rf"\d{{1,2}}(?:\.5)? ?-? ?(?:{_UNIT})?"
_AFTER = r" ?(?:initial|fixed|term|contract|with|option(?:al)?|extension|period)*"
_PLUS = r"(?:\+|\bplus\b(?: an?)?)"
CHAIN = re.compile(
    rf"(?<![\w£.,/+-])({_LINK})?{_AFTER} ?\(?((?: ?{_PLUS} ?\(?(?:up to |optional |further )?"
    rf"{_LINK}(?: (?:extension|option|optional)s?)? ?\)?)+)"
    r"(?: ?(?:calendar )?(years?|yrs?|months?|mths?)\b)?"
)
_NUMBER = re.compile(rf"(\d{{1,2}}(?:\.5)?) ?-? ?({_UNIT})?")
_OF_TERMS = re.compile(
    r"\b(?:contract|term|years?|months?|period|framework|agreement|exten\w+|duration|yrs?)\b"
    r"|^\W*\d ?(?:\+ ?\d ?)+\W*$"
)
"""What says that a sum without a unit is one of terms, not of buildings."""
_BARE_SUM = re.compile(r"(?:y|yes)?[\W_]*?\+? ?\d{1,2} ?(?:\+ ?\d{1,2} ?)*\W*")
"""A whole cell that is a sum, or what is added to another: +1, 24+12, yes - 1 + 1."""
MOST_LINKS = 10


@dataclass(frozen=True, slots=True)
class Chain:
    """A sum in months: its first term where it has one, what is added, and where it stands."""

    initial_months: int | None
    added_months: tuple[int, ...]
    start: int
    end: int


def chain_in(words: str, *, is_own: bool = False) -> Chain | None:
    """The first sum in plain lower-case words that has a first term, else the first one.

    `is_own` where the words are of nothing but extensions: a bare +1 is a year there.
    """
    is_bare = is_own and "+" in words and bool(_BARE_SUM.fullmatch(words))
    found = list(_chains(words, is_bare=is_bare))
    return next((one for one in found if one.initial_months), next(iter(found), None))


def _chains(words: str, *, is_bare: bool) -> Iterator[Chain]:
    for match in CHAIN.finditer(words):
        initial, added = match[1], _NUMBER.findall(match[2])
        unit = match[3] or _unit([*([initial] if initial else []), match[2]])
        if not added or len(added) > MOST_LINKS:
            continue
        if initial is None and unit == "" and not is_bare:
            continue
        is_of_terms = is_bare or _OF_TERMS.search(words)
        if not unit and ("plus" in match[2] or not is_of_terms):
            continue
        months = tuple(_months(number, own or unit) for number, own in added)
        first = _NUMBER.match(initial) if initial else None
        start = _months(first[1], first[2] or unit) if first else None
        if all(months) and (start is None or start > 0):
            yield Chain(start, months, match.start(), match.end())


def _unit(parts: list[str]) -> str:
    found = re.search(_UNIT, " ".join(parts))
    return found[0] if found else ""


def _months(number: str, unit: str) -> int:
    value = float(number)
    if unit.startswith("y"):
        return round(value * 12)
    if unit.startswith("m"):
        return round(value)
    return round(value) if value >= MONTHS_FROM else round(value * 12)
