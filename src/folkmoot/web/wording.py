"""How pages write money, dates and counts: short to read, exact where it is pointed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_ONE_PERCENT = 0.01
_THOUSAND = Decimal(1_000)
_MILLION = Decimal(1_000_000)
_BILLION = Decimal(1_000_000_000)

CONFIDENCE_WORDS = ((0.7, "High"), (0.4, "Fair"), (0.0, "Low"))
"""From this much on, the word; the number always stands beside it."""


def pounds(value: Decimal | int | str | None) -> str:
    """Money as people say it: £950, £41,200, £1.2m, £1.24bn; a dash where unknown."""
    amount = _decimal(value)
    if amount is None:
        return "not known"
    sign = "−" if amount < 0 else ""
    size = abs(amount)
    for unit, letters in ((_BILLION, "bn"), (_MILLION, "m")):
        if size >= unit * Decimal("0.9995"):
            text = f"{size / unit:.2f}" if size < 10 * unit else f"{size / unit:.1f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return f"{sign}£{text}{letters}"
    if size >= 10 * _THOUSAND:
        return f"{sign}£{_whole(size / _THOUSAND)},000"
    return f"{sign}£{_whole(size):,}"


def exact_pounds(value: Decimal | int | str | None) -> str:
    """Money to the penny, pence left out where there are none: £1,234,567."""
    amount = _decimal(value)
    if amount is None:
        return "not known"
    sign = "−" if amount < 0 else ""
    whole = abs(amount) == abs(amount).to_integral_value()
    return f"{sign}£{abs(amount):,.0f}" if whole else f"{sign}£{abs(amount):,.2f}"


def day(value: date | str | None) -> str:
    """A date in words: 31 March 2027."""
    found = _date(value)
    return "not known" if found is None else f"{found.day} {found:%B %Y}"


def short_day(value: date | str | None) -> str:
    """A date where space is short: 31 Mar 2027."""
    found = _date(value)
    return "not known" if found is None else f"{found.day} {found:%b %Y}"


def machine_day(value: date | str | None) -> str:
    """A date for the `datetime` attribute; empty where unknown."""
    found = _date(value)
    return "" if found is None else found.isoformat()


def count(number: int | None, one: str, many: str = "") -> str:
    """A number with its noun: 1 contract, 1,204 contracts."""
    number = number or 0
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def days_away(days: int | None) -> str:
    """How far a day lies from the as-of date: in 41 days, in 14 months, 3 days ago."""
    if days is None:
        return ""
    if days == 0:
        return "on the as-of date"
    span = _span(abs(days))
    return f"in {span}" if days > 0 else f"{span} ago"


def age(days: int | None) -> str:
    """How old a source is: of the same day, 41 days old, 14 months old."""
    if days is None:
        return "undated"
    if days < 0:
        return "dated later still"
    return "of the same day" if days == 0 else f"{_span(days)} old"


def percent(share: float | None) -> str:
    """A share from 0 to 1 as whole per cent."""
    return "not known" if share is None else f"{share * 100:.0f}%"


def whole_percent(share: float | None) -> str:
    """A mean share in whole per cent, halves up; 0% and 100% only where it is none and all."""
    if share is None:
        return "not scored"
    if 0 < share < _ONE_PERCENT:
        return "less than 1%"
    percent = _whole(Decimal(share) * 100)
    return "more than 99%" if percent == 100 and share < 1 else f"{percent}%"


def confidence_word(confidence: float | None) -> str:
    """Low, fair or high; never shown without its number."""
    if confidence is None:
        return "Unknown"
    return next(word for least, word in CONFIDENCE_WORDS if confidence >= least)


def sentence(text: str) -> str:
    """A text with a capital and a full stop, as it stands in a list."""
    text = text.strip()
    if not text:
        return text
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def in_words(name: str) -> str:
    """A code of ours as words: repeated_header becomes repeated header."""
    return name.replace("_", " ")


def field_words(field: str) -> str:
    """A standard field in words: end_text becomes end."""
    return in_words(field.removesuffix("_text"))


def row_anchor(place: Mapping[str, Any]) -> str:
    """Where a row stands on its contract's page, from the row's own place.

    Takes a place as evidence gives it (`sheet`, `row`) or as tables do (`table_name`,
    `row_number`).
    """
    sheet = place.get("sheet", place.get("table_name")) or ""
    row = place.get("row", place.get("row_number"))
    parts = f"{place['source_id']} {sheet} {row}".casefold()
    return "row-" + _NOT_PLAIN.sub("-", parts).strip("-")


def days_between(first: date | str | None, last: date | str | None) -> int | None:
    """Days from one date to the other; None where either is unknown."""
    start, end = _date(first), _date(last)
    return None if start is None or end is None else (end - start).days


FILTERS = (
    pounds,
    exact_pounds,
    day,
    short_day,
    machine_day,
    count,
    days_away,
    age,
    percent,
    whole_percent,
    confidence_word,
    sentence,
    in_words,
    field_words,
    row_anchor,
)
"""What templates may use, by its own name."""

_DAYS_A_MONTH = 30.44
_MONTHS_FROM = 120
"""Beyond the longer expiry band, days are too fine a unit to read."""


def _span(days: int) -> str:
    if days <= _MONTHS_FROM:
        return count(days, "day")
    months = round(days / _DAYS_A_MONTH)
    years = 2
    if months >= years * 12:
        whole, rest = divmod(months, 12)
        tail = f" {count(rest, 'month')}" if rest else ""
        return f"{count(whole, 'year')}{tail}"
    return count(months, "month")


def _whole(size: Decimal) -> int:
    """The nearest whole number, halves up as people round."""
    return int(size.quantize(Decimal(1), ROUND_HALF_UP))


def _decimal(value: Decimal | int | str | None) -> Decimal | None:
    return None if value is None or value == "" else Decimal(value)


def _date(value: date | str | None) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value[:10])
