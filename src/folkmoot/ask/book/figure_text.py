"""A figure of a table as it is printed, on pages and on paper."""

from __future__ import annotations

from collections.abc import Mapping

from folkmoot.ask.book.table_page import BlockTest, Cell, Row

MEAN_DECIMALS = 2
"""Of means and medians; percentages take the survey's own setting."""


def cut(value: float | None, digits: int) -> float | None:
    """A figure with so many digits; zero has no sign: a net of -0.0 would read as a fall."""
    return None if value is None else round(value, digits) + 0.0


SIGNIFICANT = 0.05
"""Columns are said to differ where chance alone would part them so seldom."""
_SMALLEST_P = 0.001


def tested_text(test: BlockTest, words: Mapping[str, str]) -> str:
    """What the test of one division found, in the words of a language."""
    p = test.p_value
    if p is None:
        return words["test_none"]
    if p >= SIGNIFICANT:
        return words["test_same"].format(p=f"= {p:.2f}", name=test.name)
    told = f"< {_SMALLEST_P}" if p < _SMALLEST_P else f"= {p:.3f}"
    return words["test_differ"].format(p=told, name=test.name)


def figure_text(row: Row, cell: Cell, decimals: int) -> str:
    """A figure in the form of its row: shares in per cent, nets with their sign."""
    value = cell.value or 0.0
    if row.kind in ("mean", "median"):
        return f"{value:,.{MEAN_DECIMALS}f}"
    rounded = cut(value, decimals)
    sign = "+" if row.kind == "net" else ""
    return f"{rounded:{sign}.{decimals}f}"


def ends_text(row: Row, cell: Cell, decimals: int, to: str = "to") -> str:
    """The ends of an interval under a figure; blank where there is none.

    `to` is the word between them, in the language of the page.
    """
    if cell.lower is None or cell.upper is None:
        return ""
    digits = MEAN_DECIMALS if row.kind in ("mean", "median") else decimals
    sign = "+" if row.kind == "net" else ""
    low, high = cut(cell.lower, digits), cut(cell.upper, digits)
    return f"{low:{sign}.{digits}f} {to} {high:{sign}.{digits}f}"
