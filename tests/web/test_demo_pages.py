"""The pages of the whole demo: every one answers, in its schema, with nobody's name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import jsonschema
import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from tests.made_once import made_once

from folkmoot.build import build_workspace
from folkmoot.core.store import Reader
from folkmoot.core.workspace import Workspace
from folkmoot.demo.group import write_group
from folkmoot.demo.shape import DEMO
from folkmoot.sources.rules import RULES
from folkmoot.web.app import application

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
AS_OF = date(2026, 11, 22)
SHARES = 2
"""Tests that share the pages of contracts, so that two processes look at them at once."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(made_once(tmp_path_factory, "whole-demo", _make_demo))


def _make_demo(folder: Path) -> None:
    write_group(folder, seed=5, as_of=AS_OF, shape=DEMO)
    build_workspace(
        Workspace.open(folder),
        as_of=AS_OF,
        started=datetime(2026, 11, 22, 9, tzinfo=UTC),
        tell=print,
    )


@pytest.fixture(scope="module")
def client(demo: Workspace) -> TestClient:
    return TestClient(application(demo), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def people(demo: Workspace) -> Iterator[list[str]]:
    reader: Reader = demo.current()
    rows = reader.rows(
        "SELECT DISTINCT n.published_name FROM fact.supplier_names AS n "
        "JOIN fact.suppliers AS s USING (supplier_id) WHERE s.is_individual"
    )
    yield [row["published_name"] for row in rows]
    reader.close()


@pytest.fixture(scope="module")
def people_ids(demo: Workspace) -> Iterator[list[str]]:
    reader: Reader = demo.current()
    rows = reader.rows("SELECT supplier_id FROM fact.suppliers WHERE is_individual")
    yield [row["supplier_id"] for row in rows]
    reader.close()


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_answers_and_names_nobody(
    client: TestClient, people: list[str], people_ids: list[str], share: int
) -> None:
    """Each share follows every link but those of the contracts that are another's."""
    assert people, "the demo pays some individuals, or this test proves nothing"
    hidden = [name.casefold() for name in people if len(name.split()) > 1]
    hidden += people_ids
    others = _contracts_of_others(client, share)
    assert len(others) > 100
    waiting, seen = ["/", "/issues", *LISTS], set()
    while waiting:
        address = waiting.pop()
        if address in seen or address in others:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = _words_of(answer)
        shown = text.casefold()
        assert not [name for name in hidden if name in shown], address
        found = re.findall(r'href="(/[^"#?]*)', text)
        waiting += found
        waiting += [f"/api/v1{one}" for one in found if one.startswith("/contracts/")]
    assert len(seen) > 100
    assert any(one.endswith(".xlsx") for one in seen)
    assert any(one.startswith("/api/v1/contracts/") for one in seen)


def _contracts_of_others(client: TestClient, share: int) -> set[str]:
    """The pages and documents of contracts that the other shares look at."""
    listed = client.get(LISTS[0]).json()["contracts"]
    pages = sorted(f"/contracts/{quote(row['contract_id'])}" for row in listed)
    others = {page for n, page in enumerate(pages) if n % SHARES != share}
    return others | {f"/api/v1{page}" for page in others}


LISTS = [f"/api/v1/{name}?limit=5000" for name in ("contracts", "sources")]


def _words_of(answer: Response) -> str:
    """The text of a page or document; of a workbook, all that its parts hold."""
    if not answer.headers["content-type"].startswith(XLSX):
        return answer.text
    with ZipFile(BytesIO(answer.content)) as book:
        return " ".join(book.read(part).decode("utf-8") for part in book.namelist())


XLSX = "application/vnd.openxmlformats"


def test_a_real_build_writes_no_rule_that_is_not_documented(demo: Workspace) -> None:
    reader = demo.current()
    written = reader.rows("SELECT DISTINCT rule, severity FROM issue.rows")
    reader.close()
    assert written
    assert {(row["rule"], row["severity"]) for row in written} <= {
        (name, rule.severity) for name, rule in RULES.items()
    }


@pytest.mark.parametrize("name", ["opportunities", "status"])
def test_the_api_gives_the_published_documents(client: TestClient, name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}-1.schema.json").read_text("utf-8"))
    answer = client.get(f"/api/v1/{name}").json()
    jsonschema.validate(answer, schema)
    assert answer["opportunities" if name == "opportunities" else "sources"]


def test_each_row_behind_an_opportunity_is_one_link_away(client: TestClient) -> None:
    found = client.get("/api/v1/opportunities").json()["opportunities"]
    page = client.get(f"/opportunities/{found[0]['id']}").text
    links = re.findall(r'href="(/contracts/[^"]*)#(row-[^"]*)"', page)
    assert links
    for address, anchor in links:
        assert f'id="{anchor}"' in client.get(address).text


def test_a_proposal_says_what_the_law_asks_and_gives_draft_notices(
    client: TestClient, people: list[str]
) -> None:
    (first, *_) = client.get("/api/v1/opportunities").json()["opportunities"]
    page = client.get(f"/opportunities/{first['id']}").text
    assert "What the law asks" in page
    assert first["law"]["sentences"][0].replace("'", "&#39;") in page
    for kind, notice in (("pipeline", "UK1"), ("planned", "UK3")):
        words = client.get(f"/opportunities/{first['id']}/{kind}-notice.txt")
        assert words.headers["content-type"].startswith("text/plain")
        assert (
            f"draft-{notice}-{first['id']}.txt" in words.headers["content-disposition"]
        )
        assert f"({notice}): DRAFT, not published" in words.text
        assert not [name for name in people if name in words.text]
        data = client.get(f"/opportunities/{first['id']}/{kind}-notice.json").json()
        (document,) = data["releases"][0]["planning"]["documents"]
        assert document["noticeType"] == notice
    assert client.get("/opportunities/none/planned-notice.json").status_code == 404
