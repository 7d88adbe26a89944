"""What a joint purchase of some contracts on some day is worth; it ranks, it has no unit.

Each contract adds P(free on the day) x robust yearly value x likeness to the medoid x how
surely its need is known. The gain is what joins the largest council, so that n equal ones
gain n - 1 of n procurements and one giant gains little by a small companion. Size, bridges,
early exits and a single incumbent for all are what it costs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.similarity import digits
from folkmoot.buy.settings import AS_SHIPPED, BuySettings

VALUE_STEP_GBP = 25_000.0
"""Value counts by its logarithm in steps of this size: 25,000 pounds is the sum from which
councils must publish a notice below the threshold, so below it little is to be gained."""
VALUE_MOST_GBP = 10_000_000.0
"""A contract above ten million a year counts as ten: one wrong figure must not win."""
UNKNOWN_WORTH = 0.5
"""What a contract without a known value counts: less than one of 25,000 pounds."""
CEILING_SHARE = 0.1
"""Share of a ceiling that counts towards the rank (never towards a value): an order of
magnitude less, as the use of framework ceilings is not published."""
FREE_AT_EDGE = 0.35
"""Chance taken that a contract can be left at the very edge of its window."""
FREE_IF_ROLLING = 0.6
"""Chance taken that a rolling contract is left when a joint one comes."""
ONE_OFF_FACTOR = 0.45
"""A short job may come round again each year, or not."""
BUILDING_FACTOR = 0.15
"""A building that stands is not built again: a hall's refurbishment and a road scheme are
two projects, whatever code they share. Seen on real notices, where they ranked too high."""
BROAD_NEED_FACTOR = {2: 0.5, 3: 0.85}
"""A division or a group of categories says less of what is bought than a class."""
DELIVERED_FACTOR = 0.3
"""Goods bought without a published term are delivered and done with; an end estimated from
contracts for the same goods is only when they may be bought again."""
GOODS_BELOW = 45
"""CPV divisions below this one are goods."""
ONE_OFF_DAYS = 120
"""A contract shorter than four months is taken for a single job."""
BUILT_ONCE = ("4511", "4521", "4522", "4524")
"""CPV classes of sites cleared, buildings, bridges and waterworks. Trades that come round
again, such as roofing or road markings, have classes of their own."""
CONSTRUCTION_DIVISION = "45"
MAINTENANCE_WORDS = (
    "mainten",
    "repair",
    "servicing",
    "cyclical",
    "planned",
    "term contract",
)

Alike = Callable[[Contract, Contract], float]


@dataclass(frozen=True, slots=True)
class Area:
    """Where a council lies."""

    region: str = ""
    combined_authority_id: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A group of contracts, the day that suits it best, and what it scores."""

    contracts: tuple[Contract, ...]
    medoid: Contract
    day: int
    score: float

    @property
    def councils(self) -> tuple[str, ...]:
        """The councils, in order of their codes."""
        return tuple(sorted({contract.council_id for contract in self.contracts}))


def free_on(contract: Contract, day: int) -> float:
    """The chance that a contract can give way to a joint one on a day, 0 to 1.

    Surest on its last day and the next; less the further before its end or after its
    latest end; 0 outside its window. Multiplied by how surely the end is known. After the
    end it still runs only if its options were taken: the chance of one (`taken.Chances`),
    to the power of how many must be.
    """
    if not contract.free_from <= day <= contract.free_to:
        return 0.0
    if contract.is_rolling:
        chance = FREE_IF_ROLLING
    elif contract.spread is not None:
        first, last = contract.spread
        chance = _beside(contract, day, first, last)
    elif day < contract.end:
        chance = _falling(contract.end - day, contract.end - contract.free_from)
    elif day > contract.latest + 1:
        chance = _falling(day - contract.latest, contract.free_to - contract.latest)
        if contract.latest > contract.end:
            chance *= contract.reach.chance**contract.reach.options
    elif day > contract.end + 1:
        chance = contract.reach.chance ** _options_by(contract, day)
    else:
        chance = 1.0
    return chance * contract.end_confidence


