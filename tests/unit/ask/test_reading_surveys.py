"""One set of answers in every make of file; what is refused, left out and told."""

import csv
import io

import pytest
import xlsxwriter
from invented_survey import QUESTIONS, read_small, said, small

from folkmoot.ask.answers.coding import one_persons_answers
from folkmoot.ask.answers.personal import PersonalDataError, without_contacts
from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.estimation.errors import BaseWeightError, DesignError
from folkmoot.core.exceptions import SourceError, SurveyFileError

ROWS = [
    ("id", "mood", "why", "uses", "age", "words"),
    ("p1", "1", "", "x;y", "34", "More buses, please"),
    ("p2", "3", "a", "none", "51", ""),
    ("p3", "", "", "", "", "Grüß Gott; è vero"),
    ("p4", "2", "", "y", "", 'a, "b"'),
]
WANTED = {
    "ids": ["p1", "p2", "p3", "p4"],
    "mood": [0, 2, -1, 1],
    "why": [-1, 0, -1, -1],
    "uses": [
        [True, True, False],
        [False, False, True],
        [False] * 3,
        [False, True, False],
    ],
    "age": [34.0, 51.0, None, None],
    "words": [row[5] for row in ROWS[1:]],
}


def text_of(rows) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def with_labels(row):
    names = {"1": "good", "2": "NEITHER", "3": " Bad "}
    return (row[0], names.get(row[1], row[1]), *row[2:])


def test_a_csv_file(tmp_path):
    assert said(read_small(tmp_path, text_of(ROWS))) == WANTED


def test_labels_serve_as_well_as_codes(tmp_path):
    rows = [ROWS[0], *map(with_labels, ROWS[1:])]
    read = read_small(tmp_path, text_of(rows))
    assert said(read) == WANTED
    assert read.answers.issues == []


def test_a_workbook(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "answers.xlsx") as book:
        book.add_worksheet("About").write(0, 0, "Nothing here")
        sheet = book.add_worksheet("Answers")
        for y, row in enumerate(ROWS):
            for x, cell in enumerate(row):
                sheet.write(y, x, int(cell) if cell.isdigit() else cell)
    survey = small(tmp_path, file="answers.xlsx", form="xlsx", more='sheet = "Answers"')
    assert said(read_answers(survey)) == WANTED
    lost = small(tmp_path, file="answers.xlsx", form="xlsx", more='sheet = "Nowhere"')
    with pytest.raises(SourceError, match="Its sheets are: About, Answers"):
        read_answers(lost)


def test_an_spss_file_with_its_labels(tmp_path):
    pandas = pytest.importorskip("pandas")
    import pyreadstat

    # Its codes are numbers of its own: 10, 20, 30 by label alone.
    frame = pandas.DataFrame(
        {
            "id": [row[0] for row in ROWS[1:]],
            "mood": [10.0, 30.0, None, 20.0],
            "why": [row[2] for row in ROWS[1:]],
            "uses_x": [1.0, 0.0, None, 0.0],
            "uses_y": [1.0, 0.0, None, 1.0],
            "uses_none": [0.0, 1.0, None, 0.0],
            "age": [34.0, 51.0, None, None],
            "words": [row[5] for row in ROWS[1:]],
        }
    )
    labels = {"mood": {10.0: "Good", 20.0: "Neither", 30.0: "Bad"}}
    pyreadstat.write_sav(
        frame, str(tmp_path / "answers.sav"), variable_value_labels=labels
    )
    survey = small(tmp_path, file="answers.sav", form="sav")
    assert said(read_answers(survey)) == WANTED


LIMESURVEY = '''\
id,submitdate,lastpage,ipaddr,mood. How is your mood?,why,uses[x],uses[y],uses[none],age,words
p1,2026-03-02 10:00:00,3,203.0.113.9,1,,Y,Y,,34,"More buses, please"
p2,2026-03-02 11:00:00,3,203.0.113.9,3,a,,,Y,51,
half,,1,203.0.113.9,1,,,,,,
p3,2026-03-03 10:00:00,3,203.0.113.8,,,,,,,Grüß Gott; è vero
p4,2026-03-04 10:00:00,3,203.0.113.7,2,,,Y,,,"a, ""b"""
'''


