"""Diverging bars of a scale.

Negative answers stand to the left of the middle, positive ones to the right, and neutral
ones half to each side. One bar is one small SVG; its label is text of the page, so that
long statements wrap on a narrow screen. The table that follows says the same in figures.
Fills are pale enough for dark figures inside, and edges part neighbours for whoever sees no
colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from folkmoot.ask.book.table_page import Row, TablePage
from folkmoot.ask.survey.wording import Wording, said

HEIGHT = 30
BAR_TOP, BAR = 3, 24
INK = "#17211f"
NEGATIVE = ("#eac99f", "#cf9558")
NEUTRAL = "#dfe5e2"
POSITIVE = ("#b3d8cf", "#6bb0a2")
"""From the middle outwards."""
_ROOM_FOR_FIGURE = 12.0
"""Per cent a part must have before its figure fits on a narrow screen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label and the picture; no picture where a part is hidden."""

    label: Wording
    svg: Markup | None


@dataclass(frozen=True, slots=True)
class KeyPart:
    """What one fill means."""

    label: Wording
    svg: Markup


def is_drawn(page: TablePage) -> bool:
    """Whether a table is of a scale, with a positive and a negative side."""
    sides = {row.side for row in page.rows}
    return page.is_scale and {"positive", "negative"} <= sides


def bar(rows: Sequence[Row], column: int, label: Wording, language: str) -> Bar:
    """The bar of one column of a scale's rows."""
    shares = [row for row in rows if row.kind == "share"]
    if not all(row.cells[column].is_shown for row in shares):
        return Bar(label, None)
    parts = _ordered(shares)
    spoken = ", ".join(
        f"{said(row.label, language)} {row.cells[column].value:.0f}%" for row in shares
    )
    left = 50.0 - _reach(parts, column) / 2
    drawn = []
    for row, fill in parts:
        value = row.cells[column].value or 0.0
        width = value / 2
        drawn.append(_part(left, width, fill, value))
        left += width
    middle = Markup(
        '<line x1="50%" x2="50%" y1="0" y2="{top}" stroke="{ink}" '
        'stroke-width="2"/><line x1="50%" x2="50%" y1="{bottom}" y2="{h}" '
        'stroke="{ink}" stroke-width="2"/>'
    ).format(top=BAR_TOP, bottom=BAR_TOP + BAR, h=HEIGHT, ink=INK)
    svg = Markup(
        '<svg class="bar" role="img" width="100%" height="{h}" aria-label="{spoken}" '
        'focusable="false" font-family="Arial, Helvetica, sans-serif" font-size="14">'
        "{parts}{middle}</svg>"
    ).format(h=HEIGHT, spoken=spoken, parts=Markup("").join(drawn), middle=middle)
    return Bar(label, svg)


def key(page: TablePage) -> list[KeyPart]:
    """What the fills mean, from the most negative to the most positive."""
    shares = [row for row in page.rows if row.kind == "share"]
    swatch = Markup(
        '<svg class="swatch" width="18" height="18" aria-hidden="true" focusable="false">'
        '<rect x="1" y="1" width="16" height="16" fill="{fill}" stroke="{ink}"/></svg>'
    )
    return [
        KeyPart(row.label, swatch.format(fill=fill, ink=INK))
        for row, fill in _ordered(shares)
    ]


def _ordered(shares: Sequence[Row]) -> list[tuple[Row, str]]:
    """The parts from left to right with their fills; "don't know" is left to the table.

    The code that stands farthest from the other side in the file is the outermost.
    """
    sides = [row.side for row in shares]
    by_side = {
        side: [row for row in shares if row.side == side]
        for side in ("negative", "neutral", "positive")
    }
    positive_first = sides.index("positive") < sides.index("negative")
    negative, positive = by_side["negative"], by_side["positive"]
    if positive_first:
        negative, positive = negative[::-1], positive[::-1]
    # Both now run from left to right: the outermost negative first, positive last.
    left = [
        (row, _fill(NEGATIVE, len(negative) - 1 - i)) for i, row in enumerate(negative)
    ]
    right = [(row, _fill(POSITIVE, i)) for i, row in enumerate(positive)]
    return [*left, *((row, NEUTRAL) for row in by_side["neutral"]), *right]


def _fill(fills: tuple[str, str], steps_out: int) -> str:
    return fills[min(steps_out, len(fills) - 1)]


def _reach(parts: Sequence[tuple[Row, str]], column: int) -> float:
    """How much lies left of the middle, in per cent: negative, and half of the neutral."""
    found = 0.0
    for row, _ in parts:
        value = row.cells[column].value or 0.0
        found += (
            value
            if row.side == "negative"
            else value / 2
            if row.side == "neutral"
            else 0
        )
    return found


def _part(left: float, width: float, fill: str, value: float) -> Markup:
    if value <= 0:
        return Markup("")
    drawn = Markup(
        '<rect x="{x}%" y="{y}" width="{w}%" height="{h}" fill="{fill}" stroke="{ink}"/>'
    ).format(x=f"{left:.2f}", y=BAR_TOP, w=f"{width:.2f}", h=BAR, fill=fill, ink=INK)
    if value >= _ROOM_FOR_FIGURE:
        drawn += Markup(
            '<text x="{x}%" y="{y}" text-anchor="middle" fill="{ink}">{v}</text>'
        ).format(x=f"{left + width / 2:.2f}", y=BAR_TOP + 17, ink=INK, v=f"{value:.0f}")
    return drawn
