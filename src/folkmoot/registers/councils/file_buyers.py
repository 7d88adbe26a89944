"""Whom the rows of each file name as buyer, by which rows that name nobody are settled.

A register now and then leaves the buyer's cell blank in some rows. Where every other
row names one and the same council, the blank ones are its own; where two are named, to
choose between them would be guessing.
"""

from __future__ import annotations

import ibis
from ibis import Table
from ibis.expr.types import BooleanValue


def same_buyer(rows: Table, named: Table) -> list[BooleanValue]:
    """The join of rows to the buyers settled: by name, scheme and number, blanks alike."""
    return [
        rows.buyer_name.fill_null("") == named.published_name,
        rows.buyer_scheme.fill_null("") == named.scheme,
        rows.buyer_identifier.fill_null("") == named.identifier,
    ]


def buyers_of_files(spoken: Table, named: Table) -> Table:
    """One row a file: how many rows name nobody, how many councils and others are named.

    `spoken` counts the rows of each file by buyer_name, buyer_scheme and
    buyer_identifier; `named` maps those to council_id. `only_council` is empty unless
    every row with a buyer names that council.
    """
    told = spoken.left_join(
        named,
        same_buyer(spoken, named),
    ).select(
        of_source=spoken.source_id,
        row_count=spoken.row_count,
        council_id=named.council_id,
        is_blank=(spoken.buyer_name.fill_null("") == "")
        & (spoken.buyer_identifier.fill_null("") == ""),
    )
    is_other = ~told.is_blank & told.council_id.isnull()
    counted = told.group_by("of_source").agg(
        blank_count=told.is_blank.ifelse(told.row_count, 0).sum(),
        council_count=told.council_id.nunique(),
        other_count=is_other.ifelse(told.row_count, 0).sum(),
        first_council=told.council_id.min(),
    )
    is_only = (counted.council_count == 1) & (counted.other_count == 0)
    return counted.mutate(
        only_council=is_only.ifelse(counted.first_council, ibis.null(str))
    ).drop("first_council")
