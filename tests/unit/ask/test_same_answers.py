"""People who are in the file twice under new ids; and those who only answer alike."""

import csv
import io

import numpy as np
import pytest
from invented_survey import HEAD, invented

from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.answers.same import SameAnswersError
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.publish.disclosure_page import disclosure
from folkmoot.ask.survey.file import read_survey
from folkmoot.core.exceptions import SurveyFileError

LEVELS = 5


def survey_of(folder, codes, *, more="", words=None, times=None, numbers=None):
    """A survey whose questions are the columns of `codes` (n, questions), -1 where blank."""
    folder.mkdir(parents=True, exist_ok=True)
    people, questions = codes.shape
    names = [f"q{n}" for n in range(questions)]
    heading = ["id", *names]
    extra = [("words", words), ("sent_at", times), ("age", numbers)]
    heading += [name for name, held in extra if held is not None]
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(heading)
    for row in range(people):
        cells = [str(code) if code >= 0 else "" for code in codes[row]]
        write([f"p{row}", *cells, *(h[row] for _, h in extra if h is not None)])
    (folder / "answers.csv").write_text(out.getvalue(), "utf-8")
    offered = ", ".join(f'{{ code = "{n}", label = "L{n}" }}' for n in range(LEVELS))
    declared = [
        f'[[questions]]\nid = "{n}"\nkind = "single"\ntext = "{n}?"\ncodes = [{offered}]\n'
        for n in names
    ]
    if words is not None:
        declared.append('[[questions]]\nid = "words"\nkind = "text"\ntext = "Say"\n')
    if numbers is not None:
        declared.append('[[questions]]\nid = "age"\nkind = "number"\ntext = "Age"\n')
    head = HEAD.format(file="answers.csv", format="csv", more=more)
    (folder / "survey.toml").write_text(head + "".join(declared), "utf-8")
    return read_survey(folder)


def opinions(seed, people, questions):
    """Answers that hang together, with a fifth who draw straight lines."""
    chance = np.random.default_rng(seed)
    mood = chance.normal(size=(people, 1))
    sign = np.where(chance.random(questions) < 0.5, -1, 1)
    felt = 0.6 * mood * sign + 0.8 * chance.normal(size=(people, questions))
    codes = np.searchsorted([-0.8, -0.25, 0.25, 0.8], felt)
    straight = chance.random(people) < 0.2
    codes[straight] = codes[straight][:, :1]
    return codes


def rows_of(survey):
    return [one.rows for one in read_answers(survey).same]


def test_a_person_copied_under_new_ids_is_found_with_every_row(tmp_path):
    codes = opinions(1, 300, 24)
    codes[0] = [0, 2, 4, 1, 3, 0, 2, 2, 1, 0, 4, 3] * 2
    codes[[120, 250]] = codes[0]
    read = read_answers(survey_of(tmp_path, codes))
    (one,) = read.same
    assert one.rows == (2, 122, 252)  # as the file numbers them, below its heading
    assert one.answered == 24
    assert one.bits >= one.least_bits
    told = [(i.row, i.message) for i in read.answers.issues if i.rule == "same_answers"]
    assert told == [
        (122, "All its answers are those of row 2."),
        (252, "All its answers are those of row 2."),
    ]
    assert read.answers.rows == 300  # told, not left out


def test_one_answer_that_differs_is_another_person(tmp_path):
    codes = opinions(1, 300, 24)
    codes[120] = codes[0] = [0, 2, 4, 1, 3, 0, 2, 2, 1, 0, 4, 3] * 2
    codes[120, 7] = 4
    assert rows_of(survey_of(tmp_path, codes)) == []


@pytest.mark.parametrize("questions", [1, 4, 8])
def test_a_short_questionnaire_raises_no_alarm(tmp_path, questions):
    codes = opinions(questions, 2_000, questions)
    assert len(np.unique(codes, axis=0)) < 2_000  # many are alike
    assert rows_of(survey_of(tmp_path, codes)) == []


def test_straight_lines_raise_no_alarm_however_long_or_rare(tmp_path):
    codes = opinions(3, 200, 30)
    codes[[10, 90]] = 4
    assert rows_of(survey_of(tmp_path, codes)) == []


def test_answers_that_hang_together_raise_no_alarm(tmp_path):
    found = [
        rows_of(survey_of(tmp_path / str(seed), opinions(seed, 1_000, 30)))
        for seed in range(6)
    ]
    assert found == [[]] * 6


def test_people_who_left_everything_open_are_not_the_same(tmp_path):
    codes = opinions(4, 100, 24)
    codes[[5, 6, 7], 1:] = -1
    assert rows_of(survey_of(tmp_path, codes)) == []


