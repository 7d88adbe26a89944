"""Groups that are large only together: every member's own contract is small.

One council alone need hardly tell anybody that it buys such a thing; four of them are a
purchase that the law has rules for. What those rules are, and from what sum, is known to
whoever reads the files, not here: amounts lie well apart from any sum that might matter.
"""

from __future__ import annotations

import random
from datetime import timedelta

from folkmoot.demo.calendar import end_near
from folkmoot.demo.catalogue import Catalogue, Need
from folkmoot.demo.plan import Planner
from folkmoot.demo.truth import PlantedGroup

MEMBERS = 4
YEARS = 3
YEARLY_POUNDS = (22_000, 27_900)
GO_LIVE_DAYS = (320, 640)
"""From the day of the demo to the day that would suit all: near enough to plan for."""


def needs_bought_small(bought: Catalogue, *, count: int, seed: int) -> tuple[Need, ...]:
    """Which needs such groups are for, drawn apart from everything else."""
    known = [need for need in bought.needs if need.key in bought.bought_small]
    chance = random.Random(f"{seed} small")  # noqa: S311 - an invention, not a secret
    return tuple(chance.sample(known, count))


def small_group(planner: Planner, need: Need) -> PlantedGroup:
    """Four members' contracts of three years, exactly coded, that one day would suit."""
    chance = planner.chance
    go_live = planner.as_of + timedelta(days=chance.randint(*GO_LIVE_DAYS))
    suppliers = chance.sample(planner.book.of(need.key, need.trade), MEMBERS)
    low, high = YEARLY_POUNDS
    return planner.planted(
        need,
        [
            planner.contract(
                council,
                need,
                end=end_near(chance, go_live, within_days=45),
                supplier=supplier,
                code=need.codes[0],
                term=(YEARS, chance.randrange(low, high, 100)),
            )
            for council, supplier in zip(
                chance.sample(planner.members, MEMBERS), suppliers, strict=True
            )
        ],
    )
