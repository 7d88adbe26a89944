"""Frames, samples drawn from them, waves, and figures published before."""

import random
from collections import Counter

import pytest
from invented_survey import invented

from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.estimation.errors import EmptyCellError, MarginMissedError
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.frame.sampling import drawn_sample
from folkmoot.ask.publish.disclosure_page import disclosure
from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.publish.references import conflicts, references, shipped_references
from folkmoot.ask.publish.report import report_html
from folkmoot.ask.publish.waves import compared
from folkmoot.ask.survey.file import read_survey
from folkmoot.core.exceptions import SurveyError, SurveyFileError


def edited(folder, *pairs, name="survey.toml"):
    path = folder / name
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8", newline="")
    return read_survey(folder)


def test_a_frame_gives_counts_and_sizes(tmp_path):
    frame = read_frame(invented(tmp_path))
    lines = (tmp_path / "frame.csv").read_text("utf-8").splitlines()[1:]
    assert frame.people == len(lines)
    parties = Counter(line.split(",")[3] for line in lines)
    question = read_survey(tmp_path).questions["party"]
    assert frame.counts(question).tolist() == [parties[c.code] for c in question.codes]
    assert sum(frame.cluster_sizes().values()) == len(lines)
    assert sum(frame.stratum_sizes().values()) == 14


def test_a_value_of_the_frame_that_no_code_fits_stops_the_run(tmp_path):
    invented(tmp_path)
    survey = edited(tmp_path, ("harbour", "seaside"), name="frame.csv")
    with pytest.raises(SurveyError, match=r"'seaside' in 'party' for .* people"):
        read_frame(survey)
    survey = edited(
        tmp_path,
        ("[frame.columns]", '[frame.leave_out]\nparty = ["Seaside"]\n[frame.columns]'),
    )
    frame = read_frame(survey)
    assert frame.left_out > 100
    assert frame.counts(survey.questions["party"])[0] == 0


def test_a_sample_is_stratified_and_every_replacement_fits(tmp_path):
    survey = invented(tmp_path)
    frame = read_frame(survey)
    drawn = drawn_sample(survey, frame)
    asked = [one for one in drawn if one.role == "asked"]
    ready = [one for one in drawn if one.role == "replacement"]
    assert len(asked) == len(ready) == 200
    assert len({one.id for one in drawn}) == 400
    home = dict(zip(frame.grid.column("councillor_id"), frame.strata, strict=True))
    for stratum, size in Counter(frame.strata).items():
        share = sum(one.stratum == stratum for one in asked)
        assert abs(share - 200 * size / frame.people) < 1
    first = {one.id for one in asked}
    assert all(one.replaces in first for one in ready)
    assert all(home[one.id] == one.stratum == home[one.replaces] for one in ready)


def test_a_sample_does_not_depend_on_the_order_of_the_frame(tmp_path):
    survey = invented(tmp_path)
    before = drawn_sample(survey, read_frame(survey))
    path = tmp_path / "frame.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    random.Random(5).shuffle(rows)
    path.write_text("\n".join([head, *rows]), "utf-8")
    assert drawn_sample(survey, read_frame(survey)) == before
    other = edited(tmp_path, ('seed = "saltmarch-2026"', 'seed = "another"'))
    assert {d.id for d in drawn_sample(other, read_frame(other))} != {
        d.id for d in before
    }


def test_more_than_there_are_cannot_be_drawn(tmp_path):
    invented(tmp_path)
    survey = edited(tmp_path, ("size = 200", "size = 500"))
    with pytest.raises(SurveyError, match="are needed"):
        drawn_sample(survey, read_frame(survey))


