"""A list as a file: every row, inert cells, and no name of an individual."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook
from tests.made_once import made_once

from folkmoot.build import build_workspace
from folkmoot.cli.export import export
from folkmoot.core.workspace import Workspace

AS_OF = date(2026, 11, 22)
REGISTER = """Contract title,Contract reference,Supplier name,Start date,End date,Value
=2+2 grass cutting,G-0001,Verge Cutters Ltd,01/04/2024,31/03/2027,"12,500.50"
Taxi for Wilhelmina Quibble,G-0002,Wilhelmina Quibble,01/04/2024,31/03/2027,900
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "export", _make)


def _make(root: Path) -> None:
    made = Workspace.create(root, group_name="Three", members=("E08000032",))
    (root / "sources" / "bradford_register.csv").write_text(REGISTER, "utf-8")
    build_workspace(
        made, as_of=AS_OF, started=datetime(2026, 11, 22, tzinfo=UTC), tell=print
    )


def exported(name: str, to: Path, folder: Path) -> Result:
    words = [name, "--output", str(to), "--workspace", str(folder)]
    return CliRunner().invoke(export, words, catch_exceptions=False)


def rows_of_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def sheets_of(path: Path) -> dict[str, Sequence[Sequence[object]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names}


def test_csv_has_every_row_and_no_formula(folder: Path, tmp_path: Path) -> None:
    told = exported("contracts", tmp_path / "c.csv", folder)
    assert told.output == f"Wrote 2 rows to {tmp_path / 'c.csv'}.\n"
    titles = {row["Title"]: row for row in rows_of_csv(tmp_path / "c.csv")}
    assert set(titles) == {"'=2+2 grass cutting", "Taxi for an individual"}
    assert titles["Taxi for an individual"]["Suppliers"] == "an individual"
    assert "quibble" not in (tmp_path / "c.csv").read_text("utf-8").casefold()


def test_excel_has_the_same_rows_with_their_types_and_notes(
    folder: Path, tmp_path: Path
) -> None:
    exported("contracts", tmp_path / "c.xlsx", folder)
    table, notes = sheets_of(tmp_path / "c.xlsx").values()
    headings = list(table[0])
    found = {row[headings.index("Title")]: row for row in table[1:]}
    assert set(found) == {"'=2+2 grass cutting", "Taxi for an individual"}
    grass = dict(zip(headings, found["'=2+2 grass cutting"], strict=True))
    assert 12500.5 in grass.values()
    assert date(2027, 3, 31) in grass.values()
    assert "Three, as of 2026-11-22" in [row[0] for row in notes]


@pytest.mark.parametrize("name", ["councils", "sources", "issues", "opportunities"])
def test_every_list_can_be_written(name: str, folder: Path, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx"):
        told = exported(name, tmp_path / f"{name}.{ending}", folder)
        assert told.exit_code == 0
        assert (tmp_path / f"{name}.{ending}").stat().st_size > 0


def test_an_unknown_list_or_place_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    from folkmoot.core.exceptions import NotFoundError, WorkspaceError

    with pytest.raises(NotFoundError, match="no list called colours"):
        exported("colours", tmp_path / "c.csv", folder)
    with pytest.raises(WorkspaceError, match="cannot be written"):
        exported("contracts", tmp_path / "nowhere" / "c.csv", folder)
