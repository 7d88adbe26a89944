"""What each council pays a year for each of its residents, where that compares."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Measure, Reason, listed
from folkmoot.buy.proposal.material import Council, Material

COMPARABLE = ("annual", "total_over_term")
"""Values that are what the contract costs; a ceiling is not, nor what a file of payments
happens to cover."""
ALIKE_TIMES = Decimal("1.1")
"""Under a tenth apart, costs a head are about alike."""
DISTRICT_LIKE = {"district": "district", "county": "county"}
"""A county serves the residents of its districts: they are never set side by side."""


def values_a_head(
    case: Case, material: Material, background: Background
) -> list[Reason]:
    """Pounds a resident and year at councils of one tier whose values are surely of the need.

    Silent where fewer than two compare: no number of residents, no value, a doubtful one,
    or a need known by its words alone.
    """
    costs: dict[str, list[Contract]] = defaultdict(list)
    for contract in case.contracts:
        costs[contract.council_id].append(contract)
    by_tier: dict[str, list[tuple[Decimal, Council, list[Contract]]]] = defaultdict(
        list
    )
    for council in case.councils:
        own = costs[council.council_id]
        if not council.residents or not all(_compares(c, case) for c in own):
            continue
        total = sum((c.yearly.mid or Decimal(0) for c in own), Decimal(0))
        tier = DISTRICT_LIKE.get(council.type, "single")
        by_tier[tier].append((total / council.residents, council, own))
    found = []
    for entries in by_tier.values():
        if len(entries) < 2:
            continue
        entries.sort(key=lambda entry: (entry[0], entry[1].council_id))
        told = listed(
            [f"{_pounds(cost)} at {council.name}" for cost, council, _ in entries]
        )
        sources = listed(
            sorted({c.residents_source or "as given" for _, c, _ in entries})
        )
        times = entries[-1][0] / entries[0][0]
        found.append(
            Reason(
                f"A year and resident: {told}; {_apart(times)} Residents: {sources}.",
                Measure(
                    "dearest over cheapest, a head", round(float(times), 2), "times"
                ),
                tuple(c.contract_id for _, _, own in entries for c in own),
            )
        )
    return found


def _apart(times: Decimal) -> str:
    if times < ALIKE_TIMES:
        return "about alike."
    return (
        f"the dearest is {times:.1f} times the cheapest. Ask what explains it before comparing "
        "prices."
    )


def _compares(contract: Contract, case: Case) -> bool:
    return (
        contract.yearly.mid is not None
        and contract.yearly.mid > 0
        and contract.yearly.method in COMPARABLE
        and not contract.yearly.doubt
        and contract.need_method == "code"
        and contract.need_id == case.need.need_id
    )


def _pounds(cost: Decimal) -> str:
    return f"£{cost:,.2f}" if cost >= Decimal("0.10") else f"{cost * 100:.1f}p"
