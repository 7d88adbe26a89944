"""Deciding about a proposal on its page: kept, refused with its field, shown everywhere."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import icalendar
import openpyxl
import pypdf
import pytest
from invented_group import sealed_workspace
from starlette.testclient import TestClient

from folkmoot.buy.desk import DESK
from folkmoot.web.app import application

HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1"}
PAT = {"who": "Pat Invented", "role": "procurement"}
ID = "o-heavy-motor-vehicles-1"
PAGE = f"/opportunities/{ID}"


@pytest.fixture
def pages(tmp_path: Path) -> TestClient:
    app = application(sealed_workspace(tmp_path), desks=(DESK,))
    return TestClient(app, base_url="http://127.0.0.1")


def decide(pages: TestClient, **fields: str):
    given = {"verdict": "accept", "reason": "Three of us need it.", **PAT, **fields}
    return pages.post(
        f"{PAGE}/decide", data=given, headers=HERE, follow_redirects=False
    )


def test_a_decision_shows_on_page_list_board_and_api_at_once(pages: TestClient) -> None:
    sent = decide(pages)

    assert sent.status_code == 303
    assert sent.headers["location"] == f"{PAGE}?decided=yes#decision"
    shown = pages.get(f"{PAGE}?decided=yes").text
    assert "Accepted" in shown
    assert "Three of us need it." in shown
    assert "Accepted" in pages.get("/opportunities").text
    assert "Accepted" in pages.get("/").text
    board = next(
        csv.DictReader(io.StringIO(pages.get("/board.csv").text.lstrip("\ufeff")))
    )
    assert board["State"] == "Accepted"
    assert board["Decided by"] == "Procurement or category lead"
    document = pages.get(f"/api/v1{PAGE}").json()["opportunity"]["decision"]
    assert document["verdict"] == "accept"
    assert "Pat" not in str(document)


def test_work_is_told_on_a_page_of_its_own(pages: TestClient) -> None:
    decide(pages)
    empty = pages.post(f"{PAGE}/work", data=PAT, headers=HERE)
    sent = pages.post(f"{PAGE}/work", data={"work": "started", **PAT}, headers=HERE)

    assert empty.status_code == 422
    assert 'href="#field-work"' in empty.text
    assert sent.status_code == 200
    assert "Accepted, work started" in pages.get("/board").text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"verdict": ""}, "verdict"),
        ({"verdict": "merge", "with": "nothing"}, "with"),
        ({"verdict": "split"}, "without"),
        ({"role": ""}, "role"),
        ({"who": ""}, "who"),
    ],
)
def test_a_refused_form_names_its_field_and_keeps_what_was_typed(
    pages: TestClient, fields: dict[str, str], field: str
) -> None:
    sent = decide(pages, **{"reason": "Kept words.", **fields})

    assert sent.status_code == 422
    assert f'href="#field-{field}"' in sent.text
    assert f'id="field-{field}"' in sent.text
    assert ("Kept words." in sent.text) is (field != "reason")
    assert "Nobody has taken up a proposal" in pages.get("/board").text


def test_a_form_from_elsewhere_is_refused(pages: TestClient) -> None:
    for headers in ({}, {"Origin": "http://elsewhere.example"}):
        data = {"verdict": "accept", "reason": "x", **PAT}
        sent = pages.post(f"{PAGE}/decide", data=data, headers=headers)
        assert sent.status_code == 403


def test_a_rejected_proposal_leaves_the_calendar_and_stays_reachable(
    pages: TestClient,
) -> None:
    before = _events(pages)
    decide(pages, verdict="reject", reason="Not for us.")
    after = _events(pages)

    assert any("start work" in str(e["summary"]) for e in before.values())
    assert not any("start work" in str(e["summary"]) for e in after.values())
    assert set(after) < set(before)
    assert "Rejected" in pages.get("/opportunities").text
    assert pages.get(PAGE).status_code == 200


def _events(pages: TestClient) -> dict[str, icalendar.Event]:
    answer = pages.get("/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["version"] == "2.0"
    found = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def test_the_calendar_is_whole_days_and_the_same_each_time(pages: TestClient) -> None:
    events = _events(pages)

    assert events
    assert pages.get("/calendar.ics").content == pages.get("/calendar.ics").content
    for event in events.values():
        first, last = event["dtstart"].dt, event["dtend"].dt
        assert type(first) is date
        assert last - first == timedelta(days=1)
        assert event["transp"] == "TRANSPARENT"
    only = pages.get("/calendar.ics?council=X07000001").content
    assert len(only) < len(pages.get("/calendar.ics").content)


def test_the_workbook_holds_a_sheet_of_each_and_no_formula(pages: TestClient) -> None:
    decide(pages, reason="=1+1")
    content = pages.get("/opportunities-workbook.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book.sheetnames == [
        "Opportunities",
        "Contracts in them",
        "Reasons and questions",
        "What the law asks",
        "Dates",
        "Under way",
        "Changes",
        "Notes",
    ]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=1+1" in {cell.value for cell in cells}
    said = [row[3].value for row in book["Reasons and questions"].iter_rows(min_row=2)]
    assert {"For", "Against", "It would grow", "It counts on", "Who could lead"} <= set(
        said
    )


def test_the_paper_is_a_page_and_a_tagged_pdf_of_two_pages(pages: TestClient) -> None:
    page = pages.get(f"{PAGE}/paper")
    made = pages.get(f"{PAGE}/paper.pdf")

    for heading in (
        "Purpose and recommendation",
        "Options",
        "What is asked",
        "Why not",
    ):
        assert heading in page.text
    assert "no saving is claimed" in page.text
    assert not re.search(r"sav\w+ of \d", page.text)
    assert made.headers["content-type"] == "application/pdf"
    pdf = pypdf.PdfReader(io.BytesIO(made.content))
    root = pdf.trailer["/Root"]
    assert len(pdf.pages) <= 2
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert pdf.metadata.title.startswith("Buying together: ")
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def test_a_paper_of_nothing_is_not_found(pages: TestClient) -> None:
    assert pages.get("/opportunities/nothing/paper.pdf").status_code == 404
