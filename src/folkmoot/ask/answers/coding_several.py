"""Cells of a grid under their questions' columns, and answers of several codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from folkmoot.ask.answers.cells import Cells
from folkmoot.ask.answers.coded import Answers, Mask, folded, places_of
from folkmoot.ask.answers.grid import Grid
from folkmoot.ask.answers.triple_s import PARTED
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.core.exceptions import SurveyFileError


class CellReader:
    """Finds columns, notes issues, and takes out what routing passed over."""

    def __init__(
        self,
        answers: Answers,
        grid: Grid,
        blank: set[str],
    ) -> None:
        self.answers, self.grid, self.blank = answers, grid, blank

    def _column(self, question: Question, names: Sequence[str]) -> tuple[str, Cells]:
        """The first of `names` that is a column, and its cells without what means blank."""
        for name in names:
            if name in self.grid.columns:
                cells = self.grid.column(name)
                return name, cells.mapped(lambda c: "" if self._is_blank(c) else c)
        raise SurveyFileError(
            f"The question `{question.id}` has no column in {self.grid.name}: "
            f"there is none called {' or '.join(repr(n) for n in names)}.",
            "Name its column in the survey file. The file's columns are: "
            f"{', '.join(self.grid.columns[:30])}.",
        )

    def _places(self, question: Question, name: str) -> dict[str, int]:
        """How a column writes the codes of a question."""
        labels = self.grid.labels.get(name, {})
        return places_of(question, labels, f"{self.grid.name}, column '{name}'")

    def _is_blank(self, cell: str) -> bool:
        return folded(cell) in self.blank

    def _routed(
        self, question: Question, key: str, given: Any, held: Any, none: Any
    ) -> Any:
        """What is held, without answers to a question that was passed over."""
        wrong = given & ~self.answers.asked[question.id]
        for row in np.flatnonzero(wrong):
            self._issue(
                int(row), key, "routed_past",
                "It was answered although earlier answers lead past it.",
            )  # fmt: skip
        if not wrong.any():
            return held
        return np.where(wrong, none, held)

    def _issue(
        self,
        row: int,
        question: str,
        rule: str,
        message: str,
        value: str = "",
        *,
        lost: bool = True,
    ) -> None:
        number = int(self.grid.numbers[row])
        self.answers.add_issue(number, question, rule, message, value, lost=lost)


class SeveralReader(CellReader):
    """Reads questions that a person may give several answers to."""

    def _several(self, question: Question) -> None:
        chosen = np.zeros((self.answers.rows, len(question.codes)), dtype=bool)
        seen = np.zeros(self.answers.rows, dtype=bool)
        one_each = self._one_column_each(question)
        if one_each:
            for place, name in one_each:
                _, cells = self._column(question, [name])
                self._marks(question, place, cells, chosen, seen)
        else:
            names = (
                list(question.columns)
                if isinstance(question.columns, list) and question.columns
                else [question.column or question.id]
            )
            for name in names:
                _, cells = self._column(question, [name])
                self._choices(question, name, cells, chosen)
        given = chosen.any(axis=1) | seen
        self._limits(question, chosen, given)
        given = self._routed(question, question.id, given, given, False)
        chosen[~given] = False
        self.answers.chosen[question.id] = chosen
        self.answers.given[question.id] = given

    def _one_column_each(self, question: Question) -> list[tuple[int, str]]:
        """The place of each code and its column, where every code has one of its own."""
        names = question.code_names()
        if isinstance(question.columns, dict) and question.columns:
            return [(names.index(c), column) for c, column in question.columns.items()]
        if question.separator or question.columns or question.column:
            return []
        if question.id in self.grid.columns:
            return []
        shapes = ("{}_{}", "{}[{}]")
        for shape in shapes:
            own = [(i, shape.format(question.id, c)) for i, c in enumerate(names)]
            if all(name in self.grid.columns for _, name in own):
                return own
        return []

    def _marks(
        self,
        question: Question,
        place: int,
        cells: Cells,
        chosen: Mask,
        seen: Mask,
    ) -> None:
        """One column that says of each person whether they chose one code.

        A cell that is filled but says no still tells that the person answered.
        """
        marks = {folded(mark) for mark in question.chosen}
        marks |= {folded(question.codes[place].code)}
        seen |= cells.each(bool, bool)
        chosen[:, place] = cells.each(lambda c: bool(c) and folded(c) in marks, bool)

    def _choices(
        self,
        question: Question,
        name: str,
        cells: Cells,
        chosen: Mask,
    ) -> None:
        """One column that holds codes, one or several with a mark between."""
        places = self._places(question, name)
        by = question.separator or (PARTED if not question.columns else "")
        masks = np.zeros((len(cells.texts), len(question.codes)), dtype=bool)
        strange: dict[int, list[str]] = {}
        for number, text in enumerate(cells.texts):
            parts = text.split(by) if by else [text]
            for part in filter(None, map(str.strip, parts)):
                place = places.get(folded(part), -1)
                if place < 0:
                    strange.setdefault(number, []).append(part)
                else:
                    masks[number, place] = True
        chosen |= masks[cells.places]
        for row in np.flatnonzero(np.isin(cells.places, list(strange))).tolist():
            for part in strange[int(cells.places[row])]:
                self._issue(
                    row, question.id, "unknown_code",
                    "The question offers no such answer.", part,
                )  # fmt: skip

    def _limits(
        self,
        question: Question,
        chosen: Mask,
        given: Mask,
    ) -> None:
        """Too many choices, or "none of these" with another, leave the whole answer out."""
        most = question.choices_at_most
        counts = chosen.sum(axis=1)
        alone = [i for i, code in enumerate(question.codes) if code.alone]
        for row in np.flatnonzero(counts > 1):
            names = [
                c
                for c, is_in in zip(question.code_names(), chosen[row], strict=True)
                if is_in
            ]
            value = PARTED.join(names)
            if most is not None and counts[row] > most:
                self._issue(
                    int(row), question.id, "too_many_chosen",
                    f"{counts[row]} were chosen where {most} may be.", value,
                )  # fmt: skip
            elif chosen[row, alone].any():
                self._issue(
                    int(row), question.id, "alone_with_others",
                    "A choice that stands alone was given with others.", value,
                )  # fmt: skip
            else:
                continue
            chosen[row] = False
            given[row] = False