def test_a_limesurvey_export(tmp_path):
    read = read_small(tmp_path, LIMESURVEY, form="limesurvey")
    assert said(read) == WANTED
    assert "ipaddr" not in read.grid.columns
    assert [(i.row, i.rule) for i in read.answers.issues] == [(4, "not_submitted")]
    assert read.rows_in_file == 5


TRIPLE_S = """<?xml version="1.0" encoding="UTF-8"?>
<sss version="2.0"><survey><record ident="A"{form}>
<variable ident="1" type="character"><name>id</name><position {p[0]}/></variable>
<variable ident="2" type="single"><name>mood</name><position {p[1]}/>
  <values><value code="1">Good</value><value code="2">Neither</value>
    <value code="3">Bad</value></values></variable>
<variable ident="3" type="character"><name>why</name><position {p[2]}/></variable>
<variable ident="4" type="multiple"><name>uses</name><position {p[3]}/>{spread}
  <values><value code="1">Bus</value><value code="2">Train</value>
    <value code="3">Neither</value></values></variable>
<variable ident="5" type="quantity"><name>age</name><position {p[4]}/></variable>
<variable ident="6" type="character"><name>words</name><position {p[5]}/></variable>
</record></survey></sss>"""

FIXED = """p11 11034More buses, please
p23a00151
p3  000  Grüß Gott; è vero
p42 010  a, "b"
"""
CSV = '''id,mood,why,u1,u2,age,words
p1,1,,1,2,34,"More buses, please"
p2,3,a,3,0,51,
p3,,,0,0,,Grüß Gott; è vero
p4,2,,2,0,,"a, ""b"""
'''


@pytest.mark.parametrize("make", ["fixed", "csv"])
def test_triple_s(tmp_path, make):
    if make == "fixed":
        spans = [(1, 2), (3, 3), (4, 4), (5, 7), (8, 9), (10, 40)]
        form, spread, data = "", "", FIXED
    else:
        spans = [(1, 1), (2, 2), (3, 3), (4, 5), (6, 6), (7, 7)]
        form, data = ' format="csv" skip="1"', CSV
        spread = '<spread subfields="2"/>'
    positions = [f'start="{a}" finish="{b}"' for a, b in spans]
    (tmp_path / "answers.xml").write_text(
        TRIPLE_S.format(p=positions, form=form, spread=spread), "utf-8"
    )
    read = read_small(
        tmp_path,
        data,
        file="answers.asc",
        form="triple-s",
        more='definition = "answers.xml"',
    )
    assert read.answers.issues == []
    assert said(read) == WANTED


def test_a_kind_of_variable_that_is_not_read_is_named(tmp_path):
    text = TRIPLE_S.format(p=['start="1"'] * 6, form="", spread="")
    odd = text.replace('type="quantity"', 'type="loop"')
    (tmp_path / "answers.xml").write_text(odd, "utf-8")
    with pytest.raises(
        SourceError, match="'age' is of a kind that is not read, 'loop'"
    ):
        read_small(
            tmp_path, FIXED, file="answers.asc", form="triple-s",
            more='definition = "answers.xml"',
        )  # fmt: skip


def test_an_xml_bomb_is_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><sss>&d;</sss>'
    (tmp_path / "answers.xml").write_text(bomb, "utf-8")
    with pytest.raises(SourceError, match="not XML that can be read"):
        read_small(
            tmp_path, FIXED, file="answers.asc", form="triple-s",
            more='definition = "answers.xml"',
        )  # fmt: skip


def issues(read):
    return [(i.row, i.question, i.rule) for i in read.answers.issues]


