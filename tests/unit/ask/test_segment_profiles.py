"""Segments told in full: rules in words, what each says, and why so many classes."""

from __future__ import annotations

import csv
import io

import numpy as np
import openpyxl
import pytest
from invented_survey import invented

from folkmoot.ask.answers.coded import key_of
from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.found_classes import found_classes
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.models.classes import latent_classes
from folkmoot.ask.publish.document import survey_document
from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.publish.report import report_html
from folkmoot.ask.publish.run import outputs
from folkmoot.ask.publish.segment_section import segment_sections
from folkmoot.ask.publish.workbook import workbook
from folkmoot.ask.survey.file import read_survey
from folkmoot.ask.survey.wording import said
from folkmoot.core.exceptions import SurveyFileError

CLASSES = 'classes = { counts = "2-5", use = "lowest BIC" }'


def changed(folder, *pairs):
    survey = invented(folder)
    text = survey.text
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "survey.toml").write_text(text, "utf-8")
    return read_survey(folder)


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    return worked_out(invented(tmp_path_factory.mktemp("segments")), with_picks=True)


@pytest.fixture(scope="module")
def part(one):
    (found,) = segment_sections(one)
    return found


def test_rules_stand_in_words_in_both_languages(part):
    enthusiasts, sceptics = part.groups
    assert said(enthusiasts.how) == "All of these hold:"
    assert [said(text) for text in enthusiasts.conditions][1] == (
        "Views of technology – Work that machines take over from staff: "
        "Very positive / Positive"
    )
    assert said(sceptics.how) == "At least 2 of these 3 hold:"
    assert "Cadarnhaol iawn / Cadarnhaol" in said(enthusiasts.conditions[0], "cy")


def test_every_number_of_classes_that_is_tried_has_its_fit(one, part):
    """The criteria by their formulas, from a model that is fitted apart."""
    read = read_answers(one.survey)
    design = weighed(one.survey, read, read_frame(one.survey)).design
    items = [key_of("views", item) for item in ("data", "automation", "online")]
    columns = np.stack([read.answers.codes[key] for key in items], axis=1)
    fits = {fit.classes: fit for fit in part.check.fits}
    assert list(fits) == [2, 3, 4, 5]
    model = latent_classes(columns, [6, 6, 6], 3, weights=design.weights, seed=99)
    fit, people = fits[3], len(columns)
    assert fit.log_likelihood == pytest.approx(model.log_likelihood, abs=1e-4)
    assert fit.parameters == 2 + 3 * 15
    deviance = -2 * fit.log_likelihood
    assert fit.aic == pytest.approx(deviance + 2 * 47)
    assert fit.bic == pytest.approx(deviance + 47 * np.log(people))
    assert fit.adjusted_bic == pytest.approx(deviance + 47 * np.log((people + 2) / 24))
    assert fit.smallest == pytest.approx(100 * model.shares.min(), abs=0.1)


def test_the_one_with_the_lowest_bic_is_used_or_the_one_that_the_file_names(
    part, tmp_path
):
    least = min(part.check.fits, key=lambda fit: fit.bic)
    assert part.check.fit == least
    survey = changed(tmp_path, (CLASSES, "classes = { counts = [4, 2, 3], use = 3 }"))
    read = read_answers(survey)
    design = weighed(survey, read, read_frame(survey)).design
    (found,) = found_classes(survey, read.answers, design).values()
    assert [(fit.classes, fit.is_used) for fit in found.fits] == [
        *((2, False), (3, True), (4, False)),
    ]
    assert found.division.size == 3


def test_segments_and_classes_are_told_over_every_question(one, part):
    asked = [
        (q.id, item.id if item else "")
        for q in one.survey.declared.questions
        if q.source == "asked" and q.kind != "text"
        for item in (q.items or [None])
    ]
    for profile in (part.profile, part.class_profile):
        assert [(page.question, page.item) for page in profile.pages] == asked
        for page in profile.pages:
            assert {c.division for c in page.columns[1:]} == {profile.division}
    by = {c.division for c in part.sizes.columns}
    assert {"role", "council_type", "party"} <= by
    assert {"role", "council_type"} <= {c.division for c in part.class_sizes.columns}


def test_a_profile_says_what_the_table_of_its_question_says(one, part):
    page = next(p for p in part.profile.pages if p.question == "decade")
    table = next(p for p in one.pages if p.question == "decade")
    places = [i for i, c in enumerate(table.columns) if c.division == "outlook"]
    for mine, theirs in zip(page.rows, table.rows, strict=True):
        assert mine.cells[1:] == tuple(theirs.cells[i] for i in places)


def test_classes_that_would_not_come_back_have_no_name(part):
    names = [said(name) for name in part.check.class_names]
    if part.check.is_stable:
        assert names[0] == "Class 1"
    else:
        assert names == [f"Unstable class {n}" for n in (1, 2)]
        welsh = [said(name, "cy") for name in part.check.class_names]
        assert welsh == [f"Dosbarth ansefydlog {n}" for n in (1, 2)]


def test_report_workbook_figures_and_api_tell_them(one, part):
    page = report_html(one, "en", is_draft=False, on_paper=False)
    for words in ("At least 2 of these 3 hold:", "BIC, sample-size adjusted", "(used)"):
        assert words in page
    assert "lowest BIC" in page
    book = openpyxl.load_workbook(io.BytesIO(workbook(one, "en")))
    assert {"S1", "F1", "S2"} <= set(book.sheetnames)
    fits = [line for line in book["F1"].iter_rows(values_only=True) if line[2]]
    assert len(fits) >= 5
    made = dict(outputs(one, is_draft=False))["figures.csv"]().decode("utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(made)) if r["table"] in ("s1", "s2")]
    assert {row["division"] for row in rows} == {"outlook", "outlook.classes"}
    (told,) = survey_document("s", one)["segments"]
    assert [rule["how"] for rule in told["rules"]][1].startswith("At least 2")
    assert [fit["classes"] for fit in told["classes"]["fits"]] == [2, 3, 4, 5]
    assert told["classes"]["division"] == "outlook.classes"


def test_small_segments_are_hidden_in_profiles_as_in_tables(tmp_path):
    survey = changed(
        tmp_path,
        (CLASSES + "\n", ""),
        ("suppress_below = 10", "suppress_below = 60"),
        ("caution_below = 50", "caution_below = 90"),
    )
    (part,) = segment_sections(worked_out(survey))
    page = next(p for p in part.profile.pages if p.question == "decade")
    sceptics = [c.code for c in page.columns].index("sceptic")
    assert page.columns[sceptics].base_unweighted is None
    assert all(row.cells[sceptics].value is None for row in page.rows)


@pytest.mark.parametrize(
    ("new", "what"),
    [
        ('classes = { counts = "5-2", use = "lowest BIC" }', "no numbers of classes"),
        ('classes = { counts = "many", use = "lowest BIC" }', "no numbers of classes"),
        ('classes = { counts = [1, 2], use = "lowest BIC" }', "no numbers of classes"),
        ('classes = { counts = "2-3", use = 4 }', "4 classes are not among those"),
        ('classes = { counts = "2-3" }', "`use` is missing"),
        ('profile_by = ["challenges"]', "`challenges` is not declared, or not"),
    ],
)
def test_what_cannot_be_had_is_named_with_its_line(tmp_path, new, what):
    old = (
        CLASSES
        if new.startswith("classes")
        else 'profile_by = ["role", "council_type"]'
    )
    with pytest.raises(SurveyFileError) as error:
        changed(tmp_path, (old, new))
    assert what in error.value.what
    assert "survey.toml, line " in error.value.what
