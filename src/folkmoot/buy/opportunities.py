"""From contracts that take part to ranked proposals: search, pack, name, explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.contracts.windows import Bounds
from folkmoot.buy.proposal.case import Case, Start
from folkmoot.buy.proposal.confidence import confidence
from folkmoot.buy.proposal.material import Material
from folkmoot.buy.proposal.routes import latest_start, routes
from folkmoot.buy.proposal.see_also import others_alike
from folkmoot.buy.search.candidates import Search, candidates
from folkmoot.buy.search.choosing import chosen_groups, fixed_groups
from folkmoot.buy.search.clusters import CLASS_DIGITS
from folkmoot.buy.search.growth import Growth, dependences, growths
from folkmoot.buy.search.identity import Known, stable_ids
from folkmoot.buy.search.packing import Packing
from folkmoot.buy.search.rules import Decided, Groups, Rules
from folkmoot.buy.search.scoring import Scored, free_on
from folkmoot.buy.search.similarity import Likeness, digits
from folkmoot.buy.search.wording import Wording
from folkmoot.buy.settings import BuySettings

POOL_MOST = 200
"""Contracts of one need that are looked at for neighbours and growth; nearest need first."""
NEIGHBOURS_MOST = 5
WORDS_TOLD = 4


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One proposal with its id, its place, and what shares a contract with it."""

    opportunity_id: str
    rank: int
    is_headline: bool
    case: Case
    alternatives: tuple[str, ...]
    is_set_aside: bool = False
    """People rejected it: no headline, but it stays reachable."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The proposals, best first, headlines before alternatives, and how they were found."""

    opportunities: tuple[Opportunity, ...]
    search: Search
    packing: Packing
    not_kept: int


def ranking(
    material: Material,
    *,
    bounds: Bounds,
    settings: BuySettings,
    before: Iterable[Known],
    decided: Iterable[Decided] = (),
) -> Ranking:
    """Every proposal that is kept; equal input in any order gives an equal result.

    `decided` is what people decided about proposals: the search keeps to it.
    """
    names = {key: council.name for key, council in material.councils.items()}
    likeness = Likeness(Wording(material.contracts, names))
    rules = Rules.of(decided)
    first, last = bounds.first.toordinal(), bounds.last.toordinal()
    groups = Groups(
        {c.contract_id: c for c in material.contracts},
        likeness,
        material.areas,
        first,
        last,
        settings,
    )
    fixed = fixed_groups(rules, groups)
    search = candidates(
        [c for c in material.contracts if c.contract_id not in fixed.contracts],
        likeness,
        first=first,
        last=last,
        areas=material.areas,
        settings=settings,
        rules=rules,
    )
    choice = chosen_groups(search.found, fixed)
    headlines = choice.headlines[: settings.most_proposals]
    beside = _alternatives(choice.others, headlines, settings)
    everyone = [*headlines, *(s for group in beside for s in group), *choice.rejected]
    ids = stable_ids([_known(s, choice.id_of(s)) for s in everyone], before)
    alternatives: list[tuple[str, ...]] = []
    at = len(headlines)
    for group in beside:
        alternatives.append(tuple(ids[at : at + len(group)]))
        at += len(group)
    telling = _Telling(material, likeness, bounds, settings, capped=search.capped_needs)
    cases = [
        telling.case(scored, is_headline=i < len(headlines))
        for i, scored in enumerate(everyone)
    ]
    heads = list(zip(ids, cases, strict=True))[: len(headlines)]
    alike = others_alike(heads, likeness.wording)
    from_here = len(everyone) - len(choice.rejected)
    found = [
        Opportunity(
            opportunity_id=ids[i],
            rank=i + 1,
            is_headline=i < len(headlines),
            case=replace(case, see_also=alike.get(ids[i], ())),
            alternatives=alternatives[i] if i < len(headlines) else (),
            is_set_aside=i >= from_here,
        )
        for i, case in enumerate(cases)
    ]
    not_kept = len(choice.headlines) - len(headlines)
    return Ranking(tuple(found), search, choice.packing, not_kept)


def _known(scored: Scored, opportunity_id: str) -> Known:
    return Known(
        opportunity_id,
        scored.medoid.need_id,
        frozenset(scored.councils),
        date.fromordinal(scored.day).year,
        frozenset(c.contract_id for c in scored.contracts),
    )


def _alternatives(
    others: Sequence[Scored],
    headlines: Sequence[Scored],
    settings: BuySettings,
) -> list[list[Scored]]:
    """For each headline the best other groups that share a contract with it, each once."""
    holder = {
        contract.contract_id: place
        for place, scored in enumerate(headlines)
        for contract in scored.contracts
    }
    beside: list[list[Scored]] = [[] for _ in headlines]
    for scored in others:
        places = sorted(
            {holder[c.contract_id] for c in scored.contracts if c.contract_id in holder}
        )
        if places and len(beside[places[0]]) < settings.alternatives_each:
            beside[places[0]].append(scored)
    return beside


