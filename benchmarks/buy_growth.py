"""How the buy desk's own processor time grows, from 2,000 to 200,000 contracts.

    python benchmarks/buy_growth.py benchmarks/buy_growth.svg

Fifty councils and twelve needs at every size, so that each need grows with the whole: that is
the hardest way to grow. The plot sets the seconds beside n log n through the smallest size,
on logarithmic axes; the table says them in figures. What the desk costs whatever the size lifts
the first point, and n log n with it: so the power of n between the largest sizes decides.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from html import escape
from math import log, log10
from pathlib import Path

from buy_search import desk_run
from measuring import machine
from workspace_build import COUNCILS

CONTRACTS_A_COUNCIL = (40, 120, 400, 1_200, 4_000)
PAYMENTS_A_CONTRACT = 0.3

Point = tuple[int, float]
"""Contracts, and processor seconds."""


def n_log_n(points: Sequence[Point]) -> list[Point]:
    """What each size would take, had the time of the smallest grown with n log n."""
    first, seconds = points[0]
    return [(n, seconds * n * log(n) / (first * log(first))) for n, _ in points]


def exponent(before: Point, after: Point) -> float:
    """The power of n with which the time grew from one size to the next; n log n is about 1.1."""
    return log(after[1] / before[1]) / log(after[0] / before[0])


def measured(contracts: int) -> float:
    """Processor seconds of the desk alone over a workspace of so many contracts a council."""
    _, seconds, _ = desk_run(contracts, round(contracts * PAYMENTS_A_CONTRACT))
    return seconds


def table(points: Sequence[Point]) -> str:
    """The points in Markdown: seconds, n log n, and the power from the size before."""
    rows = [
        "| contracts | CPU s | n log n from the first, s | power of n |",
        "|---|---|---|---|",
    ]
    expected = n_log_n(points)
    for at, (n, seconds) in enumerate(points):
        power = f"{exponent(points[at - 1], points[at]):.2f}" if at else ""
        rows.append(f"| {n:,} | {seconds:.2f} | {expected[at][1]:.2f} | {power} |")
    return "\n".join(rows)


def plot(points: Sequence[Point]) -> str:
    """An SVG with both axes logarithmic: the measured line, and n log n dashed."""
    expected = n_log_n(points)
    times = [seconds for _, seconds in (*points, *expected)]
    left, right, top, bottom = 70, 600, 50, 330

    def scaled(value: float, low: float, high: float, start: int, end: int) -> float:
        return start + (log10(value / low) / log10(high / low)) * (end - start)

    def place(point: Point) -> tuple[float, float]:
        n, seconds = point
        x = scaled(n, points[0][0], points[-1][0], left, right)
        return x, scaled(seconds, min(times), max(times), bottom, top)

    def line(of: Sequence[Point], style: str) -> str:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, of))
        return f'<polyline points="{path}" fill="none" stroke-width="2" {style}/>'

    title = "Processor seconds of the buy desk, by contracts; both axes logarithmic"
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 400" role="img"'
        f' font-family="sans-serif" font-size="13"><title>{escape(title)}</title>',
        '<rect width="720" height="400" fill="#fff"/>',
        f'<text x="{left}" y="24" font-size="15">{escape(title)}</text>',
        line(expected, 'stroke="#666" stroke-dasharray="6 4"'),
        line(points, 'stroke="#1d5a8a"'),
    ]
    for point in points:
        x, y = place(point)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1d5a8a"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 10:.1f}">{point[1]:.1f} s</text>')
        parts.append(
            f'<text x="{x:.1f}" y="355" text-anchor="middle">{point[0]:,}</text>'
        )
    parts.append(
        f'<text x="{left}" y="385">Solid: measured. Dashed: n log n from the first.</text>'
    )
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Measure each size, print the table and write the plot where the command says."""
    if len(sys.argv) != 2:
        sys.exit(
            "Say where the plot goes: python benchmarks/buy_growth.py buy_growth.svg"
        )
    print(machine(), flush=True)
    points = []
    for each in CONTRACTS_A_COUNCIL:
        points.append((COUNCILS * each, measured(each)))
        print(points[-1], flush=True)
    print(table(points))
    Path(sys.argv[1]).write_text(plot(points), encoding="utf-8")


if __name__ == "__main__":
    main()
