"""Deciding at the command line: kept, listed, taken back, refused in a sentence."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from folkmoot.cli.judge import judge
from folkmoot.core.exceptions import RefusedError
from folkmoot.core.judgements import Person, Say
from folkmoot.core.state import State
from folkmoot.core.workspace import Workspace
from folkmoot.registers.judging.questions import TOPICS


@pytest.fixture
def folder(tmp_path):
    Workspace.create(tmp_path, group_name="Invented", members=())
    return str(tmp_path)


def run(*words, folder):
    result = CliRunner().invoke(judge, [*words, "-w", folder], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def say(folder, *more):
    words = ("say", "supplier", "s-1|s-2", "same", "--role", "finance")
    return run(*words, "--reason", "one owner", *more, folder=folder)


def test_a_decision_is_kept_listed_and_taken_back(folder):
    assert "Kept as decision 1" in say(folder, "--who", "Ann")
    listed = run("list", folder=folder)
    assert "one owner" in listed
    assert "1 shown" in listed
    assert "is undone" in run("undo", "1", "--role", "finance", folder=folder)
    assert "0 shown" in run("list", folder=folder)
    assert "undoes 1" in run("list", "--history", folder=folder)


def test_machines_get_every_part(folder):
    kept = json.loads(say(folder, "--detail", "score=0.8", "--json"))
    assert (kept["judgement_id"], kept["verdict"], kept["detail"]) == (
        1,
        "same",
        {"score": "0.8"},
    )
    (listed,) = json.loads(run("list", "--topic", "supplier", "--json", folder=folder))
    assert listed == kept | {"state": "", "note": ""}, "no build has followed it yet"
    assert json.loads(run("list", "--topic", "contract", "--json", folder=folder)) == []
    undone = json.loads(run("undo", "1", "--role", "other", "--json", folder=folder))
    assert undone["undoes"] == 1


def test_what_one_act_kept_is_taken_back_at_once(folder):
    says = [Say(f"s-1|s-{n}", "same", "one owner") for n in (2, 3)]
    topic = next(topic for topic in TOPICS if topic.name == "supplier")
    State.open(folder_path(folder)).decide(
        topic, says, Person("Ann", "finance"), at=datetime.now(UTC)
    )
    words = ("undo", "2", "--together", "--role", "finance")
    assert "Decisions 1, 2 are undone" in run(*words, folder=folder)
    assert "0 shown" in run("list", folder=folder)


def test_without_a_name_it_is_the_account(folder, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "the-account")
    say(folder)
    assert State.open(Workspace.open(folder_path(folder)).root).history()[0].who == (
        "the-account"
    )


def folder_path(folder):
    from pathlib import Path

    return Path(folder)


@pytest.mark.parametrize(
    "words",
    [
        ("say", "weather", "x", "same", "--role", "other"),
        ("say", "supplier", "s-1|s-2", "perhaps", "--role", "other", "--reason", "x"),
        ("say", "supplier", "s-1|s-2", "same", "--role", "other"),
        (
            *("say", "supplier", "s-1|s-2", "same", "--role", "other"),
            *("--reason", "x", "--detail", "loose"),
        ),
        ("undo", "7", "--role", "other"),
        ("list", "--topic", "weather"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(folder, words):
    with pytest.raises(RefusedError) as refused:
        run(*words, folder=folder)
    assert refused.value.exit_code == 11
    assert State.open(folder_path(folder)).history() == []


def test_every_topic_is_listed_with_its_verdicts():
    result = CliRunner().invoke(judge, ["topics", "--json"])
    topics = {one["topic"]: one for one in json.loads(result.output)}
    assert {"supplier", "contract", "category"} <= set(topics)
    assert set(topics["supplier"]["verdicts"]) == {"same", "not-same", "unsure"}
