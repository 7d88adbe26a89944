"""How money, dates and ages read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from folkmoot.web import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not known"),
        ("0", "£0"),
        ("900.50", "£901"),
        ("9999", "£9,999"),
        ("41249", "£41,000"),
        ("999499", "£999,000"),
        ("999500", "£1m"),
        ("1200000", "£1.2m"),
        ("1250000.00", "£1.25m"),
        ("12349999", "£12.3m"),
        ("1240000000", "£1.24bn"),
        ("-1200000", "−£1.2m"),
    ],
)
def test_money_reads_short(value: str | None, text: str) -> None:
    assert wording.pounds(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("1234567.00", "£1,234,567"), ("0.10", "£0.10"), (Decimal("-5"), "−£5")],
)
def test_money_reads_exact(value: str, text: str) -> None:
    assert wording.exact_pounds(value) == text


def test_dates_read_in_words() -> None:
    assert wording.day(date(2027, 3, 31)) == "31 March 2027"
    assert wording.day("2027-03-01") == "1 March 2027"
    assert wording.day(None) == "not known"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "on the as-of date"),
        (1, "in 1 day"),
        (120, "in 120 days"),
        (121, "in 4 months"),
        (-3, "3 days ago"),
        (800, "in 2 years 2 months"),
    ],
)
def test_a_distance_reads_in_fitting_units(days: int, text: str) -> None:
    assert wording.days_away(days) == text


@pytest.mark.parametrize(
    ("confidence", "word"), [(0.0, "Low"), (0.4, "Fair"), (0.69, "Fair"), (0.7, "High")]
)
def test_confidence_has_a_word(confidence: float, word: str) -> None:
    assert wording.confidence_word(confidence) == word
