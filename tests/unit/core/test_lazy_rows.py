"""Rows are made when they are looked at, in order, and never more than asked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from folkmoot.core import lazy_rows
from folkmoot.core.lazy_rows import LazyRows


@pytest.fixture
def asked() -> list[list[int]]:
    return []


@pytest.fixture
def rows(asked: list[list[int]]) -> LazyRows:
    def made(items: Sequence[int]) -> list[dict[str, int]]:
        asked.append(list(items))
        return [{"n": item} for item in items]

    return LazyRows(range(10), made)


def test_counting_makes_nothing(rows: LazyRows, asked: list[list[int]]) -> None:
    assert len(rows) == 10
    assert rows[10:] == []
    assert asked == []


def test_a_slice_makes_its_own_rows(rows: LazyRows, asked: list[list[int]]) -> None:
    assert rows[3:5] == [{"n": 3}, {"n": 4}]
    assert rows[-1] == {"n": 9}
    assert asked == [[3, 4], [9]]


def test_all_rows_come_in_parts(
    rows: LazyRows, asked: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lazy_rows, "ROWS_AT_ONCE", 4)
    assert [row["n"] for row in rows] == list(range(10))
    assert [len(part) for part in asked] == [4, 4, 2]
