"""Releases as rows in the standard columns: one a release and award, all text.

Every release gives rows, superseded or not, so that each stands as evidence; what a
process amounts to after all its releases is `compile.py`'s to say. An award takes the
title, dates and codes of its tender where it has none, and `inherited_fields` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa

from folkmoot.core.schema import TableSpec
from folkmoot.core.store import Writer
from folkmoot.sources.ocds_process import (
    Party,
    Process,
    Span,
    codes,
    is_zero,
    lots_span,
    party,
    process_of,
    span_of,
    text,
    widest,
    words,
)
from folkmoot.sources.ocds_release import Award, Contract, Organisation, Release, Value
from folkmoot.sources.tables import (
    ALIGNED_CONTRACT_BUYERS,
    ALIGNED_CONTRACT_SUPPLIERS,
    ALIGNED_CONTRACTS,
)

BATCH_ROWS = 8_000
"""Rows held before they are written: some 20 MB, whatever the size of the file."""

CONTRACT_COLUMNS = (
    "row_number", "pointer", "item_number", "process_id", "notice_id", "award_id",
    "release_order", "inherited_fields", "reference",
    "buyer_name", "buyer_scheme", "buyer_identifier",
    "title", "description", "cpv_text", "category_text", "kind_text", "stage_text",
    "status_text", "procedure_text", "value_text", "ceiling_text", "currency_text",
    "start_text", "end_text", "latest_end_text", "extension_text", "term_text",
    "published_text", "awarded_text",
)  # fmt: skip
_SUPPLIER_COLUMNS = (
    "row_number", "pointer", "item_number", "supplier_number", "supplier_key",
    "supplier_name", "supplier_scheme", "supplier_identifier", "supplier_postcode",
)  # fmt: skip
_BUYER_COLUMNS = (
    "row_number", "pointer", "release_link",
    "buyer_name", "buyer_scheme", "buyer_identifier",
)  # fmt: skip
_NUMBERS = frozenset({"row_number", "item_number", "supplier_number"})

_PROCESS_FIELDS = (
    "reference buyer_name buyer_scheme buyer_identifier title description cpv_text "
    "category_text kind_text status_text procedure_text value_text ceiling_text "
    "start_text end_text latest_end_text extension_text term_text"
)
"""What a row without an award says: all of it is the process's."""

_ALWAYS_INHERITED = (
    "reference buyer_name buyer_scheme buyer_identifier kind_text procedure_text "
    "ceiling_text extension_text"
)
"""What no award says for itself."""

_LATIN_DATE_LENGTH = len("2020-02-10T17:23:07")
_ENDED_TAGS = {
    "tenderCancellation": "cancelled",
    "awardCancellation": "cancelled",
    "contractTermination": "terminated",
}
"""Release tags that end something, for releases that give it no status."""


