"""Objections to the data itself: dates that cannot be, and one contract in several names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.proposal.case import Case, Measure, Reason, listed
from folkmoot.buy.proposal.material import BEFORE_START, Material


def impossible_dates(case: Case, material: Material) -> list[Reason]:
    """Members' contracts for this need that take no part, as they end before they start."""
    found = [one for one in case.undated if one.why == BEFORE_START]
    if not found:
        return []
    who = listed([one.council_name for one in found])
    has = "a contract" if len(found) == 1 else "contracts"
    ends = "ends before it starts" if len(found) == 1 else "end before they start"
    return [
        Reason(
            f"{who} published {has} for this need that {ends}: left out until the dates are "
            "mended.",
            Measure("contracts that end before they start", len(found), "contracts"),
            tuple(one.contract_id for one in found),
        )
    ]


def perhaps_one(case: Case, material: Material) -> list[Reason]:
    """Contracts of two councils that are alike to the day: maybe one, published by both."""
    alike: dict[tuple[object, ...], list[Contract]] = defaultdict(list)
    for contract in case.contracts:
        if contract.supplier_ids and contract.start and not contract.is_estimated:
            key = (contract.supplier_ids, contract.start, contract.end)
            alike[key].append(contract)
    found: list[Reason] = []
    for group in alike.values():
        same = _same(group)
        councils = listed([material.council_name(c.council_id) for c in same])
        if len({c.council_id for c in same}) > 1:
            found.append(
                Reason(
                    f"{councils} may publish one contract in their several names: the "
                    "supplier, the first and the last day are the same, and so is the title, "
                    "the reference or the value. If so its value is counted once too often.",
                    Measure("contracts alike to the day", len(same), "contracts"),
                    tuple(c.contract_id for c in same),
                )
            )
    return found


def _same(group: Iterable[Contract]) -> list[Contract]:
    """Those of a group that share more than supplier and days with one of another council."""
    kept: dict[str, Contract] = {}
    for one, other in combinations(group, 2):
        if one.council_id != other.council_id and (
            (one.title.casefold() == other.title.casefold() and one.title)
            or set(one.references) & set(other.references)
            or (one.yearly.mid is not None and one.yearly.mid == other.yearly.mid)
        ):
            kept |= {one.contract_id: one, other.contract_id: other}
    return list(kept.values())


def let_together(case: Case, material: Material) -> list[Reason]:
    """Contracts whose buyer's name names several councils; they stand under the first."""
    inside = {council.council_id for council in case.councils}
    found = []
    for contract in case.contracts:
        further = material.further.get(contract.contract_id, ())
        if not further:
            continue
        own = material.council_name(contract.council_id)
        others = listed([material.council_name(c) for c in further])
        twice = listed([material.council_name(c) for c in further if c in inside])
        so = (
            f"{twice} also stands here with a contract of its own: ask which of them it uses."
            if twice
            else f"ask {others} too, as it is not counted as a member here."
        )
        found.append(
            Reason(
                f"The contract of {own} was let together with {others}: {so}",
                Measure("further councils", len(further), "councils"),
                (contract.contract_id,),
            )
        )
    return found


OF_DATA = (impossible_dates, perhaps_one, let_together)
