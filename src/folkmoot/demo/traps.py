"""Contracts that look as if they belong together and do not.

Each kind is a mistake that a reader of registers makes: a common date, a common supplier,
a common title, a contract long ended, a need whose dates never meet.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from folkmoot.demo.calendar import end_near, later
from folkmoot.demo.catalogue import Need
from folkmoot.demo.names import BIG_CONTRACTOR, RESELLER
from folkmoot.demo.plan import Planner
from folkmoot.demo.truth import Contract, ContractKey, Trap

_ENOUGH = 3


def set_traps(planner: Planner, grouped: set[str]) -> tuple[Trap, ...]:
    """Plants the traps that need contracts of their own, on needs that no group has."""
    catalogue = planner.catalogue
    free = {n.key: n for n in catalogue.needs if n.key not in grouped}
    traps = []
    for supplier, keys in (
        (RESELLER, catalogue.reseller_sells),
        (BIG_CONTRACTOR, catalogue.contractor_does),
    ):
        made = _at_one_time(planner, [free[k] for k in keys if k in free])
        for one in made:
            one.supplier = supplier
        traps.append(Trap("one_supplier", tuple(c.key for c in made)))
    for title in catalogue.generic_titles:
        needs = planner.chance.sample(sorted(free.values(), key=lambda n: n.key), 5)
        made = _at_one_time(planner, needs)
        for one in made:
            one.title = title
        traps.append(Trap("one_title", tuple(c.key for c in made)))
    return tuple(t for t in traps if len(t.contracts) >= _ENOUGH)


def ended_lookalikes(planner: Planner, needs: list[Need]) -> tuple[Trap, ...]:
    """Contracts for a planted need that ended together, one to three years ago."""
    traps = []
    for need in needs:
        then = planner.as_of - timedelta(days=planner.chance.randint(400, 1100))
        councils = planner.chance.sample(planner.members, min(4, len(planner.members)))
        made = [
            planner.contract(
                c, need, end=end_near(planner.chance, then, within_days=60)
            )
            for c in councils
        ]
        traps.append(Trap("ended", tuple(c.key for c in made)))
    return tuple(traps)


def traps_by_chance(planner: Planner) -> tuple[Trap, ...]:
    """Traps that the background holds by itself: one 31 March, and needs far apart."""
    by_end: dict[date, list[ContractKey]] = defaultdict(list)
    by_need: dict[str, list[ContractKey]] = defaultdict(list)
    for one in planner.contracts:
        if one.is_planted or one.end <= planner.as_of or not one.council.is_member:
            continue
        if (one.end.month, one.end.day) == (3, 31):
            by_end[one.end].append(one.key)
        if ":" not in one.need:
            by_need[one.need].append(one.key)
    return tuple(
        [
            Trap("31_march", tuple(keys))
            for _, keys in sorted(by_end.items())
            if len(keys) >= _ENOUGH
        ]
        + [
            Trap("far_apart", tuple(keys))
            for _, keys in sorted(by_need.items())
            if len(keys) >= _ENOUGH
        ]
    )


def _at_one_time(planner: Planner, needs: list[Need]) -> list[Contract]:
    """One contract a need, each in another council, ending within weeks of one another.

    A need whose dates would come near its other contracts is left out.
    """
    chance = planner.chance
    when = planner.as_of + timedelta(days=chance.randint(200, 1100))
    councils = chance.sample(planner.members, min(len(needs), len(planner.members)))
    made = []
    for need, council in zip(needs, councils, strict=False):
        end = end_near(chance, when, within_days=45)
        if planner.takes(need.key, (end, later(end, months=0))):
            made.append(planner.contract(council, need, end=end, code=need.codes[0]))
    return made
