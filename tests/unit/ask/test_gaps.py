"""Gaps between groups: declared, with an error of their own, and hidden with their parts."""

from __future__ import annotations

import csv
import io

import numpy as np
import openpyxl
import pytest
from invented_survey import invented

from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.declared import table_book
from folkmoot.ask.book.divisions import division
from folkmoot.ask.book.figure_text import gap_ends_text, gap_text
from folkmoot.ask.book.gaps import GapRow
from folkmoot.ask.book.table_page import Cell
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.publish.document import survey_document
from folkmoot.ask.publish.figures import gap_figures
from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.publish.report import report_html
from folkmoot.ask.publish.workbook import workbook
from folkmoot.ask.survey.file import read_survey
from folkmoot.core.exceptions import SurveyFileError

GAPS = """
[[gaps]]
id = "hopes"
question = "decade"
by = "outlook"
of = "enthusiast"
less = "sceptic"
net = "net_decade"

[[gaps]]
id = "every_row"
question = "decade"
by = "gender"
of = "female"
less = "male"

[[gaps]]
id = "named"
question = "challenges"
codes = ["exclusion"]
by = "role"
of = "scrutiny"
less = "other"

[[gaps]]
id = "leaders"
question = "decade"
codes = ["very_positive", "positive"]
by = "role"
of = "leader"
less = "other"

[[gaps]]
id = "years"
question = "years"
by = "gender"
of = "male"
less = "female"
"""


def written(folder, gaps=GAPS, *pairs):
    """The invented survey with gaps of ours instead of its own, and no proof of classes."""
    survey = invented(folder)
    text = survey.text.replace('classes = { counts = "2-5", use = "lowest BIC" }\n', "")
    parts = text.split("\n\n")
    text = "\n\n".join(
        part for part in parts if "[[gaps]]" not in part and "{gap}" not in part
    )
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / "survey.toml").write_text(text + "\n" + gaps, "utf-8")
    return read_survey(folder)


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return written(tmp_path_factory.mktemp("gaps"))


@pytest.fixture(scope="module")
def one(survey):
    return worked_out(survey, with_picks=True)


def table(one, name):
    return next(gap for gap in one.gaps if gap.rule.id == name)


def cell(one, question, by, column, kind, row):
    """A figure of the table that a reader may pick."""
    page = next(
        p for p in one.picks if p.question == question and p.columns[-1].division == by
    )
    place = [c.code for c in page.columns].index(column)
    return next(r for r in page.rows if (r.kind, r.code) == (kind, row)).cells[place]


def test_a_gap_is_what_stands_in_one_column_less_what_stands_in_the_other(one):
    (row,) = table(one, "hopes").rows
    first = cell(one, "decade", "outlook", "enthusiast", "net", "net_decade")
    second = cell(one, "decade", "outlook", "sceptic", "net", "net_decade")
    assert (row.first.value, row.second.value) == (first.value, second.value)
    assert row.gap.value == pytest.approx(first.value - second.value, abs=1e-9)
    assert row.gap.lower < row.gap.value < row.gap.upper


def test_without_a_figure_named_every_row_has_its_gap(one):
    rows = table(one, "every_row").rows
    assert [row.kind for row in rows] == ["share"] * 6 + ["net"] * 2 + ["mean"]
    for row in rows:
        first = cell(one, "decade", "gender", "female", row.kind, row.code)
        second = cell(one, "decade", "gender", "male", row.kind, row.code)
        assert row.gap.value == pytest.approx(first.value - second.value, abs=1e-9)


def test_of_several_answers_and_of_numbers(one):
    (named,) = table(one, "named").rows
    first = cell(one, "challenges", "role", "scrutiny", "share", "exclusion")
    second = cell(one, "challenges", "role", "other", "share", "exclusion")
    assert named.gap.value == pytest.approx(first.value - second.value, abs=1e-9)
    (years,) = table(one, "years").rows
    assert years.kind == "mean"  # a median has no linearised gap


