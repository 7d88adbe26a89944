"""The rule by which proposals are scored, on cases small enough to judge by eye."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from folkmoot.demo.truth import PlantedContract, PlantedGroup, PlantedTruth, Trap

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))

from planted_scoring import Proposal, is_right, keys_of, score, trap_kind

AS_OF = date(2026, 11, 1)
SPRING = (date(2027, 3, 1), date(2027, 8, 1))
LATER = (date(2029, 3, 1), date(2029, 8, 1))
ENDED = (date(2024, 3, 1), date(2024, 8, 1))
TRUTH = PlantedTruth(
    groups=(
        PlantedGroup("lifts", (("A", "1"), ("B", "1"), ("C", "1")), *SPRING, True),
    ),
    traps=(
        Trap("31_march", (("A", "2"), ("B", "2"), ("C", "2"))),
        Trap("ended", (("A", "4"), ("B", "4"), ("C", "4"))),
    ),
    contracts={
        ("A", "1"): PlantedContract("lifts", *SPRING),
        ("B", "1"): PlantedContract("lifts", *SPRING),
        ("C", "1"): PlantedContract("lifts", *SPRING),
        ("N", "1"): PlantedContract("lifts", *SPRING),
        ("D", "1"): PlantedContract("lifts", *LATER),
        ("A", "2"): PlantedContract("salt", *SPRING),
        ("B", "2"): PlantedContract("tyres", *SPRING),
        ("C", "2"): PlantedContract("bins", *SPRING),
        ("A", "3"): PlantedContract("books", *SPRING),
        ("B", "3"): PlantedContract("books", *SPRING),
        ("A", "4"): PlantedContract("gas", *ENDED),
        ("B", "4"): PlantedContract("gas", *ENDED),
    },
    as_of=AS_OF,
    aliases={("B", "ocds-b-1"): ("B", "1")},
)


def keys(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((word[0], word[1:]) for word in text.split())


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        ("A1 B1", True),
        ("A1 B1 C1 A2", True),
        ("A1 B1 A2 B2", False),  # half is not more than half
        ("A1 B1 N1 A2 B2", True),  # a neighbour for the same need and days belongs
        ("A1 N1", True),  # no planted pair, but one need and one day
        ("A1 D1", False),  # one need, years apart
        ("A3 B3", True),  # never planted, and yet right
        ("A3 B3 C2", False),
        ("A2 B2", False),
        ("A4 B4", False),  # both ended: nothing can go live then
        ("A1 A3", False),
        ("A1 Z9", False),
    ],
)
def test_right(contracts: str, expected: bool) -> None:
    assert is_right(keys(contracts), TRUTH) is expected


@pytest.mark.parametrize(
    ("contracts", "kind"),
    [
        ("A2 B2", "31_march"),
        ("A2 B2 A3", "31_march"),
        ("A2 B2 A3 B3", None),
        ("A4 B4", "ended"),
        ("A2 A3", None),
        ("A1 B1 C1 A2", None),
    ],
)
def test_trap(contracts: str, kind: str | None) -> None:
    assert trap_kind(keys(contracts), TRUTH) == kind


def test_a_contract_in_two_files_counts_once() -> None:
    twice = Proposal((("B", ("1",)), ("B", ("ocds-b-1",)), ("A", ("x", "3"))), 1)
    assert keys_of(twice, TRUTH) == keys("B1 A3")


def test_only_the_first_count() -> None:
    right = Proposal((("A", ("1",)), ("B", ("1",))), 2)
    trap = Proposal((("A", ("2",)), ("B", ("2",))), 1)
    scored = score([trap, *[right] * 9, right, *[trap] * 20], TRUTH)
    assert (scored.right_in_10, scored.right_in_20, scored.traps_in_20) == (9, 10, 10)
    assert (scored.different_incumbents_in_20, scored.planted_found_in_20) == (10, 1)
