"""Answers as codes: what each person said to each question, and whether they were asked.

The same reading serves a file of thousands and the answers of one person on a form, so a
rule of routing cannot mean two things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.estimation.design import Codes, Numbers
from folkmoot.ask.survey.questionnaire import Condition, Question
from folkmoot.core.exceptions import SurveyFileError

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing in the answers that could not be taken as it stands.

    `row` is its number in the file; `question` and `value` are blank where it is the whole
    answer; `lost` says whether the value was left out.
    """

    row: int
    question: str
    rule: str
    message: str
    value: str = ""
    lost: bool = True


def key_of(question: str, item: str = "") -> str:
    """The name of a single answer: the question's, or of a statement in a grid."""
    return f"{question}.{item}" if item else question


@dataclass
class Answers:
    """What n people said; filled question by question, in the order of the file.

    `codes` (n,) per single question, scale or grid statement (`key_of`): places of codes,
    -1 for none. `chosen` (n, codes) per question of several answers. `numbers` are nan where
    blank, `texts` blank. `asked` (n,) says who was asked, `given` (n,) who answered.
    """

    rows: int
    ids: tuple[str, ...]
    questions: dict[str, Question] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    chosen: dict[str, Mask] = field(default_factory=dict)
    numbers: dict[str, Numbers] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: dict[str, Mask] = field(default_factory=dict)
    given: dict[str, Mask] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def who(self, conditions: Iterable[Condition]) -> Mask:
        """For whom all the conditions hold; for everybody where there are none."""
        found = np.ones(self.rows, dtype=bool)
        for one in conditions:
            found &= self.holds(one)
        return found

    def holds(self, one: Condition) -> Mask:
        """For whom one condition holds. Who did not answer meets none but `answered`."""
        question = self.questions[one.question]
        key = key_of(one.question, one.item)
        given = self.given[key]
        found = np.ones(self.rows, dtype=bool)
        if one.answered is not None:
            found &= given == one.answered
        if one.any_of:
            found &= self._any(question, key, one.any_of)
        if one.none_of:
            found &= given & ~self._any(question, key, one.none_of)
        if one.at_least is not None or one.at_most is not None:
            values = self.scores(question, key)
            with np.errstate(invalid="ignore"):
                if one.at_least is not None:
                    found &= values >= one.at_least
                if one.at_most is not None:
                    found &= values <= one.at_most
        return found

    def scores(self, question: Question, key: str) -> Numbers:
        """The number given, or the score of the code given; nan where there is none."""
        if question.kind == "number":
            return self.numbers[key]
        scores = [code.score for code in question.codes]
        table = np.array([np.nan if s is None else s for s in scores] + [np.nan])
        return table[self.codes[key]]

    def _any(self, question: Question, key: str, codes: Sequence[str]) -> Mask:
        names = question.code_names()
        places = [names.index(code) for code in codes]
        if question.is_several:
            return np.asarray(self.chosen[key][:, places].any(axis=1))
        return np.isin(self.codes[key], places)

    def add_issue(
        self,
        row: int,
        question: str,
        rule: str,
        message: str,
        value: str = "",
        *,
        lost: bool = True,
    ) -> None:
        """Note what could not be taken; long values are cut."""
        self.issues.append(Issue(row, question, rule, message, value[:80], lost))


def places_of(
    question: Question, labels: Mapping[str, str], where: str = ""
) -> dict[str, int]:
    """Every way a file may write a code, folded, and the place of that code.

    The code itself comes first, then its declared spellings, then its labels; `labels` are
    what the file says that its values mean. Raises `SurveyFileError` where it says that two
    values mean one answer: one of the two is labelled wrongly. `where` is its file and column.
    """
    found: dict[str, int] = {}
    for place, code in enumerate(question.codes):
        found.setdefault(folded(code.code), place)
    for place, code in enumerate(question.codes):
        for spelling in code.written:
            found.setdefault(folded(spelling), place)
    for place, code in enumerate(question.codes):
        words = [code.label] if isinstance(code.label, str) else code.label.values()
        for label in words:
            found.setdefault(folded(label), place)
    meant: dict[int, str] = {}
    for value, label in labels.items():
        if folded(value) in found or folded(label) not in found:
            continue
        place = found[folded(value)] = found[folded(label)]
        if place in meant:
            raise SurveyFileError(
                f"{where}: the values {meant[place]} and {value} are both labelled "
                f"“{label}”, so nobody knows which of them is.",
                "Correct the labels in the file, or say in the survey file which value is "
                f"which: `written` of the codes of `{question.id}`.",
            )
        meant[place] = value
    return found


def folded(text: str) -> str:
    """Text as it is compared: without outer blanks, case and doubled spaces."""
    return " ".join(text.split()).casefold()