@pytest.fixture(scope="module")
def wave(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    invented(folder)
    edited(folder, ('classes = { counts = "2-5", use = "lowest BIC" }\n', ""))
    return worked_out(read_survey(folder))


def test_waves_are_compared_where_the_wording_is_equal(wave, tmp_path):
    invented(tmp_path, seed=2018)
    survey = edited(
        tmp_path,
        ('classes = { counts = "2-5", use = "lowest BIC" }\n', ""),
        (
            "Where will digital technology change your council most?",
            "Where will it help?",
        ),
        ('en = "Unsure"', 'en = "Not sure"'),
        ("Which are the three greatest", "Which  are the\tthree greatest"),
    )
    waves = compared(wave, worked_out(survey))
    apart = {one.question: one.reason for one in waves.not_compared}
    assert apart == {
        "impacts": "Its wording changed.",
        "champion": "Its codes, their labels or their order changed.",
    }
    compared_questions = {one.question for one in waves.changes}
    assert {"decade", "views", "challenges", "champion_who"} <= compared_questions
    for one in waves.changes:
        assert one.change == pytest.approx(one.after - one.before, abs=0.02)
        assert one.lower <= one.change <= one.upper
        assert one.is_change == (one.lower > 0 or one.upper < 0)


def test_questions_that_came_and_went_are_named(wave, tmp_path):
    invented(tmp_path)
    survey = edited(
        tmp_path,
        ('classes = { counts = "2-5", use = "lowest BIC" }\n', ""),
        ('id = "champion_who"', 'id = "leads"\ncolumn = "champion_who"'),
        ('question = "champion_who"', 'question = "leads"'),
    )  # fmt: skip
    apart = {
        o.question: o.reason for o in compared(wave, worked_out(survey)).not_compared
    }
    assert apart == {
        "leads": "It was not asked before.",
        "champion_who": "It is not asked any more.",
    }


def test_the_published_figures_ship_with_their_sources_and_conflicts():
    assert shipped_references() == ["start-of-the-possible-2017"]
    found = references("start-of-the-possible-2017")
    assert all(one.item and one.value and one.source for one in found)
    unlike = conflicts(found)
    assert {item: sorted({r.value for r in rows}) for item, rows in unlike.items()} == {
        "respondents": ["808", "809"],
        "councils represented": ["278", "279"],
    }


def test_sources_that_differ_are_both_shown(tmp_path):
    invented(tmp_path)
    more = "item,value,unit,base,source\nour item,808,percent,,One\nour item,809,percent,,Two\n"
    (tmp_path / "before.csv").write_text(more, "utf-8")
    survey = edited(
        tmp_path,
        ('classes = { counts = "2-5", use = "lowest BIC" }\n', ""),
        (
            'item = "top-three challenge: connectivity"',
            'item = "our item", reference = "before.csv"',
        ),
    )
    one = worked_out(survey)
    last = next(line for line in one.beside if line.item == "our item")
    assert last.sources_differ
    assert [p.source for p in last.published] == ["One", "Two"]
    assert "before.csv" in one.inputs


HEAD = "item,value,unit,base,source,wording\n"


def beside(folder, row, more=()):
    """The invented survey with one figure of a reference of ours beside it."""
    invented(folder)
    (folder / "before.csv").write_text(HEAD + row + "\n", "utf-8")
    return edited(
        folder,
        ('classes = { counts = "2-5", use = "lowest BIC" }\n', ""),
        (
            'item = "top-three challenge: connectivity"',
            'item = "our item", reference = "before.csv"',
        ),
        *more,
    )


WORDS = (
    "Which are the three greatest  CHALLENGES in going digital for your council? "
    "Choose up to three."
)


def test_what_a_question_repeats_stands_beside_it_by_itself(tmp_path):
    one = worked_out(beside(tmp_path, f'our item,44,percent,,One,"{WORDS}"'))
    assert not one.survey.declared.compare
    asked = {line.item: line.asked for line in one.beside}
    assert asked["our item"] == "same"
    assert asked["top-three challenge: digital exclusion"] == "unknown"
    page = report_html(one, "en", is_draft=False, on_paper=False)
    assert "in the same words" in page
    assert "the source does not print the words" in page


def test_what_was_asked_in_other_words_is_no_repeat(tmp_path):
    row = "our item,44,percent,,One,What troubles you?"
    with pytest.raises(SurveyFileError, match="asked as “What troubles you") as error:
        worked_out(beside(tmp_path, row))
    assert "survey.toml, line " in error.value.what


@pytest.mark.parametrize("unit", ["points", "councillors"])
def test_a_share_is_not_set_beside_a_net_or_a_count(tmp_path, unit):
    with pytest.raises(
        SurveyFileError, match=f"published in {unit}, and ours is a share"
    ):
        worked_out(beside(tmp_path, f"our item,34,{unit},,One,"))


def test_a_net_stands_beside_points_alone(tmp_path):
    net = ('net = "decade_positive" }', 'net = "net_decade" }')
    with pytest.raises(SurveyFileError, match="in percent, and ours is a net"):
        worked_out(beside(tmp_path, "our item,44,percent,,One,", [net]))


def test_the_report_shows_where_the_sources_of_2017_differ(tmp_path):
    one = worked_out(beside(tmp_path, "our item,44,percent,,One,"))
    told = {(row.item, row.value) for row in one.conflicts}
    assert told == {
        *(("respondents", value) for value in ("808", "809")),
        *(("councils represented", value) for value in ("278", "279")),
    }
    page = report_html(one, "cy", is_draft=False, on_paper=False)
    assert "Lle mae&#39;r ffynonellau&#39;n wahanol" in page
    assert "809 councillors" in " ".join(page.split())


def test_a_reference_or_item_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SurveyFileError, match="start-of-the-possible-2017"):
        references("nothing")
    invented(tmp_path)
    survey = edited(
        tmp_path,
        ('classes = { counts = "2-5", use = "lowest BIC" }\n', ""),
        ('item = "top-three challenge: connectivity"', 'item = "x"'),
    )
    with pytest.raises(SurveyFileError, match="has no item 'x'"):
        worked_out(survey)


