"""What a meeting could come to, before any group is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from folkmoot.buy.search.promise import promise_of, sizes_of
from folkmoot.buy.search.sweep import Meeting


@dataclass(frozen=True)
class Held:
    """As much of a contract as an estimate needs."""

    contract_id: str
    council_id: str


def sizes(*rows: tuple[str, str, float]) -> Any:
    """First estimates of (contract, council, size)."""
    return sizes_of(
        (cast(Any, Held(key, council)), size) for key, council, size in rows
    )


SIZES = sizes(
    ("a1", "a", 2.0), ("a2", "a", 5.0), ("a3", "a", 3.0), ("b1", "b", 1.5), ("c1", "c", 0.0)
)  # fmt: skip


def meeting(*keys: str) -> Meeting[str]:
    """Contracts that share a day."""
    return Meeting(frozenset(keys), 0, 9)


def test_each_council_counts_with_its_best_contract_that_meets():
    assert promise_of(meeting("a1", "a3", "b1"), SIZES, 2) == 4.5
    assert promise_of(meeting("a1", "a2", "a3", "b1"), SIZES, 2) == 6.5


def test_too_few_councils_promise_nothing():
    assert promise_of(meeting("a1", "a2"), SIZES, 2) is None


def test_a_council_without_size_still_meets():
    assert promise_of(meeting("a1", "c1"), SIZES, 2) == 2.0
