"""How large an invented group is, and how badly its files are kept."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.demo.calendar import SHARE_ON_31_MARCH


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a group and the faults of its files.

    `contracts` is what is aimed at: background that would meet other contracts is not
    written, so a little fewer come out.
    """

    councils: int = 14
    contracts: int = 1200
    payments: int = 26_000
    planted: tuple[int, int] = (12, 16)
    """The fewest and the most planted groups; the seed draws between them."""
    small_apart: int = 0
    """Planted groups besides, each of contracts that are small apart and large together."""
    on_31_march: float = SHARE_ON_31_MARCH
    """Share of background contracts that end on a 31 March."""
    names_misspelt: float = 0.0
    """Share of contracts whose supplier and buyer are misspelt, the supplier without number."""
    codes_missing: float = 0.0
    """Share of contracts published without a category code."""
    are_dates_permuted: bool = False
    """Live contracts of one CPV division exchange their dates, so that dates say nothing."""


PLAIN = Shape()
"""As large as the demo, with nothing planted besides: what benchmarks draw."""
DEMO = Shape(small_apart=1)
"""What `folkmoot demo` writes."""
