"""What is wrong with the data is said where people decide: page, paper, workbook and API.

Each case is a group of invented councils with one fault; the sentence asked for must stand
in all of them, and the proposal must be there at all.
"""

from __future__ import annotations

import html
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from invented_contracts import contract, sealed
from starlette.testclient import TestClient

from folkmoot.web.app import application

Contracts = list[dict[str, Any]]
FOUR_YEARS = {"start_date": date(2024, 4, 1), "end_date": date(2028, 3, 31)}


def client_of(root: Path, contracts: Contracts) -> TestClient:
    return TestClient(application(sealed(root, contracts)), base_url="http://127.0.0.1")


def best(client: TestClient) -> dict[str, Any]:
    return next(
        one
        for one in client.get("/api/v1/opportunities").json()["opportunities"]
        if one["is_headline"]
    )


def places(client: TestClient) -> dict[str, str]:
    """The words of each place in which a proposal is read."""
    address = f"/opportunities/{best(client)['id']}"
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/opportunities-workbook.xlsx").content)
    )
    cells = [
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    return {
        "page": _words(client.get(address).text),
        "paper": _words(client.get(f"{address}/paper").text),
        "workbook": " | ".join(cells),
        "api": str(best(client)),
    }


def _words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def two(**first: Any) -> Contracts:
    """Two councils' contracts, the first with a fault."""
    return [contract("a", "Ashford Vale", **first), contract("b", "Birchmoor")]


NONE = {"value_gbp": None, "value_basis": ""}
UNKNOWN = "No value is published, and no payments of six months or more show one."


def test_a_value_that_nobody_knows_is_empty_with_the_reason(tmp_path: Path) -> None:
    client = client_of(tmp_path, two(**NONE))

    (unknown,) = [
        one["value_gbp"]
        for member in best(client)["members"]
        for one in member["contracts"]
        if one["contract_id"] == "a"
    ]
    assert unknown == {
        "low": None, "mid": None, "high": None, "method": "none", "doubt": UNKNOWN,
    }  # fmt: skip
    told = places(client)
    assert UNKNOWN in told["page"]
    assert UNKNOWN in told["workbook"]
    assert "1 contract without a known value adds nothing" in told["page"]
    assert "1 contract without a known value adds nothing" in told["paper"]
    assert best(client)["value_gbp"]["not_known"] == 1
    assert "£0" not in told["page"] + told["paper"]


def test_where_no_value_is_known_at_all_none_is_summed(tmp_path: Path) -> None:
    nothing = [
        contract("a", "Ashford Vale", **NONE),
        contract("b", "Birchmoor", **NONE),
    ]
    client = client_of(tmp_path, nothing)

    assert best(client)["value_gbp"] == {
        "low": None, "mid": None, "high": None, "not_known": 2,
    }  # fmt: skip
    told = places(client)
    assert "At stake not known" in told["page"]
    assert "None of the contracts has a known value" in told["paper"]
    assert "£0" not in told["page"] + told["paper"]
    assert "£0" not in _words(client.get("/").text)
    for address in ("/opportunities", "/opportunities?sort=value"):
        assert "not known" in _words(client.get(address).text)
    line = client.get("/opportunities.csv").text.splitlines()[1]
    assert ",0.00," not in line
