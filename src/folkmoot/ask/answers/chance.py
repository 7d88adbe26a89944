"""How little chance there is in an answer, in bits: halvings of the chance of giving it.

Each kind of answer is counted so that what many people do counts for little, and so that a
doubt makes the bits fewer:

* a choice counts by how many others gave it who answered the two questions before alike
  (a chain of second order), drawn towards how many gave it at all;
* a choice that repeats the one before it among the same choices counts nothing: people draw
  straight lines;
* several choices of one question, and a number, count by how many others gave just these;
* words count `BITS_A_LETTER` for each letter, and less where a third person wrote them too;
* a blank counts nothing. What is known from the record is no answer and is not looked at.

The others include the one whose answers are the same, so that what a great many give counts
as common, whether they are copies or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.answers.coded import Answers, Mask, folded, key_of
from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.survey.questionnaire import Question

BITS_A_LETTER: Final = 0.6
"""The lower bound of the entropy of printed English (Shannon, 1951)."""
DRAWN: Final = 10.0
"""Answers' worth by which a share among few is drawn to the share among all: our choice."""

MOST_CONTEXTS: Final = 10_000
"""Cells that a choice is counted in with those before it; longer lists look back less far."""

Hashes = NDArray[np.uint64]
Bits = Callable[[Codes], Numbers]

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(32)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A choice of n people, -1 where blank, and the codes it was made from."""

    values: Codes
    choices: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.choices)


@dataclass(frozen=True, slots=True, eq=False)
class AnswerColumn:
    """One answer of n people: `values` (n,), -1 where blank; `bits` of the rows named."""

    values: Codes
    bits: Bits


def signatures(columns: Sequence[Codes]) -> Hashes:
    """A number of 64 bits for each row, the same where all columns are.

    That two rows that differ share one happens once in thousands of millions of files of a
    hundred thousand people.
    """
    signed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        signed ^= np.asarray(column, np.int64).view(np.uint64) + _MIX
        signed *= _MIX
        signed ^= signed >> _FOLD
        signed *= _MIX
    return signed


def columns_of_answers(answers: Answers) -> Iterator[AnswerColumn]:
    """Every answer that a person gave, in the order of the questionnaire."""
    before: list[_Asked] = []
    for question in answers.questions.values():
        if question.source == "record":
            continue
        if question.kind == "text":
            words = answers.texts[question.id]
            values, letters = _of_words(words, answers.given[question.id])
            yield AnswerColumn(values, _Words(values, letters))
        elif question.kind == "number":
            numbers = answers.numbers[question.id]
            values = numbered(numbers, answers.given[question.id])
            yield AnswerColumn(values, _Whole(values))
        elif question.is_several:
            chosen = answers.chosen[question.id]
            marks = signatures(list(chosen.T.astype(np.int64)))
            values = numbered(marks, answers.given[question.id])
            yield AnswerColumn(values, _Whole(values))
        else:
            choices = tuple(question.code_names())
            for key in _keys(question):
                one = _Asked(np.asarray(answers.codes[key], np.int64), choices)
                yield AnswerColumn(one.values, _Choice(one, before))
                before = [one, *before[:1]]


def _keys(question: Question) -> list[str]:
    return [key_of(question.id, item.id) for item in question.items] or [question.id]


def numbered(values: NDArray[np.generic], given: Mask) -> Codes:
    """Equal values as equal numbers from 0; -1 where nothing was given."""
    places = np.unique(values, return_inverse=True)[1].astype(np.int64)
    return np.where(given, places, -1)


def _of_words(words: Sequence[str], given: Mask) -> tuple[Codes, Numbers]:
    """Texts as numbers, alike where only blanks and capitals differ, and their letters."""
    known: dict[str, int] = {}
    plain = [folded(text) for text in words]
    values = np.array([known.setdefault(text, len(known)) for text in plain], np.int64)
    letters = np.array([sum(map(str.isalnum, text)) for text in known], np.float64)
    return np.where(given, values, -1), letters[values]


@dataclass(frozen=True, slots=True, eq=False)
class _Whole:
    """Bits of an answer by how many others gave just the same."""

    values: Codes

    def __call__(self, rows: Codes) -> Numbers:
        given = self.values >= 0
        counts = np.bincount(self.values[given]) if given.any() else np.zeros(1)
        held = np.maximum(self.values[rows], 0)
        others = np.maximum(counts[held] - 1, 1)
        bits = np.log2(np.maximum(given.sum() - 1, 1) / others)
        return np.where(self.values[rows] >= 0, bits, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Bits of words: by their letters, and no more than by who else wrote them.

    A text that only two rows hold is judged by its letters: that it is rare says little in a
    file of twenty people, where every text is.
    """

    values: Codes
    letters: Numbers

    def __call__(self, rows: Codes) -> Numbers:
        bits = BITS_A_LETTER * self.letters[rows]
        given = self.values >= 0
        counts = np.bincount(self.values[given]) if given.any() else np.zeros(1)
        times = counts[np.maximum(self.values[rows], 0)]
        shared = np.log2(np.maximum(given.sum() - 1, 1) / np.maximum(times - 1, 1))
        bits = np.where(times > 2, np.minimum(bits, shared), bits)
        return np.where(self.values[rows] >= 0, bits, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """Bits of one choice, given the two choices before it.

    Who takes an extreme once takes it again, with reversed statements too: the choice before
    alone would make that look rarer than it is.
    """

    asked: _Asked
    before: Sequence[_Asked]

    def __call__(self, rows: Codes) -> Numbers:
        own = self.asked.values
        shares = self._share(np.zeros(len(own), np.int64), 1, rows, None)
        context, size = np.zeros(len(own), np.int64), 1
        for earlier in self.before:
            if size * earlier.size * self.asked.size > MOST_CONTEXTS:
                break
            is_known = (context >= 0) & (earlier.values >= 0)
            context = np.where(is_known, context * earlier.size + earlier.values, -1)
            size *= earlier.size
            shares = self._share(context, size, rows, shares)
        if self.before and self.before[0].choices == self.asked.choices:
            is_again = self.before[0].values[rows] == own[rows]
            shares = np.where(is_again, 1.0, shares)
        return np.where(own[rows] >= 0, -np.log2(shares), 0.0)

    def _share(
        self, context: Codes, size: int, rows: Codes, prior: Numbers | None
    ) -> Numbers:
        """Of the others in the same context, how many chose the same: (rows,)."""
        own, choices = self.asked.values, self.asked.size
        is_counted = (own >= 0) & (context >= 0)
        at = context[is_counted] * choices + own[is_counted]
        counts = np.bincount(at, minlength=size * choices).reshape(size, choices)
        place, held = np.maximum(context[rows], 0), np.maximum(own[rows], 0)
        same = np.maximum(counts[place, held] - 1, 0)
        among = np.maximum(counts.sum(axis=1)[place] - 1, 0)
        if prior is None:
            return np.asarray(np.maximum(same, 1) / np.maximum(among, 1))
        drawn = (same + DRAWN * prior) / (among + DRAWN)
        return np.where(context[rows] >= 0, drawn, prior)
