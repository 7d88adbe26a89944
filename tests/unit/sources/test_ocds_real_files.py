"""The real OCDS files: how many releases of each folder are kept, and that none is lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from ocds_cases import opened, source

from folkmoot.core.store import Writer
from folkmoot.sources.ocds.wide import is_flattened_wide, read_flattened_wide
from folkmoot.sources.readers.json_reading import read_json

pytestmark = pytest.mark.real

RELEASES = {
    "other/australia": 10,
    "other/colombia": 31,
    "other/moldova": 102,
    "other/nigeria": 23,
    "other/taiwan": 11,
    "other/uganda": 10,
    "other/mexico/cdmx": 32,
    "other/mexico/inai": 10,
    "other/mexico/jalisco": 20,
    "spoonbill_test": 115,
    "uk/contracts_finder_company_ids": 234,
    "uk/contracts_finder_ted_2020": 1320,
}
"""As the files' own frames count them; one publisher's 322 files of one kind are left out."""


def read_folder(root: Path, folder: str) -> Writer:
    writer = opened()
    for path in sorted((root / folder).rglob("*.json*")):
        read_json(writer, source(path, name=str(path.relative_to(root))))
    return writer


@pytest.mark.parametrize("folder", RELEASES)
def test_every_release_is_kept_or_refused(folder: str, real_files: Path) -> None:
    writer = read_folder(real_files / "ocds", folder)
    (counted,) = writer.rows(
        "SELECT sum(row_count)::INT AS releases FROM source.tables"
    )
    (kept,) = writer.rows(
        "SELECT count(DISTINCT (source_id, row_number))::INT AS releases,"
        " count(DISTINCT (source_id, row_number)) FILTER (buyer_name IS NULL)::INT AS no_buyer"
        " FROM aligned.contracts"
    )
    refused = writer.rows("SELECT * FROM issue.rows WHERE severity = 'refused'")
    assert counted["releases"] == RELEASES[folder]
    assert (kept["releases"], refused) == (RELEASES[folder], [])
    assert kept["no_buyer"] == 0, "every dialect names its buyer somewhere"


def test_uk_awards_carry_what_a_register_needs(real_files: Path) -> None:
    writer = read_folder(real_files / "ocds", "uk/contracts_finder_ted_2020")
    (row,) = writer.rows(
        "SELECT count(*) AS n, count(award_id) AS awards, count(title) AS titles,"
        " count(cpv_text) AS codes, count(value_text) FILTER (award_id IS NOT NULL) AS values,"
        " count(end_text) FILTER (award_id IS NOT NULL) AS ends FROM aligned.contracts"
    )
    assert (row["n"], row["awards"], row["titles"], row["codes"]) == (
        1882,
        1201,
        1882,
        1882,
    )
    assert row["values"] == 1006, "awards with a published amount"
    assert row["ends"] == 327, "as the award says; the others' tenders say none either"


@pytest.mark.parametrize(
    "name",
    [
        "spoonbill_test/wrong_data.json",
        "uk/transactions_extension_example/20200615_transaction_ocds.json",
    ],
)
def test_files_that_hold_no_release_are_refused_whole(
    name: str, real_files: Path
) -> None:
    writer = opened()
    read_json(writer, source(real_files / "ocds" / name))
    (file,) = writer.rows("SELECT kind, refusal FROM source.files")
    assert file["kind"] == "none"
    assert "neither OCDS" in file["refusal"]


def test_a_portal_export_is_folded_back(real_files: Path) -> None:
    path = real_files / "contracts_finder_flat/daily_export_wide/export-2020-08-05.csv"
    writer = opened()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.reader(stream)
        headings = next(rows)
        assert is_flattened_wide(headings)
        read_flattened_wide(writer, source(path), headings, rows)
    body = writer.rows("SELECT * FROM aligned.contracts WHERE position = 'body'")
    assert len({row["row_number"] for row in body}) == 29
    assert all(row["buyer_name"] and row["title"] and row["process_id"] for row in body)
    (table,) = writer.rows("SELECT row_count, unit FROM source.tables")
    assert (table["row_count"], table["unit"]) == (30, "row")
