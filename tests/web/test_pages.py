"""Each page answers, says what it stands on, and shows no name of a person."""

from __future__ import annotations

import itertools
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from invented_group import (
    AS_OF,
    PERSON,
    client_of,
    seal,
    sealed_workspace,
)
from starlette.testclient import TestClient

from folkmoot.buy.desk import DESK
from folkmoot.core.desk import Desk, Listing
from folkmoot.core.workspace import Workspace
from folkmoot.web.app import application

PAGES = {
    "/": "Invented Shires at a glance",
    "/opportunities": "What could be bought together",
    "/opportunities/o-heavy-motor-vehicles-1": "Heavy motor vehicles",
    "/contracts": "Contracts",
    "/contracts/eastmere%2Fref%201": "Waste collection vehicles",
    "/contracts/eastmere-4": "Foster placement",
    "/sources": "Sources",
    "/sources/eastmere-register-abababab": "Eastmere register (final) v2.csv",
    "/sources/photo-cdcdcdcd": "photo.csv",
    "/issues": "Issues",
    "/councils": "Councils",
    "/councils/X07000001": "Eastmere",
    "/quality": "Data quality",
    "/quality-fields": "Data quality, field by field",
    "/quality-trend": "Data quality over time",
    "/quality/X07000001": "Eastmere",
    "/quality/X07000001/letter": "What you publish under the Local Government "
    "Transparency Code 2015",
    "/about": "How to read these pages",
}


