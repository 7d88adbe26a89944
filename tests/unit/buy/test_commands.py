"""`folkmoot buy` on a workspace of invented councils: tables, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from invented_contracts import contract, sealed

from folkmoot.buy.commands import buy


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs one `folkmoot buy` command on the workspace; gives its output."""
    folder = tmp_path_factory.mktemp("vale") / "w"
    cleaning = {
        "title": "Office cleaning",
        "need_id": "cpv:9091",
        "cpv_codes": ["90919200"],
        "start_date": date(2025, 4, 1),
    }
    soon = cleaning | {"end_date": date(2027, 3, 31)}
    guessed = cleaning | {
        "end_date": date(2027, 5, 31),
        "end_method": "category_median",
        "end_early_date": date(2027, 1, 31),
        "end_late_date": date(2027, 12, 31),
        "title": "=Office cleaning",
    }
    sealed(
        folder,
        [
            contract("a", "Ashford Vale", **soon),
            contract("b", "Birchmoor", **soon),
            contract("c", "Calderwick", **guessed),
            contract("d", "Dunmere", need_id="cpv:9051", title="Food waste"),
        ],
    )

    def command(*arguments: str) -> str:
        done = CliRunner().invoke(buy, [*arguments, "-w", str(folder)])
        assert done.exit_code == 0, done.output
        return done.output

    return command


def test_opportunities_as_a_table_as_json_and_as_csv(run):
    table = run("opportunities")
    document = json.loads(run("opportunities", "--json"))
    (row,) = csv.DictReader(io.StringIO(run("opportunities", "--csv").lstrip("\ufeff")))
    (found,) = document["opportunities"]

    assert document["schema"] == "folkmoot.opportunities/1"
    assert found["id"] in table
    assert row["Folkmoot's id"] == found["id"]
    assert row["Members"] == "Ashford Vale; Birchmoor; Calderwick"


def test_opportunities_of_one_council_or_category_only(run):
    assert "No two members" in run("opportunities", "--council", "Dunmere")
    own = json.loads(run("opportunities", "--category", "cpv:9091", "--json"))
    assert [found["need"]["id"] for found in own["opportunities"]] == ["cpv:9091"]
    assert "No two members" in run("opportunities", "--category", "libraries")


def test_one_opportunity_says_who_when_for_and_against(run):
    document = json.loads(run("opportunities", "--json"))
    name = document["opportunities"][0]["id"]
    told = run("opportunity", name)

    assert "ends 2027-05-31 (estimated)" in told
    assert "ends 2027-03-31\n" in told
    assert "Against" in told
    assert "1 of 3 contracts is not published but estimated" in told.replace("\n", " ")
    assert json.loads(run("opportunity", name, "--json"))["id"] == name


def test_expiring_marks_estimates_and_opens_safely_in_a_spreadsheet(run):
    table = run("expiring", "--within", "12")
    rows = list(csv.DictReader(io.StringIO(run("expiring", "--csv").lstrip("\ufeff"))))
    document = json.loads(run("expiring", "--json"))

    assert "2027-05-31 (estimated)" in table
    assert "3 contracts end by" in table
    assert [row["Council"] for row in rows] == [
        "Ashford Vale",
        "Birchmoor",
        "Calderwick",
    ]
    assert rows[2]["How the end is known"] == "category_median"
    assert not rows[2]["Contract"].startswith("=")
    assert len(document["contracts"]) == 3
    assert "0 contracts end by" in run("expiring", "--within", "1")


def test_an_unknown_council_is_said_to_be_unknown(run):
    with pytest.raises(AssertionError):
        run("opportunities", "--council", "Nowhere")


def test_a_draft_notice_is_printed_as_words_and_as_ocds(run):
    (found,) = json.loads(run("opportunities", "--json"))["opportunities"]
    assert "PIPELINE NOTICE (UK1): DRAFT, not published" in run("notice", found["id"])
    planned = json.loads(run("notice", found["id"], "--kind", "planned", "--ocds"))
    (release,) = planned["releases"]
    assert release["planning"]["documents"][0]["noticeType"] == "UK3"
