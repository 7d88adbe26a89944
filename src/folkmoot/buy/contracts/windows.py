"""When a joint successor of each contract could go live, as Ibis steps.

A contract is free for a joint successor from a little before its end (a break clause,
early exit) until a little after its latest end (a bridging extension). What takes no part
is not dropped: it stays in the table with the reason in `left_out`, and is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from ibis import _
from ibis.expr.types import Table

from folkmoot.buy.contracts.after_end import PAID_ON_GRACE_DAYS
from folkmoot.buy.contracts.left_out import left_out
from folkmoot.buy.settings import BuySettings
from folkmoot.registers.tables import SPREAD_METHODS

END_CONFIDENCE = {
    "published": 0.9,
    "term": 0.75,
    "category_median": 0.35,
    "division_median": 0.2,
    "workspace_median": 0.12,
}
"""How surely the end is known, by `end_method`: our own grades. A published end may still
move by extension; a term in words may count from another day; a median is a guess, and
the worse the less alike the contracts are that it is taken from."""
PLANNED_CONFIDENCE = 0.5
"""An expected start of a purchase that is only planned: plans slip."""
OPEN_ENDED_CONFIDENCE = 0.3
"""A rolling contract can end on notice, but nobody has said that it will."""
PAID_ON_CONFIDENCE = 0.4
"""Payments go on month after month after the published end: an unpublished extension runs."""
PAID_ON_STEADY_MONTHS = 3
"""Months with a payment after the latest end from which payments go on: our own number."""
PAID_ONCE_CONFIDENCE = 0.25
"""Paid in fewer months than that: it may be a late invoice."""
UNDATED_EXTENSION_FACTOR = 0.85
"""Extension wording without a date: the end may be later than is known."""
NEVER_AWARDED_FACTOR = 0.6
"""Only a tender was published: the contract may never have been let."""
EXTENSION_NOT_SEEN_FACTOR = 0.4
"""The current end has passed and only an option reaches further: nobody has published
that it was taken. Registers years old are full of such contracts."""
EXTENSION_PAID_FACTOR = 0.8
"""The same, but its supplier was paid in two months or more after the end: it was taken,
though nobody published until when."""
EXTENSION_PAID_MONTHS = 2
PAID_ON_MOST_DAYS = 730
"""An end two years past: what is paid now is paid under some other contract."""
PAID_LATELY_DAYS = 365
"""Payments that stopped longer ago than this say nothing of today."""

CPV_DIVISION_CHARACTERS = 6
"""`cpv:` and two digits."""
CPV_CLASS_CHARACTERS = 8
"""`cpv:` and four digits."""

_DAYS_A_MONTH = 30.4375

_ASKED = (
    "contract_id", "council_id", "is_member", "need_id", "title", "kind", "stage",
    "status", "start_date", "end_date", "end_method", "end_early_date", "end_late_date",
    "first_end_date", "latest_end_date", "is_open_ended", "extension_text",
)  # fmt: skip
"""What windows are worked out from: each of their steps would name every column."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days between which a go-live is looked for: first by the shortest route."""

    as_of: date
    first: date
    last: date


def search_bounds(*, as_of: date, first: date, settings: BuySettings) -> Bounds:
    """From the first day that any route can reach, to the horizon."""
    days = round(settings.horizon_months * _DAYS_A_MONTH)
    return Bounds(as_of=as_of, first=first, last=as_of + timedelta(days=days))


