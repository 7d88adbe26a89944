"""The sample that a survey file declares, ready to estimate from: weights and design."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.cells import Cells
from folkmoot.ask.answers.coding import number_of
from folkmoot.ask.answers.reading import Read
from folkmoot.ask.estimation.design import Codes, Design, Numbers
from folkmoot.ask.estimation.errors import (
    BaseWeightError,
    DesignError,
    LevelWithoutTargetError,
    MarginNullError,
    WeightingError,
    ZeroTargetError,
)
from folkmoot.ask.estimation.margins import Margin
from folkmoot.ask.estimation.weights import Weighting, post_stratified, raked
from folkmoot.ask.frame.counted import Frame, crossed
from folkmoot.ask.survey.declared import MarginRule
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.ask.survey.sentences import listed, note
from folkmoot.ask.survey.wording import Wording
from folkmoot.core.exceptions import SurveyFileError

MOST_ROWS = 10
"""Rows of blanks that an error names."""


@dataclass(frozen=True, eq=False)
class Weighed:
    """A design, and the raking behind its weights where there was one."""

    design: Design
    weighting: Weighting | None
    margins: tuple[Margin, ...] = ()


def design_in_words(design: Design) -> Wording:
    """The variance method, for the notes under a table."""
    parts = [note("linearised")]
    if design.strata is not None:
        parts.append(note("strata", n=len(design.stratum_units)))
    if design.clusters is not None:
        parts.append(note("clusters", n=design.units))
    if design.population is not None:
        parts.append(note("finite"))
    if design.calibration is not None:
        parts.append(note("raked", n=len(design.calibration.levels)))
    return listed(parts)


def weighed(survey: Survey, read: Read, frame: Frame | None) -> Weighed:
    """The sample with its final weights and everything that its errors depend on.

    Raises a `SurveyError` of its own kind where weights or design cannot be had.
    """
    rule = survey.declared.design
    base = _base_weights(read, rule.weight)
    weighting, margins = None, []
    if survey.declared.weighting is not None:
        rules = survey.declared.weighting
        questions = [survey.questions[m.question] for m in rules.margins]
        margins = [
            _margin(m, q, frame) for m, q in zip(rules.margins, questions, strict=True)
        ]
        trim = _limits(rules.least, rules.most)
        bounds = _limits(rules.least_factor, rules.most_factor)
        codes = [read.answers.codes[q.id] for q in questions]
        try:
            if rules.method == "post-stratify":
                cells = _frame_cells(questions, frame)
                weighting = post_stratified(
                    base, codes, margins, cells, bounds=bounds, trim=trim
                )
            else:
                weighting = raked(base, codes, margins, bounds=bounds, trim=trim)
        except WeightingError as error:
            raise error.at(_place(survey, read, error)) from error
    weights = base if weighting is None else weighting.weights
    # Weights stand for answers, so that a weighted base reads like a number of people.
    weights = weights * (len(weights) / weights.sum())
    strata_names = crossed(read.grid, rule.strata) if rule.strata else ()
    clusters = tuple(_column(read, rule.cluster)) if rule.cluster else ()
    design = Design(
        weights=weights,
        strata=_numbered(strata_names),
        clusters=_numbered(clusters),
        population=_population(survey, strata_names, frame),
        cluster_population=_cluster_people(survey, clusters, frame),
        calibration=weighting.calibration if weighting is not None else None,
        lonely=rule.lonely,
    )
    if rule.lonely == "refuse":
        _refuse_lonely(design, strata_names, read.grid.name)
    return Weighed(design, weighting, tuple(margins))


def _place(survey: Survey, read: Read, error: WeightingError) -> str:
    """Where a margin that cannot be met is declared, and where its figures come from."""
    rules = survey.declared.weighting
    declared = rules.margins if rules is not None else []
    for number, margin in enumerate(declared):
        if margin.question == error.margin:
            where = survey.place(("weighting", "margins", number))
            return ", ".join((where, *_sources(survey, read, error, margin)))
    return survey.place(("weighting",))


def _sources(
    survey: Survey, read: Read, error: WeightingError, margin: MarginRule
) -> Iterator[str]:
    """The rows or the column that a margin's fault lies in."""
    codes = read.answers.codes[margin.question]
    frame = survey.declared.frame
    if isinstance(error, MarginNullError):
        blank = read.grid.numbers[codes < 0][:MOST_ROWS].tolist()
        more = " …" if error.rows > MOST_ROWS else ""
        yield f"{read.grid.name} row {', '.join(map(str, blank))}{more}"
    elif isinstance(error, LevelWithoutTargetError | ZeroTargetError):
        names = survey.questions[margin.question].code_names()
        held = codes == names.index(error.level) if error.level in names else codes < 0
        for row in read.grid.numbers[held][:1].tolist():
            yield f"{read.grid.name}, first in row {row}"
    if margin.targets == "frame" and frame is not None:
        yield f"counted in {frame.file}, column '{frame.columns[margin.question]}'"


