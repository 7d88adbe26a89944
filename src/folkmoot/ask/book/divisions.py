"""What can head the columns of a table: a question with one answer, or segments by rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Answers, key_of
from folkmoot.ask.estimation.design import Codes
from folkmoot.ask.models.segments import Condition, Rule, by_rules
from folkmoot.ask.survey.declared import Segments
from folkmoot.ask.survey.questionnaire import Condition as Declared
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.ask.survey.wording import Wording

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
    """People by declared rules: the first group that holds, else other.

    Whom a blank answer leaves open is not placed: a blank is never a no.
    """
    rules = [
        Rule(
            group.code,
            tuple(_condition(one, answers) for one in group.when),
            group.at_least,
        )
        for group in rule.groups
    ]
    found = by_rules(rules)
    return Division(
        rule.id,
        rule.label,
        found.codes,
        (*(group.code for group in rule.groups), OTHER),
        (*(group.label for group in rule.groups), rule.otherwise),
    )


def _condition(one: Declared, answers: Answers) -> Condition:
    """1 where it holds, 0 where it does not, -1 where the question was not answered."""
    held = answers.holds(one).astype(np.int64)
    if one.answered is None:
        held[~answers.given[key_of(one.question, one.item)]] = -1
    return Condition(held, (1,))


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
