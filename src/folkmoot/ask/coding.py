"""From the cells of a file to codes, with an issue for each cell that no question offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from folkmoot.ask.answers import Answers, folded, key_of, places_of
from folkmoot.ask.grid import Grid
from folkmoot.ask.personal import without_contacts
from folkmoot.ask.questionnaire import Question
from folkmoot.ask.triple_s import PARTED
from folkmoot.core.exceptions import SurveyFileError


def coded(
    questions: Sequence[Question],
    grid: Grid,
    *,
    ids: Sequence[str],
    row_numbers: Sequence[int],
    missing: Sequence[str] = ("",),
) -> Answers:
    """What the rows of a grid say to each question.

    `row_numbers` are those of the file, for issues. A value that a question does not offer
    is left out with an issue; an answer to a question that routing passes over, too.
    Raises `SurveyFileError` where a question has no column.
    """
    answers = Answers(rows=len(grid.rows), ids=tuple(ids))
    blank = {folded(one) for one in (*missing, "")}
    reader = _Reader(answers, grid, row_numbers, blank)
    for question in questions:
        answers.questions[question.id] = question
        answers.asked[question.id] = answers.who(question.asked_if)
        reader.read(question)
    return answers


def one_persons_answers(
    questions: Sequence[Question], given: Mapping[str, Sequence[str]]
) -> Answers:
    """The answers of one person on a form: question id (or grid.item) and what they chose.

    What was not given is blank. Routing is read from the result's `asked`.
    """
    columns, cells, plain = [], [], []
    for question in questions:
        keys = [key_of(question.id, item.id) for item in question.items] or [
            question.id
        ]
        columns += keys
        cells += [PARTED.join(given.get(key, ())) for key in keys]
        plain.append(_as_on_a_form(question))
    grid = Grid("the form", tuple(columns), (tuple(cells),), first_row=1)
    return coded(plain, grid, ids=("1",), row_numbers=(1,))


def _as_on_a_form(question: Question) -> Question:
    """The question without the columns of any file."""
    items = [
        msgspec.structs.replace(one, column=key_of(question.id, one.id))
        for one in question.items
    ]
    separator = PARTED if question.is_several else ""
    return msgspec.structs.replace(
        question, column="", columns={}, separator=separator, items=items
    )


class _Reader:
    """Reads questions from one grid into one set of answers."""

    def __init__(
        self,
        answers: Answers,
        grid: Grid,
        row_numbers: Sequence[int],
        blank: set[str],
    ) -> None:
        self.answers, self.grid = answers, grid
        self.row_numbers, self.blank = row_numbers, blank

    def read(self, question: Question) -> None:
        reading: Mapping[str, Callable[[Question], None]] = {
            "grid": self._items,
            "number": self._number,
            "text": self._text,
        }
        if question.is_several:
            self._several(question)
        else:
            reading.get(question.kind, self._single)(question)
        self._unanswered(question)

    def _column(
        self, question: Question, names: Sequence[str]
    ) -> tuple[str, tuple[str, ...]]:
        """The first of `names` that is a column, and its cells without what means blank."""
        for name in names:
            if name in self.grid.columns:
                cells = self.grid.column(name)
                return name, tuple("" if self._is_blank(c) else c for c in cells)
        raise SurveyFileError(
            f"The question `{question.id}` has no column in {self.grid.name}: "
            f"there is none called {' or '.join(repr(n) for n in names)}.",
            "Name its column in the survey file. The file's columns are: "
            f"{', '.join(self.grid.columns[:30])}.",
        )

    def _is_blank(self, cell: str) -> bool:
        return folded(cell) in self.blank

    def _single(self, question: Question) -> None:
        name, cells = self._column(question, [question.column or question.id])
        self._codes(question, question.id, name, cells)

    def _items(self, question: Question) -> None:
        for item in question.items:
            own = [item.column] if item.column else [
                f"{question.id}_{item.id}",
                f"{question.id}[{item.id}]",
            ]  # fmt: skip
            name, cells = self._column(question, own)
            self._codes(question, key_of(question.id, item.id), name, cells)
        keys = [key_of(question.id, item.id) for item in question.items]
        given = np.any([self.answers.given[key] for key in keys], axis=0)
        self.answers.given[question.id] = given

    def _codes(
        self, question: Question, key: str, name: str, cells: Sequence[str]
    ) -> None:
        places = places_of(question, self.grid.labels.get(name, {}))
        codes = np.array([places.get(folded(c), -1) for c in cells], np.int64)
        for row in np.flatnonzero(codes < 0).tolist():
            if cells[row]:
                self._issue(
                    row, key, "unknown_code",
                    "The question offers no such answer.", cells[row],
                )  # fmt: skip
        codes = self._routed(question, key, codes >= 0, codes, -1)
        self.answers.codes[key] = codes
        self.answers.given[key] = codes >= 0

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
        cells: Sequence[str],
        chosen: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
        seen: np.ndarray[tuple[int], np.dtype[np.bool_]],
    ) -> None:
        """One column that says of each person whether they chose one code.

        A cell that is filled but says no still tells that the person answered.
        """
        marks = {folded(mark) for mark in question.chosen}
        marks |= {folded(question.codes[place].code)}
        for row, cell in enumerate(cells):
            if cell:
                seen[row] = True
                chosen[row, place] = folded(cell) in marks

    def _choices(
        self,
        question: Question,
        name: str,
        cells: Sequence[str],
        chosen: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    ) -> None:
        """One column that holds codes, one or several with a mark between."""
        places = places_of(question, self.grid.labels.get(name, {}))
        by = question.separator or (PARTED if not question.columns else "")
        for row, cell in enumerate(cells):
            parts = cell.split(by) if by else [cell]
            for part in parts:
                if not part.strip():
                    continue
                place = places.get(folded(part), -1)
                if place < 0:
                    self._issue(
                        row, question.id, "unknown_code",
                        "The question offers no such answer.", part.strip(),
                    )  # fmt: skip
                else:
                    chosen[row, place] = True

    def _limits(
        self,
        question: Question,
        chosen: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
        given: np.ndarray[tuple[int], np.dtype[np.bool_]],
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

    def _number(self, question: Question) -> None:
        _, cells = self._column(question, [question.column or question.id])
        values = np.full(self.answers.rows, np.nan)
        least, most = question.least_number, question.most_number
        for row, cell in enumerate(cells):
            if not cell:
                continue
            value = _number(cell)
            if value is None:
                self._issue(
                    row, question.id, "not_a_number", "This is no number.", cell
                )
            elif (least is not None and value < least) or (
                most is not None and value > most
            ):
                self._issue(
                    row, question.id, "out_of_bounds",
                    "The number is outside what makes sense.", cell,
                )  # fmt: skip
            else:
                values[row] = value
        values = self._routed(question, question.id, ~np.isnan(values), values, np.nan)
        self.answers.numbers[question.id] = values
        self.answers.given[question.id] = ~np.isnan(values)

    def _text(self, question: Question) -> None:
        _, cells = self._column(question, [question.column or question.id])
        texts = []
        for row, cell in enumerate(cells):
            shown, had_contacts = without_contacts(cell)
            if had_contacts:
                self._issue(
                    row, question.id, "contact_removed",
                    "Contact details were taken out of the words.", "", lost=False,
                )  # fmt: skip
            texts.append(shown)
        words = np.array(texts, dtype=object)
        has_words = np.array([bool(text) for text in texts], dtype=bool)
        words = self._routed(question, question.id, has_words, words, "")
        self.answers.texts[question.id] = tuple(words.tolist())
        self.answers.given[question.id] = np.array([bool(w) for w in words], dtype=bool)

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

    def _unanswered(self, question: Question) -> None:
        if question.optional or question.source == "record":
            return
        missing = self.answers.asked[question.id] & ~self.answers.given[question.id]
        for row in np.flatnonzero(missing):
            self._issue(
                int(row), question.id, "unanswered",
                "It must be answered and was not.", lost=False,
            )  # fmt: skip

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
        number = self.row_numbers[row]
        self.answers.add_issue(number, question, rule, message, value, lost=lost)


def _number(cell: str) -> float | None:
    try:
        value = float(cell.replace(",", ""))
    except ValueError:
        return None
    return value if np.isfinite(value) else None
