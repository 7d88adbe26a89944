"""A contract that two councils let together is on the pages of both, and its value once."""

from __future__ import annotations

import html

import pytest
from review_group import FROM, LATER, LEEDS, built, register
from starlette.testclient import TestClient

from folkmoot.core.workspace import Workspace
from folkmoot.web.app import application

BRECKLAND, SOUTH_HOLLAND = "E07000143", "E07000140"
BOTH = "Breckland District Council and South Holland District Council"

JOINT = ["Phase three", "Waste collection"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    workspace = Workspace.create(
        tmp_path_factory.mktemp("joint"),
        group_name="Holland",
        members=(SOUTH_HOLLAND,),
    )
    text = register(
        (BOTH, "J-1", "Waste collection", "Lamp Ltd", "", FROM, LATER, "900000"),
        (BOTH, "J-2", "Phase three", "Lamp Ltd", "", FROM, LATER, "8"),
        ("Breckland Council", "B-1", "Lamps", "Wick Ltd", "", FROM, LATER, "500"),
        (LEEDS, "L-1", "Insurance", "Wick Ltd", "", FROM, LATER, "700"),
    )
    (workspace.sources / "joint.csv").write_text(text, "utf-8")
    built(workspace)
    return TestClient(application(workspace), base_url="http://127.0.0.1")


def titles(client: TestClient, query: str) -> list[str]:
    found = client.get(f"/api/v1/contracts?sort=title&{query}").json()["contracts"]
    return [row["title"] for row in found]


def test_both_councils_have_it_and_the_list_has_it_once(client: TestClient) -> None:
    assert titles(client, f"council={BRECKLAND}") == ["Lamps", *JOINT]
    assert titles(client, f"council={SOUTH_HOLLAND}") == JOINT
    assert titles(client, "") == ["Insurance", "Lamps", *JOINT]


def test_it_is_of_the_group_where_any_of_its_councils_is(client: TestClient) -> None:
    assert titles(client, "group=members") == JOINT


def test_the_pages_say_who_buys_with_whom(client: TestClient) -> None:
    rows = client.get("/api/v1/contracts?q=waste").json()["contracts"]
    page = client.get(f"/contracts/{rows[0]['contract_id']}").text
    assert f'with <a class="govuk-link" href="/councils/{SOUTH_HOLLAND}">' in page
    council = html.unescape(client.get(f"/councils/{SOUTH_HOLLAND}").text)
    assert "2 contracts of these were let by several councils together" in council
    first = client.get(f"/councils/{BRECKLAND}").text
    assert "let by several councils" not in first


def test_what_is_asked_of_it_touches_both(client: TestClient) -> None:
    asked = client.get(f"/api/v1/review/category?council={SOUTH_HOLLAND}").json()
    (row,) = asked["review-category"]
    assert row["one_label"] == "Phase three"
    assert len(row["councils"]) == 2
