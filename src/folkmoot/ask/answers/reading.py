"""The answers' file of a survey, read and coded.

Personal columns are left out or refused; answers that were withdrawn or never finished are
left out with an issue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from folkmoot.ask.answers.coded import Answers, Issue
from folkmoot.ask.answers.coding import coded
from folkmoot.ask.answers.forgotten import refuse_forgotten
from folkmoot.ask.answers.grid import Grid, spss_grid, table_of
from folkmoot.ask.answers.personal import refuse_personal
from folkmoot.ask.answers.same import SameAnswers, SameAnswersError, same_answers
from folkmoot.ask.answers.triple_s import triple_s_grid
from folkmoot.ask.survey.declared import Answers as AnswersRule
from folkmoot.ask.survey.declared import comparisons
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.questionnaire import Question
from folkmoot.core.exceptions import SourceError, SurveyFileError

LIMESURVEY_PERSONAL = ("token", "ipaddr", "refurl", "email", "firstname", "lastname")
"""Columns that LimeSurvey adds and that name a person or a machine."""
STRANGE_MOST = 0.05
"""The share of a question's answers that may be none it offers; our own assumption."""
STRANGE_LEAST = 10
"""Fewer such answers than this are always slips; our own assumption."""
_LIMESURVEY_HEADING = re.compile(r"^([A-Za-z]\w*(?:\[\w+\])*)\. .+$")


@dataclass(frozen=True)
class Read:
    """Coded answers, and the grid they came from without personal columns.

    `unread` are columns that no question reads; `rows_in_file` counts every row, kept or
    not: kept = rows - left out, and each left out has an issue. `same` are rows whose
    answers are another's; they are kept, and have an issue too.
    """

    answers: Answers
    grid: Grid
    unread: tuple[str, ...]
    rows_in_file: int
    same: tuple[SameAnswers, ...] = ()


def read_answers(survey: Survey) -> Read:
    """The answers that the survey file names.

    Raises `PersonalDataError`, `SourceError`, `SurveyFileError`, `SameAnswersError` or,
    where they were deleted, `ForgottenError`.
    """
    refuse_forgotten(survey)
    rule = survey.declared.answers
    if rule is None:
        raise SurveyFileError(
            "The survey names no file of answers.", "Add [answers] with file = …"
        )
    grid = grid_of(survey, rule)
    grid = grid.without(_dropped(rule, grid))
    texts = [q for q in survey.declared.questions if q.kind == "text"]
    refuse_personal(grid, words={q.column or q.id for q in texts})
    ids = _ids(grid, rule)
    kept, issues = _kept(survey, grid, ids, rule)
    if not kept:
        raise SourceError(
            f"{grid.name} has no answer to count"
            + (f": of {len(grid):,} rows all were left out." if len(grid) else "."),
            "Export the answers again; withdrawn and unfinished ones do not count.",
        )
    held = grid.keeping(kept)
    answers = coded(
        [_with_defaults(q, rule) for q in survey.declared.questions],
        held,
        ids=[ids[row] for row in kept],
        missing=rule.missing,
    )
    answers.issues[:0] = issues
    _refuse_unanswered(answers, grid.name)
    _refuse_other_codes(answers, grid.name)
    unread = _unread(survey, held, rule)
    same = same_answers(answers, held, unread)
    if same and rule.same_answers == "refuse":
        raise SameAnswersError(grid.name, same)
    answers.issues += _issues_of_same(same)
    return Read(answers, held, unread, len(grid), tuple(same))


def _issues_of_same(same: Sequence[SameAnswers]) -> Iterator[Issue]:
    for one in same:
        for row in one.rows[1:]:
            words = f"All its answers are those of row {one.rows[0]}."
            yield Issue(row, "", "same_answers", words, lost=False)


def _refuse_unanswered(answers: Answers, file: str) -> None:
    """Raise `SurveyFileError` where a question was asked and nobody answered it.

    That is a wrong column, other codes or a lost export far more often than a question that
    everybody passed over; only words of one's own may well be nobody's.
    """
    for question in answers.questions.values():
        asked = int(answers.asked[question.id].sum())
        is_answered = answers.given[question.id].any() or question.kind == "text"
        if asked and not is_answered:
            column = question.column or question.id
            raise SurveyFileError(
                f"Nobody answered `{question.id}`: of {asked:,} people asked, {file} has "
                f"no answer under '{column}' that the question offers.",
                "Correct its column or its codes, or take the question out.",
            )


