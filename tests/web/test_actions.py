"""Forms: which requests may change something, what a refused one says, what is kept."""

from __future__ import annotations

import html
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from invented_group import sealed_workspace
from starlette.applications import Starlette
from starlette.testclient import TestClient

from folkmoot.buy.desk import DESK
from folkmoot.core.desk import Action, Desk, Page, Sent
from folkmoot.core.judgements import Person, Say, Topic
from folkmoot.core.state import State
from folkmoot.core.store import Reader
from folkmoot.core.workspace import Workspace
from folkmoot.web.actions import MOST_BYTES
from folkmoot.web.app import application
from folkmoot.web.people import COOKIE

HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1"}
ANN = {"who": "Ann Invented", "role": "contracts"}
COLOUR = Topic(
    "colour", "Colours", "Which?", "a name", {"red": "Red"}, frozenset({"red"})
)


def paint(state: State, reader: Reader, sent: Sent) -> str:
    says = [
        Say(subject, sent.one("verdict"), sent.one("reason"))
        for subject in (sent.path["thing"], *sent.all("also"))
    ]
    state.decide(COLOUR, says, sent.by, at=sent.at)
    return sent.one("next") or f"/things/{sent.path['thing']}"


def thing(reader: Reader, path, query):
    return {"decision_of": path["thing"], "undone": "", "total": 0}


def decided(answer, state: State):
    from folkmoot.web.decisions import judgement_rows

    rows = judgement_rows(state.history("colour", answer["decision_of"]), {})
    return {**answer, "decisions": rows}


PAINTED = Desk(
    name="paint",
    question="",
    tables=(),
    build=lambda writer, context: None,
    pages=(Page("/things/{thing}", "thing", "decisions.html", thing, decided),),
    actions=(Action("/things/{thing}/paint", "thing", paint),),
    topics=(COLOUR,),
)


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    return sealed_workspace(tmp_path)


@pytest.fixture
def app(made: Workspace) -> Starlette:
    return application(made, desks=(DESK, PAINTED))


@pytest.fixture
def client(app: Starlette) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def kept(made: Workspace) -> list[tuple[str, str, str]]:
    state = State.open(made.root)
    rows = [(row.subject, row.verdict, row.who) for row in state.standing()]
    state.close()
    return rows


FORM = {**ANN, "verdict": "red", "reason": "seen"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        (HERE, 303),
        ({"Origin": "http://127.0.0.1"}, 303),
        ({"Origin": "HTTP://127.0.0.1"}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Origin": "http://127.0.0.1:81"}, 403),
        ({"Origin": "http://127.0.0.1.evil.example"}, 403),
        ({"Origin": "http://localhost"}, 403),
        ({"Referer": "http://127.0.0.1/things/a"}, 403),
        ({**HERE, "Host": "rebound.example"}, 421),
    ],
)
def test_only_a_page_of_ours_can_send_a_form(
    client: TestClient, made: Workspace, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/things/a/paint", data=FORM, headers=headers)
    assert answer.status_code == status
    assert kept(made) == ([("a", "red", "Ann Invented")] if status == 303 else [])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "address", ["/", "/contracts", "/things/a", "/decisions", "/api/v1/status"]
)
def test_addresses_that_take_no_form_cannot_be_sent_one(
    client: TestClient, method: str, address: str
) -> None:
    answer = client.request(method, address, headers=HERE)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_an_address_of_a_form_takes_no_other_method(
    client: TestClient, method: str
) -> None:
    answer = client.request(method, "/things/a/paint", headers=HERE)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b'{"verdict": "red"}', 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("text/plain", b"verdict=red", 415),
        ("", b"verdict=red", 415),
        ("application/x-www-form-urlencoded", b"x=" + b"a" * MOST_BYTES, 413),
        ("application/x-www-form-urlencoded", b"who=%ff", 400),
        ("application/x-www-form-urlencoded", b"\xff", 400),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 2001), 400),
        ("application/x-www-form-urlencoded", b"", 422),
    ],
)
def test_only_small_forms_are_read(
    client: TestClient, made: Workspace, kind: str, body: bytes, status: int
) -> None:
    answer = client.post(
        "/things/a/paint", content=body, headers={**HERE, "Content-Type": kind}
    )
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert kept(made) == []


