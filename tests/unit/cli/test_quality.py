# ruff: noqa: E501  (the files are as wide as they are)
"""What the command says of a small register and spend file, to the row, and the letter."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.made_once import made_once

from folkmoot.build import build_workspace
from folkmoot.cli.quality import quality
from folkmoot.core.exceptions import NotFoundError
from folkmoot.core.workspace import Workspace

PERSON = "Wilhelmina Quibble"
REGISTER = f"""Contracts register
Contract title,Contract reference,Directorate,Supplier name,Company number,Start date,End date,Contract value,Irrecoverable VAT,SME supplier
Grass cutting,G-0001,Parks,Verge Cutters Ltd,01234567,01/04/2024,31/03/2027,"12,500.50",0,Yes
Taxi,G-0002,Children,{PERSON},,01/04/2024,,9000,nil,
Gritting,G-0003,TBC,Salt Ltd,,01/04/2025,Rolling,TBC,,No
Keys,G-0004,Estates,Salt Ltd,,01/04/2025,31/03/2026,5000,,No
Printed under the Local Government Transparency Code
"""
SPEND = """Directorate,Payment Date,Supplier Name,Net Amount,Expense Type,Irrecoverable VAT
Parks,01/05/2025,Verge Cutters Ltd,600.00,Grass,12.00
,02/06/2025,REDACTED PERSONAL DATA,700.00,Grass,
Parks,03/06/2025,Salt Ltd,,Salt,
Parks,03/06/2025,Salt Ltd,twelve hundred,Salt,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "quality", _make)


def _make(root: Path) -> None:
    made = Workspace.create(root, group_name="Three Shires", members=("E08000032",))
    (root / "sources" / "bradford_register.csv").write_text(REGISTER, "utf-8")
    (root / "sources" / "bradford_spend.csv").write_text(SPEND, "utf-8")
    build_workspace(
        made,
        as_of=date(2026, 11, 22),
        started=datetime(2026, 11, 22, tzinfo=UTC),
        tell=print,
    )


def said(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(
        quality, [*words, "--workspace", str(folder)], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def fields(folder: Path) -> dict[tuple[str, str], dict[str, object]]:
    rows = json.loads(said(folder, "--council", "E08000032", "--json"))
    return {(row["kind"], row["field"]): row for row in rows}


@pytest.mark.parametrize(
    ("kind", "field", "asked", "filled", "told", "evidence"),
    [
        ("contracts", "title", 3, 3, 3, ""),
        ("contracts", "department", 3, 3, 2, "bradford_register.csv, row 5 unclear"),
        ("contracts", "end_date", 3, 2, 2, "bradford_register.csv, row 4 blank"),
        ("contracts", "value", 3, 3, 2, "bradford_register.csv, row 5 unclear"),
        ("contracts", "vat", 3, 2, 2, "bradford_register.csv, row 5 blank"),
        ("contracts", "sme", 3, 2, 2, "bradford_register.csv, row 4 blank"),
        ("contracts", "vcse", 3, 0, 0, "bradford_register.csv, no column"),
        # Of the individual no details are asked; the contract of £5,000 is left out.
        (
            "contracts",
            "supplier_details",
            2,
            1,
            1,
            "bradford_register.csv, row 5 blank",
        ),
        ("payments", "department", 2, 1, 1, "bradford_spend.csv, row 3 blank"),
        ("payments", "beneficiary", 2, 2, 2, ""),
        ("payments", "vat", 2, 1, 1, "bradford_spend.csv, row 3 blank"),
        (
            "payments",
            "amount",
            4,
            3,
            2,
            "bradford_spend.csv, row 4 blank; bradford_spend.csv, row 5 unclear",
        ),
    ],
)
def test_each_field_is_counted_and_its_first_rows_are_named(
    fields: dict[tuple[str, str], dict[str, object]],
    kind: str,
    field: str,
    asked: int,
    filled: int,
    told: int,
    evidence: str,
) -> None:
    row = fields[kind, field]
    counts = (row["asked_rows"], row["filled_rows"], row["valid_rows"])
    assert counts == (asked, filled, told)
    assert row["evidence"] == evidence


def test_the_list_gives_the_mean_of_the_shares(folder: Path) -> None:
    rows = {row["kind"]: row for row in json.loads(said(folder, "--json"))}
    # Date, beneficiary, purpose whole; department and VAT half; amount half; no category.
    assert rows["payments"]["score"] == pytest.approx((3 + 3 * 0.5) / 7)
    assert rows["payments"]["without_column"] == 1
    assert rows["payments"]["period"] == "May 2025 to June 2025"
    table = said(folder)
    assert "64.3%" in table
    assert "Merchant category 0%" in table


def test_the_letter_names_rows_and_nobody(folder: Path) -> None:
    letter = said(
        folder,
        "--council",
        "City of Bradford Metropolitan District Council",
        "--letter",
    )
    plain = " ".join(letter.split())
    assert (
        "33% of your contracts (1 of 3) have no end date: bradford_register.csv, row 4."
        in plain
    )
    assert "50% of your payments (2 of 4)" not in plain
    assert "25% of your payments (1 of 4) have no amount" in plain
    assert "22 November 2026" in plain
    assert plain.endswith("Yours sincerely, Three Shires")
    for word in PERSON.split():
        assert word not in letter


def test_the_letter_needs_a_publisher(folder: Path) -> None:
    done = CliRunner().invoke(quality, ["--letter", "--workspace", str(folder)])
    assert done.exit_code == 2
    assert "--letter needs --council" in done.output


def test_an_unknown_publisher_is_said_to_be_unknown(folder: Path) -> None:
    with pytest.raises(NotFoundError, match="Atlantis"):
        said(folder, "--council", "Atlantis")
