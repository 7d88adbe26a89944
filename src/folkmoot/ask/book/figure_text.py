"""A figure of a table as it is printed, on pages and on paper."""

from __future__ import annotations

from folkmoot.ask.book.table_page import Cell, Row

MEAN_DECIMALS = 2
"""Of means and medians; percentages take the survey's own setting."""


def figure_text(row: Row, cell: Cell, decimals: int) -> str:
    """A figure in the form of its row: shares in per cent, nets with their sign."""
    value = cell.value or 0.0
    if row.kind in ("mean", "median"):
        return f"{value:,.{MEAN_DECIMALS}f}"
    # Zero has no sign.
    rounded = round(value, decimals) + 0.0
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
    low, high = round(cell.lower, digits) + 0.0, round(cell.upper, digits) + 0.0
    return f"{low:{sign}.{digits}f} {to} {high:{sign}.{digits}f}"