class Outline(HTMLParser):
    """The headings, links and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.attributes.append((tag, known))
        if tag == "a" and known.get("href"):
            self.links.append(str(known["href"]))
        if known.get("id"):
            self.ids.append(str(known["id"]))
        if tag in {"h1", "h2", "h3", "h4"}:
            self._open = tag
            self.headings.append(f"{tag}:")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.headings[-1] += data.strip()


@pytest.mark.parametrize(("address", "heading"), PAGES.items())
def test_a_page_has_its_one_heading_and_says_what_it_stands_on(
    client: TestClient, address: str, heading: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    outline = Outline(answer.text)
    assert [h for h in outline.headings if h.startswith("h1:")] == [f"h1:{heading}"]
    assert "<title>" in answer.text
    assert "Folkmoot</title>" in answer.text
    assert "15 January 2027" in answer.text
    assert "These councils are invented." in answer.text
    assert 'href="/sources">2 sources</a>, 45 days old' in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_headings_never_skip_a_level(client: TestClient, address: str) -> None:
    levels = [int(h[1]) for h in Outline(client.get(address).text).headings]
    assert levels[0] == 1
    steps = [after - before for before, after in itertools.pairwise(levels)]
    assert max(steps, default=0) <= 1


@pytest.mark.parametrize("address", PAGES)
def test_no_id_stands_twice(client: TestClient, address: str) -> None:
    ids = Outline(client.get(address).text).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_or_is_styled_from_within_a_page(
    client: TestClient, address: str
) -> None:
    """The policy forbids it, so it would fail in silence."""
    outline = Outline(client.get(address).text)
    for tag, known in outline.attributes:
        assert "style" not in known, tag
        assert not [name for name in known if name.startswith("on")], tag
        if tag == "script":
            assert str(known["src"]).startswith("/static/")
    assert "style" not in {tag for tag, _ in outline.attributes}


def test_every_link_of_every_page_leads_somewhere(client: TestClient) -> None:
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html"):
            waiting += [
                link
                for link in Outline(answer.text).links
                if link.startswith("/") and link not in seen
            ]
    assert len(seen) > len(PAGES)


def test_a_person_is_named_on_no_page_and_in_no_download(client: TestClient) -> None:
    addresses = [
        *PAGES,
        *(
            f"/api/v1/{path}"
            for path in ("contracts", "contracts/eastmere-4", "sources", "status")
        ),
        *(f"/{name}.csv" for name in ("contracts", "issues", "councils", "sources")),
    ]
    for address in addresses:
        text = client.get(address).text.lower()
        for part in PERSON.lower().split():
            assert part not in text, address
        assert "never-judged" not in text, address
    assert "an individual" in client.get("/contracts/eastmere-4").text


def test_markup_in_a_file_is_shown_as_it_was_written(client: TestClient) -> None:
    for address in ("/contracts", "/opportunities/o-heavy-motor-vehicles-1"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; bin lorries" in text


def test_a_contract_shows_its_row_cell_by_cell(client: TestClient) -> None:
    text = client.get("/contracts/eastmere%2Fref%201").text
    assert "row 3" in text
    for cell in ("Contract Title", "Barrow &amp; Sons Ltd", "31/03/2028", "=1+1"):
        assert cell in text


def test_the_rows_of_a_source_add_up(client: TestClient) -> None:
    text = client.get("/sources/eastmere-register-abababab").text
    assert "5 + 1 + 3 = 9: every row of the file is accounted for." in text


def test_a_refused_file_says_why(client: TestClient) -> None:
    text = client.get("/sources/photo-cdcdcdcd").text
    assert "This file was refused whole." in text
    assert "It is an image, not a table." in text


def test_a_supplier_leads_to_all_contracts_under_its_name(client: TestClient) -> None:
    page = client.get("/contracts/eastmere%2Fref%201").text
    (address,) = set(re.findall(r'href="(/contracts\?q=[^"]+)"', page))
    found = client.get(unescape(address)).text
    assert (
        "/contracts/eastmere%2Fref%201" in found
        or "/contracts/eastmere/ref%201" in found
    )
    assert "/contracts?q=" not in client.get("/contracts/eastmere-4").text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Refuse trucks", "Waste", "bin lorries", "Gritting", "Foster"]),
        ("?ends=60", ["Refuse trucks"]),
        ("?ends=unknown", ["Foster"]),
        ("?ends=ended", ["Gritting"]),
        ("?ends=later", ["Waste", "bin lorries"]),
        ("?q=barrow", ["Waste"]),
        ("?q=REF/NORTHWOLD-2", ["Refuse trucks"]),
        ("?council=X07000009", ["Gritting"]),
        ("?group=members&q=gritting", []),
        ("?sort=value", ["bin lorries", "Refuse", "Waste", "Gritting", "Foster"]),
    ],
)
def test_contracts_can_be_narrowed_and_ordered(
    client: TestClient, query: str, titles: list[str]
) -> None:
    text = client.get(f"/contracts{query}").text
    names = re.findall(r'fm-table__name"><a[^>]*>([^<]*)</a>', text)
    assert len(names) == len(titles)
    for name, title in zip(names, titles, strict=True):
        assert title in name


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/contracts?ends=nonsense", "Ends: choose one from the list"),
        ("/contracts?council=%00", "Council: choose one from the list"),
        ("/opportunities?from=31/02/2027", "Could start from: enter a date"),
        (
            "/opportunities?from=01/04/2027&to=31/03/2027",
            "Could start by: enter a day on or after 01/04/2027",
        ),
        ("/opportunities?value=lots", "Worth at least: enter pounds"),
        ("/contracts?q=" + "x" * 201, "Search: use 200 characters or fewer"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named_and_left_out(
    client: TestClient, address: str, message: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert message in answer.text
    assert "<title>Error: " in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "", "1e9", "٣"])
def test_a_page_number_that_makes_no_sense_gives_a_page(
    client: TestClient, page: str
) -> None:
    assert client.get("/contracts", params={"page": page}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/contracts/none",
        "/sources/none",
        "/councils/none",
        "/quality/none",
        "/quality/none/letter",
        "/quality/none/letter.txt",
        "/opportunities/none",
        "/static/../app.py",
    ],
)
def test_what_is_not_there_is_said_with_what_to_do(
    client: TestClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Not found" in answer.text
    assert "front page" in answer.text


def test_without_a_build_a_page_says_what_to_run(tmp_path: Path) -> None:
    empty = Workspace.create(tmp_path, group_name="Invented", members=())
    answer = client_of(empty).get("/")
    assert answer.status_code == 503
    assert "Run `folkmoot build` first." in answer.text
    assert client_of(empty).get("/api/v1/contracts").json()["error"]["next_step"]


def test_an_unforeseen_fault_shows_a_sentence_and_no_trace(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("folkmoot.registers.answers.council", broken)
    app = application(workspace, desks=(DESK,))
    quiet = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = quiet.get("/councils/X07000001")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text
    assert "secret detail" not in answer.text


def test_a_new_build_is_taken_up_and_the_old_page_still_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.web.builds.LOOK_AGAIN_SECONDS", 0.0)
    made = sealed_workspace(tmp_path)
    client = client_of(made)
    assert "build 20270116T080000Z" in client.get("/about").text
    seal(made, stamp="20270117T080000Z")
    assert "build 20270117T080000Z" in client.get("/about").text
    made.roll_back()
    assert "build 20270116T080000Z" in client.get("/about").text


def test_two_servers_of_one_process_may_read_the_same_build(tmp_path: Path) -> None:
    made = sealed_workspace(tmp_path)
    first, second = client_of(made), client_of(made)
    assert first.get("/about").status_code == 200
    assert second.get("/about").status_code == 200
    assert first.get("/contracts").status_code == 200


def test_the_as_of_date_cannot_be_changed_in_the_address(client: TestClient) -> None:
    answer = client.get("/contracts?as_of=2030-01-01&ends=60")
    assert "Refuse trucks" in answer.text
    assert (
        f"{AS_OF.year + 3}"
        not in re.findall(r"As of <time[^>]*>([^<]*)", answer.text)[0]
    )


def test_the_next_desk_needs_no_edit_here(workspace: Workspace) -> None:
    """A desk without templates of its own stands on the front page; its figures are asked."""
    asked: list[str] = []

    def figures(reader: Any, as_of: str) -> dict[str, Any]:
        asked.append(as_of)
        return {}

    def none(reader: Any, query: Any) -> list[dict[str, Any]]:
        return []

    nothing = Desk(
        name="systems",
        question="What do we all run, and what is ageing?",
        tables=(),
        build=lambda writer, context: None,
        listings=(Listing("systems", "Systems", (), none),),
        glance=figures,
    )
    client = TestClient(
        application(workspace, desks=(DESK, nothing)), base_url="http://127.0.0.1"
    )
    page = client.get("/")
    assert page.status_code == 200
    assert "what is ageing?" in page.text
    assert "Could be bought together" in page.text
    assert asked == [AS_OF.isoformat()]
