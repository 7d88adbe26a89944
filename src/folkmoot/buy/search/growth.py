"""What would change a group: whose window, moved how, lets whom in or puts whom out.

Found by moving one window and running the sweep again. The group must still meet, and the
meeting must hold councils that did not meet with it before the move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.moves import (
    NO_OPTION,
    OPTION,
    Move,
    option_moves,
    outside,
    shift,
    supposed,
)
from folkmoot.buy.search.scoring import Scored
from folkmoot.buy.search.sweep import Span, meetings

MOST = 3
"""Ways to grow that are told of one proposal; the smallest moves for the largest gain."""

_RIGHTS = (OPTION, NO_OPTION)
"""Told before what would have to be agreed: the contract already gives the council both."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One move, the group's size before and after it, and the contracts that come in."""

    move: Move
    before: int
    after: int
    joining: tuple[Contract, ...] = ()

    @property
    def contract(self) -> Contract:
        """The contract whose window moves."""
        return self.move.contract


def growths(scored: Scored, others: Sequence[Contract], *, first: int) -> list[Growth]:
    """Moves of one window that let more councils in, best first.

    `others` are contracts of the same need at councils outside the group; `first` is the
    first day a joint contract could go live. Councils that meet with the group without
    any move are not counted as joining: the search knew of them.
    """
    stands = standing(scored, others)
    known = _meets(scored, stands, first)
    before = len(scored.councils)
    found: list[Growth] = []
    for move in _moves(scored, others, stands, first):
        after = _meets(scored, _with(stands, move), first) - known
        joining = tuple(stands[key] for key in sorted(after))
        councils = {c.council_id for c in joining} - set(scored.councils)
        already = {stands[key].council_id for key in known}
        if councils - already:
            size = before + len(councils - already)
            found.append(Growth(move, before, size, joining))
    found.sort(
        key=lambda g: (
            -(g.after - g.before), g.move.kind not in _RIGHTS, abs(g.move.days),
            g.contract.contract_id, g.move.kind,
        )
    )  # fmt: skip
    kept: dict[str, Growth] = {}
    for growth in found:
        kept.setdefault(growth.contract.contract_id, growth)
    return list(kept.values())[:MOST]


def dependences(scored: Scored, *, first: int) -> list[Growth]:
    """Options that the group counts on, one way or the other: what is left without.

    `after` is how many councils still meet on some day when the sweep is run again with
    the option the other way; 0 where fewer than two do.
    """
    stands = standing(scored, ())
    before = len(scored.councils)
    found = []
    for contract in scored.contracts:
        held = stands[contract.contract_id]
        for move in option_moves(contract, held):
            if move.free_from <= scored.day <= move.free_to:
                continue
            moved = _with(stands, move)
            after = max(
                (len(_councils(moved, meeting)) for meeting in _swept(moved, first)),
                default=0,
            )
            if after < before:
                found.append(Growth(move, before, after if after > 1 else 0))
    found.sort(key=lambda g: (g.after - g.before, g.contract.contract_id))
    return found[:MOST]


def standing(scored: Scored, others: Iterable[Contract]) -> dict[str, Contract]:
    """Every contract with the window that the group's day supposes, by id."""
    found = {c.contract_id: outside(c) for c in others}
    for contract in scored.contracts:
        found[contract.contract_id] = supposed(contract, scored.day)
    return found


def _with(stands: Mapping[str, Contract], move: Move) -> dict[str, Contract]:
    moved = replace(move.contract, free_from=move.free_from, free_to=move.free_to)
    return {**stands, move.contract.contract_id: moved}


def _moves(
    scored: Scored,
    others: Iterable[Contract],
    stands: Mapping[str, Contract],
    first: int,
) -> Iterable[Move]:
    """Options the other way, and the shifts that could help.

    A shift is the outsider's own, or that of the one member that binds.
    """
    group = [stands[c.contract_id] for c in scored.contracts]
    start = max(first, *(c.free_from for c in group))
    stop = min(c.free_to for c in group)
    ends = sorted(group, key=lambda c: (c.free_to, c.contract_id))
    opens = sorted(group, key=lambda c: (-c.free_from, c.contract_id))
    originals = {c.contract_id: c for c in (*others, *scored.contracts)}
    for contract in originals.values():
        yield from option_moves(contract, stands[contract.contract_id])
    shifts: list[tuple[Contract, int]] = []
    for other in others:
        held = stands[other.contract_id]
        if held.free_to < start:
            shifts.append((held, start - held.free_to))
            if opens[1].free_from <= held.free_to:
                shifts.append((opens[0], held.free_to - opens[0].free_from))
        elif held.free_from > stop:
            shifts.append((held, stop - held.free_from))
            if ends[1].free_to >= held.free_from:
                shifts.append((ends[0], held.free_from - stop))
    for held, days in shifts:
        move = shift(originals[held.contract_id], held, days)
        if move is not None:
            yield move


def _swept(stands: Mapping[str, Contract], first: int) -> list[frozenset[str]]:
    spans = [
        Span(key, max(first, contract.free_from), contract.free_to)
        for key, contract in stands.items()
    ]
    return [meeting.keys for meeting in meetings(spans)]


def _meets(
    scored: Scored, stands: Mapping[str, Contract], first: int
) -> frozenset[str]:
    """The contracts of the meeting of most councils that holds the whole group."""
    ours = frozenset(contract.contract_id for contract in scored.contracts)
    best: frozenset[str] = frozenset()
    start = max(first, *(stands[key].free_from for key in ours))
    stop = min(stands[key].free_to for key in ours)
    # Only what touches the days that the group shares can meet with it.
    near = {
        key: contract
        for key, contract in stands.items()
        if contract.free_from <= stop and contract.free_to >= start
    }
    for keys in _swept(near, first):
        if ours <= keys and len(_councils(stands, keys)) > len(_councils(stands, best)):
            best = keys
    return best


def _councils(stands: Mapping[str, Contract], keys: Iterable[str]) -> set[str]:
    return {stands[key].council_id for key in keys}
