"""What would make a group larger: whose window, moved by how many days, lets whom in.

Found by moving one window and running the sweep again: the group must still meet, and the
meeting must hold more councils than before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from folkmoot.buy.contract import Contract
from folkmoot.buy.scoring import Scored
from folkmoot.buy.sweep import Span, meetings

FURTHEST_DAYS = 365
"""A window that would have to move by more than a year is not worth asking about."""
MOST = 3
"""Ways to grow that are told of one proposal; the smallest moves for the largest gain."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One move: the contract, by how many days, and the group's size before and after."""

    contract: Contract
    days: int
    """Above 0: its window reaches later; below 0: it opens earlier."""
    before: int
    after: int
    joining: tuple[Contract, ...]


def growths(scored: Scored, others: Sequence[Contract], *, first: int) -> list[Growth]:
    """Moves of one window that let more councils in, best first.

    `others` are contracts of the same need at councils outside the group; `first` is the
    first day a joint contract could go live.
    """
    group = scored.contracts
    start = max(first, *(contract.free_from for contract in group))
    stop = min(contract.free_to for contract in group)
    before = len(scored.councils)
    found: list[Growth] = []
    for contract, days in _moves(group, others, start, stop):
        if 0 < abs(days) <= FURTHEST_DAYS:
            after, joining = _swept(group, others, contract, days, first)
            if after > before:
                found.append(Growth(contract, days, before, after, joining))
    found.sort(
        key=lambda g: (-(g.after - g.before), abs(g.days), g.contract.contract_id)
    )
    kept: dict[str, Growth] = {}
    for growth in found:
        kept.setdefault(growth.contract.contract_id, growth)
    return list(kept.values())[:MOST]


def _moves(
    group: Sequence[Contract], others: Iterable[Contract], start: int, stop: int
) -> Iterable[tuple[Contract, int]]:
    """Moves that could help: the outsider's own, or that of the one member that binds."""
    ends = sorted(group, key=lambda c: (c.free_to, c.contract_id))
    opens = sorted(group, key=lambda c: (-c.free_from, c.contract_id))
    for other in others:
        if other.free_to < start:
            yield other, start - other.free_to
        elif other.free_from > stop:
            yield other, stop - other.free_from
            if len(ends) > 1 and ends[1].free_to >= other.free_from:
                yield ends[0], other.free_from - stop
        if (
            other.free_to < start
            and len(opens) > 1
            and opens[1].free_from <= other.free_to
        ):
            yield opens[0], other.free_to - opens[0].free_from


def _swept(
    group: Sequence[Contract],
    others: Sequence[Contract],
    moved: Contract,
    days: int,
    first: int,
) -> tuple[int, tuple[Contract, ...]]:
    """The councils of the largest meeting that holds the whole group, with one window moved."""
    everyone = {c.contract_id: c for c in (*others, *group)}
    spans = []
    for contract in everyone.values():
        is_moved = contract.contract_id == moved.contract_id
        window = _moved(contract, days) if is_moved else contract
        spans.append(
            Span(contract.contract_id, max(first, window.free_from), window.free_to)
        )
    ours = {contract.contract_id for contract in group}
    best: tuple[int, tuple[Contract, ...]] = (0, ())
    for meeting in meetings(spans):
        if ours <= meeting.keys:
            councils = {everyone[key].council_id for key in meeting.keys}
            if len(councils) > best[0]:
                joining = tuple(everyone[key] for key in sorted(meeting.keys - ours))
                best = (len(councils), joining)
    return best


def _moved(contract: Contract, days: int) -> Contract:
    if days > 0:
        return replace(contract, free_to=contract.free_to + days)
    return replace(contract, free_from=contract.free_from + days)
