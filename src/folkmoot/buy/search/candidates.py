"""The groups that are worth scoring: clusters of one need, the sweep, the best of each.

Within one meeting of the sweep the best group is sought from a few medoids: contracts are
taken in order of what they add, and every prefix is scored. Work in one need is capped;
what was capped is counted, never silent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.search.clusters import councils_of, need_clusters
from folkmoot.buy.search.promise import promise_of, sizes_of, sum_on
from folkmoot.buy.search.rules import Rules
from folkmoot.buy.search.scoring import (
    Area,
    Scored,
    adds_on,
    free_on,
    is_built_once,
    weight,
    worth,
)
from folkmoot.buy.search.similarity import Likeness
from folkmoot.buy.search.starting_points import days as days_worth_trying
from folkmoot.buy.search.starting_points import medoids
from folkmoot.buy.search.sweep import Meeting, Span, meetings
from folkmoot.buy.search.tally import Tally
from folkmoot.buy.settings import BuySettings

NO_RULES = Rules()
MEETINGS_MOST = 10
CONTRACTS_MOST = 40
"""Caps of the work in one need: meetings, and contracts a medoid. They keep 200,000
contracts within seconds; the best by first estimate stay."""
CONTRACTS_A_COUNCIL = 3
"""A council brings its best contract and up to two more of the same need: more of them in
one joint lot is that council's own bundling, not joint buying."""
FURTHER_MOST = 6
"""Further contracts of councils already in that are tried, strongest first."""
LEAST_GAIN = 1e-9
UNLIKE = 0.25
"""Likeness below which two contracts may not stand in one group, whatever the medoid says."""
CLOSELY_ALIKE = 0.75
"""Likeness from which a council's second and third contract count as the same need."""


@dataclass(slots=True)
class Search:
    """What the search found, and where it stopped short."""

    found: list[Scored] = field(default_factory=list)
    scored: int = 0
    capped_needs: set[str] = field(default_factory=set)


def candidates(
    contracts: Sequence[Contract],
    likeness: Likeness,
    *,
    first: int,
    last: int,
    areas: Mapping[str, Area],
    settings: BuySettings,
    rules: Rules = NO_RULES,
) -> Search:
    """Every group worth proposing: of members only, at least two councils, one need, one day.

    `first` and `last` bound the go-live day. The same contracts found twice stand once, at
    their better score. The order of the input changes nothing. `rules` are what people
    decided, which the search keeps.
    """
    seeker = _Seeker(likeness, areas, settings, rules, first=first, last=last)
    best: dict[frozenset[str], Scored] = {}
    ordered = sorted((c for c in contracts if c.is_member), key=lambda c: c.contract_id)
    for name, cluster in need_clusters(ordered, likeness, settings):
        for scored in seeker.in_cluster(name, cluster):
            key = frozenset(contract.contract_id for contract in scored.contracts)
            held = best.get(key)
            if held is None or rank_key(scored) < rank_key(held):
                best[key] = scored
    seeker.search.found = sorted(best.values(), key=rank_key)
    return seeker.search


def _is_let_again(contract: Contract) -> bool:
    """Whether its council must buy anew on some day; two such make a proposal."""
    return contract.is_binding and not is_built_once(contract)


def _off(day: int, bases: Iterable[tuple[Contract, float]]) -> int:
    """Days between a day and the ends beside which contracts could begin anew, summed."""
    return sum(
        min(abs(day - contract.end - 1), abs(day - contract.latest - 1))
        for contract, _ in bases
        if not contract.is_rolling
    )


def rank_key(scored: Scored) -> tuple[float, int, tuple[str, ...], str]:
    """Best first; ties by day and by contract, so that no order of input shows through."""
    return (
        -round(scored.score, 9),
        scored.day,
        tuple(sorted(c.contract_id for c in scored.contracts)),
        scored.medoid.contract_id,
    )


