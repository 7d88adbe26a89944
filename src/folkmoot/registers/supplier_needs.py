"""What a contract is for where its words say nothing: what its supplier is known to do."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
from ibis import Table

from folkmoot.registers.categories.tree import NEED_PREFIX, plain_label
from folkmoot.registers.needs import by_supplier
from folkmoot.registers.needs.settled import category_need
from folkmoot.registers.staging import Staging
from folkmoot.registers.subjects import NEED
from folkmoot.registers.tables import FACT_PAYMENTS


def needed_contracts(stage: Staging) -> None:
    """Stage `needed` and `many`: needs by contract, the supplier's where its words say nothing."""
    suppliers, own = stage["contract_suppliers"], stage["subjects"]
    profiles = stage.keep("profiles", by_supplier.supplier_profiles(own, suppliers))
    paid = _paid_profiles(stage)
    many = ibis.union(
        profiles.filter(profiles.has_many_needs).select(of_supplier="supplier_id"),
        paid.filter(paid.has_many_needs).select(of_supplier="supplier_id"),
        distinct=True,
    )
    stage.keep("many", many)
    silent = suppliers.semi_join(own.filter(own.need_id.isnull()), "group_id")
    silent = silent.anti_join(
        stage["many"].rename(supplier_id="of_supplier"), "supplier_id"
    )
    all_suppliers = suppliers.group_by("group_id").agg(
        n=suppliers.supplier_id.nunique()
    )
    told = by_supplier.needs_by_supplier(silent, profiles)
    paid_for = by_supplier.needs_by_supplier(silent, paid)
    answers: dict[str, dict[str, Any]] = {}
    for table, is_paid in ((paid_for, True), (told, False)):
        kept = silent.group_by("group_id").agg(k=silent.supplier_id.nunique())
        whole = kept.join(all_suppliers, "group_id").filter(ibis._.k == ibis._.n)
        for row in stage.rows(table.semi_join(whole, "group_id").order_by("group_id")):
            answers[row["group_id"]] = _by_supplier(row, is_paid=is_paid)
    stage.load(
        "inferred",
        pa.Table.from_pylist([answers[g] for g in sorted(answers)], schema=NEED),
    )
    inferred = stage["inferred"]
    joined = own.left_join(inferred, own.group_id == inferred.group_id)
    _, *names = NEED.names
    has = inferred.need_id.notnull()
    stage.keep(
        "needed",
        joined.select(
            *[own[c] for c in own.columns if c not in names],
            **{name: has.ifelse(inferred[name], own[name]) for name in names},
        ),
    )


def _by_supplier(row: dict[str, Any], *, is_paid: bool) -> dict[str, Any]:
    label = plain_label(row["need_id"].removeprefix(NEED_PREFIX))
    if is_paid:
        confidence = by_supplier.PAYMENTS_CONFIDENCE
        reason = (
            f"{row['share']:.0%} of what its supplier was paid "
            f"under a telling category is for {label}"
        )
        method = "category"
    else:
        method = "supplier"
        count = row["all_count"]
        confidence = by_supplier.FEW_CONTRACTS_CONFIDENCE
        if count == 1:
            confidence = by_supplier.ONE_CONTRACT_CONFIDENCE
        elif count >= by_supplier.MANY_CONTRACTS:
            confidence = by_supplier.MANY_CONTRACTS_CONFIDENCE
        reason = (
            f"its words say nothing; {row['first_count']} of {count} other "
            f"{'contract' if count == 1 else 'contracts'} of its supplier "
            f"{'is' if row['first_count'] == 1 else 'are'} for {label}"
        )
    return {
        "group_id": row["group_id"],
        "need_id": row["need_id"],
        "need_method": method,
        "need_confidence": confidence,
        "need_reason": reason,
    }


def _paid_profiles(stage: Staging) -> Table:
    payments = stage.writer.table(FACT_PAYMENTS)
    written = stage.rows(
        payments.filter(payments.category_text.notnull())
        .select("category_text")
        .distinct()
    )
    categories = [
        {"category_text": text, "need_id": answer.need_id}
        for text in sorted(row["category_text"] for row in written)
        if (answer := category_need(text)).need_id is not None
    ]
    schema = pa.schema([("category_text", pa.string()), ("need_id", pa.string())])
    stage.load("categories", pa.Table.from_pylist(categories, schema=schema))
    return stage.keep(
        "paid_profiles", by_supplier.paid_profiles(payments, stage["categories"])
    )
