"""From a doubt in the files to a decision, a new build that follows it, and back."""

from __future__ import annotations

import html
import json
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from review_group import (
    FIRM,
    FROM,
    HOLDING,
    LEEDS,
    TO,
    built,
    register,
    sealed_doubts,
)
from starlette.testclient import TestClient

from folkmoot.cli.judge import judge
from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.state import State
from folkmoot.core.workspace import Workspace
from folkmoot.web.app import application

HERE = {"Sec-Fetch-Site": "same-origin"}
ANN = {"who": "Ann Invented", "role": "finance"}


@pytest.fixture
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return sealed_doubts(tmp_path_factory)


@pytest.fixture
def client(made: Workspace) -> TestClient:
    app = application(made)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def rows(workspace: Workspace, sql: str) -> list[dict]:
    reader = workspace.current()
    found = reader.rows(sql)
    reader.close()
    return found


def questions(workspace: Workspace, topic: str) -> list[dict]:
    return rows(
        workspace,
        f"SELECT * FROM fact.reviews WHERE topic = '{topic}' ORDER BY amount_gbp DESC",
    )


def suppliers(workspace: Workspace) -> dict[str, str]:
    found = rows(
        workspace, "SELECT published_name, supplier_id FROM fact.supplier_names"
    )
    return {row["published_name"]: row["supplier_id"] for row in found}


def address(row: dict) -> str:
    return f"/review/{row['topic']}/{quote(row['subject'], safe='')}"


def answer(client: TestClient, row: dict, verdict: str, **more: str):
    form = {**ANN, "verdict": verdict, "reason": "I asked them", "seen": "0", **more}
    return client.post(address(row), data=form, headers=HERE)


def test_a_doubt_is_asked_answered_followed_and_taken_back(
    made: Workspace, client: TestClient
) -> None:
    (row,) = questions(made, "supplier")
    assert {row["one_label"], row["other_label"]} == {
        "Zephyrine Holdings Ltd",
        "Zephyrine Ltd",
    }
    assert (row["contract_count"], row["amount_gbp"]) == (2, 950000)
    assert "1 question" in client.get("/review").text
    page = html.unescape(client.get(address(row)).text)
    for shown in (
        "Zephyrine Holdings Ltd",
        "Leeds",
        "eastmere",
        "row 3",
        "none published",
    ):
        assert shown in page
    assert answer(client, row, "same").headers["Location"] == "/review/supplier?kept=1"
    listed = client.get("/review/supplier").text
    assert "0 questions left, 1 answered" in listed
    before = suppliers(made)
    assert before["Zephyrine Holdings Ltd"] != before["Zephyrine Ltd"]
    again = built(made)
    assert (again.is_new, again.files_read) == (True, 0), "files are carried over"
    after = suppliers(made)
    assert after["Zephyrine Holdings Ltd"] == after["Zephyrine Ltd"]
    assert not built(made).is_new, "nothing changed since"
    assert questions(made, "supplier") == []
    (state,) = rows(made, "SELECT state, is_applied FROM fact.judgements")
    assert state == {"state": "applied", "is_applied": True}
    fresh = TestClient(application(made), base_url="http://127.0.0.1")
    (contract,) = rows(
        made, "SELECT contract_id FROM fact.contracts WHERE title = 'Lamps'"
    )
    text = html.unescape(fresh.get(f"/contracts/{contract['contract_id']}").text)
    assert "Joined by a person (Finance or spend analyst" in text
    assert "I asked them" in text
    assert "Decision 1" in text
    state = State.open(made.root)
    assert state.standing()[0].detail["shown"].startswith("Zephyrine")
    client.post("/decisions/1/undo", data=ANN, headers=HERE)
    built(made)
    undone = suppliers(made)
    assert undone["Zephyrine Holdings Ltd"] != undone["Zephyrine Ltd"]
    assert len(questions(made, "supplier")) == 1


