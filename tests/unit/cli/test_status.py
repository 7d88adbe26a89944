"""What became of every row, and of which file nobody knows whose it is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from tests.made_once import made_once

from folkmoot.build import build_workspace
from folkmoot.cli.workspace import status
from folkmoot.core.workspace import Workspace

SCHEMA = Path(__file__).parents[3] / "docs/reference/schemas/status-1.schema.json"
AS_OF = date(2026, 11, 22)
SPEND = """Date,Supplier,Amount
01/04/2026,Verge Cutters Ltd,100.00
02/04/2026,Verge Cutters Ltd,not said
Total,,100.00
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "status", _make)


def _make(root: Path) -> None:
    made = Workspace.create(root, group_name="Three", members=("E08000032",))
    (root / "sources" / "newcastle").mkdir()
    (root / "sources" / "newcastle" / "april.csv").write_text(SPEND, "utf-8")
    (root / "sources" / "bradford_april.csv").write_text(SPEND + "\n", "utf-8")
    (root / "sources" / "empty.csv").write_text("", "utf-8")
    build_workspace(
        made, as_of=AS_OF, started=datetime(2026, 11, 22, tzinfo=UTC), tell=print
    )


def told(folder: Path, *more: str) -> str:
    words = ["--workspace", str(folder), *more]
    return CliRunner().invoke(status, words, catch_exceptions=False).output


def test_the_totals_sum_and_count_refused_files(folder: Path) -> None:
    assert (
        "9 rows = 2 kept + 2 refused + 5 furniture in 3 files; files refused whole: 1."
        in told(folder)
    )


def test_a_file_of_no_known_council_is_named_with_what_to_do(folder: Path) -> None:
    lines = [line for line in told(folder).splitlines() if "--council" in line]
    assert len(lines) == 1
    assert lines[0].startswith("newcastle/april.csv: No council was recognised")


def test_machines_get_the_same_notes_in_the_schema(folder: Path) -> None:
    document = json.loads(told(folder, "--json"))
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    rules = {
        source["file"]: [note["rule"] for note in source["notes"]]
        for source in document["sources"]
    }
    assert "no_council" in rules["newcastle/april.csv"]
    assert "no_council" not in rules["bradford_april.csv"]
