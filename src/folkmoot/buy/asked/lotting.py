"""Whether lots would let small suppliers bid: a question, raised with its reason.

Every law modelled here asks a buyer to consider lots and to give reasons where there are none;
the Procurement Act 2023 adds, in section 12(4), regard to the barriers small suppliers face.
The rule cited is that of the day on which the purchase begins.
"""

from __future__ import annotations

from decimal import Decimal

from folkmoot.buy.law.regimes import regime_on
from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Measure, Reason, counted, listed
from folkmoot.buy.proposal.material import Material

LOTS_BY_LAW = {
    "pa2023": "Procurement Act 2023, section 18",
    "pcr2015": "Public Contracts Regulations 2015, regulation 46",
    "pcsr2015": "Public Contracts (Scotland) Regulations 2015, regulation 47",
}
LEAST_TIMES = 2
"""A joint contract less than twice a supplier's own is no other kind of bid for it."""


def lotting_questions(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """Raised where incumbents known at one council alone would face a much larger contract."""
    local = [
        supplier
        for supplier in case.suppliers
        if background.reach.get(supplier, 0) == 1
    ]
    held = [
        c
        for c in case.contracts
        if c.yearly.mid and any(supplier in local for supplier in c.supplier_ids)
    ]
    whole = case.value[1] or Decimal(0)
    if not held or whole <= 0:
        return []
    smallest = min(c.yearly.mid or Decimal(0) for c in held)
    times = whole / smallest
    if times < LEAST_TIMES:
        return []
    holders = {s for c in held for s in c.supplier_ids if s in local}
    return [
        Reason(
            f"Ask whether lots would let smaller suppliers bid: {len(holders)} of "
            f"{counted(len(case.suppliers), 'incumbent')} "
            f"{'is' if len(holders) == 1 else 'are'} in these files at one council only, and the "
            f"whole is up to {times:,.0f} times what such a one holds now{_cited(case)}.",
            Measure(
                "whole over the smallest such contract", round(float(times), 1), "times"
            ),
            tuple(c.contract_id for c in held),
        )
    ]


def _cited(case: Case) -> str:
    """The rules on lots of the members' laws, in brackets; nothing where none is modelled."""
    begins = max(case.as_of, case.next_start.day)
    laws = [regime_on(council.nation, begins) for council in case.councils]
    rules = [LOTS_BY_LAW[law.regime_id] for law in laws if law is not None]
    return f" ({listed(rules)})" if rules else ""
