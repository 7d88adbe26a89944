"""The facts that follow from contracts and payments: needs, councils, suppliers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ibis import Table

from folkmoot.registers.categories.tree import NEED_PREFIX, need
from folkmoot.registers.councils.facts import Council
from folkmoot.registers.staging import Staging
from folkmoot.registers.tables import (
    FACT_CONTRACTS,
    FACT_COUNCILS,
    FACT_JOINT_COUNCILS,
    FACT_NEEDS,
    FACT_PAYMENTS,
    FACT_SUPPLIERS,
)


def write_needs(stage: Staging) -> None:
    """Every need that a contract has, in words."""
    c = stage["ended"]
    found = stage.rows(c.select("need_id").filter(c.need_id.notnull()).distinct())
    needs = [need(row["need_id"].removeprefix(NEED_PREFIX)) for row in found]
    rows = [
        {
            "need_id": one.need_id,
            "label": one.label,
            "division_label": one.division_label,
            "service_area": one.service_area,
            "is_technology": one.is_technology,
        }
        for one in sorted(needs, key=lambda one: one.need_id)
    ]
    stage.writer.append_rows(FACT_NEEDS, rows)


def write_councils(
    stage: Staging, councils: Mapping[str, Council], members: Sequence[str]
) -> None:
    """The members, and every other council that contracts or payments name."""
    writer = stage.writer
    seen = {*members}
    for spec in (FACT_CONTRACTS, FACT_JOINT_COUNCILS, FACT_PAYMENTS):
        facts = writer.table(spec)
        seen |= {
            row["council_id"]
            for row in stage.rows(facts.select("council_id").distinct())
        }
    rows = [
        {
            "council_id": council.gss,
            "name": council.official_name,
            "type": council.type,
            "region": council.region,
            "nation": council.nation,
            "combined_authority_id": council.combined_authority,
            "start_date": council.start,
            "end_date": council.end,
            "successor_id": council.successors[0] if council.successors else None,
            "is_member": council.gss in members,
            "residents": council.residents,
            "residents_source": council.residents_source,
        }
        for gss, council in sorted(councils.items())
        if gss in seen
    ]
    writer.append_rows(FACT_COUNCILS, rows)


def write_suppliers(stage: Staging) -> None:
    """Suppliers with whether they supply many things, by contracts and by payments."""
    suppliers: Table = stage["suppliers"]
    many = stage["many"]
    joined = suppliers.left_join(many, suppliers.supplier_id == many.of_supplier)
    stage.writer.append(
        FACT_SUPPLIERS,
        joined.select(
            *[suppliers[c] for c in suppliers.columns if c != "has_many_needs"],
            has_many_needs=many.of_supplier.notnull(),
        ),
    )
