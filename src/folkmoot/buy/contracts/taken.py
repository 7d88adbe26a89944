"""Whether options to extend are taken: what was seen, and the chance that follows.

Nobody publishes that an option was taken. It shows: a later statement moves the end, the end
published counts an option, or the supplier is still paid. That it was not taken shows too:
another contract for the need follows, or the payments stop while the council goes on
publishing. Where nothing shows, the contract does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, Table

from folkmoot.buy.contracts.after_end import PAID_ON_GRACE_DAYS
from folkmoot.registers.tables import SPREAD_METHODS

PAID_MONTHS = 2
"""Months with a payment after the end that show an extension; one may be a late invoice."""
SILENT_MONTHS = 4
"""Months of the council's files without a payment to the supplier that show it has gone."""
FOLLOWS_BEFORE_DAYS = 60
FOLLOWS_AFTER_DAYS = 183
"""A contract for the same need that starts from two months before to half a year after the
end is taken to follow it."""
PRIOR_CHANCE = 0.75
"""Taken where nothing is known: our own assumption, as buyers write options that they mean
to use and tendering again is work."""
PRIOR_WEIGHT = 4.0
"""How many contracts the assumption counts as: with four seen it weighs as much as they do.
A beta-binomial estimate: (prior x weight + taken) / (weight + seen)."""
DIVISION = 6
"""`cpv:` and two digits."""


def options_seen(contracts: Table, after: Table, *, as_of: date) -> Table:
    """One row a contract whose first option has fallen due: was_taken, and by what it shows.

    Options are those that words give, or a latest end published beyond the end.
    `was_taken` is empty where nothing shows. Ends that are only usual for contracts like it
    take no part. `after` is `paid_after_end`.
    """
    is_optional = contracts.option_months.notnull() | (
        contracts.latest_end_date > contracts.end_date
    ).fill_null(False)
    c = contracts.filter(
        is_optional
        & contracts.end_date.notnull()
        & ~contracts.end_method.fill_null("").isin(SPREAD_METHODS)
    )
    c = c.mutate(
        ended_date=ibis.least(
            c.end_date,
            c.first_end_date.fill_null(c.end_date),
            c.earlier_end_date.fill_null(c.end_date),
        )
    )
    due = c.ended_date.cast("timestamp") + ibis.interval(days=PAID_ON_GRACE_DAYS)
    c = c.filter(due.date() < ibis.literal(as_of))
    followed = _followed(c, contracts)
    c = c.left_join(followed, c.contract_id == followed.of_contract)
    paid = after.select(
        "before_count", "after_months", "covered_months", paid_contract="contract_id"
    )
    c = c.left_join(paid, c.contract_id == paid.paid_contract)
    ways = _ways(c)
    return c.select(
        "contract_id",
        "council_id",
        "need_id",
        "ended_date",
        was_taken=ibis.cases(
            *[
                (holds.fill_null(False), ibis.literal(taken))
                for holds, taken, _ in ways
            ],
            else_=ibis.null("boolean"),
        ),
        seen_by=ibis.cases(
            *[(holds.fill_null(False), said) for holds, _, said in ways],
            else_="nothing",
        ),
    )


def _ways(due: Table) -> list[tuple[BooleanValue, bool, str]]:
    """By what it shows that an option was taken or not, surest first."""
    counts = (due.options_in_end > 0) & (due.published_date > due.ended_date)
    gone = (
        (due.before_count > 0)
        & (due.after_months == 0)
        & (due.covered_months >= SILENT_MONTHS)
    )
    return [
        (due.earlier_end_date.notnull(), True, "end moved later"),
        (counts, True, "end counts an option"),
        (due.after_months >= PAID_MONTHS, True, "paid after the end"),
        (due.of_contract.notnull(), False, "another contract followed"),
        (gone, False, "no longer paid"),
    ]


def _followed(due: Table, contracts: Table) -> Table:
    """Contracts for whose need their council has another that starts about their end."""
    started = contracts.filter(
        contracts.need_id.notnull() & contracts.start_date.notnull()
    ).select(
        other_council="council_id",
        other_need="need_id",
        other_id="contract_id",
        other_start="start_date",
    )
    both = due.select("contract_id", "council_id", "need_id", "ended_date").join(
        started,
        [
            due.council_id == started.other_council,
            due.need_id == started.other_need,
        ],
    )
    days = (both.other_start.epoch_seconds() - both.ended_date.epoch_seconds()) / 86400
    both = both.filter(
        (both.other_id != both.contract_id)
        & (days >= -FOLLOWS_BEFORE_DAYS)
        & (days <= FOLLOWS_AFTER_DAYS)
    )
    return both.select(of_contract="contract_id").distinct()


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely an option is taken: the estimate and the contracts that it stands on."""

    value: float
    taken: int
    seen: int
    of: str
    """`division` where contracts of the need's division were seen, else `workspace`."""
    contract_ids: tuple[str, ...] = ()


NOTHING_SEEN = Chance(PRIOR_CHANCE, 0, 0, "workspace")


@dataclass(frozen=True, slots=True)
class Chances:
    """The chances by division of needs, shrunk to that of the workspace, it to the prior."""

    workspace: Chance = NOTHING_SEEN
    divisions: Mapping[str, Chance] = field(default_factory=dict)

    def of_need(self, need_id: str) -> Chance:
        """The chance for a need: its division's, else the workspace's."""
        return self.divisions.get(need_id[:DIVISION], self.workspace)


def chances(seen: Iterable[Mapping[str, Any]]) -> Chances:
    """The chances that follow from rows of `options_seen`; those not seen are left out."""
    known = [row for row in seen if row["was_taken"] is not None]
    workspace = _chance(known, PRIOR_CHANCE, "workspace")
    by_division: dict[str, list[Mapping[str, Any]]] = {}
    for row in known:
        if row["need_id"]:
            by_division.setdefault(row["need_id"][:DIVISION], []).append(row)
    return Chances(
        workspace,
        {
            division: _chance(rows, workspace.value, "division")
            for division, rows in by_division.items()
        },
    )


def _chance(rows: list[Mapping[str, Any]], prior: float, of: str) -> Chance:
    taken = sum(bool(row["was_taken"]) for row in rows)
    value = (PRIOR_WEIGHT * prior + taken) / (PRIOR_WEIGHT + len(rows))
    ids = tuple(sorted(str(row["contract_id"]) for row in rows))
    return Chance(round(value, 4), taken, len(rows), of, ids)