def test_what_the_questionnaire_does_not_allow_is_left_out_and_told(tmp_path):
    rows = [
        ROWS[0],
        ("p1", "7", "", "x", "34", ""),
        ("p2", "1", "a", "x", "34", ""),
        ("p3", "3", "b", "x;none", "12", ""),
        ("p4", "3", "b", "x;q", "old", ""),
        ("p4", "3", "b", "x", "40", ""),
        ("p5", "3", "b", "x", "40", ""),
        ("p6", "1", "", "y", "40", "Ring me on 020 7946 0991 or at me@example.org"),
    ]
    more = '[privacy]\nnotice="n"\ncontroller="c"\nlawful_basis="l"\n'
    more += 'retention_date=2027-01-01\nwithdrawal="w"\nwithdrawn=["p5"]'
    read = read_small(tmp_path, text_of(rows), more=more)
    assert issues(read) == [
        (6, "", "same_id"),
        (7, "", "withdrawn"),
        (2, "mood", "unknown_code"),
        (3, "why", "routed_past"),
        (5, "uses", "unknown_code"),
        (4, "uses", "alone_with_others"),
        (4, "age", "out_of_bounds"),
        (5, "age", "not_a_number"),
        (8, "words", "contact_removed"),
    ]
    found = said(read)
    assert found["ids"] == ["p1", "p2", "p3", "p4", "p6"]
    assert found["why"] == [-1, -1, 1, 1, -1]
    assert found["uses"][2] == [False, False, False]
    assert found["uses"][3] == [True, False, False]
    assert found["words"][-1] == (
        "Ring me on [telephone number removed] or at [e-mail address removed]"
    )


def test_too_many_choices_are_no_answer(tmp_path):
    questions = QUESTIONS.replace('kind = "multiple"', 'kind = "multiple"\nmost = 1')
    read = read_small(tmp_path, text_of(ROWS), questions=questions)
    assert issues(read) == [(2, "uses", "too_many_chosen")]
    assert not read.answers.given["uses"][0]


@pytest.mark.parametrize(
    ("heading", "cells", "what"),
    [
        (
            "contact",
            ["", "someone@example.org", ""],
            "e-mail addresses (first in row 3)",
        ),
        ("ring", ["", "", "07700 900123"], "telephone numbers (first in row 4)"),
        ("where", ["BD1 1HY", "", ""], "full postcodes"),
        ("from", ["192.0.2.4", "", ""], "network addresses"),
        ("Surname", ["Aye", "Bee", "Cee"], "what its heading says"),
        ("answered_by", ["John Smith", "Mary Jones", "Peter Brown"], "names of people"),
    ],
)
def test_a_column_that_names_people_stops_the_run(tmp_path, heading, cells, what):
    rows = [(*ROWS[0], heading)]
    rows += [(*row, cell) for row, cell in zip(ROWS[1:4], cells, strict=True)]
    with pytest.raises(PersonalDataError) as refused:
        read_small(tmp_path, text_of(rows))
    assert f"'{heading}' holds {what}" in refused.value.what
    read = read_small(tmp_path, text_of(rows), more=f'drop = ["{heading}"]')
    assert heading not in read.grid.columns


def test_a_dropped_column_that_is_not_there_stops_the_run(tmp_path):
    with pytest.raises(SurveyFileError, match="must not slip by"):
        read_small(tmp_path, text_of(ROWS), more='drop = ["e-mail"]')


def test_a_question_without_a_column_stops_the_run(tmp_path):
    rows = [row[:3] + row[4:] for row in ROWS]
    with pytest.raises(SurveyFileError, match="`uses` has no column"):
        read_small(tmp_path, text_of(rows))


@pytest.mark.parametrize(
    ("rows", "words"),
    [(ROWS[:1], "has no answer to count"), (ROWS[:2], "of 1 rows all were left out")],
)
def test_a_file_without_an_answer_is_named(tmp_path, rows, words):
    more = '[privacy]\nnotice="n"\ncontroller="c"\nlawful_basis="l"\n'
    more += 'retention_date=2027-01-01\nwithdrawal="w"\nwithdrawn=["p1"]'
    with pytest.raises(SourceError, match=rf"answers\.csv .*{words}"):
        read_small(tmp_path, text_of(rows), more=more)


def test_columns_that_nothing_reads_are_named(tmp_path):
    rows = [(*row, "x") for row in ROWS]
    rows[0] = (*ROWS[0], "browser")
    assert read_small(tmp_path, text_of(rows)).unread == ("browser",)


def test_numbers_in_answers_are_no_telephone():
    assert without_contacts("We spent 1,250,000 in 2025 and 0.5 of it twice") == (
        "We spent 1,250,000 in 2025 and 0.5 of it twice",
        False,
    )


