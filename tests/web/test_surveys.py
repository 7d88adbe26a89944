"""The pages of the surveys in a build: what they show, and what they must not."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient
from survey_group import survey_application, surveyed_workspace
from tests.made_once import made_once

from folkmoot.ask.collect.forgetting import forget
from folkmoot.ask.publish.publication import input_digest
from folkmoot.ask.survey.file import read_survey
from folkmoot.build import build_workspace
from folkmoot.core.workspace import Workspace
from folkmoot.demo.survey import SURVEY

HERE = f"/surveys/{SURVEY}"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = made_once(tmp_path_factory, "surveyed", surveyed_workspace)
    return Workspace.open(made)


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> TestClient:
    return TestClient(survey_application(workspace), base_url="http://127.0.0.1")


def words(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_the_list_names_every_survey_and_why_one_is_not_shown(client):
    text = words(client, "/surveys")
    assert "Councillors and digital technology, Saltmarch 2026" in text
    assert "294 of 295 in the file" in text
    assert "half-written cannot be read" in text
    assert "Not ready not ready to publish" in text


def test_a_fault_in_a_survey_file_stands_on_its_page_with_its_line(client):
    text = words(client, "/surveys/half-written")
    assert "This survey cannot be read as it stands." in text
    assert "line 9" in text
    assert "colour" in text


def test_what_is_not_ready_shows_what_it_lacks_and_no_figure(client):
    text = words(client, "/surveys/not-ready")
    assert "This survey may not be published yet." in text
    assert "“Client” is missing" in text
    assert client.get("/surveys/not-ready/report.en.html").status_code == 404
    figures = client.get("/api/v1/survey-figures?survey=not-ready").json()
    assert figures["survey-figures"] == []


def test_one_survey_tells_how_it_was_done_and_leads_to_its_tables(client):
    text = words(client, HERE)
    for told in (
        "This survey is invented.",
        "How people were chosen",
        "Raked to Party, Gender, Role, Kind of council",
        "Response 44%",
        "Digest of the inputs",
    ):
        assert told in text
    page = client.get(HERE).text
    for link in set(re.findall(rf'href="({HERE}/[^"#]*|/survey-figures[^"]*)"', page)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_a_table_shows_both_bases_its_letters_and_the_digest(client):
    text = words(client, f"{HERE}/tables?question=decade&by=party")
    assert "Picked here; the report does not hold this table." in text
    for told in (
        "Unweighted base",
        "Weighted base",
        "Effective base",
        "Rao-Scott",
        "Letters name the columns",
        "Inputs:",
    ):
        assert told in text


@pytest.mark.parametrize("by", ["", "party", "role", "outlook"])
def test_every_question_can_be_picked_by_every_division(client, by):
    survey = client.get(f"/api/v1{HERE}").json()["survey"]
    for question in survey["questions"]:
        text = words(client, f"{HERE}/tables?question={question['id']}&by={by}")
        assert ("Unweighted base" in text) == (question["id"] != by)


def test_a_table_that_nobody_declared_cannot_be_had(client):
    """The record may be crossed only as the survey file says: gender heads no banner."""
    for query in ("question=decade&by=gender", "question=gender", "question=id"):
        assert client.get(f"{HERE}/tables?{query}").status_code == 404, query


def test_a_column_on_one_leader_a_council_is_hidden_with_what_tells_it(client):
    rows = client.get(
        f"/api/v1/survey-figures?survey={SURVEY}&question=decade&by=role&limit=1000"
    ).json()["survey-figures"]
    leaders = [row for row in rows if row["column"] == "leader"]
    assert leaders
    assert {row["state"] for row in leaders} == {"small base"}
    assert all(row["value"] is row["base_unweighted"] is None for row in leaders)
    hidden = {row["column"] for row in rows if row["state"] == "hidden"}
    assert hidden - {"leader"}, "the other columns and the total would give it away"


def test_no_page_or_file_holds_an_answer_of_one_person(client, workspace):
    """Neither their ids nor their addresses are in the build at all."""
    folder = workspace.root / "surveys" / SURVEY
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    build = b"".join(path.read_bytes() for path in workspace.builds.glob("*.duckdb"))
    assert people[0]["email"].encode() not in build
    assert not [one["id"] for one in people if one["id"].encode() in build]


def test_segments_stand_beside_classes_and_the_unstable_have_no_name(client):
    text = words(client, f"{HERE}/segments")
    assert "Enthusiasts" in text
    assert "Sceptics" in text
    assert "Agreement between samples" in text
    assert "Unstable class 1 Unstable class 2" in text
    assert "At least 2 of these 3 hold:" in text
    assert "2 (used)" in text


def test_the_report_is_shown_with_a_policy_under_which_nothing_runs(client):
    answer = client.get(f"{HERE}/report.cy.html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["content-disposition"].startswith("inline")
    assert 'lang="cy"' in answer.text
    assert client.get(f"{HERE}/report.fr.html").status_code == 404


def test_the_paper_is_a_pdf_and_the_same_each_time(client):
    first, second = (client.get(f"{HERE}/report.en.pdf") for _ in range(2))
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content


def test_figures_are_the_same_as_csv_excel_and_json(client):
    query = f"?survey={SURVEY}&question=champion&by=report"
    rows = list(
        csv.DictReader(
            io.StringIO(client.get(f"/survey-figures.csv{query}").text.lstrip("\ufeff"))
        )
    )
    found = client.get(f"/api/v1/survey-figures{query}&limit=1000").json()
    documents = found["survey-figures"]
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/survey-figures.xlsx{query}").content)
    )
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    head = next(i for i, row in enumerate(sheet) if "row_label" in row)
    place = sheet[head].index("value")
    assert len(rows) == len(documents) > 10
    for row, document, cells in zip(rows, documents, sheet[head + 1 :], strict=False):
        assert row["value"] == ("" if document["value"] is None else row["value"])
        assert (float(row["value"]) if row["value"] else None) == document["value"]
        assert cells[place] == document["value"]


def test_the_page_says_when_answers_should_have_been_deleted(client, monkeypatch):
    told = "The individual answers were to be deleted on 31 March 2027"
    assert told not in words(client, HERE)
    monkeypatch.setattr("folkmoot.ask.findings._today", lambda: date(2027, 4, 1))
    text = words(client, HERE)
    assert told in text
    assert "folkmoot ask forget" in text


AS_OF = date(2026, 6, 1)


@pytest.fixture
def plain(tmp_path: Path) -> Workspace:
    """A workspace of one small register and the invented survey, to be built."""
    made = Workspace.create(tmp_path / "w", group_name="Shires", members=())
    register = "Reference,Title,Supplier,Start date,End date,Value,Council\n" + "".join(
        f"R{n},Grounds maintenance,Verge Ltd,01/04/2024,31/03/2027,{n}000,Leeds\n"
        for n in range(1, 9)
    )
    (made.sources / "register.csv").write_text(register, "utf-8")
    from folkmoot.demo.survey import write_survey

    write_survey(made.root / "surveys" / SURVEY, seed=2017)
    return made


def built(workspace: Workspace, hour: int):
    started = datetime(2026, 6, 1, hour, tzinfo=UTC)
    return build_workspace(
        workspace, as_of=AS_OF, started=started, tell=lambda *_: None
    )


def sealed(workspace: Workspace) -> dict[str, object]:
    reader = workspace.current()
    (row,) = reader.rows("SELECT * FROM finding.surveys")
    tables = reader.rows(
        "SELECT table_id, document FROM finding.survey_tables ORDER BY place"
    )
    reader.close()
    return {"inputs": row["inputs"], "tables": tables, "state": row["state"]}


@pytest.mark.slow
def test_changing_one_answer_changes_the_tables_and_their_digest(plain):
    built(plain, 9)
    before = sealed(plain)
    assert before["state"] == "published"
    assert not built(plain, 10).is_new, "nothing changed, so nothing is done"

    answers = plain.root / "surveys" / SURVEY / "answers.csv"
    text = answers.read_text("utf-8")
    at = text.index(",very_positive,")
    answers.write_text(
        text[:at] + ",very_negative," + text[at + len(",very_positive,") :], "utf-8"
    )
    assert built(plain, 11).is_new
    after = sealed(plain)
    assert after["inputs"] != before["inputs"]
    assert after["tables"] != before["tables"]


@pytest.mark.slow
def test_a_survey_that_did_not_change_is_carried_over(plain, monkeypatch):
    built(plain, 9)
    before = sealed(plain)
    (plain.sources / "more.csv").write_bytes(
        (plain.sources / "register.csv").read_bytes().replace(b"R", b"S")
    )
    monkeypatch.setattr("folkmoot.ask.publish.sealing.worked_out", None)
    assert built(plain, 10).is_new
    assert sealed(plain) == before


@pytest.mark.slow
def test_tables_stay_on_the_pages_when_answers_were_deleted(plain, monkeypatch):
    built(plain, 9)
    before = sealed(plain)
    survey = read_survey(plain.root / "surveys" / SURVEY)
    forget(survey, inputs=input_digest(survey), today=date(2027, 3, 31))
    assert built(plain, 10).is_new
    assert sealed(plain) == before
    pages = TestClient(survey_application(plain), base_url="http://127.0.0.1")
    assert "individual answers were deleted on 31 March 2027" in words(pages, HERE)
    monkeypatch.setattr("folkmoot.ask.publish.sealing.code_version", lambda: "another")
    (plain.sources / "register.csv").unlink()
    built(plain, 11)
    assert sealed(plain)["state"] == "deleted"
    text = words(pages, HERE)
    assert "its tables cannot be worked out again" in text
    assert "Its report, as it was published (report.en.html)" in text
    assert pages.get(f"{HERE}/report.en.html").status_code == 200


@pytest.mark.slow
def test_fieldwork_after_the_as_of_date_is_not_shown(plain):
    folder = plain.root / "surveys" / SURVEY
    text = (folder / "survey.toml").read_text("utf-8")
    (folder / "survey.toml").write_text(
        text.replace("end_date = 2026-03-27", "end_date = 2026-06-02"), "utf-8"
    )
    assert read_survey(folder)
    built(plain, 9)
    assert sealed(plain) == {"inputs": None, "tables": [], "state": "later"}


def test_the_list_of_figures_names_questions_and_divisions_in_words(client):
    text = words(client, "/survey-figures?question=decade&by=role")
    assert "Technology over the next ten years" in text
    page = client.get("/survey-figures").text
    assert '<option value="council_type">Kind of council</option>' in page
    assert '<option value="views">Views of technology</option>' in page
    assert ">decade<" not in page
