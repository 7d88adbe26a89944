"""The words that publishers put above their columns, by the field each means."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rapidfuzz import fuzz

from folkmoot.core.schema import TableSpec
from folkmoot.sources.tables import (
    ALIGNED_CONTRACT_BUYERS,
    ALIGNED_CONTRACT_SUPPLIERS,
    ALIGNED_CONTRACTS,
    ALIGNED_PAYMENTS,
)

KINDS = ("payments", "contracts")
"""What a table can be recognised as; the others come with a layout map."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NET = re.compile(
    r"\b(net of|excl?|excludes?|excluding|exclusive of|ex|less|without|before)\.? "
    r"(irrecoverable |recoverable )?vat\b"
)
_GROSS = re.compile(
    r"\b(incl?|includes?|including|inclusive of|gross of|with)\.? vat\b"
)
_WORD = re.compile(r"[a-z0-9]+")

_EXACT, _CLOSE, _CONTAINED = 1.0, 0.9, 0.78
"""How far a heading is believed: as written, misspelt, or among other words."""

_FALLBACK = 0.8
"""A word such as "total" means the field only where nothing better is there."""

_LATER = 0.004
"""Taken off for each place further down the list, so that the better word wins."""

_CLOSE_ENOUGH = 88.0
"""Percentage of equal letters: "directotate" is 91, "suppliers" for "supplier" 94."""

_SHORTEST_MISSPELT = 6
"""Below this many letters one wrong letter makes another word, as "date" and "rate"."""


@dataclass(frozen=True, slots=True)
class Field:
    """One standard field: the headings it is published under, and what its values are.

    `weight` says how much finding it says about the kind of the table; `without` are
    words that rule a heading out; `values` names the test of `values.py`.
    """

    name: str
    headings: tuple[str, ...]
    values: str
    weight: float
    without: frozenset[str]
    fallback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fields of each kind, and the headings of contact details, never kept."""

    kinds: Mapping[str, Mapping[str, Field]]
    contact: tuple[str, ...]
    contact_exceptions: frozenset[str]


def normal_heading(heading: str) -> str:
    """A heading in lower case, its words apart, VAT wording made `net` or `gross`.

    `Invoice Line Value (net of VAT)` becomes `invoice line value net`.
    """
    text = _CAMEL.sub(" ", heading.replace("_", " ").replace("'", ""))
    text = " ".join(_WORD.findall(text.lower().replace("£", " gbp ")))
    text = _NET.sub("net", text)
    return _GROSS.sub("gross", text)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships: `sources/words/headings.toml`."""
    text = (
        resources.files("folkmoot.sources")
        .joinpath("words/headings.toml")
        .read_text(encoding="utf-8")
    )
    data = tomllib.loads(text)
    return Vocabulary(
        kinds={
            kind: {name: _field(name, entry) for name, entry in data[kind].items()}
            for kind in KINDS
        },
        contact=tuple(normal_heading(h) for h in data["contact"]["headings"]),
        contact_exceptions=frozenset(data["contact"]["without"]),
    )


def _field(name: str, entry: Mapping[str, object]) -> Field:
    def listed(key: str) -> list[str]:
        value = entry.get(key, [])
        return [str(item) for item in value] if isinstance(value, list) else []

    weight = entry.get("weight", 1)
    return Field(
        name=name,
        headings=tuple(normal_heading(h) for h in listed("headings")),
        values=str(entry.get("values", "text")),
        weight=float(weight) if isinstance(weight, int | float) else 1.0,
        without=frozenset(listed("without")),
        fallback=tuple(normal_heading(h) for h in listed("fallback")),
    )


IDENTIFIERS: Mapping[str, str] = {
    "supplier_company_number": "GB-COH",
    "supplier_charity_number": "GB-CHC",
    "supplier_vat_number": "GB-VAT",
}
"""Fields that all fill `supplier_identifier`, first come first, and the scheme of each."""

_SPECS = {
    "payments": ALIGNED_PAYMENTS,
    "contracts": ALIGNED_CONTRACTS,
    "contract_suppliers": ALIGNED_CONTRACT_SUPPLIERS,
    "contract_buyers": ALIGNED_CONTRACT_BUYERS,
}
_NOT_MAPPED = frozenset(
    {"source_id", "table_name", "pointer", "position", "first_text", "bundle_id"}
    | {"release_order", "inherited_fields", "supplier_key"}
)


@cache
def fields_of(kind: str) -> tuple[str, ...]:
    """The fields that columns of a table of this kind can fill, in declared order."""
    names = [
        column.name
        for column in _SPECS[kind].columns
        if column.type == "text" and column.name not in _NOT_MAPPED
    ]
    return (*names, *(IDENTIFIERS if "supplier_identifier" in names else ()))


def aligned_spec(kind: str) -> TableSpec:
    """The aligned table that takes the rows of this kind."""
    return _SPECS[kind]


@cache
def heading_score(heading: str, field: Field) -> float:
    """How surely a normal heading means the field: 0 to 1.

    As written counts most, then misspelt, then found among other words, for which
    the share of the heading's words that are explained is taken into account.
    """
    words = heading.split()
    if heading in field.headings:
        return _EXACT - _LATER * field.headings.index(heading)
    if not words or field.without & set(words):
        return 0.0
    if heading in field.fallback:
        return _FALLBACK - _LATER * field.fallback.index(heading)
    best = 0.0
    for rank, phrase in enumerate(field.headings):
        best = max(best, _likeness(words, phrase) - _LATER * rank)
    return max(0.0, best)


def _likeness(words: list[str], phrase: str) -> float:
    parts = phrase.split()
    if len(parts) == len(words) and all(map(_same_word, parts, words)):
        return _CLOSE
    if len(parts) > len(words) or not all(
        any(_same_word(part, word) for word in words) for part in parts
    ):
        return 0.0
    return float(_CONTAINED * (len(parts) / len(words)) ** 0.5)


def _same_word(part: str, word: str) -> bool:
    return part == word or (
        min(len(part), len(word)) >= _SHORTEST_MISSPELT
        and fuzz.ratio(part, word) >= _CLOSE_ENOUGH
    )


@cache
def is_contact_heading(heading: str) -> bool:
    """Whether a normal heading names a person's contact details, or a person."""
    words = set(heading.split())
    known = vocabulary()
    if known.contact_exceptions & words:
        return False
    # As written only: "contract" is one letter from "contact".
    return any(set(phrase.split()) <= words for phrase in known.contact)
