"""Pictures drawn on the server as SVG, with presentation attributes only.

Every x is a share of the width and every height is in pixels, so that the picture
narrows to 320 px while its letters keep their size. The page's table beside a picture
says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

LANE = 46
"""Pixels a lane: a line of letters and a bar."""
HEAD = 30
FOOT = 8
BAR = 14
LABEL = 16
MOST_TICKS = 6
INK = "#17211f"
MUTED = "#4a5553"
GRID = "#c4cdc9"
WINDOW = "#2f7d71"
BAND = "#fbe9b7"
BAND_EDGE = "#7a5200"


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the timeline: when a contract ends and when it could be replaced."""

    label: str
    window_from: date
    window_to: date
    end: date | None = None
    latest_end: date | None = None


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day lies, as a share of the width in per cent, never outside it."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(min(max(share, 0.0), 1.0) * 100, 2)


def timeline(
    lanes: Sequence[Lane],
    *,
    go_live_from: date | None,
    go_live_to: date | None,
    as_of: date,
    title: str,
) -> Markup:
    """The members' windows under one another, with the days that all of them share.

    Shapes tell the parts apart as well as colours: the window is a bar, the current end
    an upright stroke, a possible extension a thin line, the shared days a framed band.
    """
    if not lanes:
        return Markup("")
    days = [as_of]
    for lane in lanes:
        days += [lane.window_from, lane.window_to]
        days += [day for day in (lane.end, lane.latest_end) if day is not None]
    margin = timedelta(days=max((max(days) - min(days)).days // 40, 10))
    scale = _Scale(min(days) - margin, max(days) + margin)
    height = HEAD + LANE * len(lanes) + FOOT
    parts = [_grid(scale, height)]
    if go_live_from is not None and go_live_to is not None:
        parts.append(_band(scale, go_live_from, go_live_to, height))
    parts.append(_upright(scale.at(as_of), HEAD - 6, height, MUTED, dash="2 3"))
    parts += [_lane(scale, lane, HEAD + LANE * n) for n, lane in enumerate(lanes)]
    return Markup(
        '<svg class="fm-timeline" role="img" width="100%" height="{height}" '
        'aria-label="{title}" focusable="false" '
        'font-family="Arial, Helvetica, sans-serif" font-size="14">{parts}</svg>'
    ).format(height=height, title=title, parts=Markup("").join(parts))


def _lane(scale: _Scale, lane: Lane, top: int) -> Markup:
    bar_top = top + LABEL + 6
    left, right = scale.at(lane.window_from), scale.at(lane.window_to)
    parts = [
        Markup(
            '<text x="0" y="{y}" fill="{ink}" stroke="#ffffff" stroke-width="4" '
            'paint-order="stroke">{label}</text>'
        ).format(y=top + LABEL, ink=INK, label=escape(lane.label)),
        _bar(left, right, bar_top, WINDOW),
    ]
    if lane.end is not None:
        end = scale.at(lane.end)
        if lane.latest_end is not None and lane.latest_end > lane.end:
            reach = scale.at(lane.latest_end)
            parts.append(_bar(end, reach, bar_top + BAR + 2, MUTED, height=3))
        parts.append(
            Markup(
                '<line x1="{x}%" x2="{x}%" y1="{top}" y2="{bottom}" stroke="{ink}" '
                'stroke-width="3"/>'
            ).format(x=end, top=bar_top - 3, bottom=bar_top + BAR + 5, ink=INK)
        )
    return Markup("").join(parts)


def _bar(
    left: float, right: float, top: int, fill: str, *, height: int = BAR
) -> Markup:
    return Markup(
        '<rect x="{x}%" y="{y}" width="{width}%" height="{height}" rx="2" '
        'fill="{fill}"/>'
    ).format(
        x=left, y=top, width=round(max(right - left, 0.4), 2), height=height, fill=fill
    )


def _band(scale: _Scale, first: date, last: date, height: int) -> Markup:
    left, right = scale.at(first), scale.at(last)
    return Markup(
        '<rect x="{x}%" y="{y}" width="{width}%" height="{height}" fill="{fill}" '
        'stroke="{edge}" stroke-width="1" stroke-dasharray="4 2"/>'
    ).format(
        x=left,
        y=HEAD - 6,
        width=round(max(right - left, 0.4), 2),
        height=height - HEAD,
        fill=BAND,
        edge=BAND_EDGE,
    )


def _grid(scale: _Scale, height: int) -> Markup:
    years = list(range(scale.first.year + 1, scale.last.year + 1))
    step = -(-len(years) // MOST_TICKS) if years else 1
    parts = []
    for year in years[::step]:
        x = scale.at(date(year, 1, 1))
        anchor = "start" if x < 92 else "end"
        parts.append(_upright(x, HEAD - 10, height, GRID))
        parts.append(
            Markup(
                '<text x="{x}%" y="14" fill="{ink}" text-anchor="{anchor}">{year}</text>'
            ).format(x=x, ink=MUTED, anchor=anchor, year=year)
        )
    return Markup("").join(parts)


def _upright(x: float, top: int, bottom: int, stroke: str, dash: str = "") -> Markup:
    dashes = Markup(' stroke-dasharray="{}"').format(dash) if dash else Markup("")
    return Markup(
        '<line x1="{x}%" x2="{x}%" y1="{top}" y2="{bottom}" stroke="{stroke}"{dashes}/>'
    ).format(x=x, top=top, bottom=bottom, stroke=stroke, dashes=dashes)
