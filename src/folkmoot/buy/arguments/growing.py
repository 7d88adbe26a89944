"""What would change a group, each a sentence with its number and its rows."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.proposal.case import Case, Measure, Reason, counted, listed
from folkmoot.buy.proposal.material import NO_END, Material
from folkmoot.buy.search.growth import Growth
from folkmoot.buy.search.moves import BREAK, BRIDGE, EXIT, NO_OPTION, OPTION, Move

NEIGHBOURS_TOLD = 5
_DAYS_A_MONTH = 30.4375


def grows_if(case: Case, material: Material) -> list[Reason]:
    """What would make the group larger: a moved window, a neighbour, a missing date."""
    found = [_growth(growth, material) for growth in case.growths]
    found += [*_neighbours(case, material), *_see_also(case)]
    return [*found, *_undated(case)]


def _growth(growth: Growth, material: Material) -> Reason:
    others = [
        material.council_name(c.council_id)
        for c in growth.joining
        if c.council_id != growth.contract.council_id
    ]
    joining = f" (with {listed(others)})" if others else ""
    ids = (growth.contract.contract_id, *(c.contract_id for c in growth.joining))
    return Reason(
        f"If {_what_happens(growth.move, material)}, the group grows from {growth.before} "
        f"to {growth.after} councils{joining}.",
        Measure("days to move", abs(growth.move.days), "days"),
        tuple(dict.fromkeys(ids)),
    )


def holds_if(case: Case, material: Material) -> list[Reason]:
    """Options that the group counts on: what is left of it if they fall the other way."""
    by_contract: dict[str, list[Growth]] = {}
    for growth in case.dependences:
        by_contract.setdefault(growth.contract.contract_id, []).append(growth)
    found = []
    for of_one in by_contract.values():
        if {growth.move.kind for growth in of_one} >= {OPTION, NO_OPTION}:
            found.append(_only_in_part(of_one, material))
            of_one = [g for g in of_one if g.move.kind not in (OPTION, NO_OPTION)]
        found += [
            Reason(
                f"If {_what_happens(growth.move, material)}, {_what_is_left(growth)}",
                Measure("councils left", growth.after, "councils"),
                (growth.contract.contract_id,),
            )
            for growth in of_one
        ]
    return found


def _only_in_part(of_one: Sequence[Growth], material: Material) -> Reason:
    """A contract that fits neither with its whole option nor without it."""
    options = [g for g in of_one if g.move.kind in (OPTION, NO_OPTION)]
    worst = min(options, key=lambda growth: growth.after)
    name = material.council_name(worst.contract.council_id)
    months = round(abs(worst.move.days) / _DAYS_A_MONTH)
    return Reason(
        f"{name} fits only if it takes a part of its {months}-month option: with all of it, or "
        f"without it, {_what_is_left(worst)}",
        Measure("councils left", worst.after, "councils"),
        (worst.contract.contract_id,),
    )


def _what_is_left(growth: Growth) -> str:
    if not growth.after:
        return f"no two of the {growth.before} councils meet any more."
    return f"the group falls from {growth.before} to {growth.after} councils."


def _what_happens(move: Move, material: Material) -> str:
    name = material.council_name(move.contract.council_id)
    months = round(abs(move.days) / _DAYS_A_MONTH)
    option = (
        f"its {months}-month option"
        if move.is_dated
        else f"the {months} months more that its contract mentions"
    )
    days = counted(abs(move.days), "day")
    return {
        OPTION: f"{name} takes {option}",
        NO_OPTION: f"{name} does not take {option}",
        BRIDGE: f"{name} bridges {days} more",
        BREAK: f"{name} uses the break that its contract mentions, {days} earlier than counted on",
        EXIT: f"{name} leaves its contract {days} earlier than its window allows",
    }[move.kind]


def _neighbours(case: Case, material: Material) -> list[Reason]:
    by_council: dict[str, Contract] = {}
    for contract in case.neighbours:
        by_council.setdefault(contract.council_id, contract)
    if not by_council:
        return []
    names = listed(
        [material.council_name(c) for c in list(by_council)[:NEIGHBOURS_TOLD]]
    )
    more = len(by_council) - NEIGHBOURS_TOLD
    others = f" and {more} more" if more > 0 else ""
    return [
        Reason(
            f"If neighbours outside the group are asked: {names}{others} could replace a "
            "contract for the same need on the same day.",
            Measure("neighbours that fit", len(by_council), "councils"),
            tuple(c.contract_id for c in list(by_council.values())[:NEIGHBOURS_TOLD]),
        )
    ]


def _see_also(case: Case) -> list[Reason]:
    return [
        Reason(
            f"See also “{other.need_label}” ({other.opportunity_id}): similar words, other "
            "category code.",
            Measure("likeness of the words", other.likeness, "0 to 1"),
            (case.scored.medoid.contract_id, other.contract_id),
        )
        for other in case.see_also
    ]


def _undated(case: Case) -> list[Reason]:
    inside = {council.council_id for council in case.councils}
    undated = [
        one
        for one in case.undated
        if one.council_id not in inside and one.why == NO_END
    ]
    councils = list(dict.fromkeys(b.council_name for b in undated))
    if not councils:
        return []
    return [
        Reason(
            f"If {listed(councils[:NEIGHBOURS_TOLD])} publish when their contracts for this "
            "need end: they have such contracts without an end date.",
            Measure("member councils without an end date", len(councils), "councils"),
            tuple(b.contract_id for b in undated[:NEIGHBOURS_TOLD]),
        )
    ]
