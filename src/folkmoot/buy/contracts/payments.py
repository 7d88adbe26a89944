"""What payments say of a contract, where its council publishes what it spends.

A supplier may be paid for many things, so payments speak only for a contract that alone
can explain them; and months of files are no year, so the months covered come with the sum.
"""

from __future__ import annotations

from ibis import _
from ibis.expr.types import DateColumn, IntegerColumn, Table

MONTHS_OF_PAYMENTS = 12
"""The last year that a council's payment files speak of."""


def sole_payments(
    payments: Table, contract_suppliers: Table, contracts: Table
) -> Table:
    """What was paid to each contract's supplier, where only that contract explains it.

    Columns `contract_id`, `council_id`, `supplier_id`, `last_payment_date`, `paid_gbp` (net,
    in the twelve months up to the council's last payment to anyone), `paid_count` (payments
    in it), `covered_months` (months of it in which the council's files show any payment:
    three months of files are no year) and `council_last_date`.
    A supplier with two contracts at one council is left out, because nobody can say which
    of the two was paid; so is a contract with several suppliers.
    """
    alone = sole_contracts(contract_suppliers, contracts)
    known = payments.filter(
        lambda t: (t.council_id.fill_null("") != "") & t.payment_date.notnull()
    )
    known = known.mutate(month=lambda t: month_number(t.payment_date))
    last = known.group_by("council_id").agg(
        council_last_date=lambda t: t.payment_date.max(), last_month=_.month.max()
    )
    recent = known.inner_join(last, "council_id").mutate(
        in_year=lambda t: t.month > t.last_month - MONTHS_OF_PAYMENTS
    )
    covered = recent.group_by("council_id").agg(
        covered_months=lambda t: t.month.nunique(where=t.in_year),
        council_last_date=lambda t: t.council_last_date.max(),
    )
    paid = (
        recent.filter(lambda t: t.supplier_id.fill_null("") != "")
        .group_by("council_id", "supplier_id")
        .agg(
            last_payment_date=lambda t: t.payment_date.max(where=t.amount_gbp > 0),
            paid_gbp=lambda t: t.amount_gbp.sum(where=t.in_year).cast("decimal(18, 2)"),
            paid_count=lambda t: t.amount_gbp.count(where=t.in_year),
        )
    )
    return (
        alone.inner_join(paid, ["council_id", "supplier_id"])
        .inner_join(covered, "council_id")
        .select(
            "council_id",
            "supplier_id",
            "last_payment_date",
            "paid_gbp",
            "paid_count",
            "covered_months",
            "council_last_date",
            "contract_id",
        )
    )


def sole_contracts(contract_suppliers: Table, contracts: Table) -> Table:
    """Contracts with one supplier, who has no other contract at the council.

    Columns `contract_id`, `council_id`, `supplier_id`.
    """
    sole = contract_suppliers.group_by("contract_id").agg(
        supplier_id=lambda t: t.supplier_id.min(), suppliers=lambda t: t.count()
    )
    held = (
        contracts.select("contract_id", "council_id")
        .filter(lambda t: t.council_id.fill_null("") != "")
        .inner_join(sole, "contract_id")
    )
    return (
        held.group_by("council_id", "supplier_id")
        .agg(
            contracts=lambda t: t.count(),
            only_id=lambda t: t.contract_id.min(),
            most=lambda t: t.suppliers.max(),
        )
        .filter(lambda t: (t.contracts == 1) & (t.most == 1))
        .select("council_id", "supplier_id", contract_id="only_id")
    )


def month_number(day: DateColumn) -> IntegerColumn:
    """Months since the year 0, so that months can be counted and compared."""
    return day.year() * 12 + day.month()
