"""Suppliers brought together from the names and numbers published for them.

Two spellings are one supplier where their normalised names are equal. A number alone
never joins two names: over a quarter of pairs with one name carry different numbers,
and one number covers whole groups of companies. A number settles only how sure we are.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from folkmoot.registers.names.identifiers import (
    COMPANY,
    NO_IDENTIFIER,
    REGISTERED,
    Identifier,
    checked_identifier,
)
from folkmoot.registers.names.normalising import normalised_name
from folkmoot.registers.persons.recognise import (
    COULD_BE,
    INDIVIDUAL,
    individual_reason,
    is_certain_organisation,
    is_of_people,
)

PublishedSupplier = tuple[str, str, str, str, str, int]
"""published_name, scheme, identifier, postcode, category, row_count."""

_ID_LENGTH = 16
"""Hexadecimal digits of an id: a clash among a million names is one in 37 million."""

NAME_AND_NUMBER_CONFIDENCE = 0.99
"""Judgement: both were typed by people who did not see one another's entry."""
NAME_CONFIDENCE = 0.88
"""Precision of equal normalised names, on the half of the labelled sample that no rule
was written from (`benchmarks/supplier_names.py`)."""
NAME_DESPITE_NUMBER_CONFIDENCE = 0.72
"""28 % of same-name pairs carried different numbers: typing errors, group companies
and successors."""
SAME_NAME_OF_PEOPLE_CONFIDENCE = 0.5
"""Judgement: two people may well share a name, and nothing else is known of them."""


@dataclass(frozen=True, slots=True)
class ResolvedSuppliers:
    """Rows for `fact.suppliers` and `fact.supplier_names`, and numbers that names share.

    `shared_identifiers` has scheme, identifier, supplier_count and supplier_ids: numbers
    published beside several suppliers, never joined on, kept for a person to look at.
    """

    suppliers: pa.Table
    names: pa.Table
    shared_identifiers: pa.Table


class _Spelling(NamedTuple):
    """One published name with its number, and how often and for what it was written."""

    name: str
    scheme: str
    published: str
    number: Identifier
    row_count: int
    reason: str | None
    is_certain: bool


@dataclass(slots=True)
class _Supplier:
    """One supplier: its spellings, and the reason to hide it where there is one."""

    supplier_id: str
    key: str
    spellings: list[_Spelling]
    reason: str | None


_SUPPLIER_SCHEMA = pa.schema(
    [
        ("supplier_id", pa.string()),
        ("display_name", pa.string()),
        ("is_individual", pa.bool_()),
        ("individual_reason", pa.string()),
        ("scheme", pa.string()),
        ("identifier", pa.string()),
        ("name_count", pa.int64()),
        ("has_many_needs", pa.bool_()),
    ]
)
_NAME_SCHEMA = pa.schema(
    [
        ("published_name", pa.string()),
        ("scheme", pa.string()),
        ("identifier", pa.string()),
        ("supplier_id", pa.string()),
        ("normalised_name", pa.string()),
        ("method", pa.string()),
        ("confidence", pa.float64()),
        ("reason", pa.string()),
    ]
)
_SHARED_SCHEMA = pa.schema(
    [
        ("scheme", pa.string()),
        ("identifier", pa.string()),
        ("supplier_count", pa.int64()),
        ("supplier_ids", pa.list_(pa.string())),
    ]
)


