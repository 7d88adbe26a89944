"""The form of a survey: its steps, one thing a page, and what one answer must hold.

A step is one question, or one statement of a grid. Which step comes next is read from the
same coding that reads files of answers, so that routing means one thing in both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.ask.answers.coded import key_of
from folkmoot.ask.answers.coding import one_persons_answers
from folkmoot.ask.survey.questionnaire import Item, Question

Given = Mapping[str, Sequence[str]]
"""What one person gave: question id (or grid.item) and the codes, number or words."""

LONGEST_TEXT = 4000
"""Characters of an answer in a person's own words; our own assumption: two pages."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form: a question, or one statement of a grid."""

    number: int
    question: Question
    item: Item | None

    @property
    def key(self) -> str:
        """Under which its answer is kept."""
        return key_of(self.question.id, self.item.id if self.item else "")


@dataclass(frozen=True, slots=True)
class Slip:
    """Why an answer cannot be taken: a sentence of the form's words, and its number."""

    word: str
    number: str = ""


def steps_of(questions: Sequence[Question]) -> tuple[Step, ...]:
    """Every page that could be shown, in order, numbered from 1; records are not asked."""
    pairs: list[tuple[Question, Item | None]] = []
    for question in questions:
        if question.source == "asked":
            pairs += [(question, item) for item in question.items or (None,)]
    return tuple(Step(n, q, item) for n, (q, item) in enumerate(pairs, start=1))


def steps_asked(questions: Sequence[Question], given: Given) -> Iterator[Step]:
    """The steps that this person is asked, by what they gave so far and their record."""
    asked = one_persons_answers(questions, given).asked
    return (step for step in steps_of(questions) if asked[step.question.id][0])


def step_after(
    questions: Sequence[Question], given: Given, *, number: int
) -> Step | None:
    """The next step that is asked after a number; None at the end."""
    later = (s for s in steps_asked(questions, given) if s.number > number)
    return next(later, None)


def step_before(
    questions: Sequence[Question], given: Given, *, number: int
) -> Step | None:
    """The last step that is asked before a number; None at the start."""
    earlier = [s for s in steps_asked(questions, given) if s.number < number]
    return earlier[-1] if earlier else None


def only_asked(questions: Sequence[Question], given: Given) -> dict[str, list[str]]:
    """What was given to questions that are asked: a changed answer can close a branch.

    Answers whose branch is closed are left out, and so is what is no question's.
    """
    kept = {step.key for step in steps_asked(questions, given)}
    return {key: list(values) for key, values in given.items() if key in kept}


def slip_in(step: Step, values: Sequence[str]) -> Slip | None:
    """What is wrong with an answer, or None where it can be kept."""
    question = step.question
    if not any(value.strip() for value in values):
        return None if question.optional else Slip("needed")
    if question.kind == "text":
        too_long = sum(map(len, values)) > LONGEST_TEXT
        return Slip("too_long", f"{LONGEST_TEXT:,}") if too_long else None
    if question.kind == "number":
        return _number_slip(question, values[0])
    if not set(values) <= set(question.code_names()):
        return Slip("not_offered")
    if not question.is_several:
        return Slip("choose_one") if len(values) > 1 else None
    alone = {code.code for code in question.codes if code.alone}
    if len(values) > 1 and alone & set(values):
        return Slip("stands_alone")
    most = question.choices_at_most
    if most is not None and len(values) > most:
        return Slip("too_many", str(most))
    return None


def number_in(text: str) -> float | None:
    """The number that a person wrote, with or without commas; None where it is none."""
    try:
        value = float(text.replace(",", "").replace(" ", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _number_slip(question: Question, text: str) -> Slip | None:
    value = number_in(text)
    if value is None:
        return Slip("no_number")
    if question.least_number is not None and value < question.least_number:
        return Slip("too_small", f"{question.least_number:,g}")
    if question.most_number is not None and value > question.most_number:
        return Slip("too_large", f"{question.most_number:,g}")
    return None
