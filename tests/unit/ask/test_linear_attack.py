"""Whether anything hidden is a sum or difference of what is shown, in any table at once.

The attacker knows which division everybody is in and has every cell and base that any table
of a question shows, those to pick included. Each is a sum over kinds of people and answers;
a hidden cell that lies in the space of those sums could be worked out exactly. This knows
nothing of how cells were chosen to be hidden.
"""

from __future__ import annotations

import numpy as np
import pytest
from invented_survey import invented

from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.declared import table_book
from folkmoot.ask.book.divisions import division
from folkmoot.ask.book.found_classes import found_classes
from folkmoot.ask.book.subjects import division_subject, subjects_of
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.frame.counted import read_frame

EXACT = 1e-9


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    survey = invented(tmp_path_factory.mktemp("attacked"))
    read = read_answers(survey)
    sample = weighed(survey, read, read_frame(survey))
    classes = found_classes(survey, read.answers, sample.design)
    book = table_book(survey, read, sample, with_picks=True, classes=classes)
    return survey, read, book, {name: one.division for name, one in classes.items()}


def derived(drawn, *, is_known) -> tuple[int, int]:
    """Hidden cells that were tried, and how many could be worked out.

    `is_known` says of a cell's state whether the attacker has its figure.
    """
    survey, read, book, classes = drawn
    every = [*book.pages, *book.picks, *(p for s in book.profiles for p in s.pages)]
    tried = found = 0
    for question, item in dict.fromkeys((p.question, p.item) for p in every):
        pages = [p for p in every if (p.question, p.item) == (question, item)]
        subjects = (
            [division_subject(classes[question])]
            if question in classes
            else subjects_of(survey, read.answers, question)
        )
        (subject,) = [one for one in subjects if one.item == item]
        if subject.chosen is not None:
            continue
        # Of a number the base and the mean of a column are known or hidden together.
        kind = "share" if (subject.codes is not None) else "mean"
        named = {c.division for page in pages for c in page.columns if c.division}
        divisions = {
            name: classes.get(name)
            or division(name, read.answers, survey.questions, survey.segments)
            for name in sorted(named)
        }
        placed = [one.codes[subject.given] for one in divisions.values()]
        kinds = np.unique(np.stack(placed, axis=1), axis=0)
        levels = len(subject.level_codes) if (subject.codes is not None) else 1
        shown, hidden = {}, {}
        for page in pages:
            for place, column in enumerate(page.columns):
                holds = np.ones(len(kinds))
                if column.division:
                    at = list(divisions).index(column.division)
                    names = divisions[column.division].level_codes
                    holds = (kinds[:, at] == names.index(column.code)).astype(float)
                who = (column.division, column.code)
                if column.has_base:
                    shown[who, "base"] = np.tile(holds, levels)
                for level, row in enumerate(r for r in page.rows if r.kind == kind):
                    sums = np.zeros((levels, len(kinds)))
                    sums[level] = holds
                    state = row.cells[place].state
                    where = shown if is_known(state) else hidden
                    where[who, row.code] = sums.ravel()
        system = np.array(list(shown.values())).T
        for key, target in hidden.items():
            tried += 1
            weights = np.linalg.lstsq(system, target, rcond=None)[0]
            found += (
                key not in shown and np.abs(system @ weights - target).max() < EXACT
            )
    return tried, found


def test_nothing_hidden_can_be_worked_out_from_all_tables_together(drawn):
    tried, found = derived(drawn, is_known=lambda state: state == "shown")
    assert tried > 50
    assert found == 0


def test_the_attack_succeeds_where_only_small_columns_are_hidden(drawn):
    """What is hidden besides them is needed: without it the leaders' answers are told."""
    tried, found = derived(drawn, is_known=lambda state: state in ("shown", "hidden"))
    assert tried == found > 10
