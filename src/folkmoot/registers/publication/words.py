"""How shares and rows are said: as people round, and never more than the count carries."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Sequence
from typing import Any


def share_words(part: int, whole: int) -> str:
    """A share in per cent, halves up; 0% and 100% only where it is none and all.

    `share_words(1, 1000)` is "less than 1%"; of nothing there is no share: "none asked".
    """
    if whole <= 0:
        return "none asked"
    if part <= 0:
        return "0%"
    if part >= whole:
        return "100%"
    percent = (200 * part + whole) // (2 * whole)
    if percent == 0:
        return "less than 1%"
    return "more than 99%" if percent == 100 else f"{percent}%"


def place_words(gap: dict[str, Any], *, rows: str = "blank") -> str:
    """A file with the first rows of it: `register.xlsx, sheet 2019, rows 14, 52 and 7 more`.

    `rows` is `blank` or `unclear`: which of the rows found to be lacking are named.
    """
    numbers, count = gap[rows], gap[f"{rows}_rows"]
    return f"{table_words(gap)}, {rows_words(numbers, count)}"


def table_words(gap: dict[str, Any]) -> str:
    """A file and, where it has several, its sheet."""
    return named_table(str(gap["file"]), gap["table_name"])


def named_table(file: str, table_name: str | None) -> str:
    """A file with the name of a table in it: its sheet, or its place on the only sheet."""
    if not table_name:
        return file
    is_place = table_name.startswith(("table ", "columns "))
    return f"{file}, {table_name}" if is_place else f"{file}, sheet {table_name}"


def rows_words(numbers: Sequence[int], count: int) -> str:
    """`row 14`, `rows 14 and 52`, `rows 14, 52 and 7 more`."""
    told = [str(number) for number in numbers]
    more = max(count - len(told), 0)
    if more:
        told.append(f"{more:,} more")
    noun = "row" if len(numbers) == 1 and not more else "rows"
    if len(told) < 2:
        return f"{noun} {''.join(told)}"
    return f"{noun} {', '.join(told[:-1])} and {told[-1]}"


def period_words(first: str | None, last: str | None) -> str:
    """`June 2019`, `June 2019 to September 2019`, `2019 to 2024`, or that nothing is dated."""
    if not first or not last:
        return "undated"
    if first == last:
        return one_period(first)
    return f"{one_period(first)} to {one_period(last)}"


def one_period(period: str) -> str:
    """A month or a year as people write it: `2019-06` is June 2019."""
    year, _, month = period.partition("-")
    return f"{month_name[int(month)]} {year}" if month else year
