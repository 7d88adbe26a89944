"""What people decided is kept whole, by two at once and through a kill, and undone."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from folkmoot.core.exceptions import RefusedError, WorkspaceError
from folkmoot.core.judgements import Person, Say, Topic, pair_of, pair_subject
from folkmoot.core.state import STATE_NAME, State
from folkmoot.core.state_tables import METADATA

AT = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANN = Person("Ann Invented", "contracts")
BEA = Person("Bea Invented", "finance")
COLOUR = Topic(
    "colour",
    "Colours",
    "Which colour is it?",
    "the id of a thing",
    {"red": "Red", "blue": "Blue", "unsure": "Not sure"},
    frozenset({"blue"}),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / STATE_NAME}"
    found: str = request.getfixturevalue("postgresql")
    engine = sa.create_engine(found)
    METADATA.drop_all(engine)
    engine.dispose()
    return found


@pytest.fixture
def state(address: str) -> State:
    return State.at(address)


def say(state: State, subject: str, verdict: str, by: Person = ANN, **more):
    return state.decide(COLOUR, [Say(subject, verdict, **more)], by, at=AT)[0]


def verdicts(state: State) -> dict[str, str]:
    return {row.subject: row.verdict for row in state.standing("colour")}


def test_a_decision_is_kept_with_who_role_when_why_and_detail(state: State) -> None:
    kept = say(state, "a", "blue", reason=" it is sky ", detail={"score": 0.5})
    assert (kept.who, kept.role, kept.at) == (
        "Ann Invented",
        "contracts",
        "2027-01-15T09:30:00+00:00",
    )
    assert (kept.reason, kept.detail, kept.date) == (
        "it is sky",
        {"score": 0.5},
        "2027-01-15",
    )
    assert state.standing() == [kept]
    assert state.history("colour", "a") == [kept]
    assert state.history("colour", "b") == []
    assert state.history("shape") == []


def test_the_last_decision_stands_and_undoing_it_brings_back_the_one_before(
    state: State,
) -> None:
    say(state, "a", "red")
    second = say(state, "a", "blue", BEA, reason="looked again")
    say(state, "b", "red")
    assert verdicts(state) == {"a": "blue", "b": "red"}
    undone = state.undo(second.judgement_id, ANN, reason="a slip", at=AT)
    assert (undone.undoes, undone.verdict, undone.number) == (
        second.judgement_id,
        "",
        3,
    )
    assert verdicts(state) == {"a": "red", "b": "red"}
    first = state.history("colour", "a")[0]
    state.undo(first.judgement_id, BEA, at=AT)
    assert verdicts(state) == {"b": "red"}
    assert len(state.history("colour", "a")) == 4, "nothing is ever taken away"
    say(state, "a", "unsure")
    assert verdicts(state) == {"a": "unsure", "b": "red"}


def test_what_was_kept_in_one_act_is_taken_back_together(state: State) -> None:
    says = [Say(subject, "red", "all of one paint") for subject in "abc"]
    kept = state.decide(COLOUR, says, ANN, at=AT)
    others = [
        say(state, "d", "red", BEA, reason="all of one paint"),
        say(state, "e", "blue", reason="all of one paint"),
        state.decide(
            COLOUR, [Say("f", "red", "all of one paint")], ANN, at=AT + SECOND
        )[0],
    ]
    say(state, "b", "blue", BEA, reason="looked again")
    state.undo(kept[2].judgement_id, BEA, at=AT)
    undone = state.undo_together(kept[0].judgement_id, BEA, reason="a slip", at=AT)
    assert [row.undoes for row in undone] == [row.judgement_id for row in kept[:2]]
    assert verdicts(state) == {
        "b": "blue",
        **{row.subject: row.verdict for row in others},
    }
    with pytest.raises(RefusedError, match="undone already"):
        state.undo_together(kept[1].judgement_id, ANN, at=AT)


def test_everything_decided_is_in_the_audit_log(state: State) -> None:
    kept = say(state, "a", "red")
    state.undo(kept.judgement_id, BEA, at=AT)
    log = [(entry.who, entry.action, entry.detail) for entry in state.entries(limit=9)]
    assert log == [
        ("Bea Invented", "undo", f"colour a: decision {kept.judgement_id} undone"),
        ("Ann Invented", "judge", "colour a: red"),
    ]


@pytest.mark.parametrize(
    ("subject", "verdict", "reason", "by", "field"),
    [
        ("a", "green", "", ANN, "verdict"),
        ("a", "", "", ANN, "verdict"),
        ("a", "blue", "  ", ANN, "reason"),
        ("a", "red", "x" * 2001, ANN, "reason"),
        ("", "red", "", ANN, ""),
        ("a", "red", "", Person("  ", "other"), "who"),
        ("a", "red", "", Person("x" * 101, "other"), "who"),
        ("a", "red", "", Person("Ann\nnext line", "other"), "who"),
        ("a", "red", "", Person("Ann", ""), "role"),
    ],
)
def test_what_is_not_complete_is_not_kept(
    state: State, subject: str, verdict: str, reason: str, by: Person, field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        say(state, subject, verdict, by, reason=reason)
    assert refused.value.field == field
    assert state.history() == []
    assert state.entries(limit=9) == []


def test_many_are_kept_all_or_none(state: State) -> None:
    say(state, "b", "red")
    says = [Say("a", "red", seen=0), Say("b", "red", seen=0)]
    with pytest.raises(RefusedError, match="Somebody else has decided about b"):
        state.decide(COLOUR, says, BEA, at=AT)
    assert verdicts(state) == {"b": "red"}
    assert len(state.entries(limit=9)) == 1


def test_a_form_that_was_shown_before_another_decided_is_refused(state: State) -> None:
    say(state, "a", "red", seen=0)
    with pytest.raises(RefusedError, match="since this was shown"):
        say(state, "a", "unsure", BEA, seen=0)
    say(state, "a", "unsure", BEA, seen=1)
    assert verdicts(state) == {"a": "unsure"}


def test_a_decision_is_undone_once(state: State) -> None:
    kept = say(state, "a", "red")
    undone = state.undo(kept.judgement_id, ANN, at=AT)
    with pytest.raises(RefusedError, match="undone already"):
        state.undo(kept.judgement_id, BEA, at=AT)
    for unknown in (undone.judgement_id, 999):
        with pytest.raises(RefusedError, match="no decision with the number"):
            state.undo(unknown, BEA, at=AT)


def test_two_users_at_once_lose_nothing(address: str) -> None:
    State.at(address).close()

    def decides(name: str) -> None:
        own = State.at(address)
        for n in range(25):
            say(own, "a", "red", Person(name, "other"), reason=str(n))
        own.close()

    with ThreadPoolExecutor(max_workers=4) as threads:
        list(threads.map(decides, ["Ann", "Bea", "Cat", "Dee"]))
    rows = State.at(address).history("colour", "a")
    assert [row.number for row in rows] == list(range(1, 101))
    for name in ("Ann", "Bea", "Cat", "Dee"):
        said = [int(row.reason) for row in rows if row.who == name]
        assert said == list(range(25))


def test_of_two_who_undo_the_same_at_once_one_is_told(address: str) -> None:
    kept = say(State.at(address), "a", "red")

    def undoes(_: int) -> bool:
        try:
            State.at(address).undo(kept.judgement_id, BEA, at=AT)
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(max_workers=4) as threads:
        assert sorted(threads.map(undoes, range(4))) == [False, False, False, True]


KILLED = textwrap.dedent(
    """
    import sys
    from datetime import UTC, datetime, timedelta
    from folkmoot.core.judgements import Person, Say, Topic
    from folkmoot.core.state import State

    topic = Topic("colour", "", "?", "", {"red": "Red"})
    state = State.at(sys.argv[1])
    for n in range(10_000):
        pair = [Say(f"{n}a", "red"), Say(f"{n}b", "red")]
        state.decide(topic, pair, Person("Ann", "other"), at=datetime.now(UTC))
        print(n, flush=True)
    """
)


@pytest.mark.parametrize("after", [1, 7, 20])
def test_what_was_confirmed_survives_a_kill_and_nothing_is_half_kept(
    tmp_path: Path, after: int
) -> None:
    address = f"sqlite:///{tmp_path / STATE_NAME}"
    running = subprocess.Popen(
        [sys.executable, "-c", KILLED, address], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    for _ in range(after):
        confirmed = int(running.stdout.readline())
    running.send_signal(signal.SIGKILL)
    running.wait()
    state = State.at(address)
    subjects = [row.subject for row in state.history()]
    assert {f"{n}{x}" for n in range(confirmed + 1) for x in "ab"} <= set(subjects)
    assert len(subjects) % 2 == 0, "both of a pair, or none"
    assert len(state.entries(limit=0) or state.entries(limit=99_999)) == len(subjects)
    assert say(state, "z", "red").subject == "z"


def test_the_journal_lets_a_reader_in_while_one_writes(tmp_path: Path) -> None:
    state = State.at(f"sqlite:///{tmp_path / STATE_NAME}")
    say(state, "a", "red")
    other = sqlite3.connect(tmp_path / STATE_NAME, isolation_level=None)
    assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.execute("BEGIN IMMEDIATE")
    assert verdicts(state) == {"a": "red"}
    other.execute("ROLLBACK")


def as_nobody(folder: Path, code: str) -> str:
    """What code prints that may only read the folder."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from folkmoot.core.judgements import *\n"
        "from folkmoot.core.state import State\n"
        "State.at('sqlite://').close()  # imports what nobody may not read\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        f"root = Path({str(folder)!r})\n" + code
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture
def shut(tmp_path: Path):
    """A folder that others may read and not write, with one decision in it."""
    state = State.beside(tmp_path)
    say(state, "a", "red")
    state.close()
    # Three levels up: one more stands between where tests run in parallel.
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    (tmp_path / STATE_NAME).chmod(0o444)
    tmp_path.chmod(0o555)
    yield tmp_path
    tmp_path.chmod(0o755)