class _Telling:
    """Gathers what is said of one group; neighbours are offered to one headline each."""

    def __init__(
        self,
        material: Material,
        likeness: Likeness,
        bounds: Bounds,
        settings: BuySettings,
        *,
        capped: Set[str],
    ) -> None:
        self._capped = capped
        self._material = material
        self._likeness = likeness
        self._bounds = bounds
        self._settings = settings
        self._routes = routes(settings)
        self._offered: set[str] = set()
        self._by_need: Mapping[str, list[Contract]] = _pools(material.contracts)

    def case(self, scored: Scored, *, is_headline: bool) -> Case:
        """The group with everything that is known of it; growth only for headlines."""
        material, contracts = self._material, scored.contracts
        likes = tuple(self._likeness.between(scored.medoid, c) for c in contracts)
        shared_words = self._likeness.wording.shared(
            (c.contract_id for c in contracts), most=WORDS_TOLD
        )
        subjects = (self._likeness.subjects(c) for c in contracts)
        subject = min(frozenset.intersection(*subjects), default="")
        outside = self._same_need(scored)
        first, last = self._window(scored)
        return Case(
            scored=scored,
            need=material.need(scored.medoid.need_id),
            likeness=likes,
            confidence=confidence(
                contracts,
                likeness=likes,
                council_confidence=material.council_confidence,
                shares_words=bool(shared_words or subject),
            ),
            first=first,
            last=last,
            best=date.fromordinal(scored.day),
            as_of=self._bounds.as_of,
            starts=self._starts(scored),
            councils=tuple(material.councils[c] for c in scored.councils),
            neighbours=self._neighbours(scored, outside),
            growths=self._growths(scored, outside) if is_headline else (),
            undated=tuple(material.undated.get(scored.medoid.need_id, ())),
            shared_words=tuple(shared_words),
            subject=subject,
            suppliers=tuple(sorted({s for c in contracts for s in c.supplier_ids})),
            dependences=tuple(
                dependences(scored, first=self._bounds.first.toordinal())
            ),
            is_capped=not self._capped.isdisjoint(
                {scored.medoid.need_id, scored.medoid.cluster_id, subject}
            ),
        )

    def _window(self, scored: Scored) -> tuple[date, date]:
        """The first and the last day on which all its contracts are free."""
        bounds, contracts = self._bounds, scored.contracts
        first = max(bounds.first.toordinal(), *(c.free_from for c in contracts))
        last = min(bounds.last.toordinal(), *(c.free_to for c in contracts))
        return date.fromordinal(first), date.fromordinal(last)

    def _starts(self, scored: Scored) -> tuple[Start, ...]:
        """By each route, the day by which the work must begin for the best day."""
        best = date.fromordinal(scored.day)
        nations = [self._material.councils[c].nation for c in scored.councils]
        days = (
            (route, latest_start(route, go_live=best, nations=nations))
            for route in self._routes
        )
        return tuple(Start(r, day, day < self._bounds.as_of) for r, day in days)

    def _growths(
        self, scored: Scored, outside: Sequence[Contract]
    ) -> tuple[Growth, ...]:
        members = [c for c in outside if c.is_member]
        return tuple(growths(scored, members, first=self._bounds.first.toordinal()))

    def _same_need(self, scored: Scored) -> list[Contract]:
        """Contracts of the need at councils outside the group, likest first."""
        inside = set(scored.councils)
        medoid = scored.medoid
        pool = self._by_need.get(_pool_key(medoid), [])
        like = [
            (-round(self._likeness.between(medoid, c), 9), c.contract_id, c)
            for c in pool
            if c.council_id not in inside
        ]
        like = [entry for entry in like if -entry[0] >= self._settings.similarity_least]
        return [entry[2] for entry in sorted(like, key=lambda e: e[:2])[:POOL_MOST]]

    def _neighbours(
        self, scored: Scored, outside: Iterable[Contract]
    ) -> tuple[Contract, ...]:
        found: dict[str, Contract] = {}
        for contract in outside:
            if (
                not contract.is_member
                and contract.contract_id not in self._offered
                and contract.council_id not in found
                and free_on(contract, scored.day) > 0
            ):
                found[contract.council_id] = contract
        kept = tuple(found.values())[:NEIGHBOURS_MOST]
        self._offered.update(contract.contract_id for contract in kept)
        return kept


def _pools(contracts: Iterable[Contract]) -> Mapping[str, list[Contract]]:
    """Contracts by need, and by division for needs coded no finer than that."""
    pools: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts:
        pools[contract.need_id].append(contract)
        if digits(contract.need_id):
            pools["division " + digits(contract.need_id)[:2]].append(contract)
    return pools


def _pool_key(contract: Contract) -> str:
    code = digits(contract.need_id)
    return f"division {code[:2]}" if 0 < len(code) < CLASS_DIGITS else contract.need_id
