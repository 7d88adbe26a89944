"""When a proposal is right, when it is a trap, and how a ranked list scores.

A proposal is *right* when, of its distinct contracts, those that belong together

- come from at least two councils, and
- are more than half of it,

where contracts belong together if they are members of one planted group, or serve that
group's need and could go live on its common days (a neighbour, say); or, with no planted
group, if all the proposal's contracts serve one need and share a go-live day. A proposal
is a *trap* when more than half of its contracts, and at least two, are of one trap and it
is not right. Where one contract stands in two files it counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from folkmoot.demo.truth import ContractKey, PlantedTruth


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal of any method: for each contract its council and its references."""

    contracts: tuple[tuple[str, tuple[str, ...]], ...]
    supplier_count: int


@dataclass(frozen=True, slots=True)
class Score:
    """How the first proposals of one list did against one truth."""

    proposals: int
    right_in_10: int
    right_in_20: int
    traps_in_20: int
    different_incumbents_in_20: int
    planted_found_in_20: int
    planted: int


def keys_of(proposal: Proposal, truth: PlantedTruth) -> frozenset[ContractKey]:
    """The planted keys of a proposal's contracts; one that has none stands for itself."""
    found = set()
    for council, references in proposal.contracts:
        written = [(council, reference) for reference in references]
        known = [truth.aliases.get(key, key) for key in written]
        own = [key for key in known if key in truth.contracts]
        found.add(own[0] if own else (written or [(council, "")])[0])
    return frozenset(found)


def is_right(keys: frozenset[ContractKey], truth: PlantedTruth) -> bool:
    """Whether enough of the contracts belong together; the rule stands above."""
    return found_group(keys, truth) is not None or _is_natural(keys, truth)


def found_group(keys: frozenset[ContractKey], truth: PlantedTruth) -> int | None:
    """Which planted group the proposal has found, if any."""
    for number, group in enumerate(truth.groups):
        if len(keys & set(group.members)) < 2:
            continue
        belonging = {
            key
            for key in keys
            if (one := truth.contracts.get(key)) is not None
            and one.need == group.need
            and one.window_from <= group.latest
            and group.earliest <= one.window_to
        }
        if _outweighs(belonging, keys):
            return number
    return None


def _is_natural(keys: frozenset[ContractKey], truth: PlantedTruth) -> bool:
    known = [truth.contracts[key] for key in keys if key in truth.contracts]
    return (
        len(known) == len(keys)
        and len({council for council, _ in keys}) >= 2
        and len({one.need for one in known}) == 1
        and max(o.window_from for o in known) <= min(o.window_to for o in known)
        and min(o.window_to for o in known) >= truth.as_of
    )


def trap_kind(keys: frozenset[ContractKey], truth: PlantedTruth) -> str | None:
    """The kind of trap a proposal has walked into; none where it is right."""
    if is_right(keys, truth):
        return None
    for trap in truth.traps:
        caught = keys & set(trap.contracts)
        if len(caught) >= 2 and len(caught) * 2 > len(keys):
            return trap.kind
    return None


def found_in(
    proposals: Sequence[Proposal], truth: PlantedTruth, *, first: int
) -> frozenset[int]:
    """Which planted groups the first proposals of a list have found."""
    found = {found_group(keys_of(one, truth), truth) for one in proposals[:first]}
    return frozenset(number for number in found if number is not None)


def _outweighs(belonging: Iterable[ContractKey], keys: frozenset[ContractKey]) -> bool:
    kept = set(belonging)
    return len({c for c, _ in kept}) >= 2 and len(kept) * 2 > len(keys)


def score(proposals: Sequence[Proposal], truth: PlantedTruth) -> Score:
    """How the first ten and twenty of a list did; the list is best first."""
    first = proposals[:20]
    keys = [keys_of(proposal, truth) for proposal in first]
    right = [is_right(k, truth) for k in keys]
    groups = {found_group(k, truth) for k in keys} - {None}
    return Score(
        proposals=len(proposals),
        right_in_10=sum(right[:10]),
        right_in_20=sum(right),
        traps_in_20=sum(trap_kind(k, truth) is not None for k in keys),
        different_incumbents_in_20=sum(p.supplier_count > 1 for p in first),
        planted_found_in_20=len(groups),
        planted=len(truth.groups),
    )