def test_a_likely_link_stands_and_can_be_parted(
    made: Workspace, client: TestClient
) -> None:
    of = suppliers(made)
    assert of["Quillfeather Child Care Ltd"] == of["Quillfeather Childcare Ltd"]
    (link,) = rows(made, "SELECT * FROM fact.supplier_links")
    subject = "|".join(sorted((link["joined_id"], link["linked_id"])))
    row = {"topic": "supplier", "subject": subject}
    assert client.get(address(row)).status_code == 200
    answer(client, row, "not-same")
    built(made)
    of = suppliers(made)
    assert of["Quillfeather Child Care Ltd"] != of["Quillfeather Childcare Ltd"]
    assert subject not in str(questions(made, "supplier"))


def test_contracts_of_two_files_are_asked_about_joined_and_parted(
    made: Workspace, client: TestClient
) -> None:
    (row,) = questions(made, "contract")
    assert {row["one_label"], row["other_label"]} == {
        "Tree works",
        "Tree works and hedges",
    }
    page = html.unescape(client.get(address(row)).text)
    assert "Northgate Vehicles PLC" in page
    assert "LCC1001" in page
    count = len(rows(made, "SELECT * FROM fact.contracts"))
    answer(client, row, "same")
    built(made)
    now = rows(made, "SELECT * FROM fact.contracts")
    assert len(now) == count - 1
    (joined,) = [c for c in now if c["title"].startswith("Tree works")]
    assert joined["statement_count"] == 2
    text = html.unescape(client.get(f"/contracts/{joined['contract_id']}").text)
    assert "brought together from 2 entries" in text
    assert f"/review/contract/{quote(row['subject'], safe='')}" in text
    form = {**ANN, "verdict": "not-same", "reason": "two lots", "seen": "1"}
    client.post(address(row), data=form, headers=HERE)
    built(made)
    assert len(rows(made, "SELECT * FROM fact.contracts")) == count


def test_a_person_says_what_a_contract_is_for(
    made: Workspace, client: TestClient
) -> None:
    row = next(
        q for q in questions(made, "category") if q["one_label"] == "Phase three"
    )
    wrong = answer(client, row, "is", need="cpv:nonsense")
    assert wrong.status_code == 422
    assert 'href="#field-need"' in wrong.text
    answer(client, row, "is", need="cpv:7731")
    built(made)
    (contract,) = rows(made, "SELECT * FROM fact.contracts WHERE title = 'Phase three'")
    assert (contract["need_id"], contract["need_method"]) == ("cpv:7731", "judged")
    assert "a person said so (Finance or spend analyst" in contract["need_reason"]
    assert contract["need_confidence"] == 1.0
    assert rows(made, "SELECT 1 FROM fact.needs WHERE need_id = 'cpv:7731'")


def test_who_says_what_a_contract_is_for_sees_the_codes_that_were_published(
    made: Workspace, client: TestClient
) -> None:
    row = next(
        q for q in questions(made, "category") if q["one_label"] == "Phase three"
    )
    page = client.get(address(row)).text
    assert "Published codes" in page
    assert "none published" in page.split("Published codes")[1][:200]
    (made.sources / "coded.csv").write_text(
        "Buyer,Reference,Contract Title,CPV code,Supplier,Start Date,End Date,Value\n"
        f"{LEEDS},LCC-8001,Phase four,77310000,{HOLDING},{FROM},{TO},5000\n"
        f"{LEEDS},LCC-8002,Phase five,77340000,{HOLDING},{FROM},{TO},6000\n",
        "utf-8",
    )
    built(made)
    (coded,) = rows(made, "SELECT * FROM fact.contracts WHERE title = 'Phase four'")
    fresh = TestClient(application(made), base_url="http://127.0.0.1")
    text = fresh.get(f"/review/category/{quote(coded['contract_id'], safe='')}").text
    assert "77310000: " in text.split("Published codes")[1][:200]


