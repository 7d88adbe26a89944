"""What a table is about: one answer a person, several, or a number.

Grids become one subject for each statement; segments are a subject like a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Answers, Mask, key_of
from folkmoot.ask.book.divisions import Division, segment_division
from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.ask.survey.sentences import note
from folkmoot.ask.survey.wording import Wording


@dataclass(frozen=True, eq=False)
class Subject:
    """One subject: exactly one of `codes`, `chosen` and `numbers` is there.

    `given` (n,) says who answered. `sides` are those of a scale's codes.
    """

    question: str
    item: str
    title: Wording
    wording: Wording
    item_text: Wording
    given: Mask
    level_codes: tuple[str, ...] = ()
    level_labels: tuple[Wording, ...] = ()
    sides: tuple[str, ...] = ()
    codes: Codes | None = None
    chosen: Mask | None = None
    numbers: Numbers | None = None
    """A number, or the scores of codes where each code has one."""
    unit: Wording = ""
    identifies: bool = False
    """Whether a small count of it may tell who somebody is."""

    @property
    def has_cells(self) -> bool:
        """Whether its tables count people by answer; of a number they give means alone."""
        return self.codes is not None or self.chosen is not None


def subjects_of(survey: Survey, answers: Answers, name: str) -> Iterator[Subject]:
    """The subjects of a question or of segments, by name; words have none."""
    if name in survey.segments:
        yield division_subject(segment_division(survey.segments[name], answers))
        return
    question = survey.questions[name]
    if question.kind == "text":
        return
    if question.kind == "grid":
        for item in question.items:
            yield _coded(question, answers, item.id, item.text)
    elif question.is_several:
        yield _subject(question, answers, chosen=answers.chosen[name])
    elif question.kind == "number":
        yield _subject(question, answers, numbers=answers.numbers[name])
    else:
        yield _coded(question, answers, "", "")


def division_subject(division: Division, *, is_classes: bool = False) -> Subject:
    """A division of people as what a table is about: how many are in each of its levels."""
    wording = note("class_rules" if is_classes else "segment_rules")
    return Subject(
        division.id, "", division.label, wording, "", division.codes >= 0,
        division.level_codes, division.level_labels, codes=division.codes,
    )  # fmt: skip


def _coded(question: Question, answers: Answers, item: str, text: Wording) -> Subject:
    key = key_of(question.id, item)
    scored = [c.score is not None for c in question.codes if c.side != "aside"]
    return _subject(
        question,
        answers,
        item=item,
        item_text=text,
        codes=answers.codes[key],
        numbers=answers.scores(question, key) if scored and all(scored) else None,
    )


def _subject(
    question: Question,
    answers: Answers,
    *,
    item: str = "",
    item_text: Wording = "",
    codes: Codes | None = None,
    chosen: Mask | None = None,
    numbers: Numbers | None = None,
) -> Subject:
    return Subject(
        question=question.id,
        item=item,
        title=question.short or question.text,
        wording=question.text,
        item_text=item_text,
        given=answers.given[key_of(question.id, item)],
        level_codes=question.code_names(),
        level_labels=tuple(code.label for code in question.codes),
        sides=tuple(code.side or "" for code in question.codes),
        codes=codes,
        chosen=chosen,
        numbers=numbers,
        unit=question.unit,
        identifies=question.identifies or question.source == "record",
    )


def within(subject: Subject, people: Mask) -> Subject:
    """The subject for some people only; of the others nothing is known."""
    from dataclasses import replace

    return replace(
        subject,
        given=subject.given & people,
        codes=None if subject.codes is None else np.where(people, subject.codes, -1),
        chosen=None if subject.chosen is None else subject.chosen & people[:, None],
        numbers=None
        if subject.numbers is None
        else np.where(people, subject.numbers, np.nan),
    )
