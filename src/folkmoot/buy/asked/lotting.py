"""Whether lots would let small suppliers bid: a question, raised with its reason.

Procurement Act 2023, section 18: before a tender notice, consider lots, and give reasons
where there are none; section 12(4): have regard to the barriers small suppliers face.
"""

from __future__ import annotations

from decimal import Decimal

from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Measure, Reason, counted
from folkmoot.buy.proposal.material import Material

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
            f"whole is up to {times:,.0f} times what such a one holds now (Procurement Act "
            "2023, section 18).",
            Measure(
                "whole over the smallest such contract", round(float(times), 1), "times"
            ),
            tuple(c.contract_id for c in held),
        )
    ]
