"""The demo has a purchase that is large only together, whatever the day it is made on.

The group is planted by a generator that knows no threshold; what the law makes of it is
read off the pages, the paper and the workbook of a build.
"""

from __future__ import annotations

import io
import pickle
import shutil
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pypdf
import pytest
from starlette.testclient import TestClient
from tests.made_once import made_once

from folkmoot.build import build_workspace
from folkmoot.core.workspace import Workspace
from folkmoot.demo.group import write_group
from folkmoot.demo.shape import DEMO, Shape
from folkmoot.demo.truth import PlantedGroup
from folkmoot.web.app import application

pytestmark = pytest.mark.slow

FEW = Shape(contracts=120, payments=300, planted=(3, 4), small_apart=DEMO.small_apart)
DAYS = {
    "in the first month of the Act": (date(2025, 3, 10), "£214,904"),
    "on the present thresholds": (date(2026, 11, 26), "£207,720"),
    "in a leap year to come": (date(2028, 2, 29), "£207,720"),
}
"""The day of a demo, and the threshold for goods and services bought by a council then."""
PLANTED = "planted.pickle"
"""The group that is large only together, as the generator planted it."""

Demo = tuple[TestClient, PlantedGroup, str]


@pytest.fixture(scope="module", params=DAYS.values(), ids=DAYS.keys())
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Demo:
    as_of, threshold = request.param
    made = made_once(tmp_path_factory, f"demo-of-{as_of}", partial(_made, as_of))
    planted = pickle.loads((made / PLANTED).read_bytes())
    workspace = Workspace.open(made / "group")
    client = TestClient(application(workspace), base_url="http://127.0.0.1")
    return client, planted, threshold


def _made(as_of: date, root: Path) -> None:
    folder = root / "group"
    truth = write_group(folder, seed=2017, as_of=as_of, shape=FEW)
    (root / PLANTED).write_bytes(pickle.dumps(truth.groups[-1]))
    shutil.rmtree(folder / "surveys")
    workspace = Workspace.open(folder)
    build_workspace(workspace, as_of=as_of, started=datetime.now(UTC), tell=print)


def crossing(client: TestClient) -> list[dict]:
    answer = client.get("/api/v1/opportunities").json()
    return [
        found
        for found in answer["opportunities"]
        if found["is_headline"] and found["law"]["together"]["crosses_threshold"]
    ]


def test_each_alone_is_below_and_all_together_are_above(demo: Demo) -> None:
    client, planted, threshold = demo
    councils = {council for council, _ in planted.members}
    (found,) = [
        one
        for one in crossing(client)
        if {m["council_gss"] for m in one["members"] if m["is_member"]} == councils
    ]
    law = found["law"]
    assert {member["verdict"] for member in law["members"]} == {"below"}
    assert law["together"]["verdict"] == "above"
    assert law["together"]["includes_vat"]
    assert law["sentences"][0].startswith(
        f"Each alone is below the threshold of {threshold}; together (about £"
    )
    assert "with VAT over the term) they are above it" in law["sentences"][0]


def test_page_paper_and_workbook_say_so(demo: Demo) -> None:
    client, _, _ = demo
    proposals = crossing(client)
    assert proposals
    for found in proposals:
        sentence = found["law"]["sentences"][0]
        address = f"/opportunities/{found['id']}"
        assert sentence in client.get(address).text
        assert sentence in client.get(f"{address}/paper").text
        assert sentence in _words(client.get(f"{address}/paper.pdf").content)
        assert sentence in _cells(client.get("/opportunities-workbook.xlsx").content)


def _words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _cells(workbook: bytes) -> set[object]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    }
