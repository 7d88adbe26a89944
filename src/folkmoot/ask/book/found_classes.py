"""Latent classes found in the answers that segments rest on, as a division of people.

Several numbers of classes are fitted where the survey file asks for them, so that a reader
sees why one was taken. Only that one is resampled, to tell whether it would come back; the
classes that would not are called unstable and have no name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Answers, key_of
from folkmoot.ask.book.divisions import Division
from folkmoot.ask.estimation.design import Codes, Design
from folkmoot.ask.models.classes import Classes, latent_classes
from folkmoot.ask.models.stability import Stability, stability
from folkmoot.ask.survey.declared import ClassRule, Segments, class_division
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.sentences import note
from folkmoot.ask.survey.wording import Wording

SEED = 2017
"""Starts and resamples are drawn from it, so that a re-run gives the same bytes."""


@dataclass(frozen=True, slots=True)
class ClassFit:
    """How well one number of classes fits: of `aic` and both `bic` the smaller is the better.

    `entropy` is 1 where every person is placed for certain, 0 where none is. `smallest` is
    the share of the smallest class in per cent; None where it stands for too few people.
    `starts_at_best` of `starts` random starts reached the best likelihood.
    """

    classes: int
    log_likelihood: float
    parameters: int
    aic: float
    bic: float
    adjusted_bic: float
    entropy: float
    smallest: float | None
    starts_at_best: int
    starts: int
    is_used: bool


@dataclass(frozen=True, eq=False)
class FoundClasses:
    """The classes of one division by rule, whether they hold, and what else was tried."""

    rule: Segments
    model: Classes
    held: Stability
    fits: tuple[ClassFit, ...]
    by_bic: bool
    division: Division
    weighted: bool


def found_classes(
    survey: Survey, answers: Answers, design: Design
) -> dict[str, FoundClasses]:
    """The classes of each division that asks for them, by the id of their own division."""
    found = [
        _found(rule, rule.class_rule, survey, answers, design)
        for rule in survey.declared.segments
        if rule.class_rule is not None
    ]
    return {one.division.id: one for one in found}


def _found(
    rule: Segments,
    asked: ClassRule,
    survey: Survey,
    answers: Answers,
    design: Design,
) -> FoundClasses:
    columns, levels = _inputs(rule, survey, answers)
    models = {
        count: latent_classes(columns, levels, count, weights=design.weights, seed=SEED)
        for count in asked.numbers()
    }
    by_bic = not isinstance(asked.use, int)
    used = (
        min(models, key=lambda count: models[count].bic)
        if not isinstance(asked.use, int)
        else asked.use
    )
    model = models[used]
    held = stability(columns, levels, model, design, seed=SEED)
    # Who answered none of these questions is in no class, whatever the model guesses.
    codes = np.where((columns >= 0).any(axis=1), model.codes, -1)
    smallest = survey.declared.publishing.suppress_below
    return FoundClasses(
        rule=rule,
        model=model,
        held=held,
        fits=tuple(
            _fit(one, is_used=count == used, smallest=smallest)
            for count, one in models.items()
        ),
        by_bic=by_bic,
        division=Division(
            class_division(rule.id),
            note("classes_of", what=rule.label),
            codes,
            tuple(f"class_{place}" for place in range(1, used + 1)),
            _names(held.stable_segments),
        ),
        weighted=model.weighted,
    )


def _names(stable: Sequence[bool]) -> tuple[Wording, ...]:
    """Classes have numbers; one that would not come back is called unstable."""
    return tuple(
        note("class_found" if holds else "class_unstable", n=place)
        for place, holds in enumerate(stable, start=1)
    )


def _fit(model: Classes, *, is_used: bool, smallest: int) -> ClassFit:
    least = float(model.shares.min())
    return ClassFit(
        classes=len(model.shares),
        log_likelihood=model.log_likelihood,
        parameters=model.parameters,
        aic=model.aic,
        bic=model.bic,
        adjusted_bic=model.adjusted_bic,
        entropy=model.entropy,
        smallest=100 * least if least * model.people >= smallest else None,
        starts_at_best=model.starts_at_best,
        starts=model.starts,
        is_used=is_used,
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
