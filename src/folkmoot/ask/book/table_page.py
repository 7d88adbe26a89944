"""A table as it is published.

The one model that pages, paper, the workbook and the file of figures are all written from,
so that no two of them can differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from folkmoot.ask.survey.wording import Wording

State = Literal["shown", "hidden", "small base", "no answers"]
RowKind = Literal["share", "net", "mean", "median"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: everybody (`division` blank), or one level of a division.

    `letter` names it in comparisons. Bases are of people who answered; where too few did
    (`is_small`), or where they would give away what is hidden elsewhere (`is_hidden`),
    the numbers are None.
    """

    division: str
    division_label: Wording
    code: str
    label: Wording
    letter: str
    base_unweighted: int | None
    base_weighted: float | None
    effective_base: float | None
    is_small: bool = False
    needs_caution: bool = False
    is_hidden: bool = False

    @property
    def has_base(self) -> bool:
        """Whether its bases are shown."""
        return not (self.is_small or self.is_hidden)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: percent (or the question's unit), its margin, and how it compares.

    `lower` and `upper` are the ends of its 95 % interval. `letters` name the columns of its
    division that it is above; `against_total` is 1 above everybody else, -1 below.
    """

    state: State
    value: float | None = None
    standard_error: float | None = None
    lower: float | None = None
    upper: float | None = None
    letters: str = ""
    against_total: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether a figure stands there."""
        return self.state == "shown"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a code's share, a net, or a mean; one cell a column."""

    kind: RowKind
    code: str
    label: Wording
    cells: tuple[Cell, ...]
    side: str = ""


@dataclass(frozen=True, slots=True)
class BlockTest:
    """Whether a division's columns differ at all, by one test of the whole table."""

    division: str
    label: Wording
    name: str
    p_value: float | None


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table with all that must stand beside it."""

    number: int
    question: str
    item: str
    title: Wording
    wording: Wording
    item_text: Wording
    base: Wording
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tests: tuple[BlockTest, ...]
    notes: tuple[Wording, ...]
    is_several: bool = False
    is_scale: bool = False

    @property
    def id(self) -> str:
        """Its name in addresses and sheets: t1, t2 and so on."""
        return f"t{self.number}"

    def blocks(self) -> list[tuple[Wording, list[int]]]:
        """The columns of each division, everybody first in every one of them."""
        names = dict.fromkeys(c.division for c in self.columns if c.division)
        if not names:
            return [("", [0])]
        found = []
        for name in names:
            places = [i for i, c in enumerate(self.columns) if c.division == name]
            found.append((self.columns[places[0]].division_label, [0, *places]))
        return found
