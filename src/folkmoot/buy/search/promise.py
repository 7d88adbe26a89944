"""First estimates of what contracts that meet could come to, before any group is made."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.scoring import adds_on
from folkmoot.buy.search.sweep import Meeting
from folkmoot.buy.settings import BuySettings


def sum_on(
    bases: Iterable[tuple[Contract, float]], day: int, settings: BuySettings
) -> float:
    """What the best contract of each council adds on a day."""
    best: dict[str, float] = {}
    for contract, base in bases:
        size = adds_on(day, contract, size=base, likeness=1.0, settings=settings)
        if size > best.get(contract.council_id, 0.0):
            best[contract.council_id] = size
    return round(math.fsum(best.values()), 9)


Sizes = Sequence[Sequence[tuple[float, str]]]
"""For each council the first estimates of its contracts with their ids, largest first."""


def sizes_of(estimates: Iterable[tuple[Contract, float]]) -> Sizes:
    """First estimates by council, in the order in which a meeting looks for them."""
    by_council: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for contract, size in estimates:
        by_council[contract.council_id].append((size, contract.contract_id))
    return [sorted(sizes, reverse=True) for sizes in by_council.values()]


def promise_of(meeting: Meeting[str], sizes: Sizes, fewest: int) -> float | None:
    """What the best contract of each council comes to; None where too few councils meet.

    A council's first contract that meets is its best: few of the many are looked at.
    """
    keys = meeting.keys
    best: list[float] = []
    for council in sizes:
        for size, key in council:
            if key in keys:
                best.append(size)
                break
    return round(math.fsum(best), 9) if len(best) >= fewest else None