def _options_by(contract: Contract, day: int) -> int:
    """How many options must have been taken for the contract to run until a day."""
    step = (contract.latest - contract.end) / contract.reach.options
    return min(contract.reach.options, math.ceil((day - 1 - contract.end) / step))


def _beside(contract: Contract, day: int, first: int, last: int) -> float:
    """As likely on any day of the spread; falling to the edges of the window beside it."""
    if day < first:
        return _falling(first - day, first - contract.free_from)
    if day > last:
        return _falling(day - last, contract.free_to - last)
    return 1.0


def _falling(distance: int, most: int) -> float:
    return 1.0 - (1.0 - FREE_AT_EDGE) * distance / most if most else 1.0


def shift_days(contract: Contract, day: int) -> int:
    """Days of bridging (above 0) or early exit (below 0) that a go-live day asks for."""
    first, last = contract.spread or (contract.end, contract.latest + 1)
    if contract.is_rolling or first <= day <= last:
        return 0
    if contract.spread is not None:
        return day - last if day > last else day - first
    return day - contract.latest if day > contract.latest else day - contract.end


def worth(contract: Contract) -> float:
    """The contract's yearly value as the rank counts it: logarithmic and capped."""
    yearly = contract.yearly
    if yearly.mid is not None:
        pounds = float(yearly.mid)
    elif yearly.high > 0:
        pounds = float(yearly.high) * CEILING_SHARE
    else:
        return UNKNOWN_WORTH
    return math.log2(1.0 + min(pounds, VALUE_MOST_GBP) / VALUE_STEP_GBP)


def is_one_off(contract: Contract) -> bool:
    """A single job rather than a continuing need: short, or building work that is no upkeep."""
    if contract.is_rolling:
        return False
    if contract.term_days is not None and contract.term_days < ONE_OFF_DAYS:
        return True
    return is_building_project(contract)


def is_delivered(contract: Contract) -> bool:
    """Goods whose end nobody published: more likely bought once than supplied over a term."""
    code = digits(contract.need_id)[:2]
    return code.isdigit() and int(code) < GOODS_BELOW and contract.is_estimated


def is_building_project(contract: Contract) -> bool:
    """Construction work whose title and description speak of no upkeep."""
    if digits(contract.need_id)[:2] != CONSTRUCTION_DIVISION:
        return False
    text = f"{contract.title} {contract.description}".lower()
    return not any(word in text for word in MAINTENANCE_WORDS)


def is_built_once(contract: Contract) -> bool:
    """A building or a structure: its contract ends when it stands, and nothing is let anew."""
    code = digits(contract.need_id)
    return code.startswith(BUILT_ONCE) and is_building_project(contract)


def weight(contract: Contract, settings: BuySettings = AS_SHIPPED) -> float:
    """What one contract counts on its own, whatever the day and the company it is in."""
    return (
        math.pow(worth(contract), settings.value_power)
        * math.pow(contract.need_confidence, settings.need_power)
        * math.pow(_held_back(contract), settings.job_power)
    )


def _held_back(contract: Contract) -> float:
    """What is left of a contract that may not come round again, or whose need is broad."""
    share = BROAD_NEED_FACTOR.get(len(digits(contract.need_id)), 1.0)
    if is_building_project(contract):
        return share * BUILDING_FACTOR
    if is_delivered(contract):
        return share * DELIVERED_FACTOR
    return share * ONE_OFF_FACTOR if is_one_off(contract) else share


def adds_on(
    day: int,
    contract: Contract,
    *,
    size: float,
    likeness: float,
    settings: BuySettings = AS_SHIPPED,
) -> float:
    """What one contract of a `weight` adds to a group on a day; 0 outside its window."""
    free = free_on(contract, day)
    if free <= 0:
        return 0.0
    is_free = math.pow(free, settings.free_power)
    return size * is_free * math.pow(likeness, settings.likeness_power)
