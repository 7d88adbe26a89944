"""Cells by publisher, table, period and field: counted, and the first rows without one."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis import Table

from folkmoot.registers.publication.cells import PLACE


def with_periods(cells: Table) -> Table:
    """Cells with the period of each row: its own, else the one most of its table is of."""
    c = cells.mutate(period=cells.period.fill_null(""))
    usual = _most(c.filter(c.period != ""), ["source_id", "table_name"], "period")
    joined = c.left_join(usual, ["source_id", "table_name"])
    return joined.select(
        *[c[name] for name in c.columns if name != "period"],
        period=ibis.coalesce(c.period.nullif(""), joined.most_period, ibis.literal("")),
    )


def table_owners(cells: Table) -> Table:
    """For each table, who published most of it, in which kind and which period."""
    keys = ["source_id", "table_name"]
    owner = _most(cells, keys, "publisher_id").join(_most(cells, keys, "period"), keys)
    owner = owner.join(_most(cells, keys, "kind"), keys)
    return owner.select(
        *keys,
        publisher_id=owner.most_publisher_id,
        period=owner.most_period,
        kind=owner.most_kind,
    )


def scored_fields(cells: Table, *, fields: Sequence[str]) -> Table:
    """Cells by publisher, kind, table, period and field: how many rows are in which state."""
    keys = [*PLACE, "period"]
    counted = cells.group_by(keys).agg(
        **{
            f"{field}__{name}": (cells[field] == name).sum().fill_null(0)
            for field in fields
            for name in ("valid", "unclear", "blank", "no_column", "not_asked")
        }
    )
    parts = []
    for field in fields:
        valid, unclear, blank, lacking, unasked = (
            counted[f"{field}__{name}"]
            for name in ("valid", "unclear", "blank", "no_column", "not_asked")
        )
        parts.append(
            counted.select(
                *keys,
                field=ibis.literal(field),
                asked_rows=valid + unclear + blank + lacking,
                filled_rows=valid + unclear,
                valid_rows=valid,
                no_column_rows=lacking,
                not_asked_rows=unasked,
            )
        )
    scored = ibis.union(*parts)
    return scored.filter((scored.asked_rows > 0) | (scored.not_asked_rows > 0))


def first_gaps(cells: Table, *, fields: Sequence[str], most: int) -> Table:
    """The first `most` rows of each table and publisher where a field is blank or unclear."""
    parts = []
    for field in fields:
        told = cells.select(
            *PLACE, "row_number", field=ibis.literal(field), problem=cells[field]
        )
        parts.append(told.filter(told.problem.isin(["blank", "unclear"])).distinct())
    gaps = ibis.union(*parts)
    order = ibis.window(group_by=[*PLACE, "field"], order_by=["row_number", "problem"])
    return (
        gaps.mutate(place=ibis.row_number().over(order))
        .filter(lambda t: t.place < most)
        .drop("place")
    )


def _most(rows: Table, keys: Sequence[str], column: str) -> Table:
    """The commonest value of a column by keys; of equals the last in order."""
    counted = rows.group_by([*keys, column]).agg(row_count=rows.count())
    order = ibis.window(
        group_by=list(keys),
        order_by=[counted.row_count.desc(), counted[column].desc()],
    )
    ranked = counted.mutate(rank=ibis.row_number().over(order))
    return ranked.filter(ranked["rank"] == 0).select(
        *keys, **{f"most_{column}": ranked[column]}
    )
