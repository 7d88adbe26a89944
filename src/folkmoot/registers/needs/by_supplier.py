"""What is known of a contract's need by its supplier: other contracts, and what it is paid for.

Only a supplier of one thing tells anything: a reseller or a large contractor sells many,
and carries no need by itself.
"""

from __future__ import annotations

import ibis
from ibis import Table
from ibis import _ as this

TELLING_CONFIDENCE = 0.6
"""A need must be this sure before it says something about other contracts."""
DOMINANT_SHARE = 0.8
"""The share of a supplier's contracts that one need must have."""
MANY_DIVISIONS = 3
"""Contracts in so many CPV divisions, without one that dominates, make a supplier of many needs."""
ONE_CONTRACT_CONFIDENCE = 0.35
FEW_CONTRACTS_CONFIDENCE = 0.5
MANY_CONTRACTS_CONFIDENCE = 0.6
MANY_CONTRACTS = 5
PAYMENTS_CONFIDENCE = 0.4
"""A ledger's category covers much; payments say it in money, so the share counts money."""


def supplier_profiles(needs: Table, suppliers: Table) -> Table:
    """One row a supplier with contracts of known need: its first need, share and spread.

    `needs` has group_id, need_id, need_confidence; `suppliers` group_id, supplier_id.
    """
    sure = needs.filter(
        needs.need_id.notnull() & (needs.need_confidence >= TELLING_CONFIDENCE)
    )
    counted = (
        suppliers.join(sure, "group_id")
        .group_by("supplier_id", "need_id")
        .agg(contracts=this.group_id.nunique())
    )
    return _profiles(counted, "contracts")


def paid_profiles(payments: Table, categories: Table) -> Table:
    """One row a supplier paid under telling categories: its first need, share and spread.

    `categories` maps category_text to need_id.
    """
    known = payments.join(categories, "category_text")
    amounts = known.filter(known.supplier_id.notnull() & known.amount_gbp.notnull())
    counted = amounts.group_by("supplier_id", "need_id").agg(
        contracts=amounts.amount_gbp.abs().sum()
    )
    counted = counted.filter(counted.contracts > 0)
    return _profiles(counted, "contracts")


def _profiles(counted: Table, measure: str) -> Table:
    by_supplier = ibis.window(group_by="supplier_id")
    ranked = counted.mutate(
        of_all=counted[measure].sum().over(by_supplier),
        need_division=counted.need_id.substr(0, 6),
        rank=ibis.row_number().over(
            group_by="supplier_id",
            order_by=[ibis.desc(counted[measure]), counted.need_id],
        ),
    )
    spread = ranked.group_by("supplier_id").agg(divisions=this.need_division.nunique())
    first = ranked.filter(ranked.rank == 0).select(
        "supplier_id", "need_id", first_count=ranked[measure], all_count="of_all"
    )
    joined = first.join(spread, "supplier_id")
    share = joined.first_count.cast("float64") / joined.all_count.cast("float64")
    return joined.mutate(
        share=share,
        has_many_needs=(joined.divisions >= MANY_DIVISIONS) & (share < DOMINANT_SHARE),
    )


def needs_by_supplier(suppliers: Table, profiles: Table) -> Table:
    """group_id, need_id and confidence where every supplier of a contract has the same one need."""
    telling = profiles.filter(
        ~profiles.has_many_needs & (profiles.share >= DOMINANT_SHARE)
    ).select("supplier_id", "need_id", "first_count", "all_count", "share")
    joined = suppliers.left_join(telling, "supplier_id").select(
        suppliers.group_id, telling.need_id, telling.first_count, telling.all_count,
        telling.share,
    )  # fmt: skip
    agreed = joined.group_by("group_id").agg(
        need_id=this.need_id.min(),
        last_need=this.need_id.max(),
        silent=this.need_id.isnull().sum(),
        first_count=this.first_count.max(),
        all_count=this.all_count.max(),
        share=this.share.min(),
    )
    return agreed.filter(
        agreed.need_id.notnull()
        & (agreed.need_id == agreed.last_need)
        & (agreed.silent == 0)
    ).drop("last_need", "silent")
