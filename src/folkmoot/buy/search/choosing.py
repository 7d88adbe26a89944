"""Which groups stand as headlines: those people decided on, then the best of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.buy.search.candidates import rank_key
from folkmoot.buy.search.packing import Packing, Proposal, packing
from folkmoot.buy.search.rules import Groups, Rules
from folkmoot.buy.search.scoring import Scored

LEAST_SCORE = 1e-3
"""What packing counts for a group that people decided on, whatever the search thinks of it."""

Key = frozenset[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """The headlines best first, the other groups, and rejected ones that could still meet."""

    headlines: list[Scored]
    others: list[Scored]
    rejected: list[Scored]
    packing: Packing
    ids: Mapping[Key, str]
    """By its contracts, the id of each group that people decided about."""

    def id_of(self, scored: Scored) -> str:
        """The id that a decision holds for a group; empty where there is none."""
        return self.ids.get(key_of(scored), "")


def key_of(scored: Scored) -> Key:
    """A group by its contracts."""
    return frozenset(contract.contract_id for contract in scored.contracts)


@dataclass(frozen=True, slots=True)
class Fixed:
    """The groups that people decided about, by their contracts, before any search."""

    kept: Mapping[Key, Scored]
    rejected: Mapping[Key, Scored]
    ids: Mapping[Key, str]

    @property
    def contracts(self) -> Key:
        """Contracts that are spoken for: nothing else is sought for them."""
        return frozenset(contract for key in self.kept for contract in key)


def fixed_groups(rules: Rules, groups: Groups) -> Fixed:
    """Accepted and merged groups that can still meet, and rejected ones that could."""
    ids: dict[Key, str] = {}
    kept: dict[Key, Scored] = {}
    for one in rules.standing:
        scored = groups.of(one.whole, one.need_id)
        if scored is not None:
            kept.setdefault(key_of(scored), scored)
            ids.setdefault(key_of(scored), one.opportunity_id)
    rejected: dict[Key, Scored] = {}
    for one in rules.rejected:
        scored = groups.of(one.contracts, one.need_id)
        if scored is not None and key_of(scored) not in kept:
            rejected.setdefault(key_of(scored), scored)
            ids.setdefault(key_of(scored), one.opportunity_id)
    return Fixed(kept, rejected, ids)


def chosen_groups(found: Sequence[Scored], fixed: Fixed) -> Choice:
    """Headlines that share no contract, of what the search found and people decided.

    Where two groups that people decided on share a contract, the better of them stands.
    """
    everything = sorted([*fixed.kept.values(), *found], key=rank_key)
    packed = packing(
        [
            Proposal(
                max(s.score, LEAST_SCORE) if key_of(s) in fixed.kept else s.score,
                key_of(s),
            )
            for s in everything
        ]
    )
    chosen = set(packed.chosen)
    return Choice(
        [everything[place] for place in packed.chosen],
        [s for place, s in enumerate(everything) if place not in chosen],
        list(fixed.rejected.values()),
        packed,
        fixed.ids,
    )
