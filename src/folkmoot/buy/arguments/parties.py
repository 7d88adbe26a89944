"""What speaks against a proposal in its money, its suppliers and its councils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from folkmoot.buy.contracts.contract import Contract, Yearly
from folkmoot.buy.proposal.case import (
    Case,
    Measure,
    Reason,
    counted,
    herfindahl,
    listed,
    of_some,
    pounds,
)
from folkmoot.buy.proposal.material import Material
from folkmoot.buy.search.similarity import digits
from folkmoot.buy.search.tally import PLACE_BOUND_DIVISIONS

UNEVEN_TIMES = 10
"""A largest contract of ten times the smallest: the small ones may be overlooked."""
PAYMENTS_TOLD = 10
"""Payments shown behind one sentence, largest first; the sentence gives their number."""
DOMINANT_SHARE = Decimal("0.6")
"""A share from which one contract would set the terms for the others."""


def _missing_value(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.yearly.method == "none"]
    return of_some(
        case,
        "No value is published for {which}: nothing is added to the sum for them.",
        "values missing",
        chosen,
    )


def _only_a_ceiling(case: Case, material: Material) -> list[Reason]:
    chosen = [
        c for c in case.contracts if c.yearly.mid is None and c.yearly.method != "none"
    ]
    return of_some(
        case,
        "Only a ceiling is published for {which}: what is spent may be far less, so it "
        "counts in the high end alone.",
        "ceilings only",
        chosen,
    )


def _paid(case: Case, material: Material) -> list[Reason]:
    """What payments say where no value is published: a rate, or too few months for one."""
    found = []
    for contract in case.contracts:
        paid = contract.yearly.paid
        if paid is None:
            continue
        so = (
            f"taken as {pounds(contract.yearly.high)} a year"
            if contract.yearly.method == "payments"
            else "too few to say what a year costs"
        )
        told = min(paid.payments, PAYMENTS_TOLD)
        rows = (
            f"the {told} largest of {counted(paid.payments, 'payment')} are shown"
            if told < paid.payments
            else counted(paid.payments, "payment")
        )
        found.append(
            Reason(
                f"{material.council_name(contract.council_id)} publishes no value, but paid "
                f"{pounds(paid.amount)} to this supplier in {counted(paid.months, 'month')} "
                f"({rows}): {so}.",
                Measure("paid", f"{paid.amount:.2f}", f"GBP in {paid.months} months"),
                (contract.contract_id,),
                from_payments=True,
            )
        )
    return found


def _doubted_value(case: Case, material: Material) -> list[Reason]:
    """Each doubt once, with all whom it is about."""
    doubted: dict[str, list[Contract]] = defaultdict(list)
    for contract in case.contracts:
        if contract.yearly.doubt:
            doubted[contract.yearly.doubt].append(contract)
    return [
        Reason(
            f"{listed([material.council_name(c.council_id) for c in chosen])}: {doubt}",
            _taken([c.yearly for c in chosen]),
            tuple(c.contract_id for c in chosen),
        )
        for doubt, chosen in doubted.items()
    ]


def _taken(values: Sequence[Yearly]) -> Measure:
    known = [value.high for value in values if value.is_known]
    if not known:
        return Measure("values missing", len(values), "contracts")
    total = sum(known, Decimal(0))
    return Measure("value taken, high", f"{total:.2f}", "GBP a year")


def _same_supplier(case: Case, material: Material) -> list[Reason]:
    shares: dict[str, Decimal] = defaultdict(Decimal)
    known = [c for c in case.contracts if c.supplier_ids]
    if len(known) < 2:
        return []
    for contract in known:
        weight = contract.yearly.mid or contract.yearly.high or Decimal(1)
        for supplier in contract.supplier_ids:
            shares[supplier] += weight / len(contract.supplier_ids)
    index = herfindahl(list(shares.values()))
    if len(shares) > 1:
        return []
    name = material.supplier_names.get(next(iter(shares)), "one supplier")
    return [
        Reason(
            f"The same supplier, {name}, holds all of them: joining may entrench it, and there "
            "is no second incumbent to compare with.",
            Measure(
                "concentration of the incumbents (Herfindahl index)",
                round(index, 2),
                "0 to 1",
            ),
            tuple(c.contract_id for c in known),
        )
    ]


def _dominated(case: Case, material: Material) -> list[Reason]:
    known = [c for c in case.contracts if c.yearly.mid]
    total = sum((c.yearly.mid or Decimal(0) for c in known), Decimal(0))
    if len(known) < 2 or total <= 0:
        return []
    largest = max(known, key=lambda c: (c.yearly.mid or Decimal(0), c.contract_id))
    share = (largest.yearly.mid or Decimal(0)) / total
    if share < max(DOMINANT_SHARE, Decimal("1.2") / len(known)):
        return []
    return [
        Reason(
            f"The contract of {material.council_name(largest.council_id)} is {share:.0%} of the "
            "known value: it would set the terms for the others.",
            Measure("share of the largest contract", round(float(share), 2), "0 to 1"),
            (largest.contract_id,),
        )
    ]


def _uneven(case: Case, material: Material) -> list[Reason]:
    known = sorted(
        ((c.yearly.mid, c.contract_id) for c in case.contracts if c.yearly.mid),
    )
    if len(known) < 2 or known[0][0] <= 0:
        return []
    times = known[-1][0] / known[0][0]
    if times < UNEVEN_TIMES:
        return []
    return [
        Reason(
            f"Sizes differ: from {pounds(known[0][0])} to {pounds(known[-1][0])} a year, "
            f"{times:,.0f} times. One specification may not suit both.",
            Measure("largest over smallest", round(float(times), 1), "times"),
            (known[0][1], known[-1][1]),
        )
    ]


def _far_apart(case: Case, material: Material) -> list[Reason]:
    if digits(case.need.need_id)[:2] not in PLACE_BOUND_DIVISIONS:
        return []
    regions = {council.area.region for council in case.councils if council.area.region}
    if len(regions) < 2:
        return []
    return [
        Reason(
            f"The work is done on the spot, and the councils lie in different regions "
            f"({listed(sorted(regions))}).",
            Measure("regions", len(regions), "regions"),
            case.ids,
        )
    ]


OF_PARTIES = (
    _missing_value,
    _only_a_ceiling,
    _paid,
    _doubted_value,
    _same_supplier,
    _dominated,
    _uneven,
    _far_apart,
)
"""These objections, gravest first."""