def test_the_error_is_that_of_linearised_scores_with_strata_clusters_and_raking(
    tmp_path,
):
    """By hand: one score a person, its residual on the margins, totals by council."""
    survey = written(tmp_path, GAPS, ('population = "frame"\n', 'lonely = "certain"\n'))
    read = read_answers(survey)
    sample = weighed(survey, read, read_frame(survey))
    (found,) = (
        gap.rows[0]
        for gap in table_book(survey, read, sample, with_picks=False).gaps
        if gap.rule.id == "hopes"
    )
    answers, design = read.answers, sample.design
    outlook = division("outlook", answers, survey.questions, survey.segments).codes
    decade = answers.codes["decade"]
    net = np.where(decade <= 1, 1.0, 0.0) - np.where(
        (decade == 3) | (decade == 4), 1, 0
    )
    scores, value = np.zeros(len(decade)), 0.0
    for group, sign in ((0, 1.0), (1, -1.0)):
        who = (outlook == group) & (decade >= 0)
        base = design.weights[who].sum()
        mean = (design.weights * net)[who].sum() / base
        scores += sign * np.where(who, (net - mean) / base, 0.0)
        value += sign * mean
    margins = [
        answers.codes[name] for name in ("party", "gender", "role", "council_type")
    ]
    levels = np.concatenate(
        [np.eye(codes.max() + 1)[codes] for codes in margins], axis=1
    )
    root = np.sqrt(design.calibration.base_weights)
    beta = np.linalg.lstsq(levels * root[:, None], scores * root, rcond=None)[0]
    residual = design.weights * (scores - levels @ beta)
    council, stratum = answers.codes["council"], answers.codes["council_type"]
    variance = 0.0
    for which in np.unique(stratum):
        units = np.unique(council[stratum == which])
        if len(units) == 1:  # certain: it could not have been left out
            continue
        totals = np.array([residual[council == unit].sum() for unit in units])
        variance += (
            len(units) / (len(units) - 1) * ((totals - totals.mean()) ** 2).sum()
        )
    assert found.gap.value == pytest.approx(100 * value, rel=1e-8)
    assert found.gap.standard_error == pytest.approx(100 * np.sqrt(variance), rel=1e-8)


def test_a_gap_of_a_hidden_cell_is_hidden_everywhere(one, survey):
    (row,) = table(one, "leaders").rows
    assert cell(one, "decade", "role", "leader", "share", "positive").value is None
    assert not row.gap.is_shown
    assert row.gap.value is row.gap.standard_error is row.gap.lower is None
    lines = [f for f in gap_figures(one) if f["row"] == "leaders"]
    assert [(f["state"], f["value"]) for f in lines] == [(row.gap.state, None)]
    told = survey_document("s", one)["gaps"]
    (found,) = [gap for gap in told if gap["id"] == "leaders"]
    assert found["rows"][0]["gap"]["value"] is None
    assert found["rows"][0]["first"]["value"] is None


def test_the_division_of_a_gap_is_looked_at_together_with_all_others(tmp_path):
    """A gap shows cells of its division, so no other table may tell what they hide."""
    by_type = (
        '[[gaps]]\nid = "kinds"\nquestion = "decade"\nby = "council_type"\n'
        'of = "district"\nless = "unitary"\n'
    )
    survey = written(tmp_path, by_type)
    book = worked_out(survey, with_picks=True)
    assert "council_type" in {p.columns[-1].division for p in book.picks}


def test_where_nobody_of_a_group_says_so_the_gap_is_not_surer_than_its_parts(tmp_path):
    """A share of nought has no linearised error, and yet its interval is not a point."""
    written(tmp_path)
    path = tmp_path / "answers.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    for row in rows:
        if row["gender"] in ("female", "Women"):
            row["champion"] = "no"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    text = (tmp_path / "survey.toml").read_text("utf-8") + (
        '\n[[gaps]]\nid = "lead"\nquestion = "champion"\ncodes = ["yes"]\n'
        'by = "gender"\nof = "female"\nless = "male"\n'
    )
    (tmp_path / "survey.toml").write_text(text, "utf-8")
    one = worked_out(read_survey(tmp_path))
    (row,) = table(one, "lead").rows
    assert row.first.value == 0
    up, down = row.first.upper, row.second.value - row.second.lower
    assert row.gap.upper == pytest.approx(row.gap.value + np.hypot(up, down))
    assert row.gap.lower == pytest.approx(
        row.gap.value - (row.second.upper - row.second.value)
    )


