"""Choosing headlines: exact where there is time, honest where there is not."""

from __future__ import annotations

import random
import subprocess
import sys

from folkmoot.buy.search.packing import Proposal, packing


def test_two_good_proposals_beat_the_one_best_that_blocks_both():
    proposals = [
        Proposal(3.0, frozenset("bc")),
        Proposal(2.5, frozenset("ab")),
        Proposal(2.5, frozenset("cd")),
    ]

    packed = packing(proposals)

    assert packed.chosen == (1, 2)
    assert (packed.method, packed.gap) == ("exact", 0.0)


def test_proposals_that_cost_more_than_they_gain_are_never_chosen():
    assert (
        packing([Proposal(-1.0, frozenset("a")), Proposal(0.0, frozenset("b"))]).chosen
        == ()
    )


def test_when_time_runs_out_the_greedy_choice_stands_with_a_gap_that_holds():
    chance = random.Random(3)
    names = [str(i) for i in range(60)]
    proposals = [
        Proposal(
            chance.uniform(1, 5), frozenset(chance.sample(names, chance.randint(2, 5)))
        )
        for _ in range(300)
    ]

    exact = packing(proposals)
    hurried = packing(proposals, seconds=0.0)

    assert hurried.method == "greedy"
    assert hurried.total < exact.total
    assert 0 < (exact.total - hurried.total) / exact.total <= hurried.gap < 1


def test_the_solver_says_nothing_of_its_own() -> None:
    """What a library prints would stand in the middle of `folkmoot build --json`."""
    done = subprocess.run(
        [sys.executable, "-c", "import highspy; highspy.Highs()"],
        capture_output=True,
        check=True,
    )
    assert done.stdout + done.stderr == b""
