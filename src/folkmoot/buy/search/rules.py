"""What people decided about proposals, as rules that the search keeps.

An accepted proposal stays as it is, two merged ones become one, councils that were taken
out are kept apart from the rest, and a rejected one is not put forward again. A decision
holds the contracts as they stood; what of them has left the files binds nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.scoring import Area, Scored, free_on
from folkmoot.buy.search.similarity import Likeness
from folkmoot.buy.search.starting_points import days
from folkmoot.buy.search.sweep import Meeting
from folkmoot.buy.search.tally import group_score
from folkmoot.buy.settings import AS_SHIPPED, BuySettings
from folkmoot.buy.topics import ACCEPT, MERGE, PARK, REJECT, SPLIT, TOPIC
from folkmoot.core.judgements import Judgement

FEWEST_COUNCILS = 2


@dataclass(frozen=True, slots=True)
class Decided:
    """One standing decision on a proposal, and the contracts that it was about.

    `others` are the contracts of the proposal it was merged with, or those of the
    councils that were taken out of it.
    """

    opportunity_id: str
    verdict: str
    need_id: str
    contracts: frozenset[str]
    others: frozenset[str] = frozenset()
    merged_with: str = ""

    @property
    def whole(self) -> frozenset[str]:
        """The contracts that stand together by this decision."""
        return self.contracts | self.others if self.verdict == MERGE else self.contracts


@dataclass(frozen=True, slots=True)
class Rules:
    """What may not stand together, what may not be put forward, and what must stand."""

    apart: frozenset[frozenset[str]] = frozenset()
    barred: tuple[frozenset[str], ...] = ()
    standing: tuple[Decided, ...] = ()
    rejected: tuple[Decided, ...] = ()

    @classmethod
    def of(cls, decided: Iterable[Decided]) -> Rules:
        """The rules that decisions make."""
        known = sorted(decided, key=lambda one: one.opportunity_id)
        apart = {
            frozenset((out, other))
            for one in known
            if one.verdict == SPLIT
            for out in one.others
            for other in one.contracts - one.others
        }
        # A proposal that another was merged with stands as the whole, not by itself too.
        part = {one.merged_with for one in known if one.verdict == MERGE}
        rejected = tuple(one for one in known if one.verdict == REJECT)
        return cls(
            frozenset(apart),
            tuple(one.contracts for one in rejected),
            tuple(
                one
                for one in known
                if one.verdict == MERGE
                or (one.verdict == ACCEPT and one.opportunity_id not in part)
            ),
            rejected,
        )

    def keeps_apart(self, contract: Contract, group: Iterable[Contract]) -> bool:
        """Whether a contract may not stand with one of a group."""
        return bool(self.apart) and any(
            frozenset((contract.contract_id, other.contract_id)) in self.apart
            for other in group
        )

    def bars(self, group: Iterable[Contract]) -> bool:
        """Whether a group is a rejected one, or a part of it with nobody new."""
        if not self.barred:
            return False
        ids = {contract.contract_id for contract in group}
        return any(ids <= rejected for rejected in self.barred)


@dataclass(frozen=True, slots=True)
class Groups:
    """Makes a group from contracts that people put together, where they still can meet."""

    contracts: Mapping[str, Contract]
    likeness: Likeness
    areas: Mapping[str, Area]
    first: int
    last: int
    settings: BuySettings = AS_SHIPPED

    def of(self, ids: Iterable[str], need_id: str) -> Scored | None:
        """The group of those contracts that take part; None where they share no day.

        The medoid is the one most like the others, of the need decided on where it can be,
        so that the proposal keeps its id.
        """
        group = [self.contracts[i] for i in sorted(ids) if i in self.contracts]
        if len({c.council_id for c in group if c.is_member}) < FEWEST_COUNCILS:
            return None
        group = [c for c in group if c.is_member]
        start = max(self.first, *(c.free_from for c in group))
        stop = min(self.last, *(c.free_to for c in group))
        if start > stop:
            return None
        medoid = self._medoid(group, need_id)
        meeting = Meeting(frozenset(c.contract_id for c in group), start, stop)
        day = max(
            days(meeting, group),
            key=lambda d: (round(math.fsum(free_on(c, d) for c in group), 9), -d),
        )
        ordered = (medoid, *(c for c in group if c is not medoid))
        score = group_score(
            ordered,
            medoid,
            day=day,
            alike=self.likeness.between,
            areas=self.areas,
            settings=self.settings,
        )
        return Scored(ordered, medoid, day, score)

    def _medoid(self, group: Sequence[Contract], need_id: str) -> Contract:
        named = [c for c in group if c.need_id == need_id] or list(group)
        return max(
            named,
            key=lambda c: (
                round(math.fsum(self.likeness.between(c, o) for o in group), 9),
                c.contract_id,
            ),
        )


def decided_from(judgements: Iterable[Judgement]) -> list[Decided]:
    """The decisions that bind the search, from all that stand; parking binds nothing."""
    found = []
    for one in judgements:
        snapshot = one.detail.get("proposal")
        if one.topic != TOPIC or one.verdict == PARK or not isinstance(snapshot, dict):
            continue
        found.append(
            Decided(
                one.subject,
                one.verdict,
                str(snapshot.get("need_id", "")),
                frozenset(snapshot.get("contracts", ())),
                frozenset(one.detail.get("other_contracts", ())),
                str(one.detail.get("with", "")),
            )
        )
    return found