def test_a_gap_stands_in_report_workbook_figures_and_api_in_both_languages(one):
    english = report_html(one, "en", is_draft=False, on_paper=False)
    welsh = report_html(one, "cy", is_draft=False, on_paper=False)
    assert "Gaps between groups" in english
    assert "Enthusiasts less Sceptics" in english
    assert "Bylchau rhwng grwpiau" in welsh
    assert "Brwdfrydig heb Amheus" not in english
    assert "Bylchau" not in english
    (row,) = table(one, "hopes").rows
    assert f"{row.gap.value:+.0f}" in english
    book = openpyxl.load_workbook(io.BytesIO(workbook(one, "en")))
    assert "G1" in book.sheetnames
    cells = [c for line in book["G1"].iter_rows(values_only=True) for c in line]
    assert round(row.gap.value, 1) in cells
    lines = list(gap_figures(one))
    hopes = next(f for f in lines if f["table"] == "g1")
    assert hopes["row_kind"] == "gap"
    assert hopes["value"] == round(row.gap.value, 2)
    assert (hopes["division"], hopes["column"]) == ("outlook", "enthusiast - sceptic")
    assert hopes["column_label"] == "Enthusiasts less Sceptics"


def test_the_demo_declares_gaps(tmp_path):
    assert invented(tmp_path).declared.gaps


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            'question = "decade"',
            'question = "words"',
            "`words` is not declared, or not",
        ),
        ('by = "outlook"', 'by = "challenges"', "`challenges` is not declared, or not"),
        ('by = "outlook"', 'by = "decade"', "would be set against itself"),
        ('of = "enthusiast"', 'of = "sceptic"', "one and the same group"),
        ('less = "sceptic"', 'less = "nobody"', "`outlook` offers no code `nobody`"),
        ('net = "net_decade"', 'net = "net_views"', "`net_views` is a net of `views`"),
        ('net = "net_decade"', 'codes = ["maybe"]', "`decade` offers no code `maybe`"),
        (
            'net = "net_decade"',
            'net = "net_decade"\ncodes = ["positive"]',
            "it speaks of two figures",
        ),
        ('id = "hopes"', 'id = "named"', "`named` is there twice"),
        (
            'codes = ["exclusion"]',
            'codes = ["exclusion", "pace"]',
            "several answers can be given",
        ),
    ],
)
def test_a_gap_that_leads_nowhere_is_named_with_its_line(tmp_path, old, new, what):
    with pytest.raises(SurveyFileError) as error:
        written(tmp_path, GAPS.replace(old, new, 1))
    assert what in error.value.what
    assert "survey.toml, line " in error.value.what


def test_an_end_is_printed_on_its_side_of_zero():
    row = GapRow("share", "a", "A", Cell("shown"), Cell("shown"), Cell("shown"))
    near = Cell("shown", value=-4.5, lower=-8.63, upper=-0.42)
    assert gap_ends_text(row, near, 0) == "-8.6 to -0.4"
    assert gap_ends_text(row, Cell("shown", lower=-8.6, upper=3.2), 0) == "-9 to +3"
    assert gap_text(row, Cell("shown", value=-0.2), 0) == "0"


STATEMENT = """
[[statements]]
text = "Enthusiasts and sceptics are {gap} points apart."
question = "decade"
gap = "hopes"

[[statements]]
text = "Women hope for more than men: {gap} points."
question = "decade"
gap = "equal"

[[gaps]]
id = "equal"
question = "decade"
codes = ["dont_know"]
by = "gender"
of = "female"
less = "male"
"""


def test_a_sentence_may_speak_of_a_gap_and_claims_none_that_may_be_zero(tmp_path):
    one = worked_out(written(tmp_path, GAPS + STATEMENT))
    gap = table(one, "hopes").rows[0].gap
    told = next(c for c in one.statements if "apart" in c.text["en"])
    assert told.text["en"] == (
        f"Enthusiasts and sceptics are {gap.value:+.0f} ({gap.lower:+.0f} to "
        f"{gap.upper:+.0f}) points apart."
    )
    assert (told.problems, told.table) == ((), "g1")
    open_gap = table(one, "equal").rows[0].gap
    assert open_gap.lower < 0 < open_gap.upper
    assert any(
        "“more” cannot be said" in problem and "takes in zero" in problem
        for problem in one.problems
    )


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('gap = "hopes"', 'gap = "nothing"', "`nothing` is not declared"),
        ('gap = "hopes"', 'gap = "named"', "a gap of another question"),
        ('gap = "hopes"', 'gap = "every_row"', "a gap for every row"),
        ('gap = "hopes"', 'gap = "hopes"\nnet = "net_decade"', "no figure, or of two"),
    ],
)
def test_a_sentence_names_a_gap_of_its_own_question(tmp_path, old, new, what):
    with pytest.raises(SurveyFileError) as error:
        written(tmp_path, GAPS + STATEMENT.replace(old, new, 1))
    assert what in error.value.what
