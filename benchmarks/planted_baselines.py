"""What a spreadsheet would do: six simple ways to group the same resolved contracts."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from planted_scoring import Proposal, keys_of

from folkmoot.demo.truth import ContractKey, PlantedTruth

SAME_SUPPLIER_DAYS = 183
"""Half a year: the longest short contract that bridges to a new one."""
FIRST = 100


@dataclass(frozen=True, slots=True)
class LiveContract:
    """One member's contract that ends after the day of asking, as resolved."""

    contract_id: str
    council: str
    references: tuple[str, ...]
    codes: tuple[str, ...]
    end: date
    value: Decimal
    suppliers: tuple[str, ...]
    need: str = ""


def proposal(contracts: Iterable[LiveContract]) -> Proposal:
    """A proposal of these contracts."""
    rows = list(contracts)
    return Proposal(
        contracts=tuple((c.council, c.references) for c in rows),
        supplier_count=len({s for c in rows for s in c.suppliers}),
    )


def at_random(contracts: Sequence[LiveContract], *, seed: int) -> list[Proposal]:
    """Three contracts of three councils, drawn blindly."""
    chance = random.Random(seed)
    made = []
    while len(made) < FIRST:
        drawn = chance.sample(list(contracts), 3)
        if len({c.council for c in drawn}) == 3:
            made.append(proposal(drawn))
    return made


def by_division_and_year(contracts: Sequence[LiveContract]) -> list[Proposal]:
    """Contracts with one CPV division that end in one year; most councils first."""
    groups: dict[tuple[str, int], list[LiveContract]] = defaultdict(list)
    for one in contracts:
        if one.codes:
            groups[one.codes[0][:2], one.end.year].append(one)
    return _ranked(_largest_of_each_council(rows) for rows in groups.values())


def by_supplier(contracts: Sequence[LiveContract]) -> list[Proposal]:
    """Contracts of one supplier whose ends lie within half a year of one another."""
    groups: dict[str, list[LiveContract]] = defaultdict(list)
    for one in contracts:
        for supplier in one.suppliers:
            groups[supplier].append(one)
    found = []
    for rows in groups.values():
        left = sorted(rows, key=lambda c: (c.end, c.contract_id))
        while left:
            until = left[0].end + timedelta(days=SAME_SUPPLIER_DAYS)
            found.append(_largest_of_each_council(c for c in left if c.end <= until))
            left = [c for c in left if c.end > until]
    return _ranked(found)


def by_need_whatever_the_date(contracts: Sequence[LiveContract]) -> list[Proposal]:
    """Contracts of one need, as Folkmoot resolved it, without a look at any date."""
    groups: dict[str, list[LiveContract]] = defaultdict(list)
    for one in contracts:
        if one.need:
            groups[one.need].append(one)
    return _ranked(_largest_of_each_council(rows) for rows in groups.values())


def same_needs_blindly(
    like: Sequence[Proposal],
    contracts: Sequence[LiveContract],
    truth: PlantedTruth,
    *,
    seed: int,
) -> list[Proposal]:
    """Each proposal with every contract exchanged for one drawn of the same true need.

    What a ranking that recognised the very same needs would come to if dates said nothing:
    the truth tells the needs, so that reading words well is no advantage here. Councils stay
    distinct; a contract for whose need there is no other stays.
    """
    chance = random.Random(seed)
    of_need: dict[str, list[ContractKey]] = defaultdict(list)
    for one in contracts:
        for key in keys_of(proposal([one]), truth):
            if key in truth.contracts:
                of_need[truth.contracts[key].need].append(key)
    made = []
    for given in like[:FIRST]:
        drawn: list[ContractKey] = []
        for key in sorted(keys_of(given, truth)):
            need = truth.contracts[key].need if key in truth.contracts else ""
            taken = {council for council, _ in drawn}
            free = [k for k in of_need[need] if k[0] not in taken]
            drawn.append(chance.choice(free) if free else key)
        rows = tuple((council, (reference,)) for council, reference in drawn)
        made.append(Proposal(rows, given.supplier_count))
    return made


def by_pairs(contracts: Sequence[LiveContract]) -> list[Proposal]:
    """Two contracts of one need and two councils that end within half a year; dearest first."""
    groups: dict[str, list[LiveContract]] = defaultdict(list)
    for one in contracts:
        if one.need:
            groups[one.need].append(one)
    near = timedelta(days=SAME_SUPPLIER_DAYS)
    pairs = [
        (a, b)
        for rows in groups.values()
        for a, b in itertools.combinations(rows, 2)
        if a.council != b.council and abs(a.end - b.end) <= near
    ]
    return _ranked(pairs)


def _largest_of_each_council(rows: Iterable[LiveContract]) -> list[LiveContract]:
    """One contract a council, so that a group is not drowned by one large buyer."""
    best: dict[str, LiveContract] = {}
    for one in sorted(rows, key=lambda c: (c.value, c.contract_id)):
        best[one.council] = one
    return list(best.values())


def _ranked(groups: Iterable[Sequence[LiveContract]]) -> list[Proposal]:
    shared = [rows for rows in groups if len(rows) >= 2]
    shared.sort(
        key=lambda rows: (-len(rows), -sum(c.value for c in rows), rows[0].contract_id)
    )
    return [proposal(rows) for rows in shared]
