"""How far the learned reader may be believed: measured on councils it had not seen.

Each council's coded contracts are read by a model that learned from other councils alone.
How far the best code lay before the second, and whether it was the publisher's, gives for
each level a bar above which answers were right nine times in ten, and a curve from that
distance to a share right. Below the bar nothing is said.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.registers.needs.learned_model import Features, LevelModel

PRECISION_ASKED = 0.9
"""What was accepted must have been right so often; our own bar, and the one we print."""
FEWEST_ACCEPTED = 30
"""Fewer accepted answers prove nothing."""
FOLDS = 5
FEWEST_COUNCILS = 3
BOUND_Z = 1.0
"""The lower bound of the share right is held to the bar (Wilson, 1927, one standard
error), since the bar is chosen on the very rows it is measured on."""

SUREST = 0.99
"""No count of a few dozen shows that a reading is never wrong."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One coded contract read by a model that had not seen its council."""

    row: int
    margin: float
    code: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """From where on a level is believed, and how right it was there on councils left out."""

    least: float | None
    """The least distance to the second code; None where no distance is enough."""
    precision: float
    accepted: int
    tried: int
    curve: tuple[Any, Any] = ((), ())
    """Distances, rising, and the share right at each."""

    def accepts(self, margin: float) -> bool:
        """Whether an answer as far ahead as this is given."""
        return self.least is not None and margin >= self.least

    def share_right(self, margin: float) -> float | None:
        """How often answers as far ahead as this were right; None below the bar."""
        import numpy as np

        if not self.accepts(margin):
            return None
        margins, shares = self.curve
        return float(np.interp(margin, margins, shares))


def fold_of(council_id: str) -> int:
    """Which fold a council's contracts are left out with; the same on every machine."""
    return int.from_bytes(hashlib.sha256(council_id.encode()).digest()[:4]) % FOLDS


def tried_on_others(
    texts: Sequence[Features],
    codes: Sequence[str],
    councils: Sequence[str],
    *,
    digits: int,
    given: Sequence[int],
) -> dict[int, list[Tried]]:
    """What each contract was read as by a model without its council, by digits `given`.

    `given` are the digits of the code that are told beforehand: 0 for none, 2 where the
    publisher said the division.
    """
    tried: dict[int, list[Tried]] = {told: [] for told in given}
    folds = [fold_of(council) for council in councils]
    for fold in sorted(set(folds)):
        seen = [i for i, own in enumerate(folds) if own != fold]
        held = [i for i, own in enumerate(folds) if own == fold]
        if not seen:
            continue
        model = LevelModel(
            [texts[i] for i in seen], [codes[i] for i in seen], digits=digits
        )
        for told in given:
            answers = model.likeliest(
                [texts[i] for i in held], [codes[i][:told] for i in held]
            )
            for i, answer in zip(held, answers, strict=True):
                if answer is not None:
                    is_right = answer.code == codes[i][:digits]
                    tried[told].append(Tried(i, answer.margin, answer.code, is_right))
    return tried


def bar_of(tried: Sequence[Tried]) -> Bar:
    """The lowest distance from which on the share right holds, and the curve above it."""
    ordered = sorted(tried, key=lambda t: (-t.margin, t.row))
    right, found = 0, Bar(None, 0.0, 0, len(ordered))
    for count, one in enumerate(ordered, start=1):
        right += one.is_right
        is_last_of_its_margin = (
            count == len(ordered) or ordered[count].margin < one.margin
        )
        if (
            is_last_of_its_margin
            and count >= FEWEST_ACCEPTED
            and lower_bound(right, count) >= PRECISION_ASKED
        ):
            found = Bar(one.margin, right / count, count, len(ordered))
    if found.least is None:
        return found
    return Bar(found.least, found.precision, found.accepted, found.tried, _curve(tried))


def lower_bound(right: int, count: int) -> float:
    """The lower end of Wilson's interval for a share, at `BOUND_Z` standard errors."""
    share, z = right / count, BOUND_Z
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count)


def _curve(tried: Sequence[Tried]) -> tuple[Any, Any]:
    """Distance to share right, rising (isotonic regression), from the councils left out."""
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(y_min=0.0, y_max=SUREST, out_of_bounds="clip")
    curve.fit([t.margin for t in tried], [float(t.is_right) for t in tried])
    return curve.X_thresholds_, curve.y_thresholds_
