"""A margin that cannot be met is named with the line, the file and the rows at fault."""

import pytest
from invented_survey import HEAD

from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.estimation import errors
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.publish.disclosure_page import disclosure
from folkmoot.ask.survey.file import read_survey

QUESTIONS = """
[[questions]]
id = "sex"
kind = "single"
text = "Sex?"
codes = [{ code = "f", label = "F" }, { code = "m", label = "M" }]
[[questions]]
id = "age"
kind = "single"
text = "Age?"
codes = [{ code = "young", label = "Y" }, { code = "old", label = "O" }]
"""
SEX = '{ question = "sex", targets = { f = 0.5, m = 0.5 } }'
ROWS = ["f,young", "f,old", "m,young", "m,old", "m,old"]


def weighed_by(folder, age, rows=ROWS, *, more="", frame=None):
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"p{n},{row}" for n, row in enumerate(rows)]
    (folder / "answers.csv").write_text("\n".join(["id,sex,age", *lines]) + "\n")
    head = HEAD.format(file="answers.csv", format="csv", more="")
    if frame is not None:
        (folder / "frame.csv").write_text("\n".join(["years", *frame]) + "\n")
        head += '[frame]\nfile = "frame.csv"\n[frame.columns]\nage = "years"\n'
    margins = f"[weighting]\nmargins = [\n  {SEX},\n  {age},\n]\n{more}"
    (folder / "survey.toml").write_text(head + margins + QUESTIONS, "utf-8")
    survey = read_survey(folder)
    read = read_answers(survey)
    return survey, read, weighed(survey, read, read_frame(survey))


EVEN = '{ question = "age", targets = { young = 0.5, old = 0.5 } }'


@pytest.mark.parametrize(
    ("error", "age", "rows", "where"),
    [
        (
            errors.MarginNullError,
            EVEN,
            [*ROWS, "f,", "m,"],
            r"line 13 \(weighting, margins, number 2\), answers.csv row 7, 8: 2 of the",
        ),
        (
            errors.LevelWithoutTargetError,
            '{ question = "age", targets = { young = 1.0 } }',
            ROWS,
            r"line 13 .*, answers.csv, first in row 3: .*no target",
        ),
        (
            errors.TargetWithoutLevelError,
            EVEN,
            ["f,young", "m,young"],
            r"line 13 .*number 2\): .*'old', where nobody answered",
        ),
        (
            errors.ZeroTargetError,
            '{ question = "age", targets = { young = 1, old = 0 } }',
            ROWS,
            r"line 13 .*, answers.csv, first in row 3: .*target zero",
        ),
        (
            errors.MarginTotalsError,
            '{ question = "age", targets = { young = 40, old = 60 } }',
            ROWS,
            r"line 13 .*number 2\): The margin 'sex' adds up to 1 and 'age' to 100",
        ),
    ],
)
def test_each_fault_has_its_line_and_rows(tmp_path, error, age, rows, where):
    with pytest.raises(error, match=r"survey.toml, " + where):
        weighed_by(tmp_path, age, rows)


def test_a_margin_that_the_frame_counts_names_its_file_and_column(tmp_path):
    with pytest.raises(errors.TargetWithoutLevelError) as caught:
        weighed_by(
            tmp_path,
            '{ question = "age" }',
            ["f,young", "m,young"],
            frame=["young", "old"],
        )
    assert "counted in frame.csv, column 'years'" in caught.value.what
    assert "Join the level" in str(caught.value)


def test_a_limit_that_no_weights_keep_names_the_margin_it_breaks(tmp_path):
    with pytest.raises(errors.MarginMissedError, match=r"survey.toml, line 1[23] "):
        weighed_by(
            tmp_path,
            '{ question = "age", targets = { young = 0.9, old = 0.1 } }',
            more="most = 1.1",
        )


def test_what_weights_cost_is_told(tmp_path):
    told = {one.heading: one.text for one in disclosure(*weighed_by(tmp_path, EVEN))}
    # f/m 2:3 and young/old 2:3 are both brought to half and half.
    assert "Weighting efficiency 9" in told["Weighting"]
    assert "from 5 answers (Kish's design effect 1.0" in told["Weighting"]
