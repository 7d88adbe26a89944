"""Figures for small places that a survey file asks for, with what each of them rests on.

Answers are counted by place and kind of person, a model is fitted to the counts, and its
shares are added up by how many people of each kind the frame has in each place
(`ask/models/small_places.py`). Kinds with four codes or more are intercepts that shrink
towards the whole; those with fewer are plain columns, as so few levels tell no spread.

A place where fewer than `smallest_cell` answered, but somebody did, shows nothing: beside
places where nobody did, its figure would lean visibly to what one person said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Mask, key_of
from folkmoot.ask.answers.reading import Read
from folkmoot.ask.book.weighted import Weighed
from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.estimation.errors import ModelError, NothingToBorrowError
from folkmoot.ask.frame.counted import Frame
from folkmoot.ask.models.places_mode import Counts, Term
from folkmoot.ask.models.small_places import (
    PlaceEstimates,
    Population,
    effective_counts,
    place_estimates,
)
from folkmoot.ask.survey.declared import PlacesRule
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.ask.survey.wording import Wording

PERCENT = 100.0
LEAST_CODES_OF_A_TERM = 4
"""Codes from which a kind of person is modelled by random intercepts: with fewer, how much
its levels differ is told by too few of them."""

FEW_PLACES = 60
"""Places from which nothing need be said of their number: so many were simulated."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place: its people in the frame, its answers, and its estimate in per cent.

    `answers` is None where fewer answered than may be told; `pooled` says how much of the
    figure is borrowed, in per cent. What is hidden holds no figure.
    """

    code: str
    label: Wording
    people: int
    answers: int | None
    is_hidden: bool
    value: float | None
    standard_error: float | None
    lower: float | None
    upper: float | None
    pooled: float | None


@dataclass(frozen=True, slots=True)
class PlacesTable:
    """Estimates for every place, or `refusal`: why there are none."""

    number: int
    rule: PlacesRule
    question: Question
    item_text: Wording
    place: Question
    kinds: tuple[Wording, ...]
    rows: tuple[PlaceRow, ...]
    refusal: str

    @property
    def few_places(self) -> int | None:
        """How many places there are, where so few tell roughly how much they differ."""
        places = len(self.place.codes)
        return places if places < FEW_PLACES else None

    @property
    def id(self) -> str:
        """Its name in addresses and sheets: p1, p2 and so on."""
        return f"p{self.number}"


def places_tables(
    survey: Survey, read: Read, weighed: Weighed, frame: Frame | None
) -> list[PlacesTable]:
    """One table for each `[[places]]` of the survey file, in its order."""
    if frame is None:
        return []
    return [
        _table(number, rule, survey, read, weighed, frame)
        for number, rule in enumerate(survey.declared.places, start=1)
    ]


def _table(
    number: int,
    rule: PlacesRule,
    survey: Survey,
    read: Read,
    weighed: Weighed,
    frame: Frame,
) -> PlacesTable:
    question, place = survey.questions[rule.question], survey.questions[rule.place]
    kinds = [survey.questions[name] for name in rule.by]
    item = next((one for one in question.items if one.id == rule.item), None)
    rows: tuple[PlaceRow, ...] = ()
    refusal = ""
    try:
        found, answered = _estimated(
            rule, question, [place, *kinds], read, weighed, frame
        )
        smallest = survey.declared.publishing.suppress_below
        least = survey.declared.publishing.smallest_cell
        people = frame.counts(place)
        rows = tuple(
            _row(place, at, int(people[at]), int(answered[at]), found, smallest, least)
            for at in range(len(place.codes))
        )
    except (NothingToBorrowError, ModelError) as error:
        refusal = f"{error.what} {error.next_step}"
    return PlacesTable(
        number=number,
        rule=rule,
        question=question,
        item_text=item.text if item is not None else "",
        place=place,
        kinds=tuple(kind.short or kind.text for kind in kinds),
        rows=rows,
        refusal=refusal,
    )


def _estimated(
    rule: PlacesRule,
    question: Question,
    divided: Sequence[Question],
    read: Read,
    weighed: Weighed,
    frame: Frame,
) -> tuple[PlaceEstimates, Codes]:
    """The estimates, and how many people answered in each place."""
    key = key_of(question.id, rule.item)
    given: Mask = read.answers.given[key]
    names = question.code_names()
    wanted = [names.index(code) for code in rule.codes]
    yes = np.where(given, np.isin(read.answers.codes[key], wanted), np.nan)
    shape = tuple(len(one.codes) for one in divided)
    cells = _crossed([read.answers.codes[one.id] for one in divided], shape)
    size = int(np.prod(shape))
    successes, trials = effective_counts(weighed.design.weights, yes, cells, size)
    used = np.flatnonzero(trials > 0)
    levels = np.unravel_index(used, shape)
    fixed, terms = _columns(divided, levels)
    counts = Counts(successes[used], trials[used], fixed, terms)
    living = _crossed([frame.codes[one.id] for one in divided], shape)
    people = np.bincount(living, minlength=size).astype(np.float64)
    lived = np.flatnonzero(people > 0)
    where = np.unravel_index(lived, shape)
    fixed, own = _columns(divided, where)
    population = Population(
        fixed=fixed,
        codes=tuple(term.codes for term in own),
        place=where[0].astype(np.int64),
        people=people[lived],
        places=shape[0],
    )
    answered = np.bincount(
        read.answers.codes[divided[0].id][given & (cells >= 0)], minlength=shape[0]
    )
    return place_estimates(counts, population), answered.astype(np.int64)


def _columns(
    divided: Sequence[Question], levels: Sequence[Codes]
) -> tuple[Numbers, tuple[Term, ...]]:
    """Plain columns and terms of rows, by the codes of each division; places come first."""
    fixed: list[Numbers] = [np.ones(len(levels[0]))]
    terms: list[Term] = []
    for number, (one, codes) in enumerate(zip(divided, levels, strict=True)):
        if number == 0 or len(one.codes) >= LEAST_CODES_OF_A_TERM:
            terms.append(Term(one.id, codes.astype(np.int64), len(one.codes)))
        else:
            fixed += [
                (codes == level).astype(np.float64)
                for level in range(1, len(one.codes))
            ]
    return np.stack(fixed, axis=1), tuple(terms)


def _crossed(codes: Sequence[Codes], shape: tuple[int, ...]) -> Codes:
    """The cell of each person; -1 where one of the divisions does not place them."""
    known = np.all([one >= 0 for one in codes], axis=0)
    cells = np.full(len(codes[0]), -1, np.int64)
    cells[known] = np.ravel_multi_index(tuple(one[known] for one in codes), shape)
    return cells


def _row(
    place: Question,
    at: int,
    people: int,
    answered: int,
    found: PlaceEstimates,
    smallest: int,
    least: int,
) -> PlaceRow:
    is_hidden = 0 < answered < least or not np.isfinite(found.values[at])

    def told(values: Numbers) -> float | None:
        return None if is_hidden else float(values[at]) * PERCENT

    return PlaceRow(
        code=place.codes[at].code,
        label=place.codes[at].label,
        people=people,
        answers=answered if answered == 0 or answered >= smallest else None,
        is_hidden=is_hidden,
        value=told(found.values),
        standard_error=told(found.standard_errors),
        lower=told(found.lower),
        upper=told(found.upper),
        pooled=told(found.pooled),
    )
