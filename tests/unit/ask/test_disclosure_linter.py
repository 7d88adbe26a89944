"""With any single thing missing that readers must be told, nothing may be published."""

import re

import pytest
from invented_survey import invented

from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.book.weighted import weighed
from folkmoot.ask.frame.counted import read_frame
from folkmoot.ask.publish.disclosure_page import disclosure, problems
from folkmoot.ask.survey.file import read_survey
from folkmoot.core.exceptions import SurveyFileError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("told")
    invented(made)
    (made / "whole.toml").write_text((made / "survey.toml").read_text("utf-8"), "utf-8")
    return made


def missing(folder, table, key, value):
    """What the linter says once a key is taken out, or given as `value`."""
    text = (folder / "whole.toml").read_text("utf-8")
    found = re.compile(rf"^{key} = (\{{.*?\}}|\"\"\".*?\"\"\"|[^\n]*)\n", re.M | re.S)
    place = found.search(text, text.index(f"[{table}]"))
    new = "" if value is None else f"{key} = {value}\n"
    (folder / "survey.toml").write_text(
        text[: place.start()] + new + text[place.end() :], "utf-8"
    )
    survey = read_survey(folder)
    read = read_answers(survey)
    told = disclosure(survey, read, weighed(survey, read, read_frame(survey)))
    return " ".join(problems(survey, told, [], []))


@pytest.mark.parametrize("value", [None, '""', '"  "'])
@pytest.mark.parametrize(
    ("table", "key", "heading"),
    [
        ("survey", "client", "Client"),
        ("survey", "conducted_by", "Carried out by"),
        ("fieldwork", "mode", "How people answered"),
        ("fieldwork", "universe", "Who the results speak for"),
        ("fieldwork", "method", "How people were chosen"),
        ("fieldwork", "contact", "Where to ask for the tables"),
    ],
)
def test_each_thing_readers_must_be_told(folder, table, key, heading, value):
    assert f"“{heading}” is missing" in missing(folder, table, key, value)


@pytest.mark.parametrize("key", ["start_date", "end_date"])
def test_dates(folder, key):
    assert "“Dates of fieldwork” is missing" in missing(folder, "fieldwork", key, None)


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("notice", "Privacy notice"),
        ("controller", "Data controller and lawful basis"),
        ("lawful_basis", "Data controller and lawful basis"),
        ("withdrawal", "Withdrawal"),
    ],
)
def test_privacy_is_declared_and_says_something(folder, key, heading):
    assert f"“{heading}” is missing" in missing(folder, "privacy", key, '" "')
    with pytest.raises(SurveyFileError, match=f"`{key}` is missing"):
        missing(folder, "privacy", key, None)


def test_the_day_of_deletion_is_declared(folder):
    with pytest.raises(SurveyFileError, match="`retention_date` is missing"):
        missing(folder, "privacy", "retention_date", None)


def test_a_notice_in_one_language_of_two_is_not_enough(folder):
    said = missing(folder, "privacy", "notice", '{ en = "We keep your answers." }')
    assert "The Cymraeg wording of the privacy notice is missing" in said