def test_a_judgement_that_new_rows_contradict_is_raised(
    made: Workspace, client: TestClient
) -> None:
    (row,) = questions(made, "supplier")
    answer(client, row, "same")
    (made.sources / "numbers.csv").write_text(
        register(
            (LEEDS, "LCC-7001", "Gates", HOLDING, "02904587", FROM, TO, "1"),
            (LEEDS, "LCC-7002", "Doors", FIRM, "03110258", FROM, TO, "1"),
        ),
        "utf-8",
    )
    built(made)
    fresh = TestClient(application(made), base_url="http://127.0.0.1")
    text = html.unescape(fresh.get("/review").text)
    assert "Decisions to look at again" in text
    assert "02904587 and 03110258" in text or "03110258 and 02904587" in text
    for name in ("numbers.csv", "northwold.csv"):
        (made.sources / name).unlink()
    built(made)
    fresh = TestClient(application(made), base_url="http://127.0.0.1")
    assert "No longer found" in fresh.get("/review").text


def test_the_command_line_keeps_what_it_was_taken_on_and_lists_the_outcome(
    made: Workspace,
) -> None:
    (row,) = questions(made, "supplier")
    words = ["say", "supplier", row["subject"], "same", "--reason", "x"]
    folder = ["--role", "other", "-w", str(made.root)]
    said = CliRunner().invoke(judge, [*words, *folder], catch_exceptions=False)
    assert said.exit_code == 0
    words[2] = "supplier-1|supplier-2"
    with pytest.raises(NotFoundError):
        CliRunner().invoke(judge, [*words, *folder], catch_exceptions=False)
    state = State.open(made.root)
    assert set(state.standing()[0].detail) == {"numbers", "shown"}
    built(made)
    listed = CliRunner().invoke(judge, ["list", "--json", "-w", str(made.root)])
    assert [one["state"] for one in json.loads(listed.output)] == ["applied"]


def test_the_obvious_are_answered_together_and_only_they(
    made: Workspace, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = questions(made, "supplier")
    form = {**ANN, "verdict": "not-same", "reason": "two firms"}
    form["subject"] = row["subject"]
    unsure = client.post("/review/supplier/say", data=form, headers=HERE)
    assert unsure.status_code == 422
    assert "cannot be answered with others" in unsure.text
    monkeypatch.setattr("folkmoot.registers.reviewing.lists.OBVIOUS", 0.1)
    assert f'value="{row["subject"]}"' in client.get("/review/supplier").text
    none = client.post(
        "/review/supplier/say", data={**form, "subject": ""}, headers=HERE
    )
    assert none.status_code == 422
    kept = client.post("/review/supplier/say", data=form, headers=HERE)
    assert kept.headers["Location"] == "/review/supplier?kept=1"
    assert State.open(made.root).standing()[0].verdict == "not-same"


def test_individuals_are_never_asked_about(made: Workspace, client: TestClient) -> None:
    for page in ("/review", "/review/supplier", "/review/contract", "/review/category"):
        text = client.get(page).text
        assert "Quibble" not in text
    found = rows(
        made, "SELECT * FROM fact.supplier_names WHERE published_name LIKE 'Wil%'"
    )
    subject = "|".join(sorted((found[0]["name_id"], "supplier-0000000000000000")))
    gone = client.get(f"/review/supplier/{quote(subject, safe='')}")
    assert gone.status_code == 404
    assert "Quibble" not in gone.text


@pytest.mark.parametrize(
    "page",
    ["/review/weather", "/review/supplier/nonsense", "/review/contract/a%7Cb",
     "/review/category/none", "/review/supplier/a%7Cb"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: TestClient, page: str) -> None:
    assert client.get(page).status_code == 404
    if page.count("/") < 3:
        return
    posted = client.post(page, data={**ANN, "verdict": "same"}, headers=HERE)
    assert posted.status_code == 404
