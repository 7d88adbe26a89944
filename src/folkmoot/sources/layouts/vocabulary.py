"""The words that publishers put above their columns, by the field each means."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources

from rapidfuzz import fuzz

from folkmoot.core.schema import TableSpec
from folkmoot.sources.layouts.welsh import in_english, plain_letters
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
_EXTENSIONS = r"(?:(?:any|all|the|possible|optional|of) )*(?:extensions?|exts?)\b"
_UNEXTENDED = re.compile(
    r"\b(excl?|excludes?|excluding|exclusive of|ex|without|before|prior to|not including) "
    + _EXTENSIONS
)
_EXTENDED = re.compile(
    r"\b(incl?|includes?|including|inclusive of|inc|with|after) " + _EXTENSIONS
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


@dataclass(frozen=True)
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

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The headings, each as its words."""
        return tuple(tuple(heading.split()) for heading in self.headings)


_SAID_IN_BOTH = frozenset({"gbp", "net", "a", "o", "i", "y", "contract", "cpv", "cost"})
"""Words of headings in English that a heading in Welsh may hold as well."""

_REMEMBERED = 20_000
"""Headings and words whose meaning is kept in memory: files of one publisher repeat them."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fields of each kind, and the headings of contact details, never kept."""

    kinds: Mapping[str, Mapping[str, Field]]
    contact: tuple[str, ...]
    contact_exceptions: frozenset[str]


@lru_cache(maxsize=_REMEMBERED)
def normal_heading(heading: str) -> str:
    """A heading in lower case and in English, its words apart.

    Wording on VAT becomes `net` or `gross`, wording on extensions `extended` or
    `unextended`: `Invoice Line Value (net of VAT)` is `invoice line value net`, `End date
    (excl. extensions)` is `end date unextended`.
    """
    text = heading.replace("_", " ").replace("'", "").replace("\u2019", "")
    text = plain_letters(_CAMEL.sub(" ", text)).lower().replace("£", " gbp ")
    text = in_english(" ".join(_WORD.findall(text)), _is_known_word)
    text = _GROSS.sub("gross", _NET.sub("net", text))
    return _EXTENDED.sub("extended", _UNEXTENDED.sub("unextended", text))


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


_NOTHING: Mapping[str, float] = {}


def heading_scores(heading: str, kind: str) -> Mapping[str, float]:
    """How surely a normal heading means each field of a kind: 0 to 1, noughts left out.

    As written counts most, then misspelt, then found among other words, for which
    the share of the heading's words that are explained is taken into account.
    """
    return _scores(heading)[kind]


@lru_cache(maxsize=_REMEMBERED)
def _scores(heading: str) -> Mapping[str, Mapping[str, float]]:
    words = heading.split()
    alike = [_known_words_like(word) for word in words]
    known = frozenset[str]().union(*alike)
    if not known and heading not in _fallbacks():
        return dict.fromkeys(KINDS, _NOTHING)
    return {
        kind: {
            name: score
            for name, field in fields.items()
            if (score := _score(heading, words, alike, known, field)) > 0.0
        }
        for kind, fields in vocabulary().kinds.items()
    }


def _score(
    heading: str,
    words: Sequence[str],
    alike: Sequence[frozenset[str]],
    known: frozenset[str],
    field: Field,
) -> float:
    if heading in field.headings:
        return _EXACT - _LATER * field.headings.index(heading)
    if not words or field.without & set(words):
        return 0.0
    if heading in field.fallback:
        return _FALLBACK - _LATER * field.fallback.index(heading)
    likenesses = (
        _likeness(alike, parts) - _LATER * rank
        for rank, parts in enumerate(field.phrases)
        if known.issuperset(parts)
    )
    return max((0.0, *likenesses))


def _likeness(alike: Sequence[frozenset[str]], parts: Sequence[str]) -> float:
    """How far a heading is a phrase, all of whose words are among the heading's."""
    if len(parts) == len(alike) and all(
        part in like for part, like in zip(parts, alike, strict=True)
    ):
        return _CLOSE
    if len(parts) > len(alike):
        return 0.0
    return float(_CONTAINED * (len(parts) / len(alike)) ** 0.5)


@cache
def _fallbacks() -> frozenset[str]:
    fields = (f for kind in vocabulary().kinds.values() for f in kind.values())
    return frozenset(heading for f in fields for heading in f.fallback)


@cache
def _known_words() -> tuple[str, ...]:
    """Every word of every heading that the vocabulary knows."""
    fields = (f for kind in vocabulary().kinds.values() for f in kind.values())
    return tuple(
        sorted({part for f in fields for parts in f.phrases for part in parts})
    )


def _is_known_word(word: str) -> bool:
    return word not in _SAID_IN_BOTH and word in _known_words()


@lru_cache(maxsize=_REMEMBERED)
def _known_words_like(word: str) -> frozenset[str]:
    """The known words that a word of a heading is, or is misspelt from."""
    if len(word) < _SHORTEST_MISSPELT:
        return frozenset({word}).intersection(_known_words())
    return frozenset(
        part
        for part in _known_words()
        if part == word
        or (len(part) >= _SHORTEST_MISSPELT and fuzz.ratio(part, word) >= _CLOSE_ENOUGH)
    )


@lru_cache(maxsize=_REMEMBERED)
def is_contact_heading(heading: str) -> bool:
    """Whether a normal heading names a person's contact details, or a person."""
    words = set(heading.split())
    known = vocabulary()
    if known.contact_exceptions & words:
        return False
    # As written only: "contract" is one letter from "contact".
    return any(set(phrase.split()) <= words for phrase in known.contact)
