"""The pages of data quality: shares, evidence by file and row, periods, and the letter."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from invented_group import PERSON
from starlette.testclient import TestClient

from folkmoot.core.store import Reader
from folkmoot.registers.publication import answers


def words(text: str) -> str:
    """A page's text without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_list_gives_each_publisher_its_score_and_weakest_field(
    client: TestClient,
) -> None:
    text = words(client.get("/quality").text)
    assert "4 publications" in text
    # Titles are all told, end dates but for two of 203, and of VAT nothing.
    assert (
        "Eastmere : contracts register Contracts register, 2024 to 2025 "
        "VAT that cannot be recovered 0% of rows 66% 1 of 3 205" in text
    )


def test_a_publisher_shows_the_first_rows_that_lack_a_field(client: TestClient) -> None:
    text = words(client.get("/quality/X07000001").text)
    assert "Eastmere register (final) v2.csv, row 4 blank" in text
    assert "Eastmere register (final) v2.csv, row 5 unclear" in text
    assert "No column in any file" in text
    assert "End date must, paragraph 32" in text
    assert "99% 203 1 1" in text


def test_a_publisher_shows_each_field_over_time(client: TestClient) -> None:
    text = words(client.get("/quality/X07000001").text)
    over_time = text[text.index("Over time") :]
    assert "Field 2025 2024 Score 67% 44% Rows 201 4" in over_time
    assert "End date 100% 33%" in over_time


def test_the_spreadsheet_of_a_publisher_holds_its_fields_alone(
    client: TestClient,
) -> None:
    answer = client.get("/quality-fields.csv?publisher=X07000001")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["Publisher"] for row in rows} == {"Eastmere"}
    end = next(row for row in rows if row["Field"] == "End date")
    assert (end["Rows asked"], end["Filled"], end["Told"]) == ("203", "202", "201")
    assert (end["Blank"], end["Unclear"]) == ("1", "1")
    assert "row 4 blank" in end["First rows without it"]


def test_the_letter_counts_and_points_at_rows(client: TestClient) -> None:
    text = " ".join(client.get("/quality/X07000001/letter.txt").text.split())
    for said in (
        "The transparency and open data team, Eastmere",
        "15 January 2027",
        "Less than 1% of your contracts (1 of 203) have no end date: "
        "Eastmere register (final) v2.csv, row 4.",
        "Less than 1% of your contracts (1 of 203) have something under “End date” "
        "that cannot be read, or says nothing: Eastmere register (final) v2.csv, row 5.",
        "There is no column for value added tax that cannot be recovered, in "
        "Eastmere register (final) v2.csv, where 100% of your contracts (203 of 203) are.",
        "Yours sincerely, Invented Shires",
    ):
        assert said in text
    assert "no title" not in text


def test_the_letter_as_a_page_says_the_same_and_prints(client: TestClient) -> None:
    page = client.get("/quality/X07000001/letter").text
    text = words(page)
    assert "row 4" in text
    assert 'href="/quality/X07000001/letter.txt"' in page
    plain = client.get("/quality/X07000001/letter.txt")
    assert plain.headers["content-type"].startswith("text/plain")
    assert "letter-X07000001-2027-01-15.txt" in plain.headers["content-disposition"]
    longest = max(map(len, plain.text.splitlines()))
    assert longest <= 100, "an address may be longer than a line, and nothing else"


@pytest.mark.parametrize(
    "address",
    ["/quality/X07000001", "/quality/X07000001/letter.txt", "/quality-fields.csv"],
)
def test_no_cell_is_quoted_so_that_nobody_is_named(
    client: TestClient, address: str
) -> None:
    text = client.get(address).text.lower()
    for part in PERSON.lower().split():
        assert part not in text


def test_a_file_of_no_known_council_leads_to_what_was_read_of_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = answers.publisher

    def unknown(reader: Reader, publisher_id: str) -> dict[str, Any]:
        return {**known(reader, publisher_id), "is_council": False}

    address = "/quality/X07000001"
    assert "no council is known" not in client.get(address).text
    monkeypatch.setattr(answers, "publisher", unknown)
    page = client.get(address).text
    assert "no council is known for them" in words(page)
    assert 'href="/sources/X07000001"' in page