def resolved_suppliers(
    names: pa.Table | Iterable[PublishedSupplier],
    *,
    secret: bytes,
    holds_people: bool = True,
) -> ResolvedSuppliers:
    """Suppliers and their spellings, by name and number where both agree, else by name.

    Rows may repeat a name and number with other postcodes or categories; a category
    that speaks of a person (foster carers' allowances) hides the name wherever it
    stands. Names that say there is no supplier get one row without a `supplier_id` and
    with method `none`. The order of the rows does not matter. `has_many_needs` is left
    false, as it takes the contracts to say so. `secret` keys the ids of individuals.
    Without `holds_people` somebody answers for it that none is a person's: none is hidden.
    """
    groups: dict[str, list[_Spelling]] = defaultdict(list)
    nobody: list[_Spelling] = []
    for spelling in _spellings(_rows(names), holds_people=holds_people):
        key = normalised_name(spelling.name)
        (groups[key] if key else nobody).append(spelling)
    suppliers = sorted(
        (
            supplier
            for key, spellings in groups.items()
            for supplier in _suppliers_of(key, spellings, secret=secret)
        ),
        key=lambda supplier: supplier.supplier_id,
    )
    shared = _shared_identifiers(suppliers)
    return ResolvedSuppliers(
        suppliers=_table(map(_supplier_row, suppliers), _SUPPLIER_SCHEMA),
        names=_table(_name_rows(suppliers, nobody, shared), _NAME_SCHEMA),
        shared_identifiers=_table(
            (
                (*number, len(ids), sorted(ids))
                for number, ids in sorted(shared.items())
                if len(ids) > 1
            ),
            _SHARED_SCHEMA,
        ),
    )


def organisation_id(key: str) -> str:
    """The id of the organisation with this normalised name, whatever other rows there are."""
    digest = hashlib.sha256(f"organisation:{key}".encode()).hexdigest()
    return f"supplier-{digest[:_ID_LENGTH]}"


def individual_id(key: str, *, secret: bytes) -> str:
    """The id of the individual with this normalised name: never that of a company so called.

    Keyed, as whoever guesses a name could otherwise make its id and find it confirmed.
    """
    digest = hmac.new(secret, f"individual:{key}".encode(), hashlib.sha256).hexdigest()
    return f"supplier-{digest[:_ID_LENGTH]}"


def _rows(names: pa.Table | Iterable[PublishedSupplier]) -> Iterable[PublishedSupplier]:
    if not isinstance(names, pa.Table):
        return names
    columns = names.select(
        [
            "published_name",
            "scheme",
            "identifier",
            "postcode",
            "category",
            "row_count",
        ]
    )
    return zip(*(column.to_pylist() for column in columns.columns), strict=True)


def _spellings(
    rows: Iterable[PublishedSupplier], *, holds_people: bool
) -> Iterable[_Spelling]:
    """One spelling for each distinct name and number."""
    counts: Counter[tuple[str, str, str]] = Counter()
    telling: dict[str, set[str]] = defaultdict(set)
    for name, scheme, identifier, _postcode, category, row_count in rows:
        counts[name or "", scheme or "", identifier or ""] += row_count or 0
        if category and is_of_people(category):
            telling[name or ""].add(category)
    for (name, scheme, identifier), row_count in counts.items():
        number = checked_identifier(scheme, identifier)
        reasons = [
            individual_reason(
                name,
                scheme=number.scheme,
                identifier=number.identifier,
                category=category,
            )
            for category in sorted(telling.get(name, ())) or [""]
        ]
        yield _Spelling(
            name,
            scheme,
            identifier,
            number,
            row_count,
            next(
                (reason for reason in reasons if reason is not None and holds_people),
                None,
            ),
            number.scheme in REGISTERED or is_certain_organisation(name),
        )


def _suppliers_of(
    key: str, spellings: list[_Spelling], *, secret: bytes
) -> Iterable[_Supplier]:
    """The suppliers of one normalised name: an organisation, an individual, or both.

    A company often bears its owner's name. Where some spellings show a legal form or a
    register number and others may be the person, they are kept apart; but a name whose
    only fault is that no word of an organisation is in it follows the certain ones.
    """
    certain = [s for s in spellings if s.is_certain and s.reason is None]
    others = [s for s in spellings if not (s.is_certain and s.reason is None)]
    reasons = {s.reason for s in others if s.reason is not None}
    strong = sorted(reasons - {COULD_BE})
    if strong or (reasons and not certain):
        reason = strong[0] if strong else COULD_BE
        own_id = individual_id(key, secret=secret)
        yield _Supplier(own_id, key, others, reason)
        others = []
    if certain or others:
        own_id = organisation_id(key)
        yield _Supplier(own_id, key, certain + others, None)


