"""Answers while they are collected: links, what is under way, what was sent, what is gone."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from folkmoot.ask.collect.collection import COLLECTION_NAME, Collection
from folkmoot.core.exceptions import SurveyFileError

PEOPLE = [("1", "link-one", {"council": "A"}), ("2", "link-two", {"council": "B"})]


@pytest.fixture
def answers(tmp_path: Path) -> Collection:
    found = Collection.beside(tmp_path)
    found.invite(PEOPLE)
    return found


def test_an_invitation_given_twice_changes_nothing(answers: Collection):
    answers.keep("link-one", {"q": ["yes"]}, 1)

    assert answers.invite(PEOPLE) == 0
    assert answers.invited("link-one").given == {"q": ["yes"]}


def test_what_is_under_way_is_found_again_by_its_link_alone(answers: Collection):
    answers.keep("link-one", {"q": ["yes"]}, 1)
    answers.keep("link-one", {"q": ["no"], "r": ["a", "b"]}, 2)

    found = answers.invited("link-one")

    assert (found.given, found.number) == ({"q": ["no"], "r": ["a", "b"]}, 2)
    assert answers.invited("link-two").given == {}
    assert answers.invited("link-three") is None


def test_answers_are_sent_once(answers: Collection):
    first = answers.send("link-one", {"q": ["yes"]}, language="en")
    second = answers.send("link-one", {"q": ["no"]}, language="en")
    answers.keep("link-one", {"q": ["no"]}, 1)

    assert first is not None
    assert second is None
    assert [(a.receipt, a.given) for a in answers.sent()] == [(first, {"q": ["yes"]})]
    assert answers.invited("link-one").given == {}


def test_two_presses_of_the_button_at_once_send_one_answer(answers: Collection):
    with ThreadPoolExecutor(8) as pool:
        receipts = list(
            pool.map(
                lambda _: answers.send("link-one", {"q": ["yes"]}, language="en"),
                range(16),
            )
        )

    assert sum(receipt is not None for receipt in receipts) == 1
    assert len(answers.sent()) == 1


def test_an_answer_does_not_lead_back_to_the_person(
    answers: Collection, tmp_path: Path
):
    answers.send("link-one", {"q": ["yes"]}, language="cy")

    file = sqlite3.connect(tmp_path / COLLECTION_NAME)
    columns = [row[1] for row in file.execute("PRAGMA table_info(answers)")]
    held = " ".join(
        str(cell)
        for table in ("answers", "drafts", "invitations")
        for row in file.execute(f"SELECT * FROM {table}")
        for cell in row
    )
    assert columns == ["receipt", "given", "record", "language"]
    assert "link-one" not in held, "the file would let its reader in"


def test_a_withdrawn_answer_is_gone_and_its_link_stays_used(answers: Collection):
    receipt = answers.send("link-one", {"q": ["yes"]}, language="en")

    assert answers.withdraw(f" {receipt.upper()} ")
    assert not answers.withdraw(receipt)
    assert answers.sent() == []
    assert answers.invited("link-one").is_answered


def test_after_erasing_the_file_holds_no_word_of_what_was_said(
    answers: Collection, tmp_path: Path
):
    answers.keep("link-two", {"q": ["a sentence nobody else would write"]}, 1)
    answers.send("link-one", {"q": ["another such sentence"]}, language="en")

    assert answers.erase() == 1

    left = b"".join(p.read_bytes() for p in tmp_path.glob(f"{COLLECTION_NAME}*"))
    assert b"sentence" not in left
    assert answers.invited("link-one") is None


def test_only_its_owner_may_read_the_file(answers: Collection, tmp_path: Path):
    assert (tmp_path / COLLECTION_NAME).stat().st_mode & 0o077 == 0


def test_a_file_of_another_program_is_refused_with_a_sentence(tmp_path: Path):
    (tmp_path / COLLECTION_NAME).write_text("no database " * 200)

    with pytest.raises(SurveyFileError, match="cannot be used to keep answers"):
        Collection.beside(tmp_path)


KILLED = """
import sys
from pathlib import Path
from folkmoot.ask.collect.collection import Collection

answers = Collection.beside(Path(sys.argv[1]))
answers.invite([(str(n), f"link-{n}", {}) for n in range(5_000)])
for n in range(5_000):
    answers.keep(f"link-{n}", {"q": [str(n)]}, 1)
    receipt = answers.send(f"link-{n}", {"q": [str(n)]}, language="en")
    answers.keep(f"link-{n + 1}", {"r": [str(n)]}, 2)
    print(n, receipt, flush=True)
"""


@pytest.mark.parametrize("after", [1, 20, 60])
def test_what_the_form_confirmed_survives_a_kill(tmp_path: Path, after: int):
    running = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    confirmed = dict(running.stdout.readline().split() for _ in range(after))
    running.send_signal(signal.SIGKILL)
    running.wait()

    answers = Collection.beside(tmp_path)
    sent = {one.given["q"][0]: one.receipt for one in answers.sent()}
    assert confirmed.items() <= sent.items(), "each with the receipt that was shown"
    assert len(set(sent.values())) == len(sent)
    last = answers.invited(f"link-{after}")
    assert last.given or str(after) in sent, "what was under way is there again"
    assert answers.send("link-4999", {"q": ["4999"]}, language="en") is not None
