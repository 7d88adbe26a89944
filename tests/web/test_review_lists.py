"""What people are asked is a list like any other: narrowed, ordered, taken away, answered."""

from __future__ import annotations

import csv
import html
import io
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from review_group import BRADFORD, FROM, LATER, LEEDS, TO, built, register
from starlette.testclient import TestClient

from folkmoot.core.state import State
from folkmoot.core.workspace import Workspace
from folkmoot.web.app import application

HERE = {"Sec-Fetch-Site": "same-origin"}
ANN = {"who": "Ann Invented", "role": "finance", "reason": "I know these"}
TOPICS = ("supplier", "contract", "category")
HEADS = "E08000035"
FILES = {
    "eastmere.csv": register(
        (LEEDS, "L-1", "Phase three", "Lamp Ltd", "", FROM, TO, "900000"),
        (LEEDS, "L-2", "Phase two", "Wick Ltd", "", FROM, TO, "500"),
        (LEEDS, "L-3", "=HYPERLINK(Phase)", "Mow Ltd", "", FROM, TO, "70000"),
        (LEEDS, "L-5", "Transport", "Hire Ltd", "", FROM, TO, "8000"),
        (LEEDS, "L-4", "Tree works", "Oakhay Ltd", "", FROM, LATER, "120000"),
    ),
    "northwold.csv": register(
        (BRADFORD, "B-1", "Phase nine", "Lamp Ltd", "", FROM, TO, "3000"),
    ),
}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.create(
        tmp_path_factory.mktemp("asked"),
        group_name="Two councils",
        members=(HEADS, "E08000032"),
    )
    for name, text in FILES.items():
        (workspace.sources / name).write_text(text, "utf-8")
    built(workspace)
    return workspace


@pytest.fixture
def made(sealed: Workspace) -> Workspace:
    for state in sealed.root.glob("state.sqlite*"):
        state.unlink()
    return sealed


@pytest.fixture
def client(made: Workspace) -> TestClient:
    app = application(made)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def asked(client: TestClient, query: str = "") -> list[dict]:
    answer = client.get(f"/api/v1/review/category{query}")
    assert answer.status_code == 200
    return answer.json()["review-category"]


def labels(client: TestClient, query: str = "") -> list[str]:
    return [row["one_label"] for row in asked(client, query)]


def test_contracts_of_one_title_are_told_apart_by_their_suppliers(
    client: TestClient,
) -> None:
    (first, *_) = asked(client)
    assert first["suppliers"] == ["Lamp Ltd"]
    page = client.get("/review/category").text
    assert ", of Leeds City Council, with Lamp Ltd." in " ".join(page.split())
    book = csv.DictReader(io.StringIO(client.get("/review/category.csv").text))
    assert {row["Suppliers"] for row in book} >= {"Lamp Ltd", "Mow Ltd"}


def test_those_that_touch_most_come_first_and_other_orders_can_be_had(
    client: TestClient,
) -> None:
    assert labels(client)[0] == "Phase three"
    by_name = labels(client, "?sort=label")
    assert by_name == sorted(by_name, key=str.casefold)
    scores = [row["score"] for row in asked(client, "?sort=score")]
    assert scores == sorted(scores, reverse=True)


def test_the_list_is_narrowed_by_words_council_and_money(client: TestClient) -> None:
    assert labels(client, "?q=phase+nine") == ["Phase nine"]
    assert labels(client, "?q=%25") == [], "a sign of the database is but a sign"
    assert labels(client, f"?council={HEADS}&q=phase+t") == ["Phase three", "Phase two"]
    assert labels(client, "?value=800k") == ["Phase three"]
    wrong = client.get("/review/category?value=much")
    assert wrong.status_code == 400
    assert "enter pounds" in wrong.text
    (row,) = asked(client, "?q=phase+nine")
    assert row["councils"] == ["City of Bradford Metropolitan District Council"]


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_is_taken_away_with_the_filters_of_its_page(
    client: TestClient, topic: str
) -> None:
    page = client.get(f"/review/{topic}?q=phase")
    assert page.status_code == 200
    lines = client.get(f"/review/{topic}.csv?q=phase").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines)))
    document = client.get(f"/api/v1/review/{topic}?q=phase").json()
    assert len(rows) == len(document[f"review-{topic}"])
    book = client.get(f"/review/{topic}.xlsx?q=phase").content
    assert openpyxl.load_workbook(io.BytesIO(book)).worksheets
    if rows:
        assert f'href="/review/{topic}.csv?q=phase"' in page.text


