"""Who could lead: the council that has done it before, has most at stake and has time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.proposal.background import Background, needs_of
from folkmoot.buy.proposal.case import (
    Case,
    Measure,
    Reason,
    counted,
    day_in_words,
    pounds,
)
from folkmoot.buy.proposal.material import Council, Material

LEADS_TOLD = 2
"""A lead and a deputy: the order is experience, then size, then the nearest end."""


def who_could_lead(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """Councils that could lead, likeliest first, each with what is measured of it.

    A council of which nothing but its one contract is known is not put forward.
    """
    needs = needs_of(case)
    found = []
    for council in case.councils:
        own = [c for c in case.contracts if c.council_id == council.council_id]
        known = background.of_council(council.council_id, needs)
        size = sum((c.yearly.mid or Decimal(0) for c in own), Decimal(0))
        if known.contracts <= len(own) and size <= 0:
            continue
        gap = min(abs(c.end - case.scored.day) for c in own)
        order = (-known.frameworks, -known.contracts, -size, gap, council.council_id)
        found.append((order, council, own, size))
    found.sort(key=lambda entry: entry[0])
    return [
        _told(case, council, own, size, background)
        for _, council, own, size in found[:LEADS_TOLD]
    ]


def _told(
    case: Case,
    council: Council,
    own: list[Contract],
    size: Decimal,
    background: Background,
) -> Reason:
    known = background.of_council(council.council_id, needs_of(case))
    parts = []
    if known.contracts > len(own):
        let = counted(known.contracts, "contract")
        kind = "a framework" if known.frameworks == 1 else "frameworks"
        of_them = f", {known.frameworks} of them {kind}" if known.frameworks else ""
        parts.append(f"has {let} for this need on record{of_them}")
    if size > 0:
        whole = case.value[1] or Decimal(0)
        share = f", {size / whole:.0%} of what is known" if whole > 0 else ""
        parts.append(f"spends about {pounds(size)} a year{share}")
    ends = [c for c in own if not c.is_rolling]
    if ends:
        last = max(c.end for c in ends)
        days = last - case.scored.day
        when = (
            f"{counted(-days, 'day')} before the best day"
            if days < 0
            else f"{counted(days, 'day')} after the best day"
            if days
            else "on the best day"
        )
        guess = " (estimated)" if any(c.is_estimated for c in ends) else ""
        day = day_in_words(date.fromordinal(last))
        parts.append(f"its contract ends on {day}{guess}, {when}")
    return Reason(
        f"{council.name} could lead: it {_sentence(parts)}.",
        Measure("contracts for the need on record", known.contracts, "contracts"),
        tuple(c.contract_id for c in own),
    )


def _sentence(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
