"""Two waves of a survey side by side: what changed, where the same thing was asked.

A question is compared only where its wording, its codes and their order are equal; what
differs is named and not compared. Waves count as independent samples: where the same
people answered both, the true margin of a change is smaller than the one given.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.ask.book.table_page import Row, TablePage
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.survey.questionnaire import Question, asked_wording
from folkmoot.ask.survey.wording import said
from folkmoot.core.desk import ExportColumn

NORMAL_95 = 1.959963984540054
"""The normal quantile for a two-sided interval of 95 %."""

COLUMNS = (
    ExportColumn("question", "Question"),
    ExportColumn("item", "Statement"),
    ExportColumn("row", "Figure"),
    ExportColumn("before", "Before", "number"),
    ExportColumn("after", "After", "number"),
    ExportColumn("change", "Change", "number"),
    ExportColumn("lower", "Lower", "number"),
    ExportColumn("upper", "Upper", "number"),
    ExportColumn("is_change", "Beyond its margin"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two waves; the change has the ends of its 95 % interval."""

    question: str
    item: str
    row: str
    before: float
    after: float
    change: float
    lower: float
    upper: float

    @property
    def is_change(self) -> bool:
        """Whether the interval of the change leaves out zero."""
        return self.lower > 0 or self.upper < 0


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A question that was not asked alike, and how it differs."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waves:
    """All changes from one wave to the next, and what could not be compared."""

    before: str
    after: str
    changes: Sequence[Change]
    not_compared: Sequence[NotCompared]


def compared(before: Publication, after: Publication) -> Waves:
    """The figures for everybody in two waves, question by question in the later order."""
    first, second = before.survey.questions, after.survey.questions
    changes: list[Change] = []
    apart: list[NotCompared] = []
    for name, question in second.items():
        if question.source == "record" or not question.is_coded:
            continue
        if name not in first:
            apart.append(NotCompared(name, "It was not asked before."))
            continue
        if reason := difference(first[name], question):
            apart.append(NotCompared(name, reason))
            continue
        changes += _changes(_pages(before, name), _pages(after, name))
    apart += [
        NotCompared(name, "It is not asked any more.")
        for name, question in first.items()
        if name not in second and question.source == "asked"
    ]
    return Waves(
        before.survey.declared.survey.id,
        after.survey.declared.survey.id,
        changes,
        apart,
    )


def difference(before: Question, after: Question) -> str:
    """How two questions of one name differ; blank where they are worded alike."""
    parts = (
        "kind",
        "wording",
        "codes, their labels or their order",
        "statements",
        "number of answers that may be chosen",
    )
    pairs = zip(parts, asked_wording(before), asked_wording(after), strict=True)
    unlike = [part for part, one, other in pairs if one != other]
    if before.asked_if != after.asked_if:
        unlike.append("routing")
    return f"Its {' and '.join(unlike)} changed." if unlike else ""


def _pages(one: Publication, question: str) -> dict[str, TablePage]:
    """The first table of each statement of a question: those of everybody asked."""
    found: dict[str, TablePage] = {}
    for page in one.pages:
        if page.question == question:
            found.setdefault(page.item, page)
    return found


def _changes(
    before: dict[str, TablePage], after: dict[str, TablePage]
) -> Iterator[Change]:
    for item, page in after.items():
        if item not in before:
            continue
        earlier = {(row.kind, row.code): row for row in before[item].rows}
        for row in page.rows:
            old = earlier.get((row.kind, row.code))
            if old is not None and (one := _change(page, old, row)) is not None:
                yield one


def _change(page: TablePage, old: Row, new: Row) -> Change | None:
    first, second = old.cells[0], new.cells[0]
    if first.value is None or second.value is None:
        return None
    if first.standard_error is None or second.standard_error is None:
        return None
    change = second.value - first.value
    error = math.hypot(first.standard_error, second.standard_error)
    return Change(
        question=page.question,
        item=page.item,
        row=said(new.label),
        before=round(first.value, 2),
        after=round(second.value, 2),
        change=round(change, 2),
        lower=round(change - NORMAL_95 * error, 2),
        upper=round(change + NORMAL_95 * error, 2),
    )
