"""Segments by rule beside classes found in the same answers, and whether those hold.

The rules are what is published. Classes that a model finds are a check on them: where both
agree, the rules name something that is there; where the classes would not come back from
another sample, they are given no name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.ask.answers.coded import Answers
from folkmoot.ask.book.divisions import segment_division
from folkmoot.ask.book.found_classes import ClassFit, FoundClasses
from folkmoot.ask.estimation.design import Design
from folkmoot.ask.models.segments import agreement
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import Wording


@dataclass(frozen=True, slots=True)
class SegmentCheck:
    """One division by rule beside classes.

    `adjusted_rand` is their agreement: 1 the same, 0 what chance gives. `crossed` has a row
    a segment and a column a class: the weighted per cent of the segment's people. `fits` are
    the numbers of classes that were tried; `by_bic` says that the one used has the lowest BIC.
    """

    segments: str
    label: Wording
    segment_labels: tuple[Wording, ...]
    class_names: tuple[Wording, ...]
    crossed: tuple[tuple[float | None, ...], ...]
    adjusted_rand: float
    mean_rand: float
    mean_posterior: float
    share_changing: float
    is_stable: bool
    people: int
    fits: tuple[ClassFit, ...]
    by_bic: bool
    weighted: bool

    @property
    def fit(self) -> ClassFit:
        """The fit of the classes that are used."""
        return next(fit for fit in self.fits if fit.is_used)


def segment_checks(
    survey: Survey, answers: Answers, design: Design, found: Iterable[FoundClasses]
) -> list[SegmentCheck]:
    """One check for each division that asks for classes."""
    smallest = survey.declared.publishing.suppress_below
    return [_check(one, answers, design, smallest) for one in found]


def _check(
    found: FoundClasses, answers: Answers, design: Design, smallest: int
) -> SegmentCheck:
    by_rule = segment_division(found.rule, answers)
    both = agreement(
        by_rule.codes,
        by_rule.size,
        found.division.codes,
        found.division.size,
        design.weights,
    )
    crossed = []
    for counts, weights in zip(both.unweighted, both.weighted, strict=True):
        total, few = weights.sum(), counts.sum() < smallest
        crossed.append(
            tuple(None if few or not total else float(100 * w / total) for w in weights)
        )
    return SegmentCheck(
        segments=found.rule.id,
        label=found.rule.label,
        segment_labels=by_rule.level_labels,
        class_names=found.division.level_labels,
        crossed=tuple(crossed),
        adjusted_rand=both.adjusted_rand,
        mean_rand=found.held.mean_rand,
        mean_posterior=float(found.model.posterior.max(axis=1).mean()),
        share_changing=100 * found.held.share_changing,
        is_stable=found.held.is_stable,
        people=found.model.people,
        fits=found.fits,
        by_bic=found.by_bic,
        weighted=found.weighted,
    )
