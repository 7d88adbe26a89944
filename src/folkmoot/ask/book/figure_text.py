"""A figure of a table as it is printed, on pages and on paper."""

from __future__ import annotations

from folkmoot.ask.book.table_page import Cell, Row

MEAN_DECIMALS = 2
"""Of means and medians; percentages take the survey's own setting."""


def cut(value: float | None, digits: int) -> float | None:
    """A figure with so many digits; zero has no sign: a net of -0.0 would read as a fall."""
    return None if value is None else round(value, digits) + 0.0


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
