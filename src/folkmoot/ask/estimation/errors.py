"""What stops a survey's numbers, each with the thing to put right.

A weight that quietly misses a margin, or an error that quietly leaves out the clusters,
would look like any other number on a page; so nothing here is a warning.
"""

from __future__ import annotations

from typing import Self

from folkmoot.core.exceptions import SurveyError


class WeightingError(SurveyError):
    """The weights cannot meet the margins that were declared.

    `margin` is the one at fault, blank where it is none or all.
    """

    margin = ""

    def at(self, where: str) -> Self:
        """The same error with the place that it stands at before what is wrong."""
        self.what = f"{where}: {self.what}"
        self.args = (f"{self.what} {self.next_step}",)
        return self


class MarginNullError(WeightingError):
    """Somebody gave no answer to a question that the weights rest on."""

    def __init__(self, margin: str, rows: int) -> None:
        super().__init__(
            f"{rows} of the answers are blank in the margin '{margin}'.",
            "Fill them, give the blanks a level with a target, or leave these answers out.",
        )
        self.margin, self.rows = margin, rows


class LevelWithoutTargetError(WeightingError):
    """An answer has a level that the margin gives no target for."""

    def __init__(self, margin: str, level: str) -> None:
        super().__init__(
            f"The margin '{margin}' has answers at '{level}' and no target for it.",
            "Add its target, or join the level to another before weighting.",
        )
        self.margin, self.level = margin, level


class TargetWithoutLevelError(WeightingError):
    """A target above zero has nobody who could carry it."""

    def __init__(self, margin: str, level: str) -> None:
        super().__init__(
            f"The margin '{margin}' has a target for '{level}', where nobody answered.",
            "Join the level to another and add their targets together.",
        )
        self.margin, self.level = margin, level


class MarginTotalsError(WeightingError):
    """Two margins describe populations of different sizes."""

    def __init__(self, first: str, total: float, second: str, other: float) -> None:
        super().__init__(
            f"The margin '{first}' adds up to {total:,.6g} and '{second}' to {other:,.6g}.",
            "Count every margin from the same population, or give each as shares of 1.",
        )
        self.margin, self.margins = second, (first, second)


class ZeroTargetError(WeightingError):
    """A level has people in the sample and a target of zero or less."""

    def __init__(self, margin: str, level: str) -> None:
        super().__init__(
            f"The margin '{margin}' has the target zero for '{level}', where people answered.",
            "Leave these answers out before weighting, or give the level its true target.",
        )
        self.margin, self.level = margin, level


class EmptyCellError(WeightingError):
    """A cell of the population that the weights must reach has nobody in the sample."""

    def __init__(self, cell: str) -> None:
        super().__init__(
            f"Nobody in the sample is in the cell '{cell}', which has people in it.",
            "Join the cell to another, or weight to the margins instead of to the cells.",
        )
        self.cell = cell


class BaseWeightError(WeightingError):
    """A weight to start from is negative, not a number, or all are zero."""

    def __init__(self, what: str) -> None:
        super().__init__(what, "Every answer needs a starting weight above zero.")


class MarginMissedError(WeightingError):
    """The weights came to rest without meeting every margin."""

    def __init__(self, margin: str, level: str, reached: float, target: float) -> None:
        super().__init__(
            f"The weights reach {reached:,.6g} for '{level}' of '{margin}'; "
            f"its target is {target:,.6g}.",
            "Widen the bounds, or join levels: these margins cannot be met together.",
        )
        self.margin, self.level = margin, level


class DesignError(SurveyError):
    """Strata, clusters and population sizes do not describe a sample."""


class LonelyStratumError(DesignError):
    """A stratum has a single cluster, so nothing tells how clusters vary in it."""

    def __init__(self, stratum: int) -> None:
        super().__init__(
            f"Stratum {stratum} has one cluster only, which gives no error.",
            "Join it to a stratum like it, or declare how lonely strata are to be treated.",
        )
        self.stratum = stratum


class NothingToBorrowError(SurveyError):
    """Small places do not differ measurably, so a model has nothing to say of one."""

    def __init__(self, term: str) -> None:
        super().__init__(
            f"The answers show no measurable difference between the levels of '{term}', "
            "so there is nothing to borrow.",
            "Publish the figure for the whole, or ask more people in each place.",
        )
        self.term = term


class ModelError(SurveyError):
    """A model of places or of classes did not come to an answer."""
