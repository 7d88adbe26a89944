"""Links make groups, the surest first; what a person kept apart stays apart."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from folkmoot.registers.judging.joining import groups_of, ways_to


@pytest.mark.parametrize(
    ("links", "apart", "groups", "cut"),
    [
        ([], [], [0, 1, 2, 3], {}),
        ([(0, 1), (1, 2)], [], [0, 0, 0, 3], {}),
        # The chain 0-1-2 would join 0 and 2: its weakest link, the last, is cut.
        ([(0, 1), (1, 2)], [(0, 2)], [0, 0, 2, 3], {1: (0, 2)}),
        ([(1, 2), (0, 1)], [(0, 2)], [0, 1, 1, 3], {1: (0, 2)}),
        # A longer chain, found only once two groups meet.
        ([(0, 1), (2, 3), (1, 2)], [(0, 3)], [0, 0, 2, 2], {2: (0, 3)}),
        # The barrier stays with the group that takes another in.
        ([(2, 3), (0, 2), (1, 3)], [(1, 2)], [0, 1, 0, 0], {2: (1, 2)}),
        ([(0, 1)], [(0, 1)], [0, 1, 2, 3], {0: (0, 1)}),
    ],
)
def test_groups_are_made_and_chains_cut(links, apart, groups, cut) -> None:
    found = groups_of(4, links, apart)
    assert (list(found.of), dict(found.cut)) == (groups, cut)


@pytest.mark.parametrize("seed", range(30))
def test_no_chain_ever_joins_what_is_kept_apart(seed: int) -> None:
    rng = random.Random(seed)
    pairs = list(combinations(range(12), 2))
    links = rng.sample(pairs, 20)
    apart = {tuple(sorted(pair)) for pair in rng.sample(pairs, 6)}
    found = groups_of(12, links, apart)
    assert all(found.of[one] != found.of[other] for one, other in apart)
    for number, (one, other) in enumerate(links):
        same = found.of[one] == found.of[other]
        assert same != (number in found.cut), "every link that breaks no rule is made"


def test_each_thing_has_one_way_to_the_head() -> None:
    links = [(0, 1), (1, 2), (1, 3), (4, 0)]
    assert ways_to(1, links) == {0: 0, 2: 1, 3: 2, 4: 3}