class ReleaseRows:
    """The rows of one file's releases, written in batches as they fill."""

    def __init__(
        self, writer: Writer, *, source_id: str, default_date: str | None = None
    ) -> None:
        """`default_date` is the package's own date, for releases that carry none."""
        self.default_date = default_date
        self.filled: set[str] = set()
        self._writer = writer
        self._source_id = source_id
        self._contracts: list[tuple[object, ...]] = []
        self._suppliers: list[tuple[object, ...]] = []
        self._buyers: list[tuple[object, ...]] = []

    def add(
        self, release: Release, *, row_number: int, pointer: str, first_item: int = 1
    ) -> int:
        """Add the rows of one release, numbered from `first_item`; how many they are."""
        process = process_of(release)
        published = (
            text(release.date) or text(release.published_date) or self.default_date
        )
        tags = _tags(release)
        ended = next((_ENDED_TAGS[tag] for tag in tags if tag in _ENDED_TAGS), None)
        order = f"{sortable_date(published)}#{row_number:09d}"
        buyer = process.buyers[0] if process.buyers else Party(*(None,) * 5)
        place = (row_number, pointer)
        release_id = text(release.id)
        statements = _statements(release, process, tags)
        for number, statement in enumerate(statements, start=first_item):
            span = statement.span
            self._contracts.append(
                (
                    row_number, pointer, number, process.process_id, release_id,
                    statement.award_id, order, statement.inherited, process.reference,
                    buyer.name, buyer.scheme, buyer.identifier,
                    statement.title, statement.description, statement.cpv,
                    statement.category, process.kind, statement.stage,
                    statement.status or ended, process.procedure,
                    statement.value, process.ceiling,
                    statement.currency or process.ceiling_currency,
                    span.start, span.end, span.latest_end, process.extension, span.term,
                    published, statement.awarded,
                )
            )  # fmt: skip
            if statement.suppliers:
                self._add_suppliers(statement.suppliers, process, (*place, number))
        for other in process.buyers if len(process.buyers) > 1 else ():
            self._buyers.append(
                (*place, process.process_id, other.name, other.scheme, other.identifier)
            )
        if len(self._contracts) >= BATCH_ROWS or len(self._suppliers) >= 2 * BATCH_ROWS:
            self.write()
        return len(statements)

    def add_furniture(self, row_number: int, *, position: str, first_text: str) -> None:
        """Add a physical row that holds no release: the header of a table, or a blank."""
        row = {
            "source_id": self._source_id,
            "table_name": "",
            "row_number": row_number,
            "pointer": "",
            "item_number": 1,
            "position": position,
            "filled_cells": 1 if first_text else 0,
            "first_text": first_text,
            "is_header_again": False,
        }
        self._writer.append_rows(ALIGNED_CONTRACTS, [row])

    def write(self) -> None:
        """Write what has gathered."""
        self._append(ALIGNED_CONTRACTS, CONTRACT_COLUMNS, self._contracts)
        self._append(ALIGNED_CONTRACT_SUPPLIERS, _SUPPLIER_COLUMNS, self._suppliers)
        self._append(ALIGNED_CONTRACT_BUYERS, _BUYER_COLUMNS, self._buyers)

    def _add_suppliers(
        self,
        found: Sequence[Organisation],
        process: Process,
        place: tuple[int, str, int],
    ) -> None:
        suppliers = [party(member, process.parties) for member in found]
        keys = [supplier.key for supplier in suppliers]
        has_own_keys = None not in keys and len(set(keys)) == len(keys)
        for number, supplier in enumerate(suppliers, start=1):
            key = supplier.key if has_own_keys else None
            self._suppliers.append((*place, number, key, *supplier[1:]))

    def _append(
        self, spec: TableSpec, names: Sequence[str], rows: list[tuple[object, ...]]
    ) -> None:
        if not rows:
            return
        count = len(rows)
        columns: dict[str, pa.Array] = {
            "source_id": pa.repeat(self._source_id, count),
            "table_name": pa.repeat("", count),
            "position": pa.repeat("body", count),
            "filled_cells": pa.repeat(len(names), count),
            "is_header_again": pa.repeat(False, count),
        }
        for name, values in zip(names, zip(*rows, strict=True), strict=True):
            kind = pa.int64() if name in _NUMBERS else pa.string()
            column = pa.array(values, type=kind)
            if column.null_count < count:
                self.filled.add(name)
                columns[name] = column
        self._writer.append(spec, pa.table(columns))
        rows.clear()


class _Statement:
    """One row to be: an award with its contracts, a contract alone, or the process."""

    __slots__ = (
        "award_id", "awarded", "category", "cpv", "currency", "description",
        "inherited", "span", "stage", "status", "suppliers", "title", "value",
    )  # fmt: skip

    award_id: str | None
    awarded: str | None
    category: str | None
    cpv: str | None
    currency: str | None
    description: str | None
    inherited: str
    span: Span
    stage: str
    status: str | None
    suppliers: list[Organisation]
    title: str | None
    value: str | None


def sortable_date(published: str | None) -> str:
    """A date-time as text that sorts by time: UTC, to the second; blank where unknown.

    Releases are merged in this order, so two offsets of one moment must meet.
    """
    if published is None:
        return ""
    if published.endswith("Z") or len(published) <= _LATIN_DATE_LENGTH:
        return published[:_LATIN_DATE_LENGTH]
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published[:_LATIN_DATE_LENGTH]
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.isoformat()[:_LATIN_DATE_LENGTH]


def _tags(release: Release) -> list[str]:
    if isinstance(release.tag, str):
        return [release.tag]
    return [tag for tag in release.tag or () if tag is not None]


