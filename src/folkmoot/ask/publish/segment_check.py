"""Segments by rule beside classes found in the same answers, and whether those hold.

The rules are what is published. Classes that a model finds are a check on them: where both
agree, the rules name something that is there; where the classes would not come back from
another sample, they are given no name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Answers, key_of
from folkmoot.ask.book.divisions import segment_division
from folkmoot.ask.estimation.design import Codes, Design
from folkmoot.ask.models.classes import latent_classes
from folkmoot.ask.models.segments import agreement
from folkmoot.ask.models.stability import stability
from folkmoot.ask.survey.declared import Segments
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import Wording

SEED = 2017
"""Starts and resamples are drawn from it, so that a re-run gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a model of classes fits: of `aic` and `bic` the smaller is the better.

    `entropy` is 1 where every person is placed for certain, 0 where none is.
    """

    log_likelihood: float
    parameters: int
    aic: float
    bic: float
    entropy: float


@dataclass(frozen=True, slots=True)
class SegmentCheck:
    """One division by rule beside classes.

    `adjusted_rand` is their agreement: 1 the same, 0 what chance gives. `crossed` has a row
    a segment and a column a class: the weighted per cent of the segment's people. `fit` is how
    well the classes fit the answers.
    """

    label: Wording
    segment_labels: tuple[Wording, ...]
    class_names: tuple[str, ...]
    class_shares: tuple[float, ...]
    crossed: tuple[tuple[float | None, ...], ...]
    adjusted_rand: float
    mean_rand: float
    mean_posterior: float
    share_changing: float
    is_stable: bool
    people: int
    fit: Fit


def segment_checks(
    survey: Survey, answers: Answers, design: Design
) -> list[SegmentCheck]:
    """One check for each division that asks for classes."""
    return [
        _check(rule, survey, answers, design)
        for rule in survey.declared.segments
        if rule.classes is not None
    ]


def _check(
    rule: Segments, survey: Survey, answers: Answers, design: Design
) -> SegmentCheck:
    assert rule.classes is not None  # noqa: S101 (the caller looked)
    columns, levels = _inputs(rule, survey, answers)
    found = latent_classes(
        columns, levels, rule.classes, weights=design.weights, seed=SEED
    )
    held = stability(columns, levels, found, design, seed=SEED)
    by_rule = segment_division(rule, answers)
    both = agreement(
        by_rule.codes, by_rule.size, found.codes, rule.classes, design.weights
    )
    wanted = [f"Class {place}" for place in range(1, rule.classes + 1)]
    smallest = survey.declared.publishing.suppress_below
    crossed = []
    for counts, weights in zip(both.unweighted, both.weighted, strict=True):
        total, few = weights.sum(), counts.sum() < smallest
        crossed.append(
            tuple(None if few or not total else float(100 * w / total) for w in weights)
        )
    return SegmentCheck(
        label=rule.label,
        segment_labels=by_rule.level_labels,
        class_names=held.names(wanted),
        class_shares=tuple(float(100 * share) for share in found.shares),
        crossed=tuple(crossed),
        adjusted_rand=both.adjusted_rand,
        mean_rand=held.mean_rand,
        mean_posterior=float(found.posterior.max(axis=1).mean()),
        share_changing=100 * held.share_changing,
        is_stable=held.is_stable,
        people=found.people,
        fit=Fit(
            found.log_likelihood, found.parameters, found.aic, found.bic, found.entropy
        ),
    )


def _inputs(
    rule: Segments, survey: Survey, answers: Answers
) -> tuple[Codes, list[int]]:
    """The single answers that the rules speak of, each once, in order."""
    keys: dict[str, int] = {}
    for group in rule.groups:
        for one in group.when:
            question = survey.questions[one.question]
            if question.kind in ("single", "scale", "grid"):
                keys[key_of(question.id, one.item)] = len(question.codes)
    return np.stack([answers.codes[key] for key in keys], axis=1), list(keys.values())
