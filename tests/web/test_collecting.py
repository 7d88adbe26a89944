"""The form of a survey, filled in as people do: without a script, in two languages."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from folkmoot.ask.collect.collected import responses
from folkmoot.ask.collect.collection import Collection
from folkmoot.ask.collect.form import steps_of
from folkmoot.ask.collect.invitations import invite
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.frame.sampling import COLUMNS, drawn_sample
from folkmoot.ask.survey.file import Survey, read_survey
from folkmoot.cli.collect import collect
from folkmoot.core.exceptions import SurveyFileError
from folkmoot.core.export import csv_bytes
from folkmoot.demo.survey import write_survey
from folkmoot.web.collecting import collecting_application

HOME = "http://127.0.0.1:8720"
OURS = {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}
ANSWERS = {
    "decade": ["positive"],
    "views.data": ["positive"],
    "views.automation": ["negative"],
    "views.online": ["neither"],
    "challenges": ["cyber", "money"],
    "impacts": ["online", "savings"],
    "champion": ["yes"],
    "champion_who": ["officer"],
    "years": ["1,2"],
    "words": ["=Train us first; then buy."],
    "quote_me": ["yes"],
}


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    write_survey(tmp_path, seed=5)
    (tmp_path / "answers.csv").unlink()
    return read_survey(tmp_path)


@pytest.fixture
def answers(survey: Survey) -> Collection:
    return Collection.beside(survey.folder)


@pytest.fixture
def link(survey: Survey, answers: Collection) -> str:
    found = invite(survey, answers, address=HOME, sample=None)
    return found[0].link.removeprefix(HOME)


def form(survey: Survey, answers: Collection, *, today: date) -> TestClient:
    app = collecting_application(survey, answers, today=lambda: today)
    return TestClient(app, base_url=HOME, headers=OURS)


@pytest.fixture
def client(survey: Survey, answers: Collection) -> TestClient:
    return form(survey, answers, today=date(2026, 3, 10))


def numbers(survey: Survey) -> dict[str, int]:
    return {step.key: step.number for step in steps_of(survey.declared.questions)}


def post(client: TestClient, address: str, values: list[str], **more: str):
    return client.post(address, data={"answer": values, **more}, follow_redirects=False)


def filled_in(client: TestClient, survey: Survey, link: str, language: str = "en"):
    """Walk the form by where each page leads, and give what ANSWERS holds."""
    keys = {number: key for key, number in numbers(survey).items()}
    page = client.get(f"{link}/{language}")
    place = re.search(r'govuk-button--start" href="([^"]+)"', page.text).group(1)
    walked = []
    while not place.endswith("/check"):
        key = keys[int(place.rsplit("/", 1)[1])]
        walked.append(key)
        done = post(client, place, ANSWERS[key])
        assert done.status_code == 303, done.text
        place = done.headers["location"]
    return walked, place


def test_a_person_walks_from_the_link_to_a_receipt(client, survey, answers, link):
    walked, check = filled_in(client, survey, link)
    summary = client.get(check)
    sent = client.post(check.replace("/check", "/send"), data={"send": "yes"})

    assert walked == list(ANSWERS)
    assert "A senior director" in summary.text
    assert "Your answers have been sent" in sent.text
    (kept,) = answers.sent()
    assert kept.receipt in sent.text
    assert kept.given == ANSWERS


def test_what_was_collected_is_what_the_survey_reads(client, survey, answers, link):
    _, check = filled_in(client, survey, link, "cy")
    client.post(check.replace("/check", "/send"), data={"send": "yes"})

    told = CliRunner().invoke(collect, ["export", str(survey.folder), "--json"])

    assert json.loads(told.output)["answers"] == 1
    from folkmoot.ask.answers.reading import read_answers

    read = read_answers(survey)
    assert read.answers.rows == 1
    assert read.answers.issues == []
    question = {q.id: q for q in survey.declared.questions}
    given = {
        key: [question[key.split(".")[0]].code_names()[codes[0]]]
        for key, codes in read.answers.codes.items()
    }
    assert given["decade"] == ["positive"]
    assert given["views.automation"] == ["negative"]
    assert given["champion_who"] == ["officer"]
    assert read.answers.numbers["years"][0] == 12
    names = question["challenges"].code_names()
    chosen = read.answers.chosen["challenges"][0]
    assert [n for n, is_it in zip(names, chosen, strict=True) if is_it] == [
        "cyber",
        "money",
    ]
    frame = next(csv.DictReader(io.StringIO((survey.folder / "frame.csv").read_text())))
    assert given["party"] == [frame["party"]]


def test_a_question_that_routing_closes_is_not_asked(client, survey, link):
    at = numbers(survey)
    client.get(f"{link}/en")

    done = post(client, f"{link}/en/{at['champion']}", ["no"])
    straight = client.get(f"{link}/en/{at['champion_who']}", follow_redirects=False)

    assert done.headers["location"].endswith(f"/{at['years']}")
    assert straight.headers["location"] == f"{link}/en"


def test_an_answer_changed_later_closes_its_branch_for_good(
    client, survey, answers, link
):
    _, check = filled_in(client, survey, link)
    at = numbers(survey)

    post(client, f"{link}/en/{at['champion']}", ["no"], **{"to-check": "yes"})
    client.post(check.replace("/check", "/send"), data={"send": "yes"})

    (kept,) = answers.sent()
    assert kept.given["champion"] == ["no"]
    assert "champion_who" not in kept.given


def test_an_answer_changed_later_opens_its_branch(client, survey, link):
    at = numbers(survey)
    for key in ANSWERS:
        if key != "champion_who":
            post(
                client,
                f"{link}/en/{at[key]}",
                ["no"] if key == "champion" else ANSWERS[key],
            )

    done = post(client, f"{link}/en/{at['champion']}", ["yes"], **{"to-check": "yes"})

    assert done.headers["location"].endswith(f"/{at['champion_who']}")


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("decade", [], "Answer this question to continue"),
        ("decade", ["perhaps"], "Choose one of the answers offered"),
        ("decade", ["positive", "negative"], "Choose one answer only"),
        ("challenges", ["cyber", "money", "pace", "design"], "Choose 3 answers at most"),
        ("impacts", ["none", "savings"], "Choose either that answer or others"),
        ("years", ["many"], "Write a number, such as 12"),
        ("years", ["71"], "Write a number of 70 or less"),
        ("years", ["-1"], "Write a number of 0 or more"),
        ("years", ["nan"], "Write a number, such as 12"),
        ("words", ["x" * 4001], "Write 4,000 characters at most"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_given_stays(
    client, survey, answers, link, key, values, said
):
    page = post(client, f"{link}/en/{numbers(survey)[key]}", values)

    assert page.status_code == 422
    assert said in page.text
    assert "<title>Error: " in page.text
    assert 'href="#answer"' in page.text
    assert 'id="answer"' in page.text
    assert answers.everyone()[0].given == {}
    for value in values[:1]:
        assert value in page.text or value == "perhaps"


def test_the_form_goes_on_where_a_person_stopped(client, survey, link):
    at = numbers(survey)
    post(client, f"{link}/en/{at['decade']}", ["positive"])

    again = client.get(f"{link}/cy")

    assert "Parhau o&#39;r fan lle stopioch chi" in again.text
    assert f'href="{link}/cy/{at["views.data"]}"' in again.text


def test_nothing_is_sent_while_an_answer_that_is_needed_is_missing(
    client, survey, answers, link
):
    done = client.post(f"{link}/en/send", data={"send": "yes"}, follow_redirects=False)

    assert done.headers["location"].endswith(f"/{numbers(survey)['decade']}")
    assert answers.sent() == []


def test_a_link_is_used_once(client, survey, answers, link):
    _, check = filled_in(client, survey, link)
    client.post(check.replace("/check", "/send"), data={"send": "yes"})

    again = client.get(f"{link}/en")
    twice = client.post(check.replace("/check", "/send"), data={"send": "yes"})

    assert "have been sent already" in again.text
    assert "have been sent already" in twice.text
    assert len(answers.sent()) == 1


def test_after_the_last_day_of_fieldwork_the_form_is_closed(survey, answers, link):
    closed = form(survey, answers, today=date(2026, 3, 28))

    assert "This survey has closed" in closed.get(f"{link}/en").text
    done = post(closed, f"{link}/en/1", ["positive"])
    assert "This survey has closed" in done.text
    assert answers.everyone()[0].given == {}


@pytest.mark.parametrize(
    "address", ["/a/nobody", "/a/nobody/en", "/a/nobody/en/1", "/nothing", "/a/x/de"]
)
def test_a_link_that_is_not_known_tells_nothing(client, address):
    page = client.get(address)

    assert page.status_code == 404
    assert "This link is not known" in page.text


def test_no_page_sets_a_cookie_or_may_be_kept(client, link):
    for address in (f"{link}/en", f"{link}/en/1", f"{link}/en/check"):
        page = client.get(address)
        assert "set-cookie" not in page.headers
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "same-origin"


def test_a_form_sent_from_elsewhere_is_refused(client, answers, link):
    page = client.post(
        f"{link}/en/1",
        data={"answer": "positive"},
        headers={"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
    )

    assert page.status_code == 403
    assert answers.everyone()[0].given == {}


def test_the_first_page_says_all_that_a_person_must_know(client, survey, link):
    told = client.get(f"{link}/en").text
    welsh = client.get(f"{link}/cy").text

    assert "Public task: UK GDPR, article 6(1)(e)" in told
    assert "31 March 2027" in told
    assert "until publication your answers are taken out" in told
    assert "This survey is invented" in told
    assert 'lang="cy"' in welsh
    assert "31 Mawrth 2027" in welsh
    assert "Nid ydym yn cyhoeddi ateb unrhyw un person" in welsh


def test_reminders_go_to_who_has_not_answered_with_the_same_link(
    client, survey, answers, link
):
    _, check = filled_in(client, survey, link)
    client.post(check.replace("/check", "/send"), data={"send": "yes"})
    first = invite(survey, answers, address=HOME, sample=None)
    out = survey.folder / "reminders.csv"

    told = CliRunner().invoke(
        collect,
        ["remind", str(survey.folder), "--address", HOME, "--out", str(out)],
    )

    assert told.exit_code == 0, told.output
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert len(rows) == len(first) - 1
    assert {row["Link"] for row in rows} == {one.link for one in first[1:]}
    assert out.stat().st_mode & 0o077 == 0


def test_only_the_people_of_a_drawn_sample_are_invited(survey, answers, tmp_path):
    drawn = tmp_path / "sample.csv"
    people = drawn_sample(survey, read_frame(survey))
    rows = [dataclasses.asdict(person) for person in people]
    drawn.write_bytes(b"".join(csv_bytes(COLUMNS, rows)))
    assert len(people) > survey.declared.sample.size, "nobody stands ready"

    found = invite(survey, answers, address=HOME, sample=drawn)

    assert len(found) == survey.declared.sample.size
    assert len(answers.everyone()) == len(found)


def test_a_file_that_is_no_sample_is_refused(survey, answers, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")

    with pytest.raises(SurveyFileError, match="no sample"):
        invite(survey, answers, address=HOME, sample=other)


def test_responses_are_counted_by_council_and_by_record(client, survey, answers, link):
    post(client, f"{link}/en/{numbers(survey)['decade']}", ["positive"])

    rows = responses(survey, answers)

    everybody = rows[0]
    assert (everybody.begun, everybody.answered) == (1, 0)
    for heading in {row.heading for row in rows}:
        group = [row for row in rows if row.heading == heading]
        assert sum(row.invited for row in group) == everybody.invited, heading
        assert sum(row.begun for row in group) == 1, heading
    assert {"Council", "Role", "Party"} <= {row.heading for row in rows}


def test_answers_from_elsewhere_are_never_replaced(survey, answers, link):
    own = survey.folder / "answers.csv"
    own.write_text("id,decade\n1,positive\n")

    with pytest.raises(SurveyFileError, match="has other columns"):
        collect.main(["export", str(survey.folder)], standalone_mode=False)
    assert own.read_text() == "id,decade\n1,positive\n"
