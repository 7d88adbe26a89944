"""From one text file to what is published: the same bytes, honest words, nothing missing."""

import csv
import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from invented_survey import invented
from pypdf import PdfReader

from folkmoot.ask.publish import run
from folkmoot.ask.publish.publication import worked_out
from folkmoot.ask.publish.report import report_html
from folkmoot.ask.publish.run import publish
from folkmoot.ask.publish.workbook import workbook
from folkmoot.ask.survey.file import read_survey
from folkmoot.ask.survey.wording import said
from folkmoot.cli.ask import ask
from folkmoot.core.exceptions import PaperError, PublicationError
from folkmoot.demo.survey import write_survey


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return publish(invented(tmp_path_factory.mktemp("published")))


@pytest.fixture
def no_paper(monkeypatch):
    """For tests that write files and never open the paper, which takes the longest."""
    monkeypatch.setattr(run, "pdf_bytes", lambda _page, **_styles: b"%PDF-")


def quick(text: str) -> str:
    """The invented survey without the slow proof of its segments."""
    return text.replace('classes = { counts = "2-5", use = "lowest BIC" }\n', "")


def changed(folder: Path, *pairs: tuple[str, str]):
    """The invented survey with some words of its file replaced."""
    write_survey(folder, seed=2017)
    path = folder / "survey.toml"
    text = quick(path.read_text("utf-8"))
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return read_survey(folder)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_in_another_process(written, tmp_path):
    folder = tmp_path / "again"
    done = subprocess.run(
        [sys.executable, "-m", "folkmoot", "ask", "demo", str(folder)],
        env={**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert digests(folder / "published") == digests(written.folder)


def test_the_order_of_answers_changes_no_figure(written, tmp_path):
    survey = changed(tmp_path)
    rows = (tmp_path / "answers.csv").read_text("utf-8").splitlines()
    head, body = rows[0], rows[1:]
    before = worked_out(survey)
    random.Random(3).shuffle(body)
    (tmp_path / "answers.csv").write_text("\r\n".join([head, *body]), "utf-8")
    after = worked_out(read_survey(tmp_path))
    assert after.digest != before.digest
    from folkmoot.ask.publish.figures import figures

    def bare(one):
        return [
            {k: v for k, v in row.items() if k != "inputs"}
            for row in figures(one, one.pages)
        ]

    assert bare(after) == bare(before)


def test_every_output_says_that_the_survey_is_invented_and_carries_the_digest(written):
    digest = written.publication.digest
    for language, words in (
        ("en", "This survey is invented"),
        ("cy", "Arolwg dychmygol"),
    ):
        page = (written.folder / f"report.{language}.html").read_text("utf-8")
        tables = page.count('<section aria-labelledby="t')
        assert tables == len(written.publication.pages) == 12
        assert page.count(words) >= tables
        assert page.count(digest) >= tables
        pdf = PdfReader(written.folder / f"report.{language}.pdf")
        text = "".join(sheet.extract_text() for sheet in pdf.pages)
        assert words in " ".join(text.split())
        book = openpyxl.load_workbook(written.folder / f"tables.{language}.xlsx")
        for sheet in book.worksheets[3:]:
            said = " ".join(str(c.value) for row in sheet["A1:A6"] for c in row)
            assert words in said
            assert digest in said


def test_the_paper_is_tagged_and_named(written):
    for language, tag in (("en", "en-GB"), ("cy", "cy")):
        pdf = PdfReader(written.folder / f"report.{language}.pdf")
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == tag
        assert "Saltmarch 2026" in pdf.metadata.title
        assert "/CreationDate" not in pdf.metadata


def test_the_workbook_follows_the_guidance_on_spreadsheets(written):
    path = written.folder / "tables.en.xlsx"
    book = openpyxl.load_workbook(path)
    names = book.sheetnames
    assert names[:3] == ["Cover", "Contents", "Notes"]
    assert names[3:] == [
        *(f"T{n}" for n in range(1, 13)),
        *(f"G{n}" for n in range(1, 5)),
        *("S1", "F1", "S2"),
        *("P1", "B1", "B2"),
    ]
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].font.b
    for sheet in book.worksheets[3:]:
        assert len(sheet.tables) == 1
        (table,) = sheet.tables.values()
        rows = list(sheet[table.ref])
        assert all(cell.value for cell in rows[0]), "a heading is blank"
        first = [row[0].value for row in rows[1:]]
        bases = ["Unweighted base", "Weighted base", "Effective base"]
        if sheet.title.startswith(("T", "G")):
            assert first[-3:] == bases
        assert all(first), "a row has no name"
        # Nothing stands below the table or beside it.
        assert sheet.max_row == rows[-1][0].row
    told = [row[1].value for row in book["Contents"]["A3:B14"]]
    assert len(set(told)) == len(told), "two sheets have one heading"
    assert "%" not in book["T9"]["B7"].value, "years are no percentage"
    links = [c.hyperlink for row in book["Contents"]["A3:A14"] for c in row]
    assert all(link is not None for link in links)
    with zipfile.ZipFile(path) as parts:
        assert "2026-03-27T00:00:00Z" in parts.read("docProps/core.xml").decode()


def rows_of(written):
    text = (written.folder / "figures.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_figures_say_what_is_hidden_and_never_its_value(written):
    rows = rows_of(written)
    states = {row["state"] for row in rows}
    assert states == {"shown", "hidden", "small base"}
    for row in rows:
        numbers = [row[k] for k in ("value", "standard_error", "lower", "upper")]
        assert all(numbers) if row["state"] == "shown" else not any(numbers)
        assert not row["letters"] or row["state"] == "shown"
    leaders = [row for row in rows if row["column"] == "leader"]
    assert leaders
    assert all(row["state"] == "small base" for row in leaders)
    assert all(row["base_unweighted"] == "" for row in leaders)


def test_a_net_has_an_error_of_its_own(written):
    rows = rows_of(written)
    of_all = {
        (r["row_kind"], r["row"]): r
        for r in rows
        if r["question"] == "decade" and r["column"] == ""
    }
    net = of_all["net", "net_decade"]
    plus = sum(
        float(of_all["share", c]["value"]) for c in ("positive", "very_positive")
    )
    minus = sum(
        float(of_all["share", c]["value"]) for c in ("negative", "very_negative")
    )
    assert float(net["value"]) == pytest.approx(plus - minus, abs=0.03)
    error = float(net["standard_error"])
    parts = [
        float(of_all["share", c]["standard_error"]) for c in ("positive", "negative")
    ]
    assert error > max(parts)
    half = (float(net["upper"]) - float(net["lower"])) / 2
    assert half == pytest.approx(2.2 * error, rel=0.05)  # t on 10 degrees of freedom


def test_no_contact_and_no_id_of_a_person_reaches_any_output(written):
    frame = (written.publication.survey.folder / "frame.csv").read_text("utf-8")
    ids = {line.split(",")[0] for line in frame.splitlines()[1:]}
    for path in written.folder.iterdir():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                text = "".join(parts.read(n).decode("utf-8") for n in parts.namelist())
        elif path.suffix == ".pdf":
            text = "".join(page.extract_text() for page in PdfReader(path).pages)
        else:
            text = path.read_text("utf-8")
        assert "@invented.example" not in text, path.name
        assert not any(name in text for name in ids), path.name


def test_only_people_who_agreed_are_quoted(tmp_path):
    with_consent = worked_out(changed(tmp_path / "a"))
    (table,) = with_consent.themes
    quoted = {quote for row in table.rows for quote in row.quotes}
    assert quoted
    rows = csv.DictReader((tmp_path / "a" / "answers.csv").open(encoding="utf-8"))
    agreed = {row["words"] for row in rows if row["quote_me"] == "yes"}
    assert quoted <= agreed
    none = changed(
        tmp_path / "b",
        ('consent = { question = "quote_me", any_of = ["yes"] }\n', ""),
    )
    (silent,) = worked_out(none).themes
    assert not any(row.quotes for row in silent.rows)
    assert [r.people for r in silent.rows] == [r.people for r in table.rows]


MISSING = [
    ('client = "Saltmarch Combined Authority (invented)"\n', "“Client” is missing"),
    ("start_date = 2026-03-02\n", "“Dates of fieldwork” is missing"),
    (
        'mode = "Online, by personal invitation; two reminders"\n',
        "“How people answered”",
    ),
    (
        'contact = "Policy team, Saltmarch Combined Authority (an invented address)"\n',
        "“Where to ask",
    ),
    (', cy = "Rhywedd"', "The Cymraeg wording is missing in part of gender"),
]


@pytest.mark.parametrize(("words", "said"), MISSING)
def test_nothing_is_published_with_a_thing_missing(tmp_path, words, said):
    survey = changed(tmp_path, (words, ""))
    with pytest.raises(PublicationError) as refused:
        publish(survey)
    assert said in refused.value.what
    assert refused.value.exit_code == 15
    assert not (tmp_path / "published").exists()


@pytest.mark.usefixtures("no_paper")
def test_a_draft_is_written_and_says_what_is_missing(tmp_path):
    survey = changed(tmp_path, (MISSING[0][0], ""))
    draft = publish(survey, is_draft=True)
    page = (draft.folder / "report.en.html").read_text("utf-8")
    assert "Draft: not to be published" in page
    assert "“Client” is missing" in page
    assert json.loads((draft.folder / "manifest.json").read_text("utf-8"))["is_draft"]


def test_the_word_majority_is_refused_in_welsh_too(tmp_path):
    survey = changed(
        tmp_path,
        ("Mae {share} yn enwi trigolion", "Mae mwyafrif, {share}, yn enwi trigolion"),
    )
    (problem,) = worked_out(survey).problems
    assert "“mwyafrif” cannot be said of 38.8" in problem


def test_published_figures_stand_beside_ours_with_their_source(written):
    rows = written.publication.beside
    first = rows[0]
    assert [(p.value, p.source) for p in first.published] == [("70", "UKAuthority")]
    assert first.cell.value == pytest.approx(63.6, abs=0.1)
    assert first.cell.lower is not None


def test_unstable_classes_get_no_names(written):
    (check,) = written.publication.segment_checks
    assert [fit.classes for fit in check.fits] == [2, 3, 4, 5]
    assert len(check.class_names) == check.fit.classes
    assert 0 <= check.adjusted_rand <= 1
    page = (written.folder / "report.en.html").read_text("utf-8")
    if check.is_stable:
        assert "would come back" in page
    else:
        assert all(said(name).startswith("Unstable") for name in check.class_names)
        assert "would not reliably come back" in page


@pytest.mark.usefixtures("no_paper")
def test_a_stale_output_goes_and_a_strangers_file_stays(tmp_path):
    survey = changed(tmp_path)
    publish(survey)
    stranger = tmp_path / "published" / "notes.txt"
    stranger.write_text("mine", "utf-8")
    text = (tmp_path / "survey.toml").read_text("utf-8")
    (tmp_path / "survey.toml").write_text(
        text.replace('["en", "cy"]', '["en"]', 1), "utf-8"
    )
    publish(read_survey(tmp_path))
    left = {path.name for path in (tmp_path / "published").iterdir()}
    assert "report.cy.html" not in left
    assert {"report.en.html", "notes.txt", "manifest.json"} <= left


def test_without_the_text_library_all_but_the_paper_is_written(tmp_path, monkeypatch):
    def lacking(_page, **_styles):
        raise PaperError("PDFs cannot be made on this machine.", "Install Pango.")

    monkeypatch.setattr(run, "pdf_bytes", lacking)
    changed(tmp_path)
    (tmp_path / "published").mkdir()
    done = CliRunner().invoke(ask, ["run", str(tmp_path)])
    assert isinstance(done.exception, PaperError)
    assert "All else has been written" in done.exception.what
    names = {path.name for path in (tmp_path / "published").iterdir()}
    assert {"report.en.html", "tables.cy.xlsx", "figures.csv", "manifest.json"} <= names
    assert not any(name.endswith(".pdf") for name in names)
    listed = json.loads((tmp_path / "published" / "manifest.json").read_text("utf-8"))
    assert set(listed["output_files"]) == names - {"manifest.json"}


@pytest.mark.usefixtures("no_paper")
def test_commands_speak_to_machines(tmp_path):
    changed(tmp_path)
    shell = CliRunner()
    where = str(tmp_path)
    checked = json.loads(shell.invoke(ask, ["check", where, "--json"]).output)
    assert checked["questions"] == 14
    assert checked["wording_missing"] == {}
    told = json.loads(shell.invoke(ask, ["run", where, "--json"]).output)
    assert told["answers_counted"] + told["issues"]["withdrawn"] == told["rows_in_file"]
    tables = json.loads(
        shell.invoke(ask, ["tables", where, "--question", "years", "--json"]).output
    )["tables"]
    assert [row["kind"] for row in tables[0]["rows"]] == ["mean", "median"]
    drawn = json.loads(shell.invoke(ask, ["sample", where, "--json"]).output)
    assert len(drawn) == 400
    waves = json.loads(shell.invoke(ask, ["compare", where, where, "--json"]).output)
    assert {one["change"] for one in waves["changes"]} == {0.0}


def test_the_response_of_a_small_cell_cannot_be_taken_from_the_total(written):
    """Every answer is in one cell, and the total is told: one cell hidden is none."""
    response = written.publication.response
    hidden = [cell for cell in response.cells if cell.answered is None]
    told = sum(cell.answered for cell in response.cells if cell.answered is not None)
    assert len(hidden) >= 2
    left = response.answers - response.unplaced - told
    assert left >= written.publication.survey.declared.publishing.smallest_cell


def test_a_table_too_wide_for_a_page_stands_there_with_its_total(tmp_path):
    survey = changed(tmp_path, ('banner = "who"', 'banner = "who"\nmost_columns = 6'))
    one = worked_out(survey)
    page = report_html(one, "en", is_draft=False, on_paper=False)
    wide = next(page for page in one.pages if len(page.columns) > 6)
    assert f"This table has {len(wide.columns)} columns." in page
    assert "By: Party" not in page.split('id="gaps"')[0]
    sheets = openpyxl.load_workbook(io.BytesIO(workbook(one, "en")))
    assert len(list(sheets[wide.id.upper()].columns)) > len(wide.columns)


def test_no_mean_stands_under_a_heading_of_per_cent(written):
    page = (written.folder / "report.en.html").read_text("utf-8")
    assert "Mean score" in page
    assert "Mean, years" in page
    headings = re.findall(r'<th scope="col">(?:(?!</th>).)*', page)
    assert not [one for one in headings if one.startswith('<th scope="col">All, %')]
    book = openpyxl.load_workbook(written.folder / "tables.en.xlsx")
    rows = list(book["T1"].iter_rows(values_only=True))
    assert any(row[0] == "Very positive, %" for row in rows)
    assert any(row[0] == "Mean score" for row in rows)
    assert not any("All, %" in row for row in rows)


def test_figures_name_what_they_are_of_besides_its_code(written):
    with (written.folder / "figures.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    one = next(r for r in rows if r["item"] == "data" and r["division"] == "party")
    assert one["question_label"] == "Views of technology"
    assert one["item_label"].startswith("Decisions that rest on large sets")
    assert one["division_label"] == "Party"