def clustered(found: Table, named: Table, *, fewest: int) -> Table:
    """The cluster of needs that each contract may find partners in: contract_id, cluster_id.

    A class or finer is a cluster of its own, a coarser code the whole division, whose
    contracts it may join by its words. A contract stands here only where `fewest` member
    councils could meet: in its class, in a division that has such a coarse code, or in a
    subject that its title names (`named`: contract_id, subject).
    """
    part = found.filter(found.left_out == "").mutate(
        division=lambda t: t.need_id.substr(0, CPV_DIVISION_CHARACTERS),
        is_coarse=lambda t: (
            t.need_id.startswith("cpv:") & (t.need_id.length() < CPV_CLASS_CHARACTERS)
        ),
    )
    members = part.filter(part.is_member)
    in_need = members.group_by("need_id").agg(need_councils=_.council_id.nunique())
    in_division = members.group_by("division").agg(
        division_councils=_.council_id.nunique(),
        coarse=_.is_coarse.cast("int64").sum(),
    )
    told = named.inner_join(members.select("contract_id", "council_id"), "contract_id")
    in_subject = told.group_by("subject").agg(councils=_.council_id.nunique())
    met = named.semi_join(in_subject.filter(_.councils >= fewest), "subject")
    met = met.select(met_id="contract_id").distinct()
    joined = part.left_join(in_need, "need_id").left_join(in_division, "division")
    joined = joined.left_join(met, joined.contract_id == met.met_id)
    stands = (
        (joined.need_councils.fill_null(0) >= fewest)
        | (
            joined.need_councils.notnull()
            & (joined.coarse.fill_null(0) > 0)
            & (joined.division_councils.fill_null(0) >= fewest)
        )
        | joined.met_id.notnull()
    )
    return joined.filter(stands).select(
        "contract_id",
        cluster_id=lambda t: ibis.ifelse(t.is_coarse, t.division, t.need_id),
    )


def windows(
    contracts: Table,
    paid: Table,
    after: Table,
    *,
    bounds: Bounds,
    settings: BuySettings,
) -> Table:
    """One row a contract: its go-live window, how sure its end is, and why it is left out.

    Where the end published already counts options, `end_date` is that of the first term
    while it lies ahead: an option may be declined. `after` tells in how many months
    anything was paid after the end (`after_months`) and the latest end (`past_months`).

    Frameworks and dynamic markets are things to call off, not contracts to replace: they
    stand only where their council has nothing else for the need. Purchases that are planned
    or out to tender are future needs: their window lies about their expected start.
    """
    as_of = ibis.literal(bounds.as_of)

    own = contracts.select(*_ASKED)
    last = paid.select(paid_id="contract_id", last_payment_date="last_payment_date")
    late = after.select("after_months", "past_months", after_id="contract_id")
    dated = own.left_join(last, own.contract_id == last.paid_id)
    dated = dated.left_join(late, dated.contract_id == late.after_id)
    dated = dated.drop("paid_id", "after_id")
    is_ahead = (dated.first_end_date >= as_of).fill_null(False)
    dated = dated.mutate(
        whole_end_date=dated.end_date,
        end_date=is_ahead.ifelse(
            ibis.least(dated.end_date, dated.first_end_date), dated.end_date
        ),
        is_seen_on=(dated.after_months >= EXTENSION_PAID_MONTHS).fill_null(False),
    )
    dated = dated.mutate(
        is_future=dated.stage.fill_null("").isin(["planned", "tender"])
        & (dated.start_date > as_of).fill_null(False),
        is_rolling=dated.is_open_ended.fill_null(False) & dated.end_date.isnull(),
        last_end_date=ibis.greatest(
            dated.whole_end_date, dated.latest_end_date.fill_null(dated.whole_end_date)
        ),
    )
    paid_on = (
        (dated.last_payment_date > _shifted(dated.last_end_date, PAID_ON_GRACE_DAYS))
        & (
            _shifted(dated.last_end_date, settings.bridging_days)
            < ibis.literal(bounds.first)
        )
        & (dated.last_end_date >= _shifted(as_of, -PAID_ON_MOST_DAYS))
        & (dated.last_payment_date >= _shifted(as_of, -PAID_LATELY_DAYS))
        & ~dated.end_method.fill_null("").isin(SPREAD_METHODS)
    )
    dated = dated.mutate(is_paid_on=paid_on.fill_null(False) & ~dated.is_future)
    dated = dated.mutate(
        window_method=ibis.cases(
            (dated.is_future, "planned"),
            (dated.is_rolling, "open_ended"),
            (dated.is_paid_on, "paid_after_end"),
            (dated.end_date.notnull(), "end"),
            else_="none",
        )
    )
    from_anchor = ibis.cases(
        (dated.window_method == "planned", dated.start_date),
        (
            dated.window_method == "end",
            ibis.least(dated.end_date, dated.end_early_date.fill_null(dated.end_date)),
        ),
    )
    to_anchor = ibis.cases(
        (dated.window_method == "planned", dated.start_date),
        (
            dated.window_method == "end",
            ibis.greatest(
                dated.last_end_date, dated.end_late_date.fill_null(dated.last_end_date)
            ),
        ),
    )
    is_open = dated.window_method.isin(["open_ended", "paid_after_end"])
    dated = dated.mutate(
        window_from_date=ibis.ifelse(
            is_open, as_of, _shifted(from_anchor, -settings.early_exit_days)
        ),
        window_to_date=ibis.ifelse(
            is_open,
            ibis.literal(bounds.last),
            _shifted(to_anchor, settings.bridging_days),
        ),
        end_confidence=_end_confidence(dated, as_of),
    )
    ordinary = ~dated.kind.fill_null("").isin(["framework", "dynamic_market"])
    dated = dated.mutate(
        ordinary_here=(
            ordinary
            & dated.window_to_date.notnull()
            & (dated.window_to_date >= bounds.first)
        )
        .cast("int64")
        .fill_null(0)
        .sum()
        .over(group_by=[dated.council_id, dated.need_id])
    )
    return dated.select(
        "contract_id",
        "council_id",
        "is_member",
        "need_id",
        "window_from_date",
        "window_to_date",
        "end_date",
        latest_end_date=dated.last_end_date,
        end_confidence=dated.end_confidence,
        window_method=dated.window_method,
        left_out=left_out(
            dated, as_of=bounds.as_of, first=bounds.first, last=bounds.last
        ),
    )


