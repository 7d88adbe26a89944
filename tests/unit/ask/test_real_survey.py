"""A real survey of councillors: its frame gives its published weights and its table."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.survey.file import read_survey

SURVEY = (
    Path(__file__).parents[2] / "golden" / "surveys" / "councillor_participation.toml"
)

pytestmark = pytest.mark.real


@pytest.fixture
def survey(tmp_path):
    data = os.environ.get("FOLKMOOT_TEST_DATA")
    if not data:
        pytest.skip("FOLKMOOT_TEST_DATA is not set")
    held = Path(data) / "surveys" / "councillor_participation"
    shutil.copy(held / "survey_with_weights.csv", tmp_path / "answers.csv")
    shutil.copy(held / "council_data_final_no_personal.csv", tmp_path / "frame.csv")
    shutil.copy(SURVEY, tmp_path / "survey.toml")
    return read_survey(tmp_path)


def test_raking_to_the_frame_gives_the_published_weights(survey):
    read, frame = read_answers(survey), read_frame(survey)
    assert (read.rows_in_file, read.answers.rows, len(read.answers.issues)) == (
        122,
        122,
        0,
    )
    assert (frame.people, frame.left_out) == (19_598, 651)
    published = np.array([float(cell) for cell in read.grid.column("weighted")])
    ours = weighed(survey, read, frame).design.weights
    # The file prints nine digits.
    np.testing.assert_allclose(ours, published, rtol=1e-8)


def test_none_of_its_councillors_is_taken_for_another(survey):
    assert read_answers(survey).same == ()


def test_its_published_table(survey):
    (page,) = worked_out(survey).pages
    yes, no = page.rows
    assert [c.label if c.code else "All" for c in page.columns] == [
        *("All", "Opposition", "Governing"),
    ]
    assert [round(cell.value, 2) for cell in yes.cells] == [85.93, 76.21, 94.61]
    assert [round(cell.value, 2) for cell in no.cells] == [14.07, 23.79, 5.39]
    assert [c.base_unweighted for c in page.columns] == [122, 76, 46]


def test_it_may_not_be_published_as_little_is_told_of_it(survey):
    problems = " ".join(worked_out(survey).problems)
    for heading in ("Dates of fieldwork", "How people were chosen", "Withdrawal"):
        assert f"“{heading}” is missing" in problems
