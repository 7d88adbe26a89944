"""Groups of people that two tables of one question leave between them.

A column of one table may hold the people of columns of another and a few more: a kind of
council and its councils, everybody asked and those asked a second time. A reader who takes
the ones from the other has the answers of those few, though each table by itself keeps its
rules. So every table that may be shown of a question is looked at together: where one
column less others that lie inside it leaves fewer people than may be shown, one of those
others is hidden.

What lies inside what is looked up among all who answered, once for a survey. Taken from a
column is what lies inside it of one division at a time; cleverer sums over several
divisions are not tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Mask
from folkmoot.ask.estimation.design import Codes

WHOLE = -1
"""The place of a family's total among its columns."""


@dataclass(frozen=True, eq=False)
class Family:
    """The columns of one division among some people.

    `codes` (n,) are -1 for who is not placed; `people` (n,) says whose answers count.
    """

    key: tuple[int, str]
    """The place of the condition that narrows it (0: everybody), and the division."""
    codes: Codes
    size: int
    people: Mask

    def column(self, place: int) -> Mask:
        """Who is in a column, or in the total."""
        return self.people if place == WHOLE else self.people & (self.codes == place)


@dataclass(frozen=True, slots=True)
class _Holder:
    """People whose answers a reader has: a column, or a total less one column."""

    family: int
    place: int
    is_rest: bool


@dataclass(frozen=True, eq=False)
class _Nesting:
    """Columns of one family that lie wholly inside a holder."""

    holder: _Holder
    family: int
    places: tuple[int, ...]


class Overlaps:
    """Which columns of a survey's tables lie inside others."""

    def __init__(self, families: Sequence[Family]) -> None:
        self.families = families
        self._nestings = list(self._found())
        self._own = [
            _Nesting(_Holder(place, WHOLE, False), place, tuple(range(one.size)))
            for place, one in enumerate(families)
        ]

    def hidden(
        self, given: Mask, smallest: int, *, has_cells: bool = True
    ) -> Mapping[tuple[int, str], Mask]:
        """Columns to hide, of tables of a question that `given` (n,) answered.

        For each family a mask (size + 1,), its total last. Columns of fewer than
        `smallest` people are none of them: every table hides those by itself. A table of
        cells also sees to it that they cannot be had from its other columns and its total;
        a table of means has no cells (`has_cells`), so that is seen to here.
        """
        nestings = self._nestings if has_cells else [*self._own, *self._nestings]
        bases = [self._bases(family, given) for family in self.families]
        shown = [base >= smallest for base in bases]
        thin = [~mask for mask in shown]
        is_settled = False
        while not is_settled:
            is_settled = True
            for nesting in nestings:
                if self._leaves_few(nesting, bases, shown, smallest):
                    is_settled = False
        return {
            family.key: ~mask & ~few
            for family, mask, few in zip(self.families, shown, thin, strict=True)
        }

    def _leaves_few(
        self,
        nesting: _Nesting,
        bases: Sequence[Codes],
        shown: Sequence[Mask],
        smallest: int,
    ) -> bool:
        """Hide the smallest part where the holder less its parts leaves too few."""
        holder = nesting.holder
        held = bases[holder.family]
        if not shown[holder.family][holder.place]:
            return False
        base = int(held[holder.place])
        if holder.is_rest:
            if not shown[holder.family][WHOLE]:
                return False
            base = int(held[WHOLE]) - base
        parts = [p for p in nesting.places if shown[nesting.family][p]]
        left = base - sum(int(bases[nesting.family][p]) for p in parts)
        if not parts or not 0 < left < smallest:
            return False
        least = min(parts, key=lambda place: (bases[nesting.family][place], place))
        mask = shown[nesting.family]
        mask[least] = False
        if least == WHOLE:
            mask[:] = False
        return True

    def _bases(self, family: Family, given: Mask) -> Codes:
        who = given & family.people
        placed = family.codes[who & (family.codes >= 0)]
        counts = np.bincount(placed, minlength=family.size)
        return np.append(counts, who.sum()).astype(np.int64)

    def _found(self) -> list[_Nesting]:
        found = []
        for place, outer in enumerate(self.families):
            for inner, family in enumerate(self.families):
                if place == inner:
                    continue
                for held, is_rest, places in _within(outer, family):
                    holder = _Holder(place, held, is_rest)
                    found.append(_Nesting(holder, inner, places))
        return found


def _within(outer: Family, inner: Family) -> list[tuple[int, bool, tuple[int, ...]]]:
    """Of each column of `outer`, and of its total less it, the columns inside it."""
    # Rows are columns of `inner` (its total last), columns those of `outer` (not
    # placed, then outside, last): who of the one is in which of the other.
    levels = np.where(outer.people, outer.codes, outer.size + 1)
    levels = np.where(levels < 0, outer.size, levels)
    width = outer.size + 2
    placed = inner.people & (inner.codes >= 0)
    pairs = inner.codes[placed] * width + levels[placed]
    crossed = np.zeros((inner.size + 1, width), np.int64)
    crossed[:-1] = np.bincount(pairs, minlength=inner.size * width).reshape(
        inner.size, width
    )
    crossed[-1] = np.bincount(levels[inner.people], minlength=width)
    total = crossed.sum(axis=1)
    is_same = np.array_equal(outer.people, inner.people)
    found: list[tuple[int, bool, Mask]] = []
    for place in range(outer.size):
        inside = crossed[:, place] == total
        apart = (crossed[:, place] == 0) & (crossed[:, -1] == 0)
        found += [(place, False, inside), (place, True, apart)]
    if not is_same:
        found.append((WHOLE, False, crossed[:, -1] == 0))
    return [
        (place, is_rest, places)
        for place, is_rest, mask in found
        for places in _alternatives(mask & (total > 0))
    ]


def _alternatives(inside: Mask) -> list[tuple[int, ...]]:
    """The columns of a family that lie inside: all of its levels, or else its total."""
    levels = tuple(int(place) for place in np.flatnonzero(inside[:-1]))
    return [places for places in (levels, (WHOLE,) * bool(inside[-1])) if places]