def _supplier_row(supplier: _Supplier) -> tuple[object, ...]:
    hidden = supplier.reason is not None
    number = NO_IDENTIFIER if hidden else _agreed_number(supplier)
    return (
        supplier.supplier_id,
        INDIVIDUAL if hidden else _commonest_name(supplier.spellings),
        hidden,
        supplier.reason or "",
        number.scheme,
        number.identifier,
        len({spelling.name for spelling in supplier.spellings}),
        False,
    )


def _commonest_name(spellings: list[_Spelling]) -> str:
    counts: Counter[str] = Counter()
    for spelling in spellings:
        counts[spelling.name] += spelling.row_count
    return min(counts, key=lambda name: (-counts[name], name))


def _agreed_number(supplier: _Supplier) -> Identifier:
    """The number of the first scheme that has any, where all of that scheme agree."""
    numbers = _numbers(supplier)
    for scheme in sorted({n.scheme for n in numbers}, key=lambda s: (s != COMPANY, s)):
        of_scheme = [number for number in numbers if number.scheme == scheme]
        return of_scheme[0] if len(of_scheme) == 1 else NO_IDENTIFIER
    return NO_IDENTIFIER


def _numbers(supplier: _Supplier) -> list[Identifier]:
    return sorted({s.number for s in supplier.spellings} - {NO_IDENTIFIER})


def _shared_identifiers(suppliers: list[_Supplier]) -> dict[Identifier, set[str]]:
    shared: dict[Identifier, set[str]] = defaultdict(set)
    for supplier in suppliers:
        for number in _numbers(supplier):
            shared[number].add(supplier.supplier_id)
    return shared


def _name_rows(
    suppliers: list[_Supplier],
    nobody: list[_Spelling],
    shared: dict[Identifier, set[str]],
) -> Iterable[tuple[object, ...]]:
    for supplier in suppliers:
        uses = Counter(s.number for s in supplier.spellings)
        for spelling in sorted(supplier.spellings, key=lambda s: s[:3]):
            method, confidence, reason = _link(supplier, spelling, uses)
            others = len(shared.get(spelling.number, ())) - 1
            if others > 0:
                reason += (
                    f" The number also stands beside {others} other"
                    f" {'supplier' if others == 1 else 'suppliers'}; that joins nothing."
                )
            yield (
                spelling.name,
                spelling.scheme,
                spelling.published,
                supplier.supplier_id,
                supplier.key,
                method,
                confidence,
                reason,
            )
    for spelling in sorted(nobody, key=lambda s: s[:3]):
        reason = "The text names no supplier."
        yield (*spelling[:3], "", "", "none", 1.0, reason)


def _link(
    supplier: _Supplier, spelling: _Spelling, uses: Counter[Identifier]
) -> tuple[str, float, str]:
    """The method, the confidence and the sentence of one spelling."""
    if len(supplier.spellings) == 1:
        return "alone", 1.0, "No other spelling or number was published."
    if supplier.reason is not None:
        reason = "The same name, which may be of several people."
        return "exact_name", SAME_NAME_OF_PEOPLE_CONFIDENCE, reason
    number = spelling.number
    if number.identifier and uses[number] > 1:
        reason = "The normalised name and the published number agree."
        return "identifier_and_name", NAME_AND_NUMBER_CONFIDENCE, reason
    rivals = sum(other.scheme == number.scheme for other in uses)
    if number.identifier and rivals > 1:
        reason = (
            "The normalised name is the same, but the published numbers disagree:"
            f" {rivals} of them under {number.scheme}."
        )
        return "exact_name", NAME_DESPITE_NUMBER_CONFIDENCE, reason
    return "exact_name", NAME_CONFIDENCE, "The normalised name is the same."


def _table(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [() for _ in schema]
    return pa.table(
        [pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)],
        schema=schema,
    )