def _shifted(day: ibis.expr.types.DateValue, days: int) -> ibis.expr.types.DateValue:
    """A day so many days later; by way of a timestamp, as engines differ on what a sum is."""
    return (day.cast("timestamp") + ibis.interval(days=days)).date()


def _sure(grade: float) -> ibis.expr.types.FloatingScalar:
    """A grade as a double: DuckDB takes a bare 0.9 for a decimal."""
    return ibis.literal(round(grade * 10_000)).cast("float64") / 10_000


def _end_confidence(
    dated: Table, as_of: ibis.expr.types.DateValue
) -> ibis.expr.types.FloatingValue:
    grades = [
        (dated.end_method.fill_null("") == method, _sure(grade))
        for method, grade in END_CONFIDENCE.items()
    ]
    ends = ibis.cases(*grades, else_=_sure(END_CONFIDENCE["workspace_median"]))
    undated = (
        dated.extension_text.fill_null("") != ""
    ) & dated.latest_end_date.isnull()
    passed = (dated.end_date < as_of).fill_null(False)
    ends = ends * ibis.cases(
        (passed & dated.is_seen_on, _sure(EXTENSION_PAID_FACTOR)),
        (passed, _sure(EXTENSION_NOT_SEEN_FACTOR)),
        else_=_sure(1.0),
    )
    never = dated.stage.fill_null("").isin(["planned", "tender"])
    ends = ends * ibis.ifelse(undated, _sure(UNDATED_EXTENSION_FACTOR), _sure(1.0))
    ends = ends * ibis.ifelse(never, _sure(NEVER_AWARDED_FACTOR), _sure(1.0))
    return ibis.cases(
        (dated.window_method == "planned", _sure(PLANNED_CONFIDENCE)),
        (dated.window_method == "open_ended", _sure(OPEN_ENDED_CONFIDENCE)),
        (
            (dated.window_method == "paid_after_end")
            & (dated.past_months >= PAID_ON_STEADY_MONTHS),
            _sure(PAID_ON_CONFIDENCE),
        ),
        (dated.window_method == "paid_after_end", _sure(PAID_ONCE_CONFIDENCE)),
        (dated.window_method == "end", ends),
        else_=_sure(0.0),
    )
