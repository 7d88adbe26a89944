"""The groups that are worth scoring: clusters of one need, the sweep, the best of each.

Within one meeting of the sweep the best group is sought from a few medoids: contracts are
taken in order of what they add, and every prefix is scored. Work in one need is capped;
what was capped is counted, never silent.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from folkmoot.buy.contract import Contract
from folkmoot.buy.scoring import Area, Scored, contribution, free_on, group_score, worth
from folkmoot.buy.settings import BuySettings
from folkmoot.buy.similarity import Likeness, digits
from folkmoot.buy.sweep import Meeting, Span, meetings

CLASS_DIGITS = 4
"""CPV digits from which a code names one kind of thing well enough to join by itself."""
MEETINGS_MOST = 16
MEDOIDS_MOST = 5
DAYS_MOST = 10
CONTRACTS_MOST = 60
"""Caps of the work in one need: meetings, medoids a meeting, days tried, contracts a
medoid. They keep 200,000 contracts within seconds; the best by first estimate stay."""
CONTRACTS_A_COUNCIL = 3
"""A council brings its best contract and up to two more of the same need: more of them in
one joint lot is that council's own bundling, not joint buying."""
COARSE_WORD_MOST = 250
"""A word in more contracts of a division than this does not say which need it is."""


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
) -> Search:
    """Every group worth proposing: of members only, at least two councils, one need, one day.

    `first` and `last` bound the go-live day. The same contracts found twice stand once, at
    their better score. The order of the input changes nothing.
    """
    search = Search()
    best: dict[frozenset[str], Scored] = {}
    ordered = sorted((c for c in contracts if c.is_member), key=lambda c: c.contract_id)
    for name, cluster in need_clusters(ordered, likeness, settings):
        for scored in _in_cluster(
            name,
            cluster,
            likeness,
            search,
            first=first,
            last=last,
            areas=areas,
            settings=settings,
        ):
            key = frozenset(contract.contract_id for contract in scored.contracts)
            held = best.get(key)
            if held is None or rank_key(scored) < rank_key(held):
                best[key] = scored
    search.found = sorted(best.values(), key=rank_key)
    return search


def rank_key(scored: Scored) -> tuple[float, int, tuple[str, ...], str]:
    """Best first; ties by day and by contract, so that no order of input shows through."""
    return (
        -round(scored.score, 9),
        scored.day,
        tuple(sorted(c.contract_id for c in scored.contracts)),
        scored.medoid.contract_id,
    )


def need_clusters(
    contracts: Sequence[Contract], likeness: Likeness, settings: BuySettings
) -> Iterable[tuple[str, list[Contract]]]:
    """Contracts that may share a need: one class each, and one a contract coded too coarsely.

    A code of a division or group is no need. Such a contract joins those of its
    division whose words are like its own, at `similarity_least` or more.
    """
    fine: dict[str, list[Contract]] = defaultdict(list)
    by_division: dict[str, list[Contract]] = defaultdict(list)
    coarse: list[Contract] = []
    for contract in contracts:
        code = digits(contract.need_id)
        if code and len(code) < CLASS_DIGITS:
            coarse.append(contract)
        else:
            fine[contract.need_id].append(contract)
        if code:
            by_division[code[:2]].append(contract)
    for need_id in sorted(fine):
        if _councils(fine[need_id]) >= settings.min_group_size:
            yield need_id, fine[need_id]
    words = {
        division: _word_index(members, likeness)
        for division, members in by_division.items()
    }
    seen: set[frozenset[str]] = set()
    for contract in coarse:
        division = digits(contract.need_id)[:2]
        cluster = _alike_in_words(contract, words[division], likeness, settings)
        key = frozenset(c.contract_id for c in cluster)
        if _councils(cluster) >= settings.min_group_size and key not in seen:
            seen.add(key)
            yield contract.need_id, cluster


def _word_index(
    contracts: Sequence[Contract], likeness: Likeness
) -> Mapping[str, list[Contract]]:
    index: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts:
        for word in likeness.wording.vector(contract.contract_id):
            index[word].append(contract)
    return {word: held for word, held in index.items() if len(held) <= COARSE_WORD_MOST}


def _alike_in_words(
    seed: Contract,
    index: Mapping[str, list[Contract]],
    likeness: Likeness,
    settings: BuySettings,
) -> list[Contract]:
    near = {seed.contract_id: seed}
    for word in likeness.wording.vector(seed.contract_id):
        for contract in index.get(word, ()):
            if (
                contract.contract_id not in near
                and contract.free_from <= seed.free_to
                and seed.free_from <= contract.free_to
                and likeness.between(seed, contract) >= settings.similarity_least
            ):
                near[contract.contract_id] = contract
    return [near[key] for key in sorted(near)]


