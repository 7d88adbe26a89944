"""Small places as a survey file asks for them: what is shown, hidden, refused, at fault."""

from __future__ import annotations

import csv
import io

import numpy as np
import openpyxl
import pytest
from invented_survey import small
from scipy import special

from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.publish.report import report_html
from folkmoot.ask.publish.run import outputs
from folkmoot.ask.publish.workbook import workbook
from folkmoot.core.exceptions import SurveyFileError

PLACES = 24
QUESTIONS = f"""
[publishing]
suppress_below = 10
smallest_cell = 3
[[places]]
title = "Good, place by place"
question = "mood"
codes = ["good"]
place = "town"
by = ["age"]
[[questions]]
id = "town"
kind = "single"
source = "record"
text = "Town"
codes = [{", ".join(f'{{ code = "t{n}", label = "Town {n}" }}' for n in range(PLACES))}]
[[questions]]
id = "age"
kind = "single"
source = "record"
text = "Age"
codes = [{{ code = "old", label = "Old" }}, {{ code = "young", label = "Young" }}]
[[questions]]
id = "mood"
kind = "single"
text = "Mood?"
codes = [{{ code = "good", label = "Good" }}, {{ code = "bad", label = "Bad" }}]
"""
FRAME = '[frame]\nfile = "frame.csv"\nid = "id"\n[frame.columns]\ntown = "town"\nage = "age"'


def folder_of(tmp_path, *, spread: float, seed: int = 3, answers: int = 15):
    """A survey whose towns differ by `spread` on the logit scale; the true shares too."""
    rng = np.random.default_rng(seed)
    lean = rng.normal(0, spread, PLACES)
    frame, asked, truth = ["id,town,age"], ["id,town,age,mood"], []
    for town in range(PLACES):
        # The younger think better of it, and where they live differs.
        young = rng.random(400) < rng.uniform(0.1, 0.9)
        chance = special.expit(lean[town] - 0.8 + 1.6 * young)
        truth.append(chance.mean())
        for person in range(400):
            age = "young" if young[person] else "old"
            who = f"{town}-{person},t{town},{age}"
            frame.append(who)
            # Nobody answered in the first town, two in the second.
            if person < (0, 2)[town] if town < 2 else person < answers:
                mood = "good" if rng.random() < chance[person] else "bad"
                asked.append(f"{who},{mood}")
    tmp_path.mkdir(parents=True, exist_ok=True)
    (tmp_path / "frame.csv").write_text("\n".join(frame))
    survey = small(tmp_path, text="\n".join(asked), questions=QUESTIONS, more=FRAME)
    return survey, np.array(truth)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    survey, truth = folder_of(tmp_path_factory.mktemp("places"), spread=0.8)
    return worked_out(survey), truth


def test_every_place_has_an_estimate_even_where_nobody_answered(told):
    one, truth = told
    (table,) = one.places
    assert table.refusal == ""
    assert len(table.rows) == PLACES
    nobody = table.rows[0]
    assert nobody.answers == 0
    assert nobody.pooled == pytest.approx(100)
    assert nobody.upper - nobody.lower > max(
        row.upper - row.lower for row in table.rows[2:]
    )
    far = [
        abs(r.value - 100 * t) for r, t in zip(table.rows[2:], truth[2:], strict=True)
    ]
    assert np.mean(far) < 9


def test_where_two_answered_nothing_is_shown_and_few_are_not_counted_out(told):
    one, _ = told
    two, fifteen = one.places[0].rows[1], one.places[0].rows[2]
    assert two.is_hidden
    assert two.answers is two.value is two.lower is two.pooled is None
    assert fifteen.answers == 15


def test_intervals_hold_the_truth_as_often_as_they_say(tmp_path):
    """Nine in ten of some two hundred intervals at the very least: their own error is 2."""
    held = []
    for seed in range(9):
        survey, truth = folder_of(tmp_path / str(seed), spread=0.6, seed=seed)
        (table,) = worked_out(survey).places
        held += [
            row.lower <= 100 * share <= row.upper
            for row, share in zip(table.rows, truth, strict=True)
            if not row.is_hidden
        ]
    assert 0.90 <= np.mean(held) <= 1.0


def test_where_places_do_not_differ_the_figure_is_refused_in_words(tmp_path):
    survey, _ = folder_of(tmp_path, spread=0.0, seed=11, answers=40)
    one = worked_out(survey)
    (table,) = one.places
    assert "nothing to borrow" in table.refusal
    assert table.rows == ()
    page = report_html(one, "en", is_draft=True, on_paper=False)
    assert "nothing to borrow" in page
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(one, "en")))["P1"]
    assert "nothing to borrow" in " ".join(str(c.value) for c in sheet["A"])


def test_page_workbook_and_figures_say_the_same(told):
    one, _ = told
    row = one.places[0].rows[5]
    page = report_html(one, "en", is_draft=True, on_paper=False)
    assert "Good, place by place" in page
    few = "With 24 places only, how much they differ is known roughly."
    assert few in page
    assert few in " ".join(
        str(cell.value)
        for cell in openpyxl.load_workbook(io.BytesIO(workbook(one, "en")))["P1"]["A"]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(one, "en")))["P1"]
    in_book = next(cells for cells in sheet.values if cells[0] == "Town 5")
    assert in_book[1] == pytest.approx(round(row.value, 1))
    files = {name: made() for name, made in outputs(one, is_draft=True)}
    rows = csv.DictReader(io.StringIO(files["figures.csv"].decode("utf-8-sig")))
    (figure,) = [r for r in rows if r["table"] == "p1" and r["column"] == "t5"]
    assert float(figure["value"]) == pytest.approx(row.value, abs=0.01)
    assert figure["row_kind"] == "estimate"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('question = "mood"\ncodes', 'question = "mode"\ncodes', "`mode`"),
        ('codes = ["good"]', 'codes = ["fine"]', "no code `fine`"),
        ('place = "town"', 'place = "mood"', "not counted in the frame"),
        ('by = ["age"]', 'by = ["town"]', "the place is named again"),
        ('codes = ["good"]', "codes = []", "codes"),
    ],
)
def test_what_leads_nowhere_is_named_with_its_line(tmp_path, old, new, words):
    assert old in QUESTIONS
    with pytest.raises(SurveyFileError, match="line") as found:
        small(tmp_path, text="id\n1", questions=QUESTIONS.replace(old, new), more=FRAME)
    assert words in str(found.value)