class _Seeker:
    """Seeks the best groups of one need after another, and keeps count."""

    def __init__(
        self,
        likeness: Likeness,
        areas: Mapping[str, Area],
        settings: BuySettings,
        rules: Rules,
        *,
        first: int,
        last: int,
    ) -> None:
        self.search = Search()
        self._rules = rules
        self._likeness = likeness
        self._areas = areas
        self._settings = settings
        self._first = first
        self._last = last
        self._weights: dict[str, float] = {}
        self._worths: dict[str, float] = {}

    def in_cluster(self, name: str, cluster: Sequence[Contract]) -> Iterable[Scored]:
        """The best groups of one need, from each meeting of its windows."""
        by_id = {contract.contract_id: contract for contract in cluster}
        fewest = self._settings.min_group_size
        spans = [
            Span(
                c.contract_id, max(c.free_from, self._first), min(c.free_to, self._last)
            )
            for c in cluster
        ]
        sizes = sizes_of((c, self._weight(c) * c.end_confidence) for c in cluster)
        held = [
            (promise, meeting)
            for meeting in meetings(spans)
            if (promise := promise_of(meeting, sizes, fewest)) is not None
        ]
        if len(held) > MEETINGS_MOST:
            self.search.capped_needs.add(name)
            held.sort(key=lambda pair: (-pair[0], pair[1].first, pair[1].last))
            held = held[:MEETINGS_MOST]
        for _, meeting in held:
            members = [by_id[key] for key in sorted(meeting.keys)]
            yield from self._in_meeting(name, meeting, members)

    def _in_meeting(
        self, name: str, meeting: Meeting[str], members: list[Contract]
    ) -> Iterable[Scored]:
        strongest = sorted(members, key=self._first_estimate)
        if len(strongest) > CONTRACTS_MOST:
            self.search.capped_needs.add(name)
            strongest = strongest[:CONTRACTS_MOST]
        days = days_worth_trying(meeting, strongest)
        settings = self._settings
        for medoid in medoids(strongest):
            like = {c.contract_id: self._likeness.between(medoid, c) for c in strongest}
            near = [
                c for c in strongest if like[c.contract_id] >= settings.similarity_least
            ]
            if councils_of(near) < settings.min_group_size:
                continue
            bases = [
                (c, self._weight(c) * like[c.contract_id] ** settings.likeness_power)
                for c in near
            ]
            day = self._best_day(days, bases)
            self.search.scored += 1
            best = self._best_on(day, medoid, near, like)
            if best is not None and best.score > 0:
                yield best

    def _best_day(
        self, days: Sequence[int], bases: Sequence[tuple[Contract, float]]
    ) -> int:
        """The day that adds most; of days that add the same, the nearest to the ends.

        Where ends are only estimated, a span of days is as good as one: its first day
        would be the hardest to make.
        """
        added = {day: sum_on(bases, day, self._settings) for day in days}
        most = max(added.values())
        alike = [day for day in days if added[day] == most]
        if len(alike) == 1:
            return alike[0]
        return min(alike, key=lambda day: (_off(day, bases), day))

    def _best_on(
        self,
        day: int,
        medoid: Contract,
        near: Sequence[Contract],
        like: Mapping[str, float],
    ) -> Scored | None:
        """The best group on one day: the medoid, then what adds most of each council.

        Every prefix of that order is scored in which enough councils have an end that
        binds them: a rolling contract may join a group but not make one. Further contracts
        of councils that are in come last, where they are closely alike and raise the score.
        """
        if free_on(medoid, day) <= 0:
            return None
        firsts, further = self._by_what_they_add(medoid, near, like, day)
        tally = Tally(medoid.need_id, self._areas, self._settings)
        self._take(tally, medoid, self._adds(medoid, 1.0, day), day)
        group = [medoid]
        best: Scored | None = None
        # One council each, so that contracts that bind can be counted as they come.
        binding = int(_is_let_again(medoid))
        is_plain = len(self._likeness.subjects(medoid)) < 2
        for contract, added in firsts:
            if len(group) == self._settings.max_group_size:
                break
            is_close = is_plain and like[contract.contract_id] >= CLOSELY_ALIKE
            if not is_close and not self._agrees(contract, group):
                continue
            if self._rules.keeps_apart(contract, group):
                continue
            group.append(contract)
            self._take(tally, contract, added, day)
            binding += _is_let_again(contract)
            if binding >= self._settings.min_group_size:
                score = tally.score()
                is_better = best is None or score > best.score + LEAST_GAIN
                if is_better and not self._rules.bars(group):
                    best = Scored(tuple(group), medoid, day, score)
        if best is None or not further:
            return best
        return self._enlarged(best, further, like)

    def _enlarged(
        self,
        best: Scored,
        further: Sequence[tuple[Contract, float]],
        like: Mapping[str, float],
    ) -> Scored:
        """The group with further contracts of councils that are in, where they help."""
        medoid, day = best.medoid, best.day
        standing = Tally(medoid.need_id, self._areas, self._settings)
        for contract in best.contracts:
            added = self._adds(contract, like[contract.contract_id], day)
            self._take(standing, contract, added, day)
        held = Counter(contract.council_id for contract in best.contracts)
        for contract, added in further[:FURTHER_MOST]:
            if (
                0 < held[contract.council_id] < CONTRACTS_A_COUNCIL
                and self._agrees(contract, best.contracts)
                and not self._rules.keeps_apart(contract, best.contracts)
            ):
                raised = standing.copy()
                self._take(raised, contract, added, day)
                group = [*best.contracts, contract]
                if raised.score() > best.score + LEAST_GAIN:
                    held[contract.council_id] += 1
                    standing = raised
                    best = Scored(tuple(group), medoid, day, raised.score())
        return best

    def _agrees(self, contract: Contract, group: Iterable[Contract]) -> bool:
        """Whether a contract is unlike none of a group: likeness to the medoid can mislead."""
        return all(self._likeness.between(contract, other) >= UNLIKE for other in group)

    def _weight(self, contract: Contract) -> float:
        known = self._weights.get(contract.contract_id)
        if known is None:
            known = self._weights[contract.contract_id] = weight(
                contract, self._settings
            )
        return known

    def _take(self, tally: Tally, contract: Contract, added: float, day: int) -> None:
        whole = self._worths.get(contract.contract_id)
        if whole is None:
            whole = self._worths[contract.contract_id] = worth(contract)
        tally.add(contract, added=added, day=day, whole=whole)

    def _adds(self, contract: Contract, likeness: float, day: int) -> float:
        return adds_on(
            day,
            contract,
            size=self._weight(contract),
            likeness=likeness,
            settings=self._settings,
        )

    def _by_what_they_add(
        self,
        medoid: Contract,
        near: Sequence[Contract],
        like: Mapping[str, float],
        day: int,
    ) -> tuple[list[tuple[Contract, float]], list[tuple[Contract, float]]]:
        """The best contract of each other council, and the rest that is closely alike."""
        adds = [
            (c, self._adds(c, like[c.contract_id], day))
            for c in near
            if c is not medoid
        ]
        order = sorted(
            (pair for pair in adds if pair[1] > 0),
            key=lambda pair: (-round(pair[1], 9), pair[0].contract_id),
        )
        firsts: dict[str, tuple[Contract, float]] = {}
        further = []
        for contract, added in order:
            council = contract.council_id
            if council not in firsts and council != medoid.council_id:
                firsts[council] = (contract, added)
            elif like[contract.contract_id] >= CLOSELY_ALIKE:
                further.append((contract, added))
        return list(firsts.values()), further

    def _first_estimate(self, contract: Contract) -> tuple[float, str]:
        size = self._weight(contract) * contract.end_confidence
        return (-round(size, 9), contract.contract_id)
