"""A council that ends before the joint contract would: who would hold it then."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Measure, Reason, day_in_words
from folkmoot.buy.proposal.material import Material

ASSUMED_TERM_DAYS = 1461
"""Four years, where no contract of the group states its length: our own assumption, and
the most that a framework usually runs."""


def reorganisations(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """Members with a last day in the register before the joint contract's own end.

    Only dates that the register of councils holds count: what is announced without a
    date is not modelled.
    """
    terms = [c.term_days for c in case.contracts if c.term_days and c.term_days > 0]
    days = round(median(terms)) if terms else ASSUMED_TERM_DAYS
    last = case.best + timedelta(days=days)
    how = "the usual one of these contracts" if terms else "assumed"
    found = []
    for council in case.councils:
        if council.end is None or not case.as_of <= council.end <= last:
            continue
        own = [c for c in case.contracts if c.council_id == council.council_id]
        heir = council.successor_name
        when = (council.end - case.best).days
        side = "before" if when < 0 else "after"
        found.append(
            Reason(
                f"{council.name} ends on {day_in_words(council.end)}, {abs(when)} days {side} the "
                f"best day and within a term of {days} days ({how}): "
                + (
                    f"{heir} takes over its part."
                    if heir
                    else "ask who takes over its part."
                ),
                Measure("days from go-live to the council's end", when, "days"),
                tuple(c.contract_id for c in own),
            )
        )
    return found
