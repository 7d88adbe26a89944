"""What contracts are worth a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from folkmoot.buy.contracts.contract import Paid
from folkmoot.buy.contracts.values import PublishedValue, yearly_values, years_between


def published(name="a", **given):
    row = {
        "contract_id": name,
        "need_id": "cpv:3435",
        "value": Decimal("400000.00"),
        "basis": "total",
        "ceiling": None,
        "start": date(2024, 4, 1),
        "end": date(2028, 3, 31),
        "latest_end": None,
    }
    return PublishedValue(**(row | given))


def one(**given):
    return yearly_values([published(**given)])["a"]


def test_a_total_is_spread_over_the_term():
    found = one()

    assert found.mid == Decimal("100000.00")
    assert found.low == found.mid == found.high
    assert found.method == "total_over_term"


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2024, 4, 1), date(2028, 3, 31), 4),
        (date(2024, 4, 1), date(2028, 4, 1), 4),
        (date(2024, 2, 29), date(2026, 2, 28), 2),
        (date(2025, 1, 1), date(2026, 3, 14), Decimal(1) + Decimal(73) / 365),
        (date(2024, 12, 31), date(2025, 12, 30), 1),
        (date(2025, 1, 1), date(2025, 1, 2), Decimal(2) / 365),
    ],
)
def test_a_term_counts_its_first_and_its_last_day(start, end, years):
    assert years_between(start, end) == years


def test_an_end_at_the_end_of_the_calendar_is_still_a_term():
    assert one(end=date.max).mid > 0


def test_extensions_lower_the_low_end_as_the_total_may_include_them():
    found = one(latest_end=date(2030, 3, 31))

    assert found.low == Decimal("66666.67")
    assert found.mid == Decimal("100000.00")


def test_an_annual_value_stands_as_it_is():
    found = one(basis="annual")

    assert found.low == found.mid == found.high == Decimal("400000.00")


def test_a_short_job_is_not_blown_up_to_a_year():
    assert one(end=date(2024, 6, 30)).mid == Decimal("400000.00")


def test_a_ceiling_only_bounds_from_above():
    found = one(basis="ceiling")

    assert (found.low, found.mid, found.method) == (
        Decimal(0),
        None,
        "ceiling_over_term",
    )
    assert found.high == Decimal("100000.00")


@pytest.mark.parametrize("value", [Decimal("1.00"), Decimal("0.50")])
def test_a_placeholder_is_no_value_and_says_so(value):
    found = one(value=value)

    assert (found.low, found.mid, found.high, found.method) == (0, None, 0, "none")
    assert "placeholder" in found.doubt


def test_half_a_year_of_payments_gives_a_rate_and_less_gives_none():
    rate = one(value=None, paid=Paid(Decimal("60000.00"), 6, 21))
    year = one(value=None, paid=Paid(Decimal("60000.00"), 12, 21))
    few = one(value=None, paid=Paid(Decimal("60000.00"), 5, 21))

    assert (rate.low, rate.mid, rate.method) == (60000, 120000, "payments")
    assert (year.low, year.mid, year.high) == (60000, 60000, 60000)
    assert (few.low, few.mid, few.high, few.method) == (0, None, 0, "none")
    assert few.paid == Paid(Decimal("60000.00"), 5, 21)


def test_more_refunded_than_paid_is_no_value():
    assert one(value=None, paid=Paid(Decimal("-10.00"), 12, 3)).method == "none"


def test_a_missing_term_widens_the_range():
    found = yearly_values([published(), published("b", start=None)])["b"]

    assert found.low == Decimal("80000.00")
    assert found.high == Decimal("400000.00")
    assert found.low < found.mid < found.high
    assert "No term is published" in found.doubt


def test_a_typing_error_of_billions_does_not_win():
    rows = [published(f"c{i}", value=Decimal(400_000 + 10_000 * i)) for i in range(6)]
    found = yearly_values([*rows, published("wrong", value=Decimal("15600000000.00"))])

    assert found["wrong"].high < Decimal("5000000")
    assert found["wrong"].mid < Decimal("200000")
    assert "far above" in found["wrong"].doubt
    assert all(not found[f"c{i}"].doubt for i in range(6))


@pytest.mark.parametrize("basis", ["annual", "total", "ceiling"])
def test_billions_with_nothing_to_compare_with_are_not_counted(basis):
    found = one(value=Decimal("10000000000.00"), basis=basis)

    assert (found.low, found.mid, found.high, found.method) == (0, None, 0, "none")
    assert "more than any council spends on one contract" in found.doubt


def test_a_large_but_possible_value_keeps_its_published_high_end():
    rows = [published(f"c{i}", value=Decimal(400_000 + 10_000 * i)) for i in range(6)]
    found = yearly_values([*rows, published("large", value=Decimal("8000000.00"))])

    assert found["large"].high == Decimal("2000000.00")
    assert found["large"].mid < found["large"].high
    assert found["large"].doubt


def test_a_term_taken_from_contracts_like_it_gives_a_range_and_says_so():
    found = one(early_end=date(2026, 3, 31), latest_end=date(2032, 3, 31))

    assert found.low < Decimal(51_000) < found.mid < Decimal(199_000) < found.high
    assert "as contracts like it" in found.doubt
