"""From the cells of a file to codes, with an issue for each cell that no question offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from folkmoot.ask.answers.cells import Cells
from folkmoot.ask.answers.coded import Answers, folded, key_of
from folkmoot.ask.answers.coding_several import SeveralReader
from folkmoot.ask.answers.grid import Grid
from folkmoot.ask.answers.personal import without_contacts
from folkmoot.ask.answers.triple_s import PARTED
from folkmoot.ask.survey.questionnaire import Question


def coded(
    questions: Sequence[Question],
    grid: Grid,
    *,
    ids: Sequence[str],
    missing: Sequence[str] = ("",),
) -> Answers:
    """What the rows of a grid say to each question.

    A value that a question does not offer is left out with an issue; an answer to a question
    that routing passes over, too.
    Raises `SurveyFileError` where a question has no column.
    """
    answers = Answers(rows=len(grid), ids=tuple(ids))
    blank = {folded(one) for one in (*missing, "")}
    reader = _Reader(answers, grid, blank)
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
    cells, plain = dict[str, Cells](), []
    for question in questions:
        keys = [key_of(question.id, item.id) for item in question.items] or [
            question.id
        ]
        cells |= {key: Cells.of([PARTED.join(given.get(key, ()))]) for key in keys}
        plain.append(_as_on_a_form(question))
    grid = Grid("the form", cells, np.ones(1, np.int64))
    return coded(plain, grid, ids=("1",))


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


class _Reader(SeveralReader):
    """Reads questions from one grid into one set of answers."""

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

    def _codes(self, question: Question, key: str, name: str, cells: Cells) -> None:
        places = self._places(question, name)
        codes = cells.each(lambda cell: places.get(folded(cell), -1), np.int64)
        for row in np.flatnonzero(codes < 0).tolist():
            if cells[row]:
                self._issue(
                    row, key, "unknown_code",
                    "The question offers no such answer.", cells[row],
                )  # fmt: skip
        codes = self._routed(question, key, codes >= 0, codes, -1)
        self.answers.codes[key] = codes
        self.answers.given[key] = codes >= 0

    def _number(self, question: Question) -> None:
        _, cells = self._column(question, [question.column or question.id])
        values = cells.each(number_of, np.float64)
        least, most = question.least_number, question.most_number
        outside = np.zeros(len(values), bool)
        if least is not None:
            outside |= values < least
        if most is not None:
            outside |= values > most
        for row in np.flatnonzero(outside | np.isnan(values)).tolist():
            if outside[row]:
                self._issue(
                    row, question.id, "out_of_bounds",
                    "The number is outside what makes sense.", cells[row],
                )  # fmt: skip
            elif cells[row]:
                self._issue(
                    row, question.id, "not_a_number", "This is no number.", cells[row]
                )
        values[outside] = np.nan
        values = self._routed(question, question.id, ~np.isnan(values), values, np.nan)
        self.answers.numbers[question.id] = values
        self.answers.given[question.id] = ~np.isnan(values)

    def _text(self, question: Question) -> None:
        _, cells = self._column(question, [question.column or question.id])
        shown = cells.mapped(lambda cell: without_contacts(cell)[0])
        changed = cells.each(lambda cell: without_contacts(cell)[1], bool)
        for row in np.flatnonzero(changed).tolist():
            self._issue(
                row, question.id, "contact_removed",
                "Contact details were taken out of the words.", "", lost=False,
            )  # fmt: skip
        words = np.array([*shown, ""], dtype=object)[:-1]
        has_words = shown.each(bool, bool)
        words = self._routed(question, question.id, has_words, words, "")
        self.answers.texts[question.id] = tuple(words.tolist())
        self.answers.given[question.id] = np.array([bool(w) for w in words], dtype=bool)

    def _unanswered(self, question: Question) -> None:
        if question.optional or question.source == "record":
            return
        missing = self.answers.asked[question.id] & ~self.answers.given[question.id]
        for row in np.flatnonzero(missing):
            self._issue(
                int(row), question.id, "unanswered",
                "It must be answered and was not.", lost=False,
            )  # fmt: skip


def number_of(cell: str) -> float:
    """The number that a cell writes; nan where it writes none."""
    try:
        value = float(cell.replace(",", ""))
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan
