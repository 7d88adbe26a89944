"""Who answered, of all who could have been asked: response by cell of the frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.reading import Read
from folkmoot.ask.frame.counted import Frame
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import Wording


@dataclass(frozen=True, slots=True)
class ResponseCell:
    """One cell: people in the frame, answers (None where too few to tell), and the rate."""

    labels: tuple[Wording, ...]
    in_frame: int
    answered: int | None
    rate: float | None


@dataclass(frozen=True, slots=True)
class ResponseTable:
    """Response by the crossing of some questions; `unplaced` answers are in no cell."""

    headings: tuple[Wording, ...]
    cells: tuple[ResponseCell, ...]
    frame_people: int
    answers: int
    unplaced: int


def response_table(
    survey: Survey, read: Read, frame: Frame | None
) -> ResponseTable | None:
    """Response by `[publishing] response_by`; None where there is no frame or no such list.

    A cell with few answers from few people would tell who answered, so its number of
    answers is left out, and a cell of nobody is told as 0.
    """
    names = survey.declared.publishing.response_by
    if frame is None or not names or any(name not in frame.codes for name in names):
        return None
    questions = [survey.questions[name] for name in names]
    shape = tuple(len(question.codes) for question in questions)
    in_frame = _counts([frame.codes[q.id] for q in questions], shape)
    answered = _counts([read.answers.codes[q.id] for q in questions], shape)
    smallest = survey.declared.publishing.smallest_cell
    cells = []
    for place in range(in_frame.size):
        if in_frame[place] == 0 and answered[place] == 0:
            continue
        at = np.unravel_index(place, shape)
        few = 0 < answered[place] < smallest
        known = int(in_frame[place])
        cells.append(
            ResponseCell(
                tuple(
                    q.codes[int(level)].label
                    for q, level in zip(questions, at, strict=True)
                ),
                known,
                None if few else int(answered[place]),
                None if few or not known else 100 * int(answered[place]) / known,
            )
        )
    placed = int(answered.sum())
    return ResponseTable(
        tuple(q.short or q.text for q in questions),
        tuple(cells),
        frame.people,
        read.answers.rows,
        read.answers.rows - placed,
    )


def _counts(
    codes: list[np.ndarray[tuple[int], np.dtype[np.int64]]], shape: tuple[int, ...]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    known = np.all([one >= 0 for one in codes], axis=0)
    cells = np.ravel_multi_index(tuple(one[known] for one in codes), shape)
    return np.bincount(cells, minlength=int(np.prod(shape))).astype(np.int64)