def _refuse_lonely(design: Design, names: Sequence[str], file: str) -> None:
    alone = (design.stratum_units == 1) & (design.sampled_share < 1)
    if names and alone.any():
        lonely = np.unique(np.array(names))[alone].tolist()
        raise DesignError(
            f"{file}: one council or person only stands for the stratum "
            f"{', '.join(repr(name) for name in lonely)}, which gives no error.",
            "Join it to a stratum like it, or say under [design] how it is treated: "
            'lonely = "centre" or "certain".',
        )


def _limits(least: float | None, most: float | None) -> tuple[float, float] | None:
    if least is None and most is None:
        return None
    return least or 0.0, most or float("inf")


def _frame_cells(questions: Sequence[Question], frame: Frame | None) -> Numbers:
    """How many people of the frame are in each cell of the crossed questions."""
    if frame is None:
        raise SurveyFileError("There is no [frame] to count.", "Add one.")
    shape = tuple(len(question.codes) for question in questions)
    codes = np.ravel_multi_index([frame.codes[q.id] for q in questions], shape)
    counts = np.bincount(codes, minlength=int(np.prod(shape)))
    return counts.reshape(shape).astype(np.float64)


def _base_weights(read: Read, column: str) -> Numbers:
    if not column:
        return np.ones(read.answers.rows)
    cells = _column(read, column)
    weights = cells.each(number_of, np.float64)
    wrong = np.flatnonzero(~(weights > 0))
    if len(wrong):
        row = int(wrong[0])
        raise BaseWeightError(
            f"{read.grid.name}, row {read.grid.numbers[row]}: the weight '{cells[row]}' in "
            f"the column '{column}' is no number above zero ({len(wrong):,} such in all)."
        )
    return weights


def _column(read: Read, name: str) -> Cells:
    if name not in read.grid.columns:
        raise SurveyFileError(
            f"[design] names '{name}', which is no column of {read.grid.name}.",
            f"Its columns are: {', '.join(read.grid.columns[:30])}.",
        )
    return read.grid.column(name)


def _margin(rule: MarginRule, question: Question, frame: Frame | None) -> Margin:
    levels = question.code_names()
    if not isinstance(rule.targets, str):
        found = [rule.targets.get(code, float("nan")) for code in levels]
        return Margin(question.id, levels, np.array(found))
    if frame is None:
        raise SurveyFileError("There is no [frame] to count.", "Add one.")
    return Margin(question.id, levels, frame.counts(question))


def _numbered(names: tuple[str, ...]) -> Codes | None:
    """Names as numbers in the order of the alphabet, so that no row order matters."""
    if not names:
        return None
    return np.unique(np.array(names), return_inverse=True)[1].astype(np.int64)


def _population(
    survey: Survey, strata: tuple[str, ...], frame: Frame | None
) -> Numbers | None:
    """How many councils (or people) each stratum of the answers has in all."""
    wanted = survey.declared.design.population
    if wanted is None:
        return None
    if isinstance(wanted, int):
        return np.array([float(wanted)])
    if frame is None:
        raise SurveyFileError("There is no [frame] to count.", "Add one.")
    sizes = frame.stratum_sizes()
    if not survey.declared.design.cluster and any(frame.clusters):
        sizes.clear()
        sizes.update(frame.strata)
    found = []
    for name in sorted(set(strata)) or [""]:
        if name not in sizes:
            raise DesignError(
                f"The frame has no stratum '{name}', where people answered.",
                "Spell the strata alike in both files.",
            )
        found.append(float(sizes[name]))
    return np.array(found)


def _cluster_people(
    survey: Survey, clusters: tuple[str, ...], frame: Frame | None
) -> Numbers | None:
    """How many people the council of each answer has in all."""
    if survey.declared.design.population != "frame" or frame is None or not clusters:
        return None
    if not any(frame.clusters):
        raise DesignError(
            "The answers name councils and the frame does not.",
            "Name the frame's column of councils: [frame] cluster = …",
        )
    sizes = frame.cluster_sizes()
    absent = sorted({name for name in clusters if name not in sizes})
    if absent:
        raise DesignError(
            f"The frame has no council '{absent[0]}', which people answered from.",
            "Spell the councils alike in both files.",
        )
    return np.array([float(sizes[name]) for name in clusters])
