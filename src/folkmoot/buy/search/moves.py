"""How one contract's window could move: an option, a break, a bridge or an early exit.

A window of `finding.buy_windows` is as wide as all that could happen. What does happen is
narrower: an option is taken or it is not. The window that a day supposes is the one from
which a move is told, so that "if its option is taken" is never said of what is counted on
already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from folkmoot.buy.contracts.contract import Contract

FURTHEST_DAYS = 365
"""A window that would have to move by more than a year is not worth asking about."""
_DAYS_A_MONTH = 30.4375

OPTION, NO_OPTION = "option taken", "option not taken"
BRIDGE, EXIT, BREAK = "bridged", "left early", "break used"


@dataclass(frozen=True, slots=True)
class Move:
    """One contract with its window where something happens to it that is not counted on."""

    contract: Contract
    kind: str
    free_from: int
    free_to: int
    days: int
    """How far: above 0 later, below 0 earlier; for an option its length."""
    is_dated: bool = True
    """False where the option stands in words only."""


def option_days(contract: Contract) -> int:
    """The days between the end and the latest end, as published; 0 without an option."""
    if contract.window_method != "end" or contract.is_estimated:
        return 0
    return max(0, contract.latest - contract.end)


def if_not_taken(contract: Contract) -> Contract:
    """The contract with its window if no option is taken."""
    return replace(contract, free_to=contract.free_to - option_days(contract))


def if_taken(contract: Contract) -> Contract:
    """The contract with its window if every option is taken."""
    early = contract.end - contract.free_from
    first = contract.latest - early if option_days(contract) else contract.free_from
    return replace(contract, free_from=first)


def supposed(contract: Contract, day: int) -> Contract:
    """The contract as a go-live on the day supposes it.

    Its option not taken where the day can be met so, else taken; as wide as it is where
    neither is sure, such as after the first of two options.
    """
    for version in (if_not_taken(contract), if_taken(contract)):
        if version.free_from <= day <= version.free_to:
            return version
    return contract


def outside(contract: Contract) -> Contract:
    """A contract outside the group as it stands: its option not taken."""
    return if_not_taken(contract)


def option_moves(contract: Contract, stands: Contract) -> Iterable[Move]:
    """The option the other way from how it `stands`, or the one that words alone give."""
    days = option_days(contract)
    if days:
        taken, not_taken = if_taken(contract), if_not_taken(contract)
        for kind, version in ((OPTION, taken), (NO_OPTION, not_taken)):
            if (version.free_from, version.free_to) != (
                stands.free_from,
                stands.free_to,
            ):
                yield Move(contract, kind, version.free_from, version.free_to, days)
        return
    if contract.window_method != "end" or contract.is_estimated:
        return
    months = contract.reach.months
    if months:
        days = round(months * _DAYS_A_MONTH)
        first, last = stands.free_from + days, stands.free_to + days
        yield Move(contract, OPTION, first, last, days, is_dated=False)


def shift(contract: Contract, stands: Contract, days: int) -> Move | None:
    """The window opened so many days earlier, or held open later; None if too far."""
    if not 0 < abs(days) <= FURTHEST_DAYS:
        return None
    if days > 0:
        return Move(contract, BRIDGE, stands.free_from, stands.free_to + days, days)
    kind = BREAK if contract.reach.has_break else EXIT
    return Move(contract, kind, stands.free_from + days, stands.free_to, days)
