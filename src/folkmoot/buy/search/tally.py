"""The score of a group as it grows, and of one that stands."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.scoring import Alike, Area, adds_on, shift_days, weight, worth
from folkmoot.buy.search.similarity import digits
from folkmoot.buy.settings import AS_SHIPPED, BuySettings

COORDINATION_POWER = 1.5
"""Cost of agreeing grows faster than the group (Schotanus 2007): c x (n - 1)^1.5."""
SHIFT_DAYS = 183.0
"""What `shift_cost` is the cost of, a contract: half a year."""
SAME_AREA_BONUS = 0.12
PLACE_BOUND_BONUS = 0.25
"""Share gained where all lie in one combined authority or region: more for services that
are bound to a place (waste, roads, building, transport, care)."""
SHORTEST_REFERENCE = 6
"""Shorter references, such as "C12", meet by chance."""
PLACE_BOUND_DIVISIONS = frozenset({"34", "44", "45", "50", "60", "77", "85", "90"})
"""CPV divisions whose work is done at a place: vehicles, materials, construction, repair,
transport, grounds, care, waste."""


def group_score(
    contracts: Sequence[Contract],
    medoid: Contract,
    *,
    day: int,
    alike: Alike,
    areas: Mapping[str, Area],
    settings: BuySettings = AS_SHIPPED,
) -> float:
    """The score of a group on a day; negative where joining costs more than it gains."""
    tally = Tally(medoid.need_id, areas, settings)
    for contract in contracts:
        added = adds_on(
            day,
            contract,
            size=weight(contract, settings),
            likeness=alike(medoid, contract),
            settings=settings,
        )
        tally.add(contract, added=added, day=day, whole=worth(contract))
    return tally.score()


class Tally:
    """The score of a group as it grows by one contract after another."""

    def __init__(
        self,
        need_id: str,
        areas: Mapping[str, Area],
        settings: BuySettings = AS_SHIPPED,
    ) -> None:
        self._areas = areas
        self._settings = settings
        is_place_bound = digits(need_id)[:2] in PLACE_BOUND_DIVISIONS
        bonus = PLACE_BOUND_BONUS if is_place_bound else SAME_AREA_BONUS
        self._most_bonus = settings.area_bonus * bonus
        self._total = 0.0
        self._whole = 0.0
        self._shifted = 0
        self._councils: dict[str, float] = {}
        self._authorities: set[str] = set()
        self._regions: set[str] = set()
        self._incumbents: dict[str, int] = {}
        self._known = 0
        self._squares = 0
        """The sum over incumbents of the square of how many contracts each holds."""
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

    def add(self, contract: Contract, *, added: float, day: int, whole: float) -> None:
        """Take in a contract that adds so much on the day of the `whole` that it is worth."""
        self._total += added
        self._whole += whole
        self._shifted += abs(shift_days(contract, day))
        council = contract.council_id
        if council not in self._councils:
            self._councils[council] = 0.0
            area = self._areas.get(council, Area())
            self._authorities.add(area.combined_authority_id)
            self._regions.add(area.region)
        self._councils[council] += added
        for supplier in contract.supplier_ids[:1]:
            held = self._incumbents.get(supplier, 0)
            self._incumbents[supplier] = held + 1
            self._known += 1
            self._squares += 2 * held + 1
        for reference in contract.references:
            if len(reference) >= SHORTEST_REFERENCE:
                holder = self._holders.setdefault(reference, council)
                self._together = self._together or holder != council

    def score(self) -> float:
        """What the group scores as it stands.

        What agreeing and bridging cost is weighed by how much of the group's worth is
        sure: a guess that comes to nothing costs no meeting either.
        """
        councils, settings = len(self._councils), self._settings
        sure = self._total / self._whole if self._whole else 0.0
        bonus = (
            self._area_bonus()
            + (settings.together_bonus if self._together else 0.0)
            - settings.concentration_cost * self._over_even()
        )
        return (
            (self._total - settings.largest_share * max(self._councils.values()))
            * (1.0 + bonus)
            - sure
            * settings.coordination_cost
            * math.pow(councils - 1, COORDINATION_POWER)
            - sure * settings.shift_cost * self._shifted / SHIFT_DAYS
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
        if self._known < 2:
            return 0.0
        index = self._squares / (self._known * self._known)
        even = 1.0 / self._known
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
