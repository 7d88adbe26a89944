"""What is wrong with the data is said where people decide: page, paper, workbook and API.

Each case is a group of invented councils with one fault; the sentence asked for must stand
in all of them, and the proposal must be there at all.
"""

from __future__ import annotations

import html
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from invented_contracts import contract, sealed
from starlette.testclient import TestClient

from folkmoot.web.app import application

Contracts = list[dict[str, Any]]
FOUR_YEARS = {"start_date": date(2024, 4, 1), "end_date": date(2028, 3, 31)}


def client_of(root: Path, contracts: Contracts, **given: Any) -> TestClient:
    made = sealed(root, contracts, **given)
    return TestClient(application(made), base_url="http://127.0.0.1")


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


def third(**given: Any) -> Contracts:
    """Two contracts without a fault, and a third council's that has one."""
    plain = [contract("a", "Ashford Vale"), contract("b", "Birchmoor")]
    return [*plain, contract("c", "Calderwick", **given)]


ACT = {"start_date": date(2025, 4, 1), "end_date": date(2028, 3, 31)}
FAULTS: dict[str, tuple[Contracts, str]] = {
    "words and dates at odds": (
        two(latest_end_method="contradicted"),
        "contradict each other",
    ),
    "an end before the start": (
        third(start_date=date(2028, 4, 1), end_date=date(2027, 3, 31)),
        "Calderwick published a contract for this need that ends before it starts",
    ),
    "a framework of six years": (
        two(kind="framework", start_date=date(2022, 4, 1)),
        "yet a framework runs for at most four years",
    ),
    "a framework of six years by its options, under the Act": (
        two(kind="framework", latest_end_date=date(2031, 3, 31), **ACT),
        "The framework of Ashford Vale runs for 72 months with its extensions",
    ),
    "an end moved further than the law lets it": (
        two(earlier_end_date=date(2027, 3, 31), **ACT),
        "that is a substantial modification",
    ),
    "a value of one pound": (
        two(value_gbp=Decimal("1.00")),
        "The published value of £1.00 is a placeholder.",
    ),
    "a value of ten billion": (
        two(value_gbp=Decimal("10000000000.00")),
        "is more than any council spends on one contract: it is not counted.",
    ),
    "one contract in two councils' names": (
        two(supplier="Supplier of b", references=["ref-b"]),
        "Ashford Vale and Birchmoor may publish one contract in their several names",
    ),
    "a name of two councils, one of which is here too": (
        two(buyer_name="Ashford Vale and Birchmoor", further=["Birchmoor"]),
        "The contract of Ashford Vale was let together with Birchmoor: Birchmoor also stands "
        "here with a contract of its own",
    ),
    "a name of two councils, one of which is not here": (
        two(buyer_name="Ashford Vale and Calderwick", further=["Calderwick"]),
        "let together with Calderwick: ask Calderwick too",
    ),
}


@pytest.mark.parametrize(("contracts", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_what_is_wrong_stands_on_page_paper_and_in_the_workbook(
    contracts: Contracts, said: str, tmp_path: Path
) -> None:
    told = places(client_of(tmp_path, contracts))
    assert {name for name, words in told.items() if said in words} == set(told)


def test_without_a_fault_nothing_of_this_is_said(tmp_path: Path) -> None:
    told = places(client_of(tmp_path, third()))
    for _, said in FAULTS.values():
        assert not [name for name, words in told.items() if said in words]


def test_a_nation_whose_law_is_not_modelled_is_said_everywhere(tmp_path: Path) -> None:
    client = client_of(tmp_path, two(), nations={"Birchmoor": "Atlantis"})
    told = places(client)
    said = "cannot be said: the law of Atlantis"
    assert {name for name, words in told.items() if said in words} == set(told)
