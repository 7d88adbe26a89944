"""Which groups stand as headlines: those people decided on, then the best of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.buy.candidates import rank_key
from folkmoot.buy.packing import Packing, Proposal, packing
from folkmoot.buy.rules import Groups, Rules
from folkmoot.buy.scoring import Scored

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


def chosen_groups(found: Sequence[Scored], rules: Rules, groups: Groups) -> Choice:
    """Headlines that share no contract, of what the search found and people decided.

    A group that people accepted or merged stands before anything that shares a contract
    with it. Where two such groups share one, the better of them stands.
    """
    ids: dict[Key, str] = {}
    forced: dict[Key, Scored] = {}
    for one in rules.standing:
        scored = groups.of(one.whole, one.need_id)
        if scored is not None:
            forced.setdefault(key_of(scored), scored)
            ids.setdefault(key_of(scored), one.opportunity_id)
    rejected: dict[Key, Scored] = {}
    for one in rules.rejected:
        scored = groups.of(one.contracts, one.need_id)
        if scored is not None and key_of(scored) not in forced:
            rejected.setdefault(key_of(scored), scored)
            ids.setdefault(key_of(scored), one.opportunity_id)
    rest = [s for s in found if key_of(s) not in forced]
    everything = sorted([*forced.values(), *rest], key=rank_key)
    taken = {i for key in forced for i in key}
    free = [s for s in everything if key_of(s) in forced or not key_of(s) & taken]
    packed = packing(
        [
            Proposal(
                max(s.score, LEAST_SCORE) if key_of(s) in forced else s.score, key_of(s)
            )
            for s in free
        ]
    )
    headlines = [free[place] for place in packed.chosen]
    heads = {key_of(s) for s in headlines}
    others = [s for s in everything if key_of(s) not in heads]
    return Choice(headlines, others, list(rejected.values()), packed, ids)
