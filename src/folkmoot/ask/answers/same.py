"""People whose answers are another's: copies that an id does not tell.

Answers that are alike in every question can be chance: of five short questions many people
give the same. So they are told only where fewer than one pair in `MOST_BY_CHANCE` files like
this would be alike by chance (`chance.py`), since rules that count how much is alike accuse
honest people (Simmons, Mercer, Schwarzer and Kennedy, 2016).

No two people are compared: answers are hashed row by row (`signatures`), so that a hundred
thousand cost less than reading them does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.answers.chance import Hashes, columns_of_answers, numbered, signatures
from folkmoot.ask.answers.coded import Answers
from folkmoot.ask.answers.grid import Grid
from folkmoot.ask.estimation.design import Codes
from folkmoot.core.exceptions import SurveyError

MOST_BY_CHANCE: Final = 1_000
"""Files like this one of which one would hold such a pair by chance; our own choice."""

MOST_TOLD: Final = 10
"""Groups, and rows of a group, that an error names."""

_CLOCK = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp][Mm]|Z)?"
)


@dataclass(frozen=True, slots=True)
class SameAnswers:
    """Rows of the file, by number, whose answers are the same.

    `answered` counts what they answered, statements of grids one by one; `bits` is how
    little chance there is in it, and `least_bits` what it takes in a file of this size.
    `is_same_time` says that their clock times are the same too.
    """

    rows: tuple[int, ...]
    answered: int
    bits: float
    least_bits: float
    is_same_time: bool


class SameAnswersError(SurveyError):
    """People seem to be in the file twice under different ids."""

    def __init__(self, file: str, same: Sequence[SameAnswers]) -> None:
        told = "; ".join(_in_words(one) for one in same[:MOST_TOLD])
        more = f"; and {len(same) - MOST_TOLD} more groups" if same[MOST_TOLD:] else ""
        super().__init__(
            f"{file} holds the same answers under different ids: {told}{more}. Chance does "
            "not explain it.",
            "Take copies out of the file. Where they are different people, say so: "
            '[answers] same_answers = "accept", with same_answers_reason.',
        )
        self.file, self.same = file, tuple(same)


def _in_words(one: SameAnswers) -> str:
    shown = ", ".join(map(str, one.rows[:MOST_TOLD]))
    more = f" and {len(one.rows) - MOST_TOLD} more" if one.rows[MOST_TOLD:] else ""
    times = ", sent at the same time" if one.is_same_time else ""
    return f"rows {shown}{more} ({one.answered} answers{times})"


def same_answers(
    answers: Answers, grid: Grid, others: Sequence[str]
) -> list[SameAnswers]:
    """Groups of rows with the same answers beyond chance, in the order of the file.

    `grid` (n rows) is what the answers were read from; `others` names its columns that no
    question reads, among which clock times are looked for. Takes a time in proportion to
    people times questions.
    """
    columns = list(columns_of_answers(answers))
    if answers.rows < 2 or not columns:
        return []
    signed = signatures([column.values for column in columns])
    alike = _rows_alike(signed)
    if not len(alike):
        return []
    bits = np.zeros(answers.rows)
    answered = np.zeros(answers.rows, np.int64)
    for column in columns:
        bits[alike] += column.bits(alike)
        answered[alike] += column.values[alike] >= 0
    pairs = answers.rows * (answers.rows - 1) / 2
    least = float(np.log2(pairs * MOST_BY_CHANCE))
    times = _times(grid, others)
    timed = signatures([signed.view(np.int64), times])
    by_time = _bits_of_time(times, timed, pairs)
    found, told = [], set[int]()
    for rows in (*_groups(signed, alike), *_groups(timed, alike[times[alike] >= 0])):
        first = int(times[rows[0]])
        is_same_time = first >= 0 and bool((times[rows] == first).all())
        known = float(bits[rows[0]]) + (by_time if is_same_time else 0.0)
        if known < least or told.issuperset(rows):
            continue
        told.update(rows)
        numbers = tuple(grid.numbers[rows].tolist())
        many = int(answered[rows[0]])
        found.append(SameAnswers(numbers, many, known, least, is_same_time))
    return sorted(found, key=lambda one: one.rows)


def _rows_alike(signed: Hashes) -> Codes:
    """The rows, in order, whose signature another row has too."""
    _, places, counts = np.unique(signed, return_inverse=True, return_counts=True)
    return np.flatnonzero(counts[places] > 1).astype(np.int64)


def _groups(signed: Hashes, rows: Codes) -> Iterator[list[int]]:
    """Those of `rows` that share a signature, group by group."""
    order = rows[np.argsort(signed[rows], kind="stable")]
    ends = np.flatnonzero(np.diff(signed[order])) + 1
    for group in np.split(order, ends):
        if len(group) > 1:
            yield group.tolist()


def _times(grid: Grid, others: Sequence[str]) -> Codes:
    """The clock times of each row as one number; -1 where it has none."""
    kept = []
    for name in others:
        cells = grid.column(name)
        texts = [text for text in cells.texts if text]
        if texts and all(map(_CLOCK.fullmatch, texts)):
            kept.append(np.where(cells.each(bool, bool), cells.places, -1))
    if not kept:
        return np.full(len(grid), -1, np.int64)
    is_timed = np.any([column >= 0 for column in kept], axis=0)
    return numbered(signatures(kept), is_timed)


def _bits_of_time(times: Codes, timed: Hashes, pairs: float) -> float:
    """Bits of two sharing their times, by how often two do who answered differently."""
    has_time = times >= 0
    shared = _pairs_alike(times[has_time]) - _pairs_alike(timed[has_time])
    return float(np.log2(pairs / (shared + 1)))


def _pairs_alike(values: NDArray[np.generic]) -> float:
    counts = np.unique(values, return_counts=True)[1].astype(np.float64)
    return float((counts * (counts - 1)).sum() / 2)