def test_after_a_form_the_browser_is_sent_to_a_page_it_may_reload(
    client: TestClient, made: Workspace
) -> None:
    answer = client.post(
        "/things/a/paint", data={**FORM, "also": ["b", "c"]}, headers=HERE
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/things/a")
    assert [subject for subject, _, _ in kept(made)] == ["a", "b", "c"]
    shown = client.get("/things/a")
    assert "Ann Invented (Contract manager)" in shown.text
    assert "“seen”" in shown.text


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\nb"],
)
def test_a_form_cannot_lead_to_another_site(client: TestClient, address: str) -> None:
    answer = client.post(
        "/things/a/paint", data={**FORM, "next": address}, headers=HERE
    )
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"verdict": "green"}, "verdict", "is no answer"),
        ({"verdict": ""}, "verdict", "No answer was chosen"),
        ({"reason": " "}, "reason", "needs a reason"),
        ({"who": ""}, "who", "name of the person"),
        ({"role": ""}, "role", "in which role"),
        ({"role": "emperor"}, "role", "in which role"),
    ],
)
def test_a_refused_form_is_shown_again_with_what_was_given(
    client: TestClient,
    made: Workspace,
    change: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    State.beside(made.root).decide(
        COLOUR, [Say("a", "red", "first")], Person("Bea", "other"), at=_at()
    )
    answer = client.post("/decisions/1/undo", data={**ANN, **change}, headers=HERE)
    expected = 303 if field in ("verdict", "reason") else 422
    assert answer.status_code == expected
    answer = client.post("/things/a/paint", data={**FORM, **change}, headers=HERE)
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers
    assert [who for _, _, who in kept(made)] == ([] if expected == 303 else ["Bea"])


def _at():
    from datetime import UTC, datetime

    return datetime(2027, 1, 15, tzinfo=UTC)


def test_the_error_comes_first_and_leads_to_its_field(
    client: TestClient, made: Workspace
) -> None:
    State.beside(made.root).decide(
        COLOUR, [Say("a", "red", "first")], Person("Bea", "other"), at=_at()
    )
    given = {"who": "Ann <b>", "role": "", "reason": "it was wrong & so"}
    answer = client.post("/decisions/1/undo", data=given, headers=HERE)
    text = html.unescape(answer.text)
    assert answer.status_code == 422
    assert "<title>Error: Decision 1" in text
    assert text.index('href="#field-role"') < text.index("<h1")
    assert 'id="field-role"' in text
    assert 'aria-describedby="field-role-error"' in text
    assert "it was wrong & so</textarea>" in text
    assert 'value="Ann &lt;b&gt;"' in answer.text


def test_a_name_is_typed_once_and_kept_out_of_reach_of_scripts(
    client: TestClient, made: Workspace
) -> None:
    answer = client.post(
        "/things/a/paint",
        data={**FORM, "who": "Zoë O'Invented; x=y", "role": "finance"},
        headers=HERE,
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    page = client.get("/decisions/1").text
    assert "Zoë O&#39;Invented; x=y" in page
    assert '<option value="finance" selected>' in page


@pytest.mark.parametrize(
    "cookie",
    ["", "nonsense", "%7B", "[]", '{"who": "a", "role": "emperor"}', "null", "%ff"],
)
def test_a_cookie_that_is_none_of_ours_is_passed_over(
    client: TestClient, made: Workspace, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "the-account")
    client.post("/things/a/paint", data=FORM, headers=HERE)
    client.cookies.clear()
    answer = client.get("/decisions/1", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert answer.status_code == 200
    assert "the-account" not in answer.text, "the account that serves is no person"


def test_the_cookie_says_who_and_role_and_nothing_else(client: TestClient) -> None:
    client.post("/things/a/paint", data=FORM, headers=HERE)
    said = json.loads(unquote(client.cookies[COOKIE]))
    assert said == ANN


def test_a_decision_is_taken_back_from_its_page(
    client: TestClient, made: Workspace
) -> None:
    client.post("/things/a/paint", data=FORM, headers=HERE)
    answer = client.post(
        "/decisions/1/undo", data={**ANN, "reason": "a slip"}, headers=HERE
    )
    assert answer.headers["Location"] == "/decisions?undone=1"
    assert kept(made) == []
    page = client.get(answer.headers["Location"]).text
    assert "Decision 1 was taken back" in page
    assert "Taken back by Ann Invented" in page
    again = client.post("/decisions/1/undo", data=ANN, headers=HERE)
    assert again.status_code == 422
    assert "was undone already" in again.text


@pytest.mark.parametrize("number", ["9", "0", "x", "1e3", "9" * 40, "²"])
def test_a_decision_that_is_not_there_is_not_found(
    client: TestClient, number: str
) -> None:
    assert client.get(f"/decisions/{number}").status_code == 404
    answer = client.post(f"/decisions/{number}/undo", data=ANN, headers=HERE)
    assert answer.status_code == 404


def test_the_address_of_a_form_opened_by_itself_leads_to_its_page(
    client: TestClient,
) -> None:
    answer = client.get("/things/a%20b/paint")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/things/a%20b")


def test_what_cannot_be_written_is_said_and_no_form_is_shown(
    made: Workspace, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/things/a/paint", data=FORM, headers=HERE)
    shut = State.open(made.root)
    shut.refusal = "Nothing can be decided here: it cannot be written."
    monkeypatch.setattr(State, "open", lambda root: shut)
    app = application(made, desks=(DESK, PAINTED))
    opened = TestClient(app, base_url="http://127.0.0.1")
    page = opened.get("/decisions/1").text
    assert "Nothing can be decided here" in page
    assert "<form" not in page
    answer = opened.post("/things/a/paint", data=FORM, headers=HERE)
    assert answer.status_code == 409
    assert "Nothing can be decided here" in answer.text
