"""Whether segments would come back from another sample of the same people.

Random starts that agree only show that the likelihood has one top; they say nothing of the
sample. So councils (or people) are drawn again with replacement, classes are found afresh,
and everybody is placed by both. Agreement is by the adjusted Rand index, which needs no
matching of names, and per segment by Jaccard's (Hennig, 2007). What does not come back is
called unstable and is given no name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.models.classes import Classes, Patterns, fitted
from folkmoot.ask.models.segments import adjusted_rand

RESAMPLES = 100
STARTS_EACH = 10
GAIN_EACH = 1e-4
"""Where a resample comes to rest: who is placed where hardly moves below this."""
STABLE_RAND = 0.8
"""From here a division comes back; our own reading of tables of simulated agreement."""
STABLE_JACCARD = 0.75
"""From here a segment is a valid, stable pattern (Hennig, 2007, section 4)."""


@dataclass(frozen=True, eq=False)
class Stability:
    """What resamples made of the classes.

    `rand` (resamples,) against the classes found first; `jaccard` (k,) is the mean
    likeness of each segment to its nearest in a resample; `share_changing` the mean share
    of people whose segment changes after the best matching.
    """

    rand: Numbers
    jaccard: Numbers
    share_changing: float

    @property
    def mean_rand(self) -> float:
        """The mean adjusted Rand index."""
        return float(self.rand.mean())

    @property
    def is_stable(self) -> bool:
        """Whether the division as a whole comes back."""
        return self.mean_rand >= STABLE_RAND

    @property
    def stable_segments(self) -> tuple[bool, ...]:
        """Whether each segment comes back; none does where the division does not."""
        return tuple(
            self.is_stable and bool(value >= STABLE_JACCARD) for value in self.jaccard
        )

    def names(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """The names asked for, save that an unstable segment has none."""
        return tuple(
            name if stable else f"Unstable segment {place}"
            for place, (name, stable) in enumerate(
                zip(wanted, self.stable_segments, strict=True), start=1
            )
        )


def stability(
    answers: Codes,
    levels: Sequence[int],
    classes: Classes,
    design: Design,
    *,
    resamples: int = RESAMPLES,
    starts: int = STARTS_EACH,
    seed: int = 0,
) -> Stability:
    """How the `classes` fare when clusters are drawn again within their strata.

    Each resample is fitted from `starts` random starts of its own and never from the
    classes found first, which would flatter them.
    """
    data = Patterns.of(answers, levels)
    k, n = len(classes.shares), len(answers)
    rng = np.random.default_rng(seed)
    weights = design.weights if classes.weighted else np.ones(n)
    rand, likeness, changing = np.empty(resamples), np.empty((resamples, k)), []
    for i in range(resamples):
        drawn = weights * redrawn_units(design, rng)[design.unit]
        drawn *= n / drawn.sum()
        seed_here = int(rng.integers(2**31))
        fits = fitted(data, data.counts(drawn), k, starts, seed_here, GAIN_EACH)
        best = int(np.argmax(fits.heights))
        other = fits.posterior(best, data).argmax(axis=1)[data.place]
        counts = np.bincount(classes.codes * k + other, minlength=k * k).reshape(k, k)
        rand[i] = adjusted_rand(counts.astype(np.int64))
        union = counts.sum(axis=1)[:, None] + counts.sum(axis=0) - counts
        shared = np.divide(counts, union, out=np.zeros((k, k)), where=union > 0)
        likeness[i] = shared.max(axis=1)
        rows, columns = linear_sum_assignment(-counts)
        changing.append(1 - counts[rows, columns].sum() / n)
    return Stability(rand, likeness.mean(axis=0), float(np.mean(changing)))


def redrawn_units(design: Design, rng: np.random.Generator) -> Numbers:
    """How often each cluster is drawn in one resample of its stratum."""
    times = np.zeros(design.units)
    for stratum, size in enumerate(design.stratum_units):
        members = np.flatnonzero(design.unit_stratum == stratum)
        drawn = rng.integers(0, size, size=int(size))
        times[members] = np.bincount(drawn, minlength=int(size))
    return times
