"""A figure of a table as it is printed, on pages and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from folkmoot.ask.book.table_page import BlockTest, Cell, RowKind, TablePage


class OfKind(Protocol):
    """A row of figures, whatever else it holds."""

    @property
    def kind(self) -> RowKind:
        """What its figures are."""


MEAN_DECIMALS = 2
"""Of means and medians; percentages take the survey's own setting."""


def cut(value: float | None, digits: int) -> float | None:
    """A figure with so many digits; zero has no sign: a net of -0.0 would read as a fall."""
    return None if value is None else round(value, digits) + 0.0


SIGNIFICANT = 0.05
"""Columns are said to differ where chance alone would part them so seldom."""
_SMALLEST_P = 0.001


def tested_text(page: TablePage, test: BlockTest, words: Mapping[str, str]) -> str:
    """What the test of one division found, in the words of a language.

    Where the letters of the same columns say otherwise, that is said with it, and why.
    """
    p = test.p_value
    if p is None:
        return words["test_none"]
    lettered = _has_letters(page, test.division)
    if p >= SIGNIFICANT:
        found = words["test_same"].format(p=f"= {p:.2f}", name=test.name)
        return (
            f"{found} {words[_why(page, test, 'letters_alone')]}" if lettered else found
        )
    told = f"< {_SMALLEST_P}" if p < _SMALLEST_P else f"= {p:.3f}"
    found = words["test_differ"].format(p=told, name=test.name)
    return found if lettered else f"{found} {words[_why(page, test, 'test_alone')]}"


def _why(page: TablePage, test: BlockTest, usual: str) -> str:
    """Which sentence says why letters and test disagree.

    Of two columns and two answers both ask of one difference, and only their
    approximations can part them.
    """
    columns = sum(one.division == test.division for one in page.columns)
    answers = sum(row.kind == "share" for row in page.rows)
    return "one_difference" if columns == answers == 2 else usual


def _has_letters(page: TablePage, division: str) -> bool:
    """Whether any figure of a division's columns is marked as above another column's."""
    places = [i for i, one in enumerate(page.columns) if one.division == division]
    return any(row.cells[place].letters for row in page.rows for place in places)


def figure_text(row: OfKind, cell: Cell, decimals: int) -> str:
    """A figure in the form of its row: shares in per cent, nets with their sign."""
    return _text(cell.value or 0.0, row, decimals, is_signed=row.kind == "net")


def ends_text(row: OfKind, cell: Cell, decimals: int, to: str = "to") -> str:
    """The ends of an interval under a figure; blank where there is none.

    `to` is the word between them, in the language of the page.
    """
    return _ends(row, cell, decimals, to, is_signed=row.kind == "net")


def gap_text(row: OfKind, gap: Cell, decimals: int) -> str:
    """A gap between two groups in the form of its row, with its sign; none has no sign."""
    is_signed = cut(gap.value, digits_of(row, decimals)) != 0
    return _text(gap.value or 0.0, row, decimals, is_signed=is_signed)


def gap_ends_text(row: OfKind, gap: Cell, decimals: int, to: str = "to") -> str:
    """The ends of a gap's interval; blank where there is none."""
    return _ends_with(gap, gap_end_digits(row, gap, decimals), to, is_signed=True)


def gap_end_digits(row: OfKind, gap: Cell, decimals: int) -> int:
    """Decimals of the ends of a gap's interval: so many that a reader sees their sides of 0.

    An end of -0.4 that is printed as 0 would tell of a gap that may be none.
    """
    least = digits_of(row, decimals)
    for digits in range(least, least + 3):
        if all(cut(end, digits) != 0 for end in (gap.lower, gap.upper) if end):
            return digits
    return least


def digits_of(row: OfKind, decimals: int) -> int:
    """Decimals that the figures of a row are printed with."""
    return MEAN_DECIMALS if row.kind in ("mean", "median") else decimals


def _text(value: float, row: OfKind, decimals: int, *, is_signed: bool) -> str:
    digits = digits_of(row, decimals)
    comma = "," if row.kind in ("mean", "median") else ""
    return f"{cut(value, digits):{'+' if is_signed else ''}{comma}.{digits}f}"


def _ends(row: OfKind, cell: Cell, decimals: int, to: str, *, is_signed: bool) -> str:
    return _ends_with(cell, digits_of(row, decimals), to, is_signed=is_signed)


def _ends_with(cell: Cell, digits: int, to: str, *, is_signed: bool) -> str:
    if cell.lower is None or cell.upper is None:
        return ""
    sign = "+" if is_signed else ""
    low, high = cut(cell.lower, digits), cut(cell.upper, digits)
    return f"{low:{sign}.{digits}f} {to} {high:{sign}.{digits}f}"
