"""Two tables of one question leave no few people between them.

The reader of these tests is an attacker: they know which columns lie inside which, take
those from it, and look whether few people are left.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_survey import small

from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.declared import table_book
from folkmoot.ask.book.overlaps import WHOLE, Family, Overlaps
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.survey.wording import said

SMALLEST = 10
EVERYBODY = (0, "")


def family(key, codes, size, people=None):
    codes = np.asarray(codes)
    who = np.ones(len(codes), bool) if people is None else np.asarray(people)
    return Family(key, codes, size, who)


def whole(rows):
    return family(EVERYBODY, [-1] * rows, 0)


def shown_columns(families, hidden, answered):
    """Every column that is shown, as the set of people who are in it."""
    for one in families:
        for place in [*range(one.size), WHOLE]:
            who = one.column(place)
            if (answered & who).sum() >= SMALLEST and not hidden[one.key][place]:
                yield one.key, place, who


def left_over(families, hidden, answered):
    """Every group of few that one column less columns inside it, of one division, leaves."""
    columns = list(shown_columns(families, hidden, answered))
    found = []
    for key, place, who in columns:
        for other, parts in itertools.groupby(columns, key=lambda column: column[0]):
            inside = [p for _, at, p in parts if at != WHOLE and not (p & ~who).any()]
            if other == key or not inside:
                continue
            rest = answered & who & ~np.any(inside, axis=0)
            if 0 < rest.sum() < SMALLEST:
                found.append((key, place, other, int(rest.sum())))
    return found


def test_a_kind_of_council_less_its_councils_leaves_nobody_alone():
    council = np.repeat([0, 1, 2, 3], [40, 30, 4, 50])
    kind = np.array([0, 0, 0, 1])[council]
    families = [
        whole(len(council)),
        family((0, "council"), council, 4),
        family((0, "kind"), kind, 2),
    ]
    answered = np.ones(len(council), bool)
    nothing = {one.key: np.zeros(one.size + 1, bool) for one in families}
    few = ((0, "kind"), 0, (0, "council"), 4)
    assert few in left_over(families, nothing, answered), "the attack finds the four"

    hidden = Overlaps(families).hidden(answered, SMALLEST)

    assert left_over(families, hidden, answered) == []
    assert hidden[0, "council"].tolist() == [False, True, False, False, False]
    assert not hidden[0, "kind"].any()


def test_everybody_less_those_asked_again_leaves_nobody_alone():
    again = np.arange(60) >= 3
    families = [whole(60), family((1, ""), [-1] * 60, 0, again)]
    answered = np.ones(60, bool)
    hidden = Overlaps(families).hidden(answered, SMALLEST)
    assert hidden[1, ""].tolist() == [True], "the narrower table is hidden whole"
    assert hidden[EVERYBODY].tolist() == [False]


def test_a_total_less_one_column_counts_too():
    """All but the leaders are 4 fewer than all in two other divisions together."""
    role = np.array([0] * 20 + [1] * 40)
    board = np.array([-1] * 20 + [0] * 36 + [1] * 4)
    families = [
        whole(60),
        family((0, "role"), role, 2),
        family((0, "board"), board, 2),
    ]
    hidden = Overlaps(families).hidden(np.ones(60, bool), SMALLEST)
    assert left_over(families, hidden, np.ones(60, bool)) == []
    assert hidden[0, "board"][0]


def test_where_nothing_lies_inside_anything_nothing_is_hidden():
    random = np.random.default_rng(7)
    one, two = random.integers(0, 3, 300), random.integers(0, 4, 300)
    families = [whole(300), family((0, "a"), one, 3), family((0, "b"), two, 4)]
    hidden = Overlaps(families).hidden(np.ones(300, bool), SMALLEST)
    assert not any(mask.any() for mask in hidden.values())


@st.composite
def some_families(draw):
    """Divisions, some of which are others cut finer, among all or among some."""
    rows = draw(st.integers(20, 90))
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    fine = seed.integers(-1, draw(st.integers(2, 9)), rows)
    coarse = np.where(fine < 0, -1, fine // draw(st.integers(1, 4)))
    other = seed.integers(0, 2, rows)
    some = seed.random(rows) < draw(st.sampled_from([0.5, 0.9, 0.97]))
    size = {"fine": 9, "coarse": 9, "other": 2}
    codes = {"fine": fine, "coarse": coarse, "other": other}
    families = [whole(rows)]
    families += [family((0, name), codes[name], size[name]) for name in codes]
    families += [family((1, ""), [-1] * rows, 0, some)]
    families += [family((1, name), codes[name], size[name], some) for name in codes]
    return families, seed.random(rows) < 0.95


@settings(max_examples=300, deadline=None)
@given(some_families())
def test_nobody_is_left_alone_whatever_the_divisions(drawn):
    families, answered = drawn
    hidden = Overlaps(families).hidden(answered, SMALLEST)
    people = {one.key: one.people for one in families}
    # Whom a division does not place, of the same people, is each table's own affair.
    assert not [
        found
        for found in left_over(families, hidden, answered)
        if found[1] != WHOLE or (people[found[0]] != people[found[2]]).any()
    ]


QUESTIONS = """
[publishing]
suppress_below = 10
banner = "where"
[[banners]]
id = "where"
label = "Where"
by = ["council", "kind"]
[[questions]]
id = "council"
kind = "single"
source = "record"
text = "Council"
codes = [
  { code = "a", label = "A" }, { code = "b", label = "B" },
  { code = "c", label = "C" }, { code = "d", label = "D" },
]
[[questions]]
id = "kind"
kind = "single"
source = "record"
text = "Kind"
codes = [{ code = "city", label = "City" }, { code = "shire", label = "Shire" }]
[[questions]]
id = "mood"
kind = "single"
text = "Mood?"
codes = [{ code = "good", label = "Good" }, { code = "bad", label = "Bad" }]
[[tables]]
question = "mood"
[[tables]]
question = "mood"
only_if = [{ question = "council", any_of = ["a", "b", "d"] }]
base = "Three councils"
"""


@pytest.fixture
def book(tmp_path):
    councils = "a" * 40 + "b" * 30 + "c" * 4 + "d" * 50
    rows = [
        f"{n},{one},{'shire' if one == 'd' else 'city'},{'bad' if n % 3 else 'good'}"
        for n, one in enumerate(councils)
    ]
    text = "\n".join(["id,council,kind,mood", *rows])
    survey = small(tmp_path, text=text, questions=QUESTIONS)
    read = read_answers(survey)
    return table_book(survey, read, weighed(survey, read, None), with_picks=True)


def test_the_tables_of_a_survey_keep_what_one_of_them_hides(book):
    """Council C has four who answered; City less A and B, and all less three, have them."""
    everybody, narrowed = book.pages
    states = {
        column.code: "shown" if column.has_base else "hidden"
        for column in everybody.columns
    }
    assert states["c"] == "hidden"
    assert states["a"] == "shown"
    assert states["b"] == "hidden"
    assert states["city"] == states["shire"] == "shown"
    assert not any(column.has_base for column in narrowed.columns)
    assert not any(cell.is_shown for row in narrowed.rows for cell in row.cells)
    assert "hidden" in " ".join(said(note) for note in narrowed.notes)


def test_a_table_that_is_picked_hides_what_the_report_hides(book):
    everybody = book.pages[0]
    (picked,) = [page for page in book.picks if page.columns[-1].division == "council"]
    by_code = {column.code: column for column in everybody.columns}
    for column in picked.columns:
        assert column == by_code[column.code]