def test_a_form_follows_the_same_routing_as_a_file(tmp_path):
    survey = small(tmp_path, text=text_of(ROWS))
    asked = survey.declared.questions

    def on_form(**given):
        return one_persons_answers(asked, given)

    assert on_form(mood=["3"]).asked["why"].tolist() == [True]
    assert on_form(mood=["1"]).asked["why"].tolist() == [False]
    assert on_form().asked["why"].tolist() == [False]
    past = on_form(mood=["1"], why=["a"])
    assert [i.rule for i in past.issues] == ["routed_past"]
    both = on_form(mood=["3"], why=["a"], uses=["x", "none"], age=["12"])
    assert [i.rule for i in both.issues] == ["alone_with_others", "out_of_bounds"]


def test_a_question_that_nobody_answered_stops_the_run_with_its_column(tmp_path):
    rows = [ROWS[0], *((row[0], "", *row[2:]) for row in ROWS[1:])]
    with pytest.raises(SurveyFileError) as refused:
        read_small(tmp_path, text_of(rows))
    assert "Nobody answered `mood`: of 4 people asked, answers.csv" in str(
        refused.value
    )
    assert refused.value.exit_code == 16


@pytest.mark.parametrize("weight", ["0", "-2", "x", ""])
def test_a_weight_that_weighs_nothing_is_named_with_its_row(tmp_path, weight):
    weights = ("w", "1.5", "1.5", weight, weight)
    rows = [(*row, w) for row, w in zip(ROWS, weights, strict=True)]
    survey = small(tmp_path, text=text_of(rows), more='[design]\nweight = "w"')
    with pytest.raises(BaseWeightError) as refused:
        weighed(survey, read_answers(survey), None)
    assert f"answers.csv, row 4: the weight '{weight}'" in refused.value.what
    assert "2 such in all" in refused.value.what


def spss(tmp_path, moods, labels):
    import pandas
    import pyreadstat

    frame = pandas.DataFrame(
        {
            "id": [f"p{n}" for n in range(len(moods))],
            "mood": moods,
            "why": [""] * len(moods),
            "uses": ["x"] * len(moods),
            "age": [40.0] * len(moods),
            "words": [""] * len(moods),
        }
    )
    pyreadstat.write_sav(
        frame, str(tmp_path / "answers.sav"), variable_value_labels={"mood": labels}
    )
    questions = QUESTIONS.replace(
        'kind = "multiple"', 'kind = "multiple"\nseparator = ";"'
    )
    # `why` is asked of nobody here: nobody is in a bad mood.
    return small(tmp_path, file="answers.sav", form="sav", questions=questions)


def test_two_values_with_one_label_stop_the_run(tmp_path):
    survey = spss(tmp_path, [10.0, 20.0] * 20, {10.0: "Good", 20.0: "Good"})
    with pytest.raises(SurveyFileError) as refused:
        read_answers(survey)
    assert "answers.sav, column 'mood': the values 10 and 20" in refused.value.what


def test_a_value_without_a_label_stops_the_run_where_many_gave_it(tmp_path):
    survey = spss(tmp_path, [10.0] * 23 + [20.0] * 27, {10.0: "Good"})
    with pytest.raises(SurveyFileError) as refused:
        read_answers(survey)
    assert "27 of 50 answers to `mood` in answers.sav" in refused.value.what
    assert "'20' 27 times, first in row 24" in refused.value.what
    few = spss(tmp_path, [10.0] * 97 + [20.0] * 3, {10.0: "Good"})
    assert [issue.rule for issue in read_answers(few).answers.issues] == [
        "unknown_code"
    ] * 3


def test_a_stratum_of_one_stops_the_run_by_its_name(tmp_path):
    rows = [(*row, s) for row, s in zip(ROWS, ("s", "a", "a", "b", "a"), strict=True)]
    survey = small(tmp_path, text=text_of(rows), more='[design]\nstrata = ["s"]')
    with pytest.raises(DesignError) as refused:
        weighed(survey, read_answers(survey), None)
    assert "answers.csv: one council or person only stands for the stratum 'b'" in (
        refused.value.what
    )
    more = '[design]\nstrata = ["s"]\nlonely = "centre"'
    survey = small(tmp_path, text=text_of(rows), more=more)
    assert weighed(survey, read_answers(survey), None).design.lonely == "centre"
