"""What can head the columns of a table: a question with one answer, or segments by rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers import Answers, key_of
from folkmoot.ask.declared import Segments
from folkmoot.ask.design import Codes
from folkmoot.ask.questionnaire import Question
from folkmoot.ask.wording import Wording

OTHER = "other"
"""The code of whoever is in no segment."""


@dataclass(frozen=True, eq=False)
class Division:
    """People divided: `codes` (n,), -1 for who cannot be placed, and the levels' names."""

    id: str
    label: Wording
    codes: Codes
    level_codes: tuple[str, ...]
    level_labels: tuple[Wording, ...]

    @property
    def size(self) -> int:
        """How many levels."""
        return len(self.level_codes)


def question_division(question: Question, answers: Answers, item: str = "") -> Division:
    """A question with one answer (or a statement of a grid) as a division."""
    return Division(
        question.id,
        question.short or question.text,
        answers.codes[key_of(question.id, item)],
        question.code_names(),
        tuple(code.label for code in question.codes),
    )


def segment_division(rule: Segments, answers: Answers) -> Division:
    """People by declared rules: the first group all of whose conditions hold, else other.

    Who answered none of the questions that the rules speak of is not placed at all.
    """
    codes = np.full(answers.rows, len(rule.groups), np.int64)
    told = np.zeros(answers.rows, dtype=bool)
    for place in range(len(rule.groups) - 1, -1, -1):
        group = rule.groups[place]
        codes[answers.who(group.when)] = place
        for one in group.when:
            told |= answers.given[key_of(one.question, one.item)]
    codes[~told] = -1
    return Division(
        rule.id,
        rule.label,
        codes,
        (*(group.code for group in rule.groups), OTHER),
        (*(group.label for group in rule.groups), rule.otherwise),
    )


def division(
    name: str,
    answers: Answers,
    questions: dict[str, Question],
    segments: dict[str, Segments],
) -> Division:
    """A division by the name that banners and tables call it."""
    if name in segments:
        return segment_division(segments[name], answers)
    return question_division(questions[name], answers)
