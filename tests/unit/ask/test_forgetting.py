"""Answers are deleted when they were promised to be, wholly, whatever stops it half way."""

import json
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented_survey import invented

from folkmoot.ask.answers.forgotten import forgotten, retention_told
from folkmoot.ask.answers.reading import read_answers
from folkmoot.ask.collect.collection import Collection
from folkmoot.ask.collect.forgetting import forget
from folkmoot.ask.commands import ask
from folkmoot.ask.survey.file import read_survey
from folkmoot.core.exceptions import ForgottenError, SurveyFileError

PROMISED = date(2027, 3, 31)
DAY = date(2027, 4, 2)


def collected(folder: Path) -> None:
    """The invented survey with answers in its file and in its form."""
    invented(folder)
    answers = Collection.beside(folder)
    answers.invite([("person-1", "link-1", {"council": "Nowhere"})])
    answers.send("link-1", {"decade": ["what nobody may find again"]}, language="en")


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_before_the_day_nothing_is_said(tmp_path):
    survey = invented(tmp_path)
    assert retention_told(survey, PROMISED) == ""
    told = retention_told(survey, PROMISED + timedelta(days=1))
    assert "31 March 2027, 1 day ago" in told
    assert "folkmoot ask forget" in told


def test_all_that_one_person_said_is_gone_and_the_frame_is_not(tmp_path):
    collected(tmp_path)
    survey = read_survey(tmp_path)
    assert b"what nobody may find again" in everything_in(tmp_path)
    done = forget(survey, inputs="0123", today=DAY)
    assert (done.state, done.date, done.inputs) == ("done", DAY, "0123")
    assert {"answers.csv", "collected.sqlite"} <= set(done.files)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        *("forgotten.json", "frame.csv", "survey.toml"),
    ]
    assert b"what nobody may find again" not in everything_in(tmp_path)
    assert retention_told(survey, DAY) == ""


def test_what_was_deleted_is_not_worked_out_again(tmp_path):
    survey = invented(tmp_path)
    forget(survey, inputs="", today=DAY)
    with pytest.raises(ForgottenError, match="deleted on 2 April 2027"):
        read_answers(survey)


def test_deleting_again_takes_what_was_put_back_and_keeps_the_first_day(tmp_path):
    survey = invented(tmp_path)
    forget(survey, inputs="0123", today=DAY)
    (tmp_path / "answers.csv").write_text("id\n")
    again = forget(survey, inputs="", today=DAY + timedelta(days=9))
    assert not (tmp_path / "answers.csv").exists()
    assert (again.date, again.inputs) == (DAY, "0123")


def test_a_folder_without_answers_has_nothing_to_delete(tmp_path):
    survey = invented(tmp_path)
    (tmp_path / "answers.csv").unlink()
    with pytest.raises(SurveyFileError, match="no answers to delete"):
        forget(survey, inputs="", today=DAY)
    assert forgotten(tmp_path) is None


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from folkmoot.ask.collect import forgetting
from folkmoot.ask.survey.file import read_survey

steps = int(sys.argv[2])

def stopped_after(step):
    def doing(*given):
        global steps
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        steps -= 1
        return step(*given)
    return doing

for name in ("_record", "_delete", "_sync"):
    setattr(forgetting, name, stopped_after(getattr(forgetting, name)))
forgetting.forget(read_survey(Path(sys.argv[1])), inputs="0123", today=date(2027, 4, 2))
"""


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4])
def test_a_kill_half_way_leaves_nothing_that_passes_for_whole(tmp_path, steps):
    collected(tmp_path)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(steps)], check=False
    )
    assert ended.returncode == -signal.SIGKILL
    survey = read_survey(tmp_path)
    if steps == 0:  # nothing was begun
        assert forgotten(tmp_path) is None
        assert read_answers(survey).answers.rows > 0
    else:
        assert forgotten(tmp_path).state == "under way"
        with pytest.raises(ForgottenError, match="did not end"):
            read_answers(survey)
        assert "folkmoot ask forget" in retention_told(survey, DAY)
    done = forget(survey, inputs="", today=DAY + timedelta(days=1))
    assert done.state == "done"
    assert done.inputs == ("0123" if steps else "")
    assert b"what nobody may find again" not in everything_in(tmp_path)
    assert not (tmp_path / "answers.csv").exists()


def said_by(*arguments: str, given: str = "") -> str:
    ended = CliRunner().invoke(ask, list(arguments), input=given)
    return ended.output


def test_the_command_asks_first_and_says_what_goes(tmp_path):
    invented(tmp_path)
    path = str(tmp_path / "survey.toml")
    said = said_by("forget", path, given="n\n")
    assert "To be deleted: answers.csv." in said
    assert "Nothing was published from these answers" in said
    assert (tmp_path / "answers.csv").exists()
    assert "Deleted: answers.csv." in said_by("forget", path, given="y\n")
    assert not (tmp_path / "answers.csv").exists()


def test_check_says_when_the_day_has_passed(tmp_path):
    invented(tmp_path)
    path = tmp_path / "survey.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("retention_date = 2027-03-31", "retention_date = 2026-07-31")
    )
    assert "were to be deleted on 31 July 2026" in said_by("check", str(path))
    as_json = json.loads(said_by("check", str(path), "--json"))
    assert "31 July 2026" in as_json["retention"]
