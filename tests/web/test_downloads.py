"""Every list as CSV and Excel: the same rows as the page, inert, without people's names."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from invented_group import PERSON
from starlette.testclient import TestClient

LISTS = [
    *("opportunities", "contracts", "sources", "councils", "issues"),
    *("quality", "quality-fields", "quality-trend"),
]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_downloads_as_csv_and_as_excel_with_the_same_rows(
    client: TestClient, name: str
) -> None:
    answer = client.get(f"/{name}.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    disposition = answer.headers["content-disposition"]
    assert disposition == f'attachment; filename="folkmoot-{name}-2027-01-15.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) > 1

    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{name}.xlsx").content))
    cells = [
        [cell for cell in row if cell is not None]
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]
    headings = [row for row in cells if row == lines[0]]
    assert len(headings) == 1
    below = cells[cells.index(lines[0]) + 1 :]
    assert len([row for row in below if row]) >= len(lines) - 1
    shown = str(cells).lower()
    for part in PERSON.lower().split():
        assert part not in shown
        assert part not in answer.text.lower()


def test_a_download_keeps_the_filters_of_its_page(client: TestClient) -> None:
    lines = client.get("/contracts.csv?ends=60").text.splitlines()
    assert len(lines) == 2
    assert "Refuse trucks" in lines[1]
    page = client.get("/contracts?ends=60").text
    assert 'href="/contracts.csv?ends=60"' in page


def test_several_suppliers_stand_in_one_cell(client: TestClient) -> None:
    lines = list(
        csv.DictReader(io.StringIO(client.get("/contracts.csv").text.lstrip("\ufeff")))
    )
    waste = next(line for line in lines if line["Title"] == "Waste collection vehicles")
    assert waste["Suppliers"] == "Barrow & Sons Ltd"
    assert waste["Ends"] == "2028-03-31"
    assert waste["Value (pounds)"] == "1250000.00"