FOUR = (
    'margins = [{ question = "party" }, { question = "gender" }, '
    '{ question = "role" }, { question = "council_type" }]\nleast = 0.3\nmost = 3.0'
)
TWO = (
    'margins = [{ question = "gender" }, { question = "council_type" }]\n'
    'method = "post-stratify"'
)


def test_weights_meet_every_cell_that_the_frame_counts(tmp_path):
    invented(tmp_path)
    survey = edited(tmp_path, (FOUR, TWO))
    read, frame = read_answers(survey), read_frame(survey)
    found = weighed(survey, read, frame)
    cells = [read.answers.codes[name] for name in ("gender", "council_type")]
    people = [frame.codes[name] for name in ("gender", "council_type")]
    for cell in set(zip(*(codes.tolist() for codes in people), strict=True)):
        inside = (cells[0] == cell[0]) & (cells[1] == cell[1])
        living = (people[0] == cell[0]) & (people[1] == cell[1])
        share = found.weighting.weights[inside].sum() / found.weighting.weights.sum()
        assert share == pytest.approx(living.mean(), rel=1e-9)
    told = {one.heading: one.text for one in disclosure(survey, read, found)}
    assert "Post-stratified by the cells of" in told["Weighting"]


def test_a_cell_where_people_live_and_nobody_answered_is_named(tmp_path):
    invented(tmp_path)
    text = (tmp_path / "answers.csv").read_text("utf-8").splitlines()
    head = text[0].split(",")
    gender, kind = head.index("gender"), head.index("council_type")
    rows = [text[0]]
    rows += [
        line
        for line in text[1:]
        if (line.split(",")[gender], line.split(",")[kind]) != ("female", "unitary")
    ]
    (tmp_path / "answers.csv").write_text("\n".join(rows) + "\n", "utf-8")
    survey = edited(tmp_path, (FOUR, TWO))
    with pytest.raises(EmptyCellError, match="female × unitary"):
        weighed(survey, read_answers(survey), read_frame(survey))


def test_weights_stay_within_the_bounds_of_their_starting_weight(tmp_path):
    invented(tmp_path)
    bounded = FOUR.split("least")[0] + "least_factor = 0.5\nmost_factor = 1.8"
    survey = edited(tmp_path, (FOUR, bounded))
    weights = weighed(survey, read_answers(survey), read_frame(survey)).design.weights
    assert 0.5 - 1e-9 <= weights.min() < weights.max() <= 1.8 + 1e-9
    tight = edited(
        tmp_path, ("least_factor = 0.5\nmost_factor = 1.8", "most_factor = 1.01")
    )
    with pytest.raises(MarginMissedError):
        weighed(tight, read_answers(tight), read_frame(tight))


def test_cells_are_counted_and_never_given(tmp_path):
    invented(tmp_path)
    given = TWO.replace('"gender" }', '"gender", targets = { female = 1, male = 1 } }')
    with pytest.raises(SurveyFileError, match="cells are counted in the frame"):
        edited(tmp_path, (FOUR, given))
