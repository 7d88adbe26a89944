"""What was paid after a contract's end: a sign that it was extended and nobody said so.

Only where one contract alone explains the payments: its supplier has no other contract at
the council. A supplier paid in one month may have sent a late invoice; paid month after
month it is still at work.
"""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import DateColumn, Table

from folkmoot.buy.contracts.payments import month_number, sole_contracts

PAID_ON_GRACE_DAYS = 45
"""An invoice is paid 30 days after the work; a payment later than that is for new work."""


def paid_after_end(
    payments: Table, contract_suppliers: Table, contracts: Table
) -> Table:
    """One row a contract that alone explains what its supplier was paid.

    `ended_date` is the end of the first term where it is known, else the end; `last_end_date`
    the latest end. `before_count` counts payments up to the first of them; `after_count`,
    `after_months` (months in which anything was paid), `after_gbp`, `first_after_date` and
    `last_after_date` those from 45 days after it, and `past_months` the months from 45 days
    after the latest end. `covered_months` are the months after the end in which the
    council's files show any payment to anyone: where it published nothing, nothing is shown.
    Refunds count in the sum only.
    """
    ends = contracts.filter(contracts.end_date.notnull()).select(
        "contract_id",
        ended_date=lambda t: ibis.least(
            t.end_date, t.first_end_date.fill_null(t.end_date)
        ),
        last_end_date=lambda t: ibis.greatest(
            t.end_date, t.latest_end_date.fill_null(t.end_date)
        ),
    )
    sole = sole_contracts(contract_suppliers, contracts).inner_join(ends, "contract_id")
    sole = sole.mutate(after=_later(sole.ended_date), past=_later(sole.last_end_date))
    known = payments.filter(
        lambda t: (t.council_id.fill_null("") != "") & t.payment_date.notnull()
    )
    known = known.mutate(month=month_number(known.payment_date))
    paid = known.inner_join(sole, ["council_id", "supplier_id"]).mutate(
        is_work=_.amount_gbp > 0, is_after=_.payment_date > _.after
    )
    told = paid.group_by("contract_id").agg(
        before_count=_.month.count(where=_.is_work & (_.payment_date <= _.ended_date)),
        after_count=_.month.count(where=_.is_work & _.is_after),
        after_months=_.month.nunique(where=_.is_work & _.is_after),
        past_months=_.month.nunique(where=_.is_work & (_.payment_date > _.past)),
        after_gbp=_.amount_gbp.sum(where=_.is_after).cast("decimal(18, 2)"),
        first_after_date=_.payment_date.min(where=_.is_work & _.is_after),
        last_after_date=_.payment_date.max(where=_.is_work & _.is_after),
    )
    shown = known.select("council_id", "month").distinct()
    covered = (
        sole.inner_join(shown, "council_id")
        .filter(lambda t: t.month > month_number(t.after))
        .group_by("contract_id")
        .agg(covered_months=_.month.nunique())
    )
    whole = sole.select(
        "contract_id", "council_id", "supplier_id", "ended_date", "last_end_date"
    )
    joined = whole.inner_join(told, "contract_id").left_join(covered, "contract_id")
    return joined.mutate(covered_months=joined.covered_months.fill_null(0)).drop(
        "contract_id_right"
    )


def _later(day: DateColumn) -> DateColumn:
    """By way of a timestamp, as engines differ on what a sum is."""
    return (day.cast("timestamp") + ibis.interval(days=PAID_ON_GRACE_DAYS)).date()
