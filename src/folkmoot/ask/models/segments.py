"""Segments of people: by declared rules first, and how far two divisions agree.

A rule says in words who belongs ("trusts automation and wants more of it"), so anybody can
check it and next year's survey can use it again. What a rule cannot decide for want of an
answer stays undecided; it is never a no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.estimation.errors import DesignError

UNDECIDED = -1


@dataclass(frozen=True, eq=False)
class Condition:
    """An answer at one of `levels`; `codes` (n,) are the answers, -1 for none."""

    codes: Codes
    levels: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Rule:
    """A segment by name: at least `at_least` of its conditions hold (all, without it)."""

    name: str
    conditions: tuple[Condition, ...]
    at_least: int | None = None

    def decided(self) -> NDArray[np.int8]:
        """1 where the rule holds, 0 where it does not, -1 where a blank leaves it open."""
        if not self.conditions:
            raise DesignError(
                f"The segment '{self.name}' has no conditions.", "Give it one or more."
            )
        wanted = len(self.conditions) if self.at_least is None else self.at_least
        if not 1 <= wanted <= len(self.conditions):
            raise DesignError(
                f"The segment '{self.name}' asks for {wanted} of "
                f"{len(self.conditions)} conditions.",
                "Ask for one at least, and for no more than it has.",
            )
        holds = sum(np.isin(c.codes, c.levels).astype(int) for c in self.conditions)
        blank = sum((c.codes < 0).astype(int) for c in self.conditions)
        found = np.where(np.asarray(holds) >= wanted, 1, 0)
        open_still = (found == 0) & (np.asarray(holds) + np.asarray(blank) >= wanted)
        return np.where(open_still, -1, found).astype(np.int8)


@dataclass(frozen=True, eq=False)
class Segments:
    """Where each of n people belongs: `codes` index `names`, the last of which is neither.

    `undecided` people have a blank that decides; `in_several` held more than one rule and
    went to the first that was declared.
    """

    codes: Codes
    names: tuple[str, ...]
    undecided: int
    in_several: int


def by_rules(rules: Sequence[Rule], *, neither: str = "Neither") -> Segments:
    """Segments by declared rules, the first that holds; who holds none is in `neither`."""
    if not rules:
        raise DesignError("No segment is declared.", "Declare one rule or more.")
    decided = np.stack([rule.decided() for rule in rules], axis=1)
    codes = np.full(len(decided), len(rules), np.int64)
    for place in reversed(range(len(rules))):
        codes[decided[:, place] == 1] = place
        # An open rule goes before all that come after it.
        codes[decided[:, place] == -1] = UNDECIDED
    return Segments(
        codes=codes,
        names=(*(rule.name for rule in rules), neither),
        undecided=int(np.count_nonzero(codes == UNDECIDED)),
        in_several=int(np.count_nonzero((decided == 1).sum(axis=1) > 1)),
    )


@dataclass(frozen=True, eq=False)
class Agreement:
    """Two divisions of the same people, crossed.

    `unweighted` and `weighted` (first, second) count people whom both decide;
    `adjusted_rand` is 1 for the same division, 0 for what chance gives (Hubert and Arabie,
    1985), on unweighted counts; it needs no matching of names.
    """

    unweighted: Codes
    weighted: Numbers
    adjusted_rand: float


def agreement(
    first: Codes, n_first: int, second: Codes, n_second: int, weights: Numbers
) -> Agreement:
    """How far two divisions agree, over the people whom both place."""
    both = (first >= 0) & (second >= 0)
    cells = first[both] * n_second + second[both]
    size, shape = n_first * n_second, (n_first, n_second)
    counts = np.bincount(cells, minlength=size).reshape(shape).astype(np.int64)
    held = np.bincount(cells, weights[both], minlength=size).reshape(shape)
    return Agreement(counts, np.asarray(held, np.float64), adjusted_rand(counts))


def adjusted_rand(counts: Codes) -> float:
    """The adjusted Rand index of a table of people by two divisions.

    Two divisions that each put everybody together agree: 1.
    """
    pairs = _pairs(counts).sum()
    rows, columns = _pairs(counts.sum(axis=1)).sum(), _pairs(counts.sum(axis=0)).sum()
    every = _pairs(np.asarray(counts.sum()))
    if every == 0:
        return float("nan")
    expected = rows * columns / every
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))


def _pairs(counts: Codes) -> Numbers:
    """How many pairs of people each count holds."""
    held = np.asarray(counts, dtype=np.float64)
    return np.asarray(held * (held - 1) / 2)