LONG = (
    "Half my ward has no signal, and the library closes at four on the days I am free."
)


def test_the_same_long_words_with_the_same_few_answers_are_found(tmp_path):
    codes = opinions(5, 100, 3)
    codes[60] = codes[20]
    words = [f"Words of person {n}" for n in range(100)]
    words[20], words[60] = LONG, f"  {LONG.upper()}"
    assert rows_of(survey_of(tmp_path, codes, words=words)) == [(22, 62)]


def test_a_text_that_many_send_is_no_sign(tmp_path):
    codes = opinions(5, 100, 3)
    words = [LONG if n % 4 == 0 else f"Words of person {n}" for n in range(100)]
    assert rows_of(survey_of(tmp_path, codes, words=words)) == []


def test_a_short_remark_is_no_sign(tmp_path):
    codes = opinions(5, 100, 3)
    codes[60] = codes[20]
    words = [f"Words of person {n}" for n in range(100)]
    words[20] = words[60] = "No comment."
    assert rows_of(survey_of(tmp_path, codes, words=words)) == []


def test_the_same_time_tells_where_answers_alone_do_not(tmp_path):
    codes = opinions(6, 400, 8)
    codes[0] = codes[300] = [0, 4, 1, 3, 0, 4, 1, 3]
    times = [
        f"2026-03-{1 + n // 60:02d} 10:{n % 60:02d}:{n % 47:02d}" for n in range(400)
    ]
    assert rows_of(survey_of(tmp_path / "apart", codes, times=times)) == []
    times[300] = times[0]
    read = read_answers(survey_of(tmp_path / "together", codes, times=times))
    assert [(one.rows, one.is_same_time) for one in read.same] == [((2, 302), True)]


def test_times_that_all_share_tell_nothing(tmp_path):
    codes = opinions(6, 400, 8)
    codes[0] = codes[300] = [0, 4, 1, 3, 0, 4, 1, 3]
    times = ["2026-03-02 10:00:00"] * 400
    assert rows_of(survey_of(tmp_path, codes, times=times)) == []


def test_numbers_count(tmp_path):
    codes = opinions(7, 400, 12)
    codes[0] = codes[300] = [0, 2, 4, 1, 3, 0] * 2
    ages = [str(20 + n % 60) for n in range(400)]
    ages[0] = ages[300] = "97"
    assert rows_of(survey_of(tmp_path / "a", codes, numbers=ages)) == [(2, 302)]
    ages[300] = "96"
    assert rows_of(survey_of(tmp_path / "b", codes, numbers=ages)) == []


def test_refuse_stops_the_run_with_file_and_rows(tmp_path):
    codes = opinions(1, 300, 24)
    codes[120] = codes[0] = [0, 2, 4, 1, 3, 0, 2, 2, 1, 0, 4, 3] * 2
    survey = survey_of(tmp_path, codes, more='same_answers = "refuse"')
    with pytest.raises(
        SameAnswersError, match=r"answers\.csv .*rows 2, 122 \(24 answers"
    ):
        read_answers(survey)


def test_accepting_needs_a_reason(tmp_path):
    codes = opinions(1, 20, 2)
    with pytest.raises(SurveyFileError, match=r"line 9 .*without a reason"):
        survey_of(tmp_path, codes, more='same_answers = "accept"')
    with pytest.raises(SurveyFileError, match="not accepted"):
        survey_of(tmp_path, codes, more='same_answers_reason = "Twins."')


def answers_told(survey):
    read = read_answers(survey)
    told = disclosure(survey, read, weighed(survey, read, read_frame(survey)))
    return next(one.text for one in told if one.heading == "Answers")


def test_the_report_says_how_many_and_why_they_stay(tmp_path):
    survey = invented(tmp_path)
    assert "the same as" not in answers_told(survey)
    path = tmp_path / "answers.csv"
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    column = rows[0].index("words")
    copied = next(row for row in rows[1:] if len(row[column]) > 50)
    rows.append(["COPY1", *copied[1:]])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    told = answers_told(survey)
    assert "1 is in every question the same as another's" in told
    assert "may be one person's twice" in told
    text = (tmp_path / "survey.toml").read_text("utf-8")
    reason = (
        'same_answers = "accept"\nsame_answers_reason = "Both confirmed by telephone."'
    )
    text = text.replace('drop = ["email"]', f'drop = ["email"]\n{reason}')
    (tmp_path / "survey.toml").write_text(text, "utf-8")
    assert "Both confirmed by telephone." in answers_told(read_survey(tmp_path))
