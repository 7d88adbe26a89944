"""The sweep, the search and the packing against plain enumeration on small random input."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.buy.contracts.contract import Contract, Yearly
from folkmoot.buy.search.candidates import candidates
from folkmoot.buy.search.growth import growths, standing
from folkmoot.buy.search.packing import Proposal, greedy, packing
from folkmoot.buy.search.similarity import Likeness
from folkmoot.buy.search.sweep import Span, meetings
from folkmoot.buy.search.tally import group_score
from folkmoot.buy.search.wording import Wording
from folkmoot.buy.settings import BuySettings

SPANS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(-1, 6)).map(
        lambda p: (p[0], p[0] + p[1])
    ),
    max_size=8,
)
PROPOSALS = st.lists(
    st.builds(
        Proposal,
        score=st.integers(-3, 40).map(lambda n: n / 4),
        uses=st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=4),
    ),
    max_size=9,
)
START = date(2028, 1, 1).toordinal()


def _largest_meetings(spans: list[tuple[int, int]]) -> set[frozenset[int]]:
    """Every set of windows with a day in common that no other window could join."""
    real = [i for i, (first, last) in enumerate(spans) if first <= last]
    sharing = []
    for size in range(1, len(real) + 1):
        for group in combinations(real, size):
            if max(spans[i][0] for i in group) <= min(spans[i][1] for i in group):
                sharing.append(frozenset(group))
    return {one for one in sharing if not any(one < other for other in sharing)}


@given(SPANS)
def test_sweep_equals_brute_force_over_all_subsets(spans):
    found = meetings(Span(i, *span) for i, span in enumerate(spans))

    assert {meeting.keys for meeting in found} == _largest_meetings(spans)
    assert len(found) == len({meeting.keys for meeting in found})
    for meeting in found:
        assert meeting.first == max(spans[i][0] for i in meeting.keys)
        assert meeting.last == min(spans[i][1] for i in meeting.keys)


@given(SPANS, st.randoms(use_true_random=False))
def test_order_of_windows_changes_nothing(spans, chance):
    given_order = [Span(i, *span) for i, span in enumerate(spans)]
    shuffled = given_order.copy()
    chance.shuffle(shuffled)

    assert meetings(shuffled) == meetings(given_order)


def _best_total(proposals: list[Proposal]) -> float:
    best = 0.0
    for size in range(1, len(proposals) + 1):
        for group in combinations(proposals, size):
            uses = [use for proposal in group for use in proposal.uses]
            if len(uses) == len(set(uses)):
                best = max(best, sum(proposal.score for proposal in group))
    return best


@settings(max_examples=60, deadline=None)
@given(PROPOSALS)
def test_packing_is_the_best_and_greedy_never_beats_it(proposals):
    packed = packing(proposals)
    order = sorted(
        (i for i, p in enumerate(proposals) if p.score > 0),
        key=lambda i: -proposals[i].score,
    )
    by_greed = sum(proposals[i].score for i in greedy(proposals, order))

    assert packed.method == "exact"
    assert packed.gap == 0.0
    assert packed.total == pytest.approx(_best_total(proposals))
    assert by_greed <= packed.total + 1e-9
    uses = [use for i in packed.chosen for use in proposals[i].uses]
    assert len(uses) == len(set(uses))


@settings(max_examples=40, deadline=None)
@given(PROPOSALS)
def test_without_time_the_stated_gap_covers_what_greed_missed(proposals):
    packed = packing(proposals, seconds=0.0)

    best = _best_total(proposals)
    assert packed.total <= best + 1e-9
    if best > 0:
        assert (best - packed.total) / best <= packed.gap + 1e-9


@st.composite
def _contracts(draw):
    found = []
    for i in range(draw(st.integers(2, 9))):
        end = START + draw(st.integers(0, 900))
        found.append(
            Contract(
                contract_id=f"c{i}",
                council_id=draw(st.sampled_from("ABCDE")),
                is_member=draw(st.sampled_from([True, True, True, False])),
                need_id=draw(st.sampled_from(["cpv:3435", "cpv:9051", "cpv:90"])),
                need_confidence=draw(st.sampled_from([0.5, 0.9])),
                need_method="code",
                free_from=end - 90,
                free_to=end + 183,
                end=end,
                latest=end,
                end_confidence=0.9,
                window_method="end",
                end_method="published",
                kind="contract",
                stage="contract",
                yearly=Yearly(*(Decimal(draw(st.integers(1, 900_000))),) * 3, "annual"),
                supplier_ids=(draw(st.sampled_from(["s1", "s2", "s3"])),),
                references=(f"reference {i}",),
                title=draw(
                    st.sampled_from(["tyres", "refuse collection", "green bins", ""])
                ),
                description="",
                extension_text="",
                start=None,
                published=None,
                statement_count=1,
                has_broad_supplier=False,
            )
        )
    return found


def _search(contracts, **given):
    return candidates(
        contracts,
        Likeness(Wording(contracts)),
        first=START,
        last=START + 2000,
        areas={},
        settings=replace(BuySettings(), **given),
    )


@settings(max_examples=60, deadline=None)
@given(_contracts())
def test_every_group_has_a_common_day_two_members_and_one_need(contracts):
    likeness = Likeness(Wording(contracts))
    for scored in _search(contracts).found:
        assert len(scored.councils) >= 2
        assert all(c.is_member for c in scored.contracts)
        assert all(c.free_from <= scored.day <= c.free_to for c in scored.contracts)
        assert scored.day >= START
        assert all(likeness.between(scored.medoid, c) >= 0.4 for c in scored.contracts)
        assert scored.score == pytest.approx(
            group_score(
                scored.contracts,
                scored.medoid,
                day=scored.day,
                alike=likeness.between,
                areas={},
            )
        )


@settings(max_examples=40, deadline=None)
@given(_contracts(), st.integers(0, 99))
def test_order_of_contracts_changes_nothing(contracts, seed):
    shuffled = contracts.copy()
    random.Random(seed).shuffle(shuffled)

    assert _search(shuffled).found == _search(contracts).found


@settings(max_examples=40, deadline=None)
@given(_contracts())
def test_growth_is_real_when_the_window_is_moved(contracts):
    for scored in _search(contracts, max_group_size=2).found:
        inside = set(scored.councils)
        others = [c for c in contracts if c.council_id not in inside]
        for growth in growths(scored, others, first=START):
            stands = standing(scored, others)
            move = growth.move
            moved = [
                replace(c, free_from=move.free_from, free_to=move.free_to)
                if c.contract_id == growth.contract.contract_id
                else stands[c.contract_id]
                for c in (*scored.contracts, *growth.joining)
            ]
            assert max(c.free_from for c in moved) <= min(c.free_to for c in moved)
            assert len({c.council_id for c in moved}) == growth.after > growth.before
