"""What a joint purchase of some contracts on some day is worth; it ranks, it has no unit.

Each contract adds P(free on the day) x robust yearly value x likeness to the medoid x how
surely its need is known. Joining n councils saves n - 1 of n procurements, which is the
gain; size, bridges, early exits and a single incumbent for all are what it costs.
"""

from __future__ import annotations

import copy
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.buy.contract import Contract
from folkmoot.buy.similarity import digits

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
FREE_BY_OPTION = 0.85
"""Chance taken that a contract ends between its end and its latest end: options are
usually taken up whole."""
FREE_IF_ROLLING = 0.6
"""Chance taken that a rolling contract is left when a joint one comes."""
COORDINATION_COST = 0.12
COORDINATION_POWER = 1.5
"""Cost of agreeing grows faster than the group (Schotanus 2007): c x (n - 1)^1.5."""
SHIFT_COST = 0.3
"""Cost of bridging or leaving early by half a year, a contract."""
SHIFT_DAYS = 183.0
CONCENTRATION_COST = 0.15
"""Share of the gain lost where one supplier holds everything already."""
SAME_AREA_BONUS = 0.12
PLACE_BOUND_BONUS = 0.25
"""Share gained where all lie in one combined authority or region: more for services that
are bound to a place (waste, roads, building, transport, care)."""
TOGETHER_BONUS = 0.15
"""Share gained where two of them bought together before."""
ONE_OFF_FACTOR = 0.45
"""A short job may come round again each year, or not."""
BUILDING_FACTOR = 0.15
"""A building that stands is not built again: a hall's refurbishment and a road scheme are
two projects, whatever code they share. Seen on real notices, where they ranked too high."""
BROAD_NEED_FACTOR = {2: 0.5, 3: 0.85}
"""A division or a group of categories says less of what is bought than a class."""
ONE_OFF_DAYS = 120
"""A contract shorter than four months is taken for a single job."""
SHORTEST_REFERENCE = 6
"""Shorter references, such as "C12", meet by chance."""
PLACE_BOUND_DIVISIONS = frozenset({"34", "44", "45", "50", "60", "77", "85", "90"})
"""CPV divisions whose work is done at a place: vehicles, materials, construction, repair,
transport, grounds, care, waste."""
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
    latest end; 0 outside its window. Multiplied by how surely the end is known.
    """
    if not contract.free_from <= day <= contract.free_to:
        return 0.0
    if contract.is_rolling:
        chance = FREE_IF_ROLLING
    elif day < contract.end:
        chance = _falling(contract.end - day, contract.end - contract.free_from)
    elif day > contract.latest + 1:
        chance = _falling(day - contract.latest, contract.free_to - contract.latest)
    elif day > contract.end + 1:
        chance = FREE_BY_OPTION
    else:
        chance = 1.0
    return chance * contract.end_confidence


def _falling(distance: int, most: int) -> float:
    return 1.0 - (1.0 - FREE_AT_EDGE) * distance / most if most else 1.0


def shift_days(contract: Contract, day: int) -> int:
    """Days of bridging (above 0) or early exit (below 0) that a go-live day asks for."""
    if contract.is_rolling or contract.end <= day <= contract.latest + 1:
        return 0
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


def is_building_project(contract: Contract) -> bool:
    """Construction work whose title and description speak of no upkeep."""
    if digits(contract.need_id)[:2] != CONSTRUCTION_DIVISION:
        return False
    text = f"{contract.title} {contract.description}".lower()
    return not any(word in text for word in MAINTENANCE_WORDS)


def weight(contract: Contract) -> float:
    """What one contract counts on its own, whatever the day and the company it is in."""
    # Squared: a need guessed from its supplier alone (0.35) must not outweigh a known one.
    size = worth(contract) * contract.need_confidence * contract.need_confidence
    size *= BROAD_NEED_FACTOR.get(len(digits(contract.need_id)), 1.0)
    if is_building_project(contract):
        return size * BUILDING_FACTOR
    return size * ONE_OFF_FACTOR if is_one_off(contract) else size


def contribution(contract: Contract, *, day: int, likeness: float) -> float:
    """What one contract adds to a group, before what the group as a whole gains or costs."""
    # Squared: two that are half alike are much less than half worth joining.
    return weight(contract) * free_on(contract, day) * likeness * likeness


def group_score(
    contracts: Sequence[Contract],
    medoid: Contract,
    *,
    day: int,
    alike: Alike,
    areas: Mapping[str, Area],
) -> float:
    """The score of a group on a day; negative where joining costs more than it gains."""
    tally = Tally(medoid.need_id, areas)
    for contract in contracts:
        added = contribution(contract, day=day, likeness=alike(medoid, contract))
        tally.add(contract, added=added, day=day)
    return tally.score()


class Tally:
    """The score of a group as it grows by one contract after another."""

    def __init__(self, need_id: str, areas: Mapping[str, Area]) -> None:
        self._areas = areas
        self._most_bonus = (
            PLACE_BOUND_BONUS
            if digits(need_id)[:2] in PLACE_BOUND_DIVISIONS
            else SAME_AREA_BONUS
        )
        self._total = 0.0
        self._shifted = 0
        self._councils: set[str] = set()
        self._authorities: set[str] = set()
        self._regions: set[str] = set()
        self._incumbents: Counter[str] = Counter()
        self._holders: dict[str, str] = {}
        self._together = False

    def copy(self) -> Tally:
        """The same tally, to try one contract more."""
        twin = copy.copy(self)
        for name in (
            "_councils",
            "_authorities",
            "_regions",
            "_incumbents",
            "_holders",
        ):
            setattr(twin, name, getattr(self, name).copy())
        return twin

    def add(self, contract: Contract, *, added: float, day: int) -> None:
        """Take in a contract that adds so much on the day."""
        self._total += added
        self._shifted += abs(shift_days(contract, day))
        council = contract.council_id
        if council not in self._councils:
            self._councils.add(council)
            area = self._areas.get(council, Area())
            self._authorities.add(area.combined_authority_id)
            self._regions.add(area.region)
        self._incumbents.update(contract.supplier_ids[:1])
        for reference in contract.references:
            if len(reference) >= SHORTEST_REFERENCE:
                holder = self._holders.setdefault(reference, council)
                self._together = self._together or holder != council

    def score(self) -> float:
        """What the group scores as it stands."""
        councils = len(self._councils)
        bonus = (
            self._area_bonus()
            + (TOGETHER_BONUS if self._together else 0.0)
            - CONCENTRATION_COST * self._over_even()
        )
        return (
            self._total * (1.0 - 1.0 / councils) * (1.0 + bonus)
            - COORDINATION_COST * math.pow(councils - 1, COORDINATION_POWER)
            - SHIFT_COST * self._shifted / SHIFT_DAYS
        )

    def _area_bonus(self) -> float:
        """Whole in one combined authority, half in one region."""
        if len(self._authorities) == 1 and "" not in self._authorities:
            return self._most_bonus
        if len(self._regions) == 1 and "" not in self._regions:
            return self._most_bonus / 2
        return 0.0

    def _over_even(self) -> float:
        """How far the incumbents lie from an even spread: 0 all different, 1 one for all."""
        known = sum(self._incumbents.values())
        if known < 2:
            return 0.0
        index = sum(n * n for n in self._incumbents.values()) / (known * known)
        even = 1.0 / known
        return max(0.0, (index - even) / (1.0 - even))


def bought_together(contracts: Sequence[Contract]) -> bool:
    """Whether one published reference stands in contracts of two of the councils."""
    holder: dict[str, str] = {}
    for contract in contracts:
        for reference in contract.references:
            if len(reference) >= SHORTEST_REFERENCE and (
                holder.setdefault(reference, contract.council_id) != contract.council_id
            ):
                return True
    return False
