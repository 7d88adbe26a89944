"""What a joint purchase of some contracts on some day is worth; it ranks, it has no unit.

Each contract adds P(free on the day) x robust yearly value x likeness to the medoid x how
surely its need is known. Joining n councils saves n - 1 of n procurements, which is the
gain; size, bridges, early exits and a single incumbent for all are what it costs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.buy.contract import Contract
from folkmoot.buy.settings import BuySettings
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
"""A job that is over when it is done comes round again only by chance."""
BROAD_NEED_FACTOR = {2: 0.5, 3: 0.85}
"""A division or a group of categories says less of what is bought than a class."""
ONE_OFF_DAYS = 120
"""A contract shorter than four months is taken for a single job."""
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
    if digits(contract.need_id)[:2] != CONSTRUCTION_DIVISION:
        return False
    text = f"{contract.title} {contract.description}".lower()
    return not any(word in text for word in MAINTENANCE_WORDS)


def contribution(contract: Contract, *, day: int, likeness: float) -> float:
    """What one contract adds to a group, before what the group as a whole gains or costs."""
    added = (
        free_on(contract, day)
        * worth(contract)
        * likeness
        * contract.need_confidence
        * BROAD_NEED_FACTOR.get(len(digits(contract.need_id)), 1.0)
    )
    return added * ONE_OFF_FACTOR if is_one_off(contract) else added


def group_score(
    contracts: Sequence[Contract],
    medoid: Contract,
    *,
    day: int,
    alike: Alike,
    areas: Mapping[str, Area],
) -> float:
    """The score of a group on a day; negative where joining costs more than it gains."""
    councils = {contract.council_id for contract in contracts}
    total = math.fsum(
        contribution(c, day=day, likeness=alike(medoid, c)) for c in contracts
    )
    saved = 1.0 - 1.0 / len(councils)
    bonus = (
        area_bonus(councils, medoid.need_id, areas)
        + (TOGETHER_BONUS if bought_together(contracts) else 0.0)
        - CONCENTRATION_COST * _over_even(contracts)
    )
    shifted = sum(abs(shift_days(contract, day)) for contract in contracts)
    return (
        total * saved * (1.0 + bonus)
        - COORDINATION_COST * math.pow(len(councils) - 1, COORDINATION_POWER)
        - SHIFT_COST * shifted / SHIFT_DAYS
    )


def area_bonus(councils: set[str], need_id: str, areas: Mapping[str, Area]) -> float:
    """The share gained by neighbourhood: whole in one combined authority, half in a region."""
    most = (
        PLACE_BOUND_BONUS
        if digits(need_id)[:2] in PLACE_BOUND_DIVISIONS
        else SAME_AREA_BONUS
    )
    known = [areas.get(council, Area()) for council in councils]
    if (
        known[0].combined_authority_id
        and len({a.combined_authority_id for a in known}) == 1
    ):
        return most
    if known[0].region and len({a.region for a in known}) == 1:
        return most / 2
    return 0.0


def bought_together(contracts: Sequence[Contract]) -> bool:
    """Whether one published reference stands in contracts of two of the councils."""
    holder: dict[str, str] = {}
    for contract in contracts:
        for reference in contract.references:
            if len(reference) >= 6 and (
                holder.setdefault(reference, contract.council_id) != contract.council_id
            ):
                return True
    return False


def concentration(contracts: Sequence[Contract]) -> float:
    """Herfindahl index of the incumbents over the contracts, 0 to 1; 1 is one supplier."""
    shares: Counter[str] = Counter()
    for contract in contracts:
        for supplier in contract.supplier_ids[:1]:
            shares[supplier] += 1
    total = sum(shares.values())
    return sum((n / total) ** 2 for n in shares.values()) if total else 0.0


def _over_even(contracts: Sequence[Contract]) -> float:
    known = sum(1 for contract in contracts if contract.supplier_ids)
    if known < 2:
        return 0.0
    even = 1.0 / known
    return max(0.0, (concentration(contracts) - even) / (1.0 - even))


def fits(councils: int, settings: BuySettings) -> bool:
    """Whether a group of this many member councils may be proposed."""
    return settings.min_group_size <= councils <= settings.max_group_size