def test_a_workspace_that_cannot_be_written_is_read_and_says_so(shut: Path) -> None:
    said = as_nobody(
        shut,
        "state = State.open(root)\n"
        "print([row.verdict for row in state.standing()], state.refusal)\n"
        "try: State.beside(root)\n"
        "except Exception as error: print(type(error).__name__)\n",
    )
    assert said.startswith("['red'] Nothing can be decided here")
    assert "cannot be written" in said
    assert said.rstrip().endswith("WorkspaceError")


def test_where_nothing_was_decided_and_nothing_can_be_written_there_is_nothing(
    shut: Path,
) -> None:
    shut.chmod(0o755)
    (shut / STATE_NAME).unlink()
    shut.chmod(0o555)
    said = as_nobody(
        shut,
        "state = State.open(root)\n"
        "print(state.standing(), state.entries(limit=3), bool(state.refusal))\n",
    )
    assert said == "[] [] True\n"


def test_another_database_is_named_by_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOLKMOOT_STATE", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    say(State.beside(tmp_path), "a", "red")
    assert (tmp_path / "elsewhere.sqlite").is_file()
    assert not (tmp_path / STATE_NAME).exists()


@pytest.mark.parametrize("address", ["nonsense", "postgresql+nosuch://host/name"])
def test_an_address_that_cannot_be_opened_is_said_without_showing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("FOLKMOOT_STATE", address)
    with pytest.raises(WorkspaceError, match="FOLKMOOT_STATE") as error:
        State.open(tmp_path)
    assert address not in str(error.value)


def test_a_pair_is_the_same_whichever_is_named_first() -> None:
    assert pair_subject("b", "a") == pair_subject("a", "b") == "a|b"
    assert pair_of("a|b") == ("a", "b")
    for wrong in ("a", "a|", "|a", "b|a", "a|a", "a|b|c", ""):
        with pytest.raises(RefusedError):
            pair_of(wrong)