def _refuse_other_codes(answers: Answers, file: str) -> None:
    """Raise `SurveyFileError` where many answers to a question are none that it offers.

    A slip here and there is an issue; more than that is a codebook that does not fit, and
    figures of those that happen to fit would be false.
    """
    strange: dict[str, list[Issue]] = {}
    for issue in answers.issues:
        if issue.rule == "unknown_code":
            strange.setdefault(issue.question, []).append(issue)
    for key, found in strange.items():
        given = int(answers.given[key].sum()) + len(found)
        if len(found) >= STRANGE_LEAST and len(found) > STRANGE_MOST * given:
            value, times = Counter(one.value for one in found).most_common(1)[0]
            raise SurveyFileError(
                f"{len(found):,} of {given:,} answers to `{key}` in {file} are none that it "
                f"offers: '{value}' {times:,} times, first in row {found[0].row}.",
                "Add the value to its codes, or to the `written` of the code it stands for.",
            )


def grid_of(survey: Survey, rule: AnswersRule) -> Grid:
    """The answers' file as text, by its format."""
    path = survey.file(rule.file)
    if rule.format == "sav":
        return spss_grid(path)
    if rule.format == "triple-s":
        if not rule.definition:
            raise SurveyFileError(
                "triple-S answers need their definition.",
                "Name the XML file: [answers] definition = …",
            )
        return triple_s_grid(survey.file(rule.definition), path)
    grid = table_of(path, sheet=rule.sheet)
    return _limesurvey(grid) if rule.format == "limesurvey" else grid


def input_files(survey: Survey) -> list[Path]:
    """Every file that the results of a survey depend on, the survey file apart."""
    names = []
    if (rule := survey.declared.answers) is not None:
        names += [rule.file, rule.definition]
    if survey.declared.frame is not None:
        names.append(survey.declared.frame.file)
    names += [one.reference for _, one, _ in comparisons(survey.declared)]
    found = {name for name in names if name and "." in name}
    return [survey.file(name) for name in sorted(found)]


def _limesurvey(grid: Grid) -> Grid:
    """Headings cut to their codes where the export wrote "code. The question's words"."""
    return grid.renamed(lambda name: _LIMESURVEY_HEADING.sub(r"\1", name))


def _dropped(rule: AnswersRule, grid: Grid) -> list[str]:
    absent = [name for name in rule.drop if name not in grid.columns]
    if absent:
        raise SurveyFileError(
            f"[answers] drop names '{absent[0]}', which is no column of {rule.file}.",
            "Correct its spelling: a column that should be dropped must not slip by.",
        )
    own = LIMESURVEY_PERSONAL if rule.format == "limesurvey" else ()
    return [*rule.drop, *own]


def _ids(grid: Grid, rule: AnswersRule) -> Sequence[str]:
    if not rule.id:
        return list(map(str, grid.numbers.tolist()))
    if rule.id not in grid.columns:
        raise SurveyFileError(
            f"[answers] id names '{rule.id}', which is no column of {rule.file}.",
            f"Its columns are: {', '.join(grid.columns[:30])}.",
        )
    return grid.column(rule.id)


def _kept(
    survey: Survey, grid: Grid, ids: Sequence[str], rule: AnswersRule
) -> tuple[list[int], list[Issue]]:
    """Rows that count as answers, and an issue for every other."""
    private = survey.declared.privacy
    withdrawn = set(private.withdrawn) if private is not None else set()
    submitted = (
        grid.column("submitdate")
        if rule.format == "limesurvey" and "submitdate" in grid.columns
        else None
    )
    kept, issues, seen = [], [], set[str]()
    for row, (number, name) in enumerate(zip(grid.numbers.tolist(), ids, strict=True)):
        if name in withdrawn:
            issues.append(Issue(number, "", "withdrawn", "The person withdrew it."))
        elif name in seen:
            issues.append(
                Issue(number, "", "same_id", "An earlier row has its id.", name)
            )
        elif submitted is not None and not submitted[row]:
            issues.append(Issue(number, "", "not_submitted", "It was never finished."))
        else:
            kept.append(row)
        seen.add(name)
    return kept, issues


def _with_defaults(question: Question, rule: AnswersRule) -> Question:
    """What a format writes unless the survey file says otherwise."""
    parts = question.columns or question.separator or question.column
    if rule.format == "triple-s" and question.is_several and not parts:
        return msgspec.structs.replace(question, column=question.id)
    return question


def _unread(survey: Survey, grid: Grid, rule: AnswersRule) -> tuple[str, ...]:
    """Columns of the file that nothing in the survey file names."""
    read = {rule.id, survey.declared.design.cluster, survey.declared.design.weight}
    read |= set(survey.declared.design.strata)
    for q in survey.declared.questions:
        read.add(q.column or q.id)
        for item in q.items:
            read |= {item.column, f"{q.id}_{item.id}", f"{q.id}[{item.id}]"}
        for code in q.code_names():
            read |= {f"{q.id}_{code}", f"{q.id}[{code}]"}
        named = q.columns
        read |= set(named.values() if isinstance(named, dict) else named)
    return tuple(name for name in grid.columns if name not in read)
