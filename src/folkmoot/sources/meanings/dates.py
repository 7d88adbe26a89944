"""What a date as published can mean: one text in, one reading out.

Readings are made once for each distinct text and joined to the rows, so that engines
cannot disagree on a date. A text such as 03/04/2024 has two readings; which one holds
is decided for the whole column by `date_orders` in `readings.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Order = Literal["", "day_first", "month_first", "either"]

EARLIEST_YEAR = 1950
"""No contract or payment of a council that publishes data is older than this."""

LATEST_YEAR = 2150
"""More than a century ahead is a typing slip; leases may well run to 2125."""

_EXCEL_DAY_ZERO = date(1899, 12, 30)
"""Excel counts days from here, its false leap day of 1900 included."""

_EXCEL_SERIALS = range(18264, 73051)
"""1950 to 2099: smaller and larger numbers are more likely counts than days."""

_PIVOT = 70
"""Two-digit years from here on are of the last century, as POSIX reads them (69 apart)."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may",
            "jun june", "jul july", "aug august", "sep sept september",
            "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_CLOCK = r"(?:[t ,]+\d{1,2}[:.]\d{2}.*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}){_CLOCK})?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMBERS = re.compile(
    rf"(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{4}}|\d{{2}}){_CLOCK}"
)
_WORDED = re.compile(
    rf"(?:[a-z]{{3,9}}\.?,?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[-/.\s]*([a-z]{{3,9}})"
    rf"\.?,?[-/.\s']*(\d{{4}}|\d{{2}}){_CLOCK}"
)
_MONTH_WORD_FIRST = re.compile(
    rf"([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_CLOCK}"
)
_MONTH_AND_YEAR = re.compile(r"([a-z]{3,9})\.?[-/\s']+(\d{4}|\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_OPEN_ENDED = re.compile(
    r"\b(rolling|perpetual|perpetuity|on-?\s?going|open[- ]?ended|indefinite(ly)?|"
    r"until (further notice|terminated)|no (fixed )?end( date)?|evergreen|continuous|"
    r"auto(matic(ally)?)?[- ]renew\w*|annual(ly)? renew\w*)\b"
)
_ABSENT = re.compile(
    r"[-–—.?\s]*|n\s?/?\s?a|none|nil|null|nan|nat|tb[cad]|tb\s?(confirmed|advised|agreed)|"
    r"to be (confirmed|advised|agreed)|not (applicable|known|stated|available|specified)|"
    r"unknown|various|0{1,2}[/.-]0{1,2}[/.-]0{2,4}|0{4}-00-00|0|see (above|below|notes?)"
)


@dataclass(frozen=True, slots=True)
class DateReading:
    """What one text can mean as a date.

    `order` says which order of day and month the text itself proves: day_first,
    month_first or either; empty where it is plain (2024-02-29). `month_first` is the
    reading to take in a column that proves to be written month first.
    """

    day_first: date | None = None
    month_first: date | None = None
    order: Order = ""
    is_open_ended: bool = False
    problem: str = ""


def date_reading(text: str) -> DateReading:
    """Read one published date; `problem` names the rule where it is not one."""
    folded = " ".join(text.lower().split())
    if _ABSENT.fullmatch(folded):
        return DateReading()
    numbers = _NUMBERS.fullmatch(folded)
    if numbers is not None:
        return _two_orders(*(int(part) for part in numbers.groups()))
    parts = _plain_parts(folded)
    if parts is not None:
        found, problem = _day(*parts)
        return DateReading(found, found, problem=problem)
    if _OPEN_ENDED.search(folded):
        return DateReading(is_open_ended=True)
    return DateReading(problem="date_unreadable")


def _plain_parts(folded: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text whose order is beyond doubt."""
    if found := _YEAR_FIRST.fullmatch(folded):
        return int(found[1]), int(found[2]), int(found[3] or 1)
    if found := _COMPACT.fullmatch(folded):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := _WORDED.fullmatch(folded)) and found[2] in _MONTHS:
        return _whole_year(int(found[3])), _MONTHS[found[2]], int(found[1])
    if (found := _MONTH_WORD_FIRST.fullmatch(folded)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2])
    if (found := _MONTH_AND_YEAR.fullmatch(folded)) and found[1] in _MONTHS:
        return _whole_year(int(found[2])), _MONTHS[found[1]], 1
    return _serial_parts(folded)


def _serial_parts(folded: str) -> tuple[int, int, int] | None:
    found = _SERIAL.fullmatch(folded)
    if found is None or int(found[1]) not in _EXCEL_SERIALS:
        return None
    day = _EXCEL_DAY_ZERO + timedelta(days=int(found[1]))
    return day.year, day.month, day.day


def _two_orders(first: int, second: int, year: int) -> DateReading:
    year = _whole_year(year)
    day_first, problem = _day(year, second, first)
    month_first, other = _day(year, first, second)
    order: Order = ""
    if day_first is None and month_first is not None:
        order = "month_first"
    elif month_first is None and day_first is not None:
        order = "day_first"
    elif day_first != month_first:
        order = "either"
    return DateReading(
        day_first, month_first, order, problem=problem and other and problem
    )


def _day(year: int, month: int, day: int) -> tuple[date | None, str]:
    try:
        found = date(year, month, day)
    except ValueError:
        return None, "date_impossible"
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None, "date_out_of_range"
    return found, ""


def _whole_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (1900 if year >= _PIVOT else 2000)
