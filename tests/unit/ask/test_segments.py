"""Segments by rule: who belongs, who is open, who agrees with what else."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from folkmoot.ask.estimation.design import Design
from folkmoot.ask.estimation.errors import DesignError
from folkmoot.ask.models.segments import (
    Condition,
    Rule,
    adjusted_rand,
    agreement,
    by_rules,
)
from folkmoot.ask.models.stability import Stability, redrawn_units


def rule(name, *columns, at_least=None, levels=(0,)):
    return Rule(name, tuple(Condition(np.array(c), levels) for c in columns), at_least)


def test_enthusiasts_sceptics_and_neither():
    data, robots = [0, 0, 1, 1, 2], [0, 1, 1, 1, 0]
    found = by_rules(
        [
            rule("Enthusiasts", data, robots),
            rule("Sceptics", data, robots, levels=(1,)),
        ]
    )
    assert found.names == ("Enthusiasts", "Sceptics", "Neither")
    assert found.codes.tolist() == [0, 2, 1, 1, 2]
    assert (found.undecided, found.in_several) == (0, 0)


def test_a_blank_leaves_open_only_what_it_could_decide():
    # Two of three: yes yes blank holds; yes no blank is open; no no blank does not hold.
    found = by_rules(
        [rule("Two of three", [0, 0, 1], [0, 1, 1], [-1, -1, -1], at_least=2)]
    )
    assert found.codes.tolist() == [0, -1, 1]
    assert found.undecided == 1


def test_an_open_first_rule_keeps_the_second_from_claiming():
    found = by_rules([rule("First", [-1, 1]), rule("Second", [0, 0])])
    assert found.codes.tolist() == [-1, 1]


def test_the_first_rule_that_holds_wins_and_the_overlap_is_told():
    found = by_rules([rule("First", [0, 1, 1]), rule("Second", [0, 0, 1])])
    assert found.codes.tolist() == [0, 1, 2]
    assert found.in_several == 1


def test_rules_that_say_nothing_are_refused():
    with pytest.raises(DesignError, match="no conditions"):
        by_rules([Rule("Empty", ())])
    with pytest.raises(DesignError, match="asks for 3 of 2"):
        by_rules([rule("Much", [0], [0], at_least=3)])
    with pytest.raises(DesignError, match="No segment"):
        by_rules([])


def test_agreement_counts_those_both_place():
    rng = np.random.default_rng(0)
    first, second = rng.integers(-1, 3, 200), rng.integers(-1, 4, 200)
    weights = rng.uniform(0.5, 2, 200)
    found = agreement(first, 3, second, 4, weights)
    both = (first >= 0) & (second >= 0)
    assert found.unweighted.sum() == both.sum()
    assert found.weighted.sum() == pytest.approx(weights[both].sum())
    expected = adjusted_rand_score(first[both], second[both])
    assert found.adjusted_rand == pytest.approx(expected, abs=1e-12)


def test_adjusted_rand_of_one_segment_and_of_nobody():
    assert adjusted_rand(np.array([[7]])) == 1.0
    assert np.isnan(adjusted_rand(np.array([[0]])))
    assert adjusted_rand(np.array([[5, 0], [0, 5]])) == 1.0


def test_resamples_draw_whole_clusters_within_their_stratum():
    design = Design(
        np.ones(12),
        strata=np.repeat([0, 1], 6),
        clusters=np.repeat(np.arange(6), 2),
    )
    times = redrawn_units(design, np.random.default_rng(1))
    assert len(times) == 6
    assert times[:3].sum() == times[3:].sum() == 3


def test_an_unstable_segment_has_no_name():
    sure = Stability(np.array([0.9, 0.9]), np.array([0.9, 0.5]), 0.05)
    assert sure.names(["Keen", "Wary"]) == ("Keen", "Unstable segment 2")
    shaky = Stability(np.array([0.5, 0.4]), np.array([0.9, 0.9]), 0.3)
    assert shaky.names(["Keen", "Wary"]) == ("Unstable segment 1", "Unstable segment 2")