def test_no_cell_of_it_is_run_by_a_spreadsheet(client: TestClient) -> None:
    text = client.get("/review/category.csv").content.decode("utf-8-sig")
    titles = [row["What it is about"] for row in csv.DictReader(io.StringIO(text))]
    (odd,) = [title for title in titles if "HYPERLINK" in title]
    assert odd.startswith("'=")


def test_contracts_get_one_need_together_and_it_can_be_taken_back(
    made: Workspace, client: TestClient
) -> None:
    subjects = [row["subject"] for row in asked(client, "?q=phase+t")]
    page = client.get("/review/category?q=phase+t").text
    assert all(f'value="{html.escape(subject)}"' in page for subject in subjects)
    form = {**ANN, "verdict": "is", "subject": subjects, "back": "q=phase+t"}
    for need in ("", "cpv:nonsense"):
        wrong = client.post(
            "/review/category/say?q=phase+t", data={**form, "need": need}, headers=HERE
        )
        assert wrong.status_code == 422
        assert 'href="#field-need"' in wrong.text
        assert wrong.text.count(" checked") == 3, "both ticks and the verdict stay"
    assert State.open(made.root).standing() == []
    done = client.post(
        "/review/category/say", data={**form, "need": "cpv:7731"}, headers=HERE
    )
    assert done.status_code == 303
    to = urlsplit(done.headers["Location"])
    assert to.path == "/review/category"
    assert parse_qs(to.query) == {"q": ["phase t"], "kept": ["2"]}
    after = html.unescape(client.get(done.headers["Location"]).text)
    assert "2 decisions were kept" in after
    assert "2 answered since this build" in after
    assert labels(client, "?q=phase+t") == []
    first, second = State.open(made.root).standing()
    assert (first.who, first.role, first.at) == ("Ann Invented", "finance", second.at)
    assert {first.detail["need_id"], second.detail["need_id"]} == {"cpv:7731"}
    client.post(f"/decisions/{first.judgement_id}/undo", data={**ANN}, headers=HERE)
    assert len(labels(client, "?q=phase+t")) == 1


def test_all_that_were_ticked_together_are_taken_back_with_one_press(
    made: Workspace, client: TestClient
) -> None:
    subjects = [row["subject"] for row in asked(client, "?q=phase+t")]
    form = {**ANN, "verdict": "is", "subject": subjects, "need": "cpv:7731"}
    client.post("/review/category/say", data=form, headers=HERE)
    first, second = State.open(made.root).standing()
    page = client.get(f"/decisions/{first.judgement_id}").text
    assert f'href="/decisions/{second.judgement_id}"' in page
    assert "Take back all 2 that were kept together" in page
    done = client.post(
        f"/decisions/{first.judgement_id}/undo",
        data={**ANN, "together": "all", "reason": "the wrong need"},
        headers=HERE,
    )
    after = client.get(done.headers["Location"]).text
    assert "all kept with it were taken back, 2 in all" in after
    assert State.open(made.root).standing() == []
    assert len(labels(client, "?q=phase+t")) == 2


def test_each_gets_the_need_that_is_suggested_where_there_is_one(
    made: Workspace, client: TestClient
) -> None:
    rows = asked(client)
    without = [row["subject"] for row in rows if not row["suggested"]]
    form = {**ANN, "verdict": "is", "need": "suggested"}
    refused = client.post(
        "/review/category/say", data={**form, "subject": without[:1]}, headers=HERE
    )
    assert refused.status_code == 422
    assert "no need is suggested" in refused.text
    suggested = [row for row in rows if row["suggested"]]
    assert suggested, "the files leave at least one need unsure"
    client.post(
        "/review/category/say",
        data={**form, "subject": [row["subject"] for row in suggested]},
        headers=HERE,
    )
    kept = {j.subject: j.detail["need_id"] for j in State.open(made.root).standing()}
    assert kept == {row["subject"]: row["other_label"] for row in suggested}


def test_what_leads_back_is_made_of_the_filters_alone(client: TestClient) -> None:
    (row,) = asked(client, "?q=phase+nine")
    form = {**ANN, "verdict": "unsure", "subject": row["subject"]}
    form["back"] = "q=a&evil=//b&q=c"
    done = client.post("/review/category/say", data=form, headers=HERE)
    assert done.headers["Location"] == "/review/category?q=a&kept=1"


def test_the_address_of_the_form_opened_by_itself_leads_to_the_list(
    client: TestClient,
) -> None:
    answer = client.get("/review/category/say")
    assert answer.headers["Location"] == "/review/category"
    assert client.get("/review/weather").status_code == 404


def test_another_page_of_it_keeps_the_filters(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("folkmoot.web.listings.PAGE_SIZE", 1)
    text = html.unescape(client.get("/review/category?q=phase").text)
    assert "/review/category?q=phase&page=2" in text
