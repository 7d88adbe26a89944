"""Where the search of one meeting starts: which contracts as medoids, and which days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.sweep import Meeting

MEDOIDS_MOST = 4
DAYS_MOST = 6
"""Caps of the work in one meeting; they keep 200,000 contracts within seconds."""


def medoids(strongest: Sequence[Contract]) -> list[Contract]:
    """The strongest contract of each of the first few councils."""
    chosen: dict[str, Contract] = {}
    for contract in strongest:
        chosen.setdefault(contract.council_id, contract)
    spread = list(chosen.values())[:MEDOIDS_MOST]
    taken = {c.contract_id for c in spread}
    rest = [c for c in strongest if c.contract_id not in taken]
    return spread + rest[: MEDOIDS_MOST - len(spread)]


def days(meeting: Meeting[str], members: Iterable[Contract]) -> list[int]:
    """Days worth trying: the day after an end or latest end, within the meeting; its edges."""
    wanted: Counter[int] = Counter()
    for contract in members:
        if not contract.is_rolling:
            for day in {contract.end + 1, contract.latest + 1}:
                if meeting.first <= day <= meeting.last:
                    wanted[day] += 1
    often = sorted(wanted, key=lambda day: (-wanted[day], day))[:DAYS_MOST]
    return sorted({meeting.first, meeting.last, *often})
