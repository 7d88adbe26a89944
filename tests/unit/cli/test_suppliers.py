"""The command that brings a list of suppliers together. All names are invented."""

import csv
import json

import pytest
import xlsxwriter
from click.testing import CliRunner

from folkmoot.cli.suppliers import suppliers
from folkmoot.core.exceptions import SourceError
from folkmoot.registers.linking.list_files import Columns, listed_names

LIST = """Supplier name,Company number,Postcode
Zelby Lift Care Ltd,01234569,LS1 4AP
ZELBY LIFTCARE LIMITED,01234569,ls1 4ap
Jane Smith,,
=Kestle Flooring Ltd,,
"""


def run(*words):
    return CliRunner().invoke(suppliers, ["resolve", *map(str, words)])


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(LIST, "utf-8")
    return path


def test_every_row_gets_a_supplier_and_a_reason(names, tmp_path):
    out, doubtful = tmp_path / "out.csv", tmp_path / "doubtful.csv"
    done = run(names, "-o", out, "--review", doubtful, "-w", tmp_path)
    assert done.exit_code == 0, done.output
    one, other, person, formula = rows(out)
    assert one["supplier_id"] == other["supplier_id"]
    assert other["method"] == "identifier_and_name"
    assert float(other["score"]) > 0.9
    assert person["name"] == "an individual"
    assert person["is_individual"] == "yes"
    assert formula["name"] == "'=Kestle Flooring Ltd"
    assert doubtful.exists()
    assert "hidden individuals" in done.output
    assert "Jane" not in done.output + out.read_text("utf-8")


def test_how_many_were_hidden_is_said_and_each_keeps_its_row(names, tmp_path):
    out = tmp_path / "out.csv"
    done = run(names, "-o", out)
    assert "1 of the 4 names may be of people" in done.output
    assert "--all-organisations" in done.output
    hidden = [row for row in rows(out) if row["is_individual"] == "yes"]
    assert [row["row_number"] for row in hidden] == ["4"]


def test_whoever_answers_for_a_list_of_firms_has_none_hidden(names, tmp_path):
    out = tmp_path / "out.csv"
    names.write_text(LIST + "JANE SMITH,,\n", "utf-8")
    done = run(names, "-o", out, "--all-organisations")
    assert done.exit_code == 0, done.output
    one, other = [row for row in rows(out) if row["name"].lower() == "jane smith"]
    assert one["supplier_id"] == other["supplier_id"]
    assert one["is_individual"] == "no"
    assert "may be of people" not in done.output


def test_new_names_against_an_earlier_answer_keep_its_ids(names, tmp_path):
    out, later = tmp_path / "out.csv", tmp_path / "later.csv"
    assert run(names, "-o", out).exit_code == 0
    more = tmp_path / "more.csv"
    more.write_text("Name\n=Kestle Flooring\nZelby Lift Care\nQuennell CIC\n", "utf-8")
    done = run(more, "--against", out, "-o", later)
    assert done.exit_code == 0, done.output
    before = {row["supplier_id"] for row in rows(out)}
    kestle, zelby, quennell = [row["supplier_id"] for row in rows(later)]
    assert {kestle, zelby} <= before
    assert quennell not in before


def test_json_holds_the_same(names):
    done = run(names, "--json")
    answer = json.loads(done.output)
    assert answer["counts"]["names"] == len(answer["names"]) == 4
    assert answer["counts"]["hidden_individuals"] == 1


def test_a_file_that_is_no_earlier_answer_is_refused(names):
    done = run(names, "--against", names)
    assert isinstance(done.exception, SourceError)
    assert "no output of this command" in done.exception.what


def test_one_column_needs_no_heading(tmp_path):
    path = tmp_path / "bare.txt"
    path.write_text("Zelby Lifts\nKestle Floors\n", "utf-8")
    assert [n.name for n in listed_names(path, Columns())] == [
        "Zelby Lifts",
        "Kestle Floors",
    ]


def test_a_workbook_with_a_title_line_and_columns_named_by_a_person(tmp_path):
    path = tmp_path / "names.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for number, row in enumerate(
        (("Our list",), ("Wer", "Nummer"), ("Zelby Lifts", "123456782"))
    ):
        sheet.write_row(number, 0, row)
    book.close()
    columns = Columns("Wer", "Nummer", None, "GB-VAT")
    (name,) = listed_names(path, columns)
    assert name == (3, "Zelby Lifts", "GB-VAT", "123456782", "")


@pytest.mark.parametrize(
    ("text", "columns", "what"),
    [
        ("a,b\n1,2\n", Columns(), "No column of names"),
        ("Name,b\nx,2\n", Columns(number="Missing"), "no column called Missing"),
        ("Name,b\nx,2\n", Columns(name="Missing"), "No column of names"),
    ],
)
def test_a_list_without_the_column_is_refused_in_a_sentence(
    tmp_path, text, columns, what
):
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=what):
        listed_names(path, columns)


def test_a_missing_file_is_said_so(tmp_path):
    with pytest.raises(SourceError, match="There is no file"):
        listed_names(tmp_path / "none.csv", Columns())