def _statements(
    release: Release, process: Process, tags: list[str]
) -> list[_Statement]:
    contracts = [found for found in release.contracts or () if found is not None]
    by_award: dict[str | None, list[Contract]] = {}
    for contract in contracts:
        by_award.setdefault(text(contract.award_id), []).append(contract)
    result: list[_Statement] = []
    for number, award in enumerate(release.awards or (), start=1):
        if award is not None:
            # An award without an id is known by its place in the list.
            key = text(award.id) or f"#{number}"
            result.append(_award(award, key, by_award.pop(key, []), process))
    for award_id, signed in by_award.items():
        groups = [[one] for one in signed] if award_id is None else [signed]
        for group in groups:
            # A contract without an award is known by its own id, else by its place.
            own_id = f"contract {text(group[0].id) or len(result) + 1}"
            result.append(_award(Award(), award_id or own_id, group, process))
    return result or [
        _process_alone(process, tags, has_tender=release.tender is not None)
    ]


def _award(
    award: Award, award_id: str, contracts: list[Contract], process: Process
) -> _Statement:
    first = contracts[0] if contracts else Contract()
    row = _Statement()
    row.award_id = award_id
    row.stage = "contract" if contracts else "award"
    row.status = text(first.status) or text(award.status)
    row.awarded = text(award.date) or text(award.award_date) or text(first.date_signed)
    row.suppliers = _suppliers(award, contracts)
    row.value, row.currency = _award_value(award, contracts)
    inherited = [_ALWAYS_INHERITED]

    row.title = words(award.title) or words(first.title)
    if row.title is None and process.title is not None:
        row.title = process.title
        inherited.append("title")
    row.description = words(award.description) or words(first.description)
    if row.description is None and process.description is not None:
        row.description = process.description
        inherited.append("description")
    row.cpv = row.category = None
    if award.items or first.items:
        row.cpv, row.category = codes(award.items or first.items)
    if row.cpv is None and row.category is None:
        row.cpv, row.category = process.cpv, process.category
        inherited.append("cpv_text category_text")
    row.span, took = _award_span(award, contracts, process)
    if took:
        inherited.append("start_text end_text latest_end_text term_text")
    row.inherited = " ".join(inherited)
    return row


def _process_alone(
    process: Process, tags: list[str], *, has_tender: bool
) -> _Statement:
    row = _Statement()
    row.award_id = None
    row.awarded = None
    # A release may be tagged as an award and yet carry none: it tells of the tender.
    row.stage = "tender" if has_tender and tags != ["planning"] else "planning"
    row.status = process.status
    row.suppliers = []
    row.value, row.currency = process.value, process.currency
    row.title, row.description = process.title, process.description
    row.cpv, row.category, row.span = process.cpv, process.category, process.span
    row.inherited = _PROCESS_FIELDS
    return row


def _suppliers(award: Award, contracts: list[Contract]) -> list[Organisation]:
    found = [member for member in award.suppliers or () if member is not None]
    if not found and award.items:
        found = [
            member
            for item in award.items
            if item is not None
            for member in item.suppliers or ()
            if member is not None
        ]
    if not found:
        found = [m for c in contracts for m in c.suppliers or () if m is not None]
    return found


def _award_value(
    award: Award, contracts: list[Contract]
) -> tuple[str | None, str | None]:
    """The signed contract's value where there is one, else the award's own.

    Several contracts of one award are call-offs or lots of it: the award's value holds.
    """
    signed = [c.value for c in contracts if c.value is not None]
    candidates: list[Value | None] = [award.value, award.total_award_value]
    if len(contracts) == 1 and signed and not is_zero(signed[0].amount):
        candidates.insert(0, signed[0])
    for value in candidates:
        if value is not None and text(value.amount) is not None:
            return text(value.amount), text(value.currency)
    return None, None


def _award_span(
    award: Award, contracts: list[Contract], process: Process
) -> tuple[Span, bool]:
    """The contract's dates, else the award's, its lots' or (taken over) the tender's."""
    if contracts:
        span = widest([span_of(contract.period) for contract in contracts])
        if span.start or span.end:
            return span, False
    span = span_of(award.contract_period)
    if span.start or span.end or span.latest_end or span.term:
        return span, False
    if award.related_lots and process.lots:
        names = {str(lot) for lot in award.related_lots}
        span = lots_span(lot for lot in process.lots if str(lot.id) in names)
        if span.start or span.end:
            return span, True
    return process.span, True