def _in_cluster(
    name: str,
    cluster: Sequence[Contract],
    likeness: Likeness,
    search: Search,
    *,
    first: int,
    last: int,
    areas: Mapping[str, Area],
    settings: BuySettings,
) -> Iterable[Scored]:
    by_id = {contract.contract_id: contract for contract in cluster}
    spans = [
        Span(c.contract_id, max(c.free_from, first), min(c.free_to, last))
        for c in cluster
    ]
    held = [
        (meeting, [by_id[key] for key in sorted(meeting.keys)])
        for meeting in meetings(spans)
    ]
    held = [pair for pair in held if _councils(pair[1]) >= settings.min_group_size]
    if len(held) > MEETINGS_MOST:
        search.capped_needs.add(name)
        held = sorted(held, key=_promise)[:MEETINGS_MOST]
    for meeting, members in held:
        yield from _in_meeting(
            name, meeting, members, likeness, search, areas=areas, settings=settings
        )


def _promise(pair: tuple[Meeting[str], list[Contract]]) -> tuple[float, int, int]:
    best: dict[str, float] = {}
    for contract in pair[1]:
        size = worth(contract) * contract.need_confidence * contract.end_confidence
        best[contract.council_id] = max(best.get(contract.council_id, 0.0), size)
    return (-round(math.fsum(best.values()), 9), pair[0].first, pair[0].last)


def _in_meeting(
    name: str,
    meeting: Meeting[str],
    members: list[Contract],
    likeness: Likeness,
    search: Search,
    *,
    areas: Mapping[str, Area],
    settings: BuySettings,
) -> Iterable[Scored]:
    def first_estimate(contract: Contract) -> tuple[float, str]:
        size = worth(contract) * contract.need_confidence * contract.end_confidence
        return (-round(size, 9), contract.contract_id)

    strongest = sorted(members, key=first_estimate)
    if len(strongest) > CONTRACTS_MOST:
        search.capped_needs.add(name)
        strongest = strongest[:CONTRACTS_MOST]
    days = _days(meeting, strongest)
    for medoid in _medoids(strongest):
        like = {c.contract_id: likeness.between(medoid, c) for c in strongest}
        near = [
            c for c in strongest if like[c.contract_id] >= settings.similarity_least
        ]
        if _councils(near) < settings.min_group_size:
            continue
        day = max(days, key=lambda d: (_sum_on(near, like, d), -d))
        search.scored += 1
        best = _best_prefix(near, medoid, day, likeness, like, areas, settings)
        if best is not None and best.score > 0:
            yield best


def _medoids(strongest: Sequence[Contract]) -> list[Contract]:
    """The strongest contract of each of the first few councils."""
    chosen: dict[str, Contract] = {}
    for contract in strongest:
        chosen.setdefault(contract.council_id, contract)
    spread = list(chosen.values())[:MEDOIDS_MOST]
    rest = [c for c in strongest if c not in spread]
    return spread + rest[: MEDOIDS_MOST - len(spread)]


def _days(meeting: Meeting[str], members: Iterable[Contract]) -> list[int]:
    """Days worth trying: the day after an end or latest end, within the meeting; its edges."""
    wanted: Counter[int] = Counter()
    for contract in members:
        if not contract.is_rolling:
            for day in {contract.end + 1, contract.latest + 1}:
                if meeting.first <= day <= meeting.last:
                    wanted[day] += 1
    often = sorted(wanted, key=lambda day: (-wanted[day], day))[:DAYS_MOST]
    return sorted({meeting.first, meeting.last, *often})


def _sum_on(near: Iterable[Contract], like: Mapping[str, float], day: int) -> float:
    best: dict[str, float] = {}
    for contract in near:
        size = contribution(contract, day=day, likeness=like[contract.contract_id])
        best[contract.council_id] = max(best.get(contract.council_id, 0.0), size)
    return round(math.fsum(best.values()), 9)


def _best_prefix(
    near: Sequence[Contract],
    medoid: Contract,
    day: int,
    likeness: Likeness,
    like: Mapping[str, float],
    areas: Mapping[str, Area],
    settings: BuySettings,
) -> Scored | None:
    """The best group on one day: the medoid, then contracts by what they add."""

    def adds(contract: Contract) -> float:
        return contribution(contract, day=day, likeness=like[contract.contract_id])

    order = sorted(
        (c for c in near if free_on(c, day) > 0 and c is not medoid),
        key=lambda c: (-round(adds(c), 9), c.contract_id),
    )
    if free_on(medoid, day) <= 0:
        return None
    group = [medoid]
    held = Counter([medoid.council_id])
    best: Scored | None = None
    for contract in order:
        is_new = contract.council_id not in held
        if held[contract.council_id] >= CONTRACTS_A_COUNCIL or (
            is_new and len(held) >= settings.max_group_size
        ):
            continue
        group.append(contract)
        held[contract.council_id] += 1
        if len(held) < settings.min_group_size:
            continue
        score = group_score(group, medoid, day=day, alike=likeness.between, areas=areas)
        if best is None or score > best.score + 1e-9:
            best = Scored(tuple(group), medoid, day, score)
        elif not is_new:
            group.pop()
            held[contract.council_id] -= 1
    return best


def _councils(contracts: Iterable[Contract]) -> int:
    return len({contract.council_id for contract in contracts})
