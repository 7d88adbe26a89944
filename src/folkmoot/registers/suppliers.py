"""Suppliers brought together from the names and numbers published for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

PublishedSupplier = tuple[str, str, str, str, str, int]
"""published_name, scheme, identifier, postcode, category, row_count."""


@dataclass(frozen=True, slots=True)
class ResolvedSuppliers:
    """Rows for `fact.suppliers` and `fact.supplier_names`, and numbers that names share.

    `shared_identifiers` has scheme, identifier and the supplier_ids beside which it was
    published: never merged on, kept for a person to look at.
    """

    suppliers: pa.Table
    names: pa.Table
    shared_identifiers: pa.Table


def resolved_suppliers(
    names: pa.Table | Iterable[PublishedSupplier],
) -> ResolvedSuppliers:
    """Suppliers and their spellings, by number and name where both agree, else by name."""
    raise NotImplementedError
