"""The harness itself: it reads tables as drawn, and it fails when rows differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import ibis
import pytest
from truth import assert_rows, drawn_table

from folkmoot.core.schema import table

PAIR = table("clean", "pair", "A pair.", ("a", "integer", ""), ("b", "text", ""))


def test_a_drawn_table_is_read_with_its_types() -> None:
    schema, rows = drawn_table(
        """
        a:integer | b       | c:money | d:date     | e:boolean | f:list
        --------- | ------- | ------- | ---------- | --------- | ------
        1         | " x|y " | 2.5     | 2024-02-29 | true      | [p, q]
        2         |         |         |            |           |
        3         | ""      | -1      | 2024-01-01 | false     | []
        """
    )
    assert schema.names == ("a", "b", "c", "d", "e", "f")
    assert rows[0] == {
        "a": 1,
        "b": " x|y ",
        "c": Decimal("2.50"),
        "d": date(2024, 2, 29),
        "e": True,
        "f": ["p", "q"],
    }
    assert set(rows[1].values()) == {2, None}
    assert rows[2]["b"] == ""
    assert rows[2]["f"] == []


def test_a_declared_table_fills_the_columns_that_are_not_drawn() -> None:
    _, rows = drawn_table((PAIR, "a\n1"))
    assert rows == [{"a": 1, "b": None}]


def test_rows_that_differ_fail() -> None:
    with pytest.raises(AssertionError):
        assert_rows([{"a": 1, "b": "x"}], (PAIR, "a | b\n1 | y"))
    with pytest.raises(AssertionError, match="no column"):
        assert_rows([{"a": 1}], (PAIR, "a | b\n1 | y"))


def doubled(numbers: ibis.Table) -> ibis.Table:
    return numbers.mutate(
        twice=numbers.a * 2, day=numbers.day, sum=numbers.m + numbers.m
    )


def doubled_plainly(numbers):
    return [
        {**n, "twice": n["a"] and n["a"] * 2, "sum": n["m"] and n["m"] * 2}
        for n in numbers
    ]


def test_every_engine_gives_the_same_rows_in_any_order(check) -> None:
    check(
        doubled,
        oracle=doubled_plainly,
        inputs={
            "numbers": """
            a:integer | day:date   | m:money | l:list
            1         | 2024-02-29 | 1.10    | [a, b]
                      |            |         |
            """
        },
        expected="""
            twice:integer | day:date   | sum:money | l:list
                          |            |           |
            2             | 2024-02-29 | 2.20      | [a, b]
            """,
    )
