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
from folkmoot.sources.ocds.process import Process, process_of
from folkmoot.sources.ocds.release import Organisation, Release
from folkmoot.sources.ocds.statements import statements
from folkmoot.sources.ocds.values import Party, party, text
from folkmoot.sources.tables import (
    ALIGNED_CONTRACT_BUYERS,
    ALIGNED_CONTRACT_SUPPLIERS,
    ALIGNED_CONTRACTS,
)

BATCH_ROWS = 8_000
"""Rows held as Python has them: some 20 MB, whatever the size of the file."""

_HELD_BYTES = 32_000_000
"""Held in Arrow before they are written: a statement costs as much as writing 4,000 rows."""

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
        self._writer = writer
        self._source_id = source_id
        self._contracts = _Gathered(ALIGNED_CONTRACTS, CONTRACT_COLUMNS)
        self._suppliers = _Gathered(ALIGNED_CONTRACT_SUPPLIERS, _SUPPLIER_COLUMNS)
        self._buyers = _Gathered(ALIGNED_CONTRACT_BUYERS, _BUYER_COLUMNS)

    @property
    def filled(self) -> set[str]:
        """The columns in which any release gave a value."""
        return self._contracts.filled | self._suppliers.filled | self._buyers.filled

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
        stated = statements(release, process, tags)
        for number, statement in enumerate(stated, start=first_item):
            span = statement.span
            self._contracts.rows.append(
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
            self._buyers.rows.append(
                (*place, process.process_id, other.name, other.scheme, other.identifier)
            )
        if (
            len(self._contracts.rows) >= BATCH_ROWS
            or len(self._suppliers.rows) >= 2 * BATCH_ROWS
        ):
            self._pack()
        return len(stated)

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
        for gathered in self._all:
            gathered.pack(self._source_id)
            if gathered.packed:
                rows = pa.concat_tables(gathered.packed, promote_options="default")
                self._writer.append(gathered.spec, rows)
                gathered.packed.clear()

    def _pack(self) -> None:
        for gathered in self._all:
            gathered.pack(self._source_id)
        if sum(batch.nbytes for g in self._all for batch in g.packed) > _HELD_BYTES:
            self.write()

    @property
    def _all(self) -> tuple[_Gathered, ...]:
        return self._contracts, self._suppliers, self._buyers

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
            self._suppliers.rows.append((*place, number, key, *supplier[1:]))


class _Gathered:
    """Rows of one aligned table: the latest as tuples, those before them in Arrow."""

    def __init__(self, spec: TableSpec, names: Sequence[str]) -> None:
        self.spec = spec
        self.rows: list[tuple[object, ...]] = []
        self.packed: list[pa.Table] = []
        self.filled: set[str] = set()
        self._names = names

    def pack(self, source_id: str) -> None:
        """Turn the tuples into columns."""
        count = len(self.rows)
        if not count:
            return
        columns: dict[str, pa.Array] = {
            "source_id": pa.repeat(source_id, count),
            "table_name": pa.repeat("", count),
            "position": pa.repeat("body", count),
            "filled_cells": pa.repeat(len(self._names), count),
            "is_header_again": pa.repeat(False, count),
        }
        for name, values in zip(self._names, zip(*self.rows, strict=True), strict=True):
            kind = pa.int64() if name in _NUMBERS else pa.string()
            column = pa.array(values, type=kind)
            if column.null_count < count:
                self.filled.add(name)
                columns[name] = column
        self.packed.append(pa.table(columns))
        self.rows.clear()


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
