"""The frame: everybody who could have been asked, counted.

It gives the targets of weights, the size of every stratum and council, and the cells by
which non-response is told. A cell of it that no code fits stops the run: a person that a
margin cannot place would make every other target wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import folded, places_of
from folkmoot.ask.answers.grid import Grid, table_of
from folkmoot.ask.answers.personal import refuse_personal
from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.survey.declared import Frame as FrameRule
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.core.exceptions import SurveyError, SurveyFileError

JOINED = " · "
"""What stands between the parts of a crossed stratum."""


@dataclass(frozen=True, eq=False)
class Frame:
    """The people of the universe.

    `codes` (people,) per question of `[frame] columns`; `clusters` and `strata` are names,
    one a person, blank where the frame has none. `left_out` counts rows outside the universe.
    """

    grid: Grid
    codes: dict[str, Codes]
    clusters: tuple[str, ...]
    strata: tuple[str, ...]
    left_out: int

    @property
    def people(self) -> int:
        """How many people the results speak for."""
        return len(self.grid)

    def counts(self, question: Question) -> Numbers:
        """How many people of the frame have each code of a question."""
        held = self.codes[question.id]
        return np.bincount(held, minlength=len(question.codes)).astype(np.float64)

    def cluster_sizes(self) -> Counter[str]:
        """How many people each council has."""
        return Counter(self.clusters)

    def stratum_sizes(self) -> Counter[str]:
        """How many councils each stratum has; people, where the frame names no councils."""
        if not any(self.clusters):
            return Counter(self.strata)
        pairs = set(zip(self.strata, self.clusters, strict=True))
        return Counter(stratum for stratum, _ in pairs)


def read_frame(survey: Survey) -> Frame | None:
    """The frame that the survey names; None where it names none."""
    rule = survey.declared.frame
    if rule is None:
        return None
    grid = table_of(survey.file(rule.file))
    named = [rule.id, rule.cluster, *rule.strata, *rule.columns.values()]
    named += [*rule.leave_out, *rule.drop]
    for name in filter(None, named):
        if name not in grid.columns:
            raise SurveyFileError(
                f"[frame] names '{name}', which is no column of {rule.file}.",
                f"Its columns are: {', '.join(grid.columns[:30])}.",
            )
    grid = grid.without(rule.drop)
    refuse_personal(grid, words=())
    whole = len(grid)
    grid = _within(grid, rule)
    codes = {
        name: _codes(survey.questions[name], grid, column)
        for name, column in rule.columns.items()
    }
    clusters = crossed(grid, [rule.cluster] if rule.cluster else [])
    return Frame(grid, codes, clusters, crossed(grid, rule.strata), whole - len(grid))


def crossed(grid: Grid, columns: Sequence[str]) -> tuple[str, ...]:
    """The cell of each row in the crossing of some columns; blank where there are none."""
    if not columns:
        return ("",) * len(grid)
    parts = [grid.column(name) for name in columns]
    return tuple(JOINED.join(cells) for cells in zip(*parts, strict=True))


def _within(grid: Grid, rule: FrameRule) -> Grid:
    is_out = np.zeros(len(grid), bool)
    for name, values in rule.leave_out.items():
        gone = {folded(value) for value in values}
        is_out |= grid.column(name).mapped(folded).each(gone.__contains__, bool)
    return grid.keeping(np.flatnonzero(~is_out).tolist())


def _codes(question: Question, grid: Grid, column: str) -> Codes:
    places = places_of(question, {})
    cells = grid.column(column)
    unknown = Counter(cell for cell in cells if folded(cell) not in places)
    if unknown:
        value, count = unknown.most_common(1)[0]
        said = f"'{value}'" if value else "no value"
        raise SurveyError(
            f"The frame has {said} in '{column}' for {count:,} people, which is no code of "
            f"`{question.id}`.",
            "Add it to the code's `written`, or to [frame] leave_out if such people are "
            "outside the universe.",
        )
    return cells.each(lambda cell: places.get(folded(cell), -1), np.int64)
