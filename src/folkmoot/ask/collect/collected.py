"""What a collection gives: the answers' file that a survey reads, and who has answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.ask.answers.coded import folded, key_of, places_of
from folkmoot.ask.answers.triple_s import PARTED
from folkmoot.ask.collect.collection import Collection, Invited
from folkmoot.ask.collect.form import number_in, only_asked
from folkmoot.ask.collect.invitations import record_columns
from folkmoot.ask.survey.declared import Answers
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.ask.survey.wording import said
from folkmoot.core.desk import ExportColumn
from folkmoot.core.exceptions import SurveyFileError

ID = "id"


def answers_rule(survey: Survey) -> Answers:
    """What the survey says of its answers' file.

    Raises `SurveyFileError` where it says nothing, or names a file that is not CSV.
    """
    rule = survey.declared.answers
    if rule is None:
        raise SurveyFileError(
            "The survey names no [answers], so there is no file to write.",
            'Add [answers] with file = "answers.csv".',
        )
    if rule.format != "csv":
        raise SurveyFileError(
            f"[answers] names a file of the format {rule.format}; answers collected here "
            "are written as csv.",
            'Set format = "csv" under [answers].',
        )
    return rule


def answer_columns(survey: Survey) -> tuple[ExportColumn, ...]:
    """The columns of the answers' file: receipt, record, then each question's own.

    Columns that the survey file drops stand there empty, as it insists on them.
    """
    rule = answers_rule(survey)
    kinds = dict.fromkeys((rule.id or ID, *record_columns(survey), *rule.drop), "text")
    for question in _asked(survey):
        kind = "number" if question.kind == "number" else "text"
        kinds |= dict.fromkeys(_columns_of(question), kind)
    return tuple(ExportColumn(name, name, kind) for name, kind in kinds.items())


def answer_rows(survey: Survey, collection: Collection) -> list[dict[str, Any]]:
    """One row per answer sent, under the columns that the survey file reads.

    Questions that routing closed are blank. Rows stand in the order of random receipts.
    """
    questions = survey.declared.questions
    id_column = answers_rule(survey).id or ID
    rows = []
    for sent in collection.sent():
        given = only_asked(questions, with_record(survey, sent.given, sent.record))
        row: dict[str, Any] = {id_column: sent.receipt, **sent.record}
        for question in _asked(survey):
            row |= _cells(question, given)
        rows.append(row)
    return rows


def with_record(
    survey: Survey, given: Mapping[str, Sequence[str]], record: Mapping[str, str]
) -> dict[str, list[str]]:
    """What a person gave, with what is known of them, as routing needs both."""
    known = {
        question.id: [record[question.column or question.id]]
        for question in survey.declared.questions
        if question.source == "record" and (question.column or question.id) in record
    }
    return {**known, **{key: list(values) for key, values in given.items()}}


def _asked(survey: Survey) -> list[Question]:
    return [q for q in survey.declared.questions if q.source == "asked"]


def _columns_of(question: Question) -> list[str]:
    if question.items:
        return [i.column or f"{question.id}_{i.id}" for i in question.items]
    if isinstance(question.columns, dict) and question.columns:
        return list(question.columns.values())
    if question.columns:
        return list(question.columns)
    return [question.column or question.id]


def _cells(question: Question, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """One question's answer under its columns, the way `coding` reads them."""
    columns = _columns_of(question)
    if question.items:
        keys = [key_of(question.id, item.id) for item in question.items]
        return {
            c: "".join(given.get(k, ())) for c, k in zip(columns, keys, strict=True)
        }
    values = list(given.get(question.id, ()))
    if question.kind == "number" and values:
        number = number_in(values[0])
        whole = number is not None and number.is_integer()
        return {columns[0]: int(number or 0) if whole else number}
    if not question.is_several:
        return {columns[0]: "".join(values)}
    if isinstance(question.columns, dict) and question.columns:
        # A cell that says no tells that the question was answered.
        no = "0" if values else ""
        return {
            column: question.chosen[0] if code in values else no
            for code, column in question.columns.items()
        }
    if question.columns:
        filled = values + [""] * (len(columns) - len(values))
        return dict(zip(columns, filled, strict=False))
    return {columns[0]: (question.separator or PARTED).join(values)}


@dataclass(frozen=True, slots=True)
class Responding:
    """One group of those invited: how many, how many began, how many sent answers."""

    heading: str
    group: str
    invited: int
    begun: int
    answered: int

    @property
    def rate(self) -> float:
        """The share of those invited who sent answers, 0 to 1."""
        return self.answered / self.invited


def responses(survey: Survey, collection: Collection) -> list[Responding]:
    """How many answered: of all, by council, and by each question of the record.

    For those who run the survey: a group may be one person, so it is not published. What
    is published comes from `response.response_table`, which hides small cells.
    """
    everyone = collection.everyone()
    if not everyone:
        return []
    found = [_counted("All", "Everybody invited", everyone)]
    cluster = survey.declared.design.cluster
    if cluster:
        found += _divided("Council", {p.record.get(cluster, ""): "" for p in everyone},
                          cluster, everyone)  # fmt: skip
    for question in survey.declared.questions:
        column = question.column or question.id
        if question.source == "record" and question.is_coded and column != cluster:
            found += _by_question(question, column, everyone)
    return found


def _by_question(
    question: Question, column: str, everyone: Sequence[Invited]
) -> list[Responding]:
    places = places_of(question, {})
    labels = {}
    for person in everyone:
        value = person.record.get(column, "")
        place = places.get(folded(value))
        if place is not None:
            labels[value] = said(question.codes[place].label)
    return _divided(question.named(), labels, column, everyone)


def _divided(
    heading: str, labels: Mapping[str, str], column: str, everyone: Sequence[Invited]
) -> list[Responding]:
    groups: dict[str, list[Invited]] = {}
    for person in everyone:
        value = person.record.get(column, "")
        groups.setdefault(labels.get(value) or value or "Not known", []).append(person)
    return [_counted(heading, name, groups[name]) for name in sorted(groups)]


def _counted(heading: str, group: str, people: Sequence[Invited]) -> Responding:
    states = Counter(
        "answered" if p.is_answered else "begun" if p.given else "silent"
        for p in people
    )
    return Responding(
        heading, group, len(people), states["begun"] + states["answered"],
        states["answered"],
    )  # fmt: skip
