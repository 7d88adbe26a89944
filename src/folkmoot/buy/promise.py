"""First estimates of what contracts that meet could come to, before any group is made."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from folkmoot.buy.contract import Contract
from folkmoot.buy.scoring import free_on
from folkmoot.buy.sweep import Meeting


def sum_on(bases: Iterable[tuple[Contract, float]], day: int) -> float:
    """What the best contract of each council adds on a day."""
    best: dict[str, float] = {}
    for contract, base in bases:
        size = base * free_on(contract, day)
        if size > best.get(contract.council_id, 0.0):
            best[contract.council_id] = size
    return round(math.fsum(best.values()), 9)


def promise_of(
    meeting: Meeting[str], sizes: Mapping[str, tuple[str, float]], fewest: int
) -> float | None:
    """What the best contract of each council comes to; None where too few councils meet."""
    best: dict[str, float] = {}
    for key in meeting.keys:
        council, size = sizes[key]
        if size > best.get(council, -1.0):
            best[council] = size
    return round(math.fsum(best.values()), 9) if len(best) >= fewest else None
