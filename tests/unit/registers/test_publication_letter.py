"""What the letter says where there is little to say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from folkmoot.build import build_workspace
from folkmoot.core.workspace import Workspace
from folkmoot.registers.publication.letter import Letter, letter
from folkmoot.registers.publication.words import named_table


def written(root: Path, register: str) -> Letter:
    made = Workspace.create(root / "w", group_name="Three", members=("E08000032",))
    (made.sources / "bradford_register.csv").write_text(register, "utf-8")
    started = datetime(2026, 11, 22, tzinfo=UTC)
    build_workspace(made, as_of=started.date(), started=started, tell=[].append)
    reader = made.current()
    found = letter(reader, "E08000032", sender="Three", as_of=date(2026, 11, 22))
    reader.close()
    return found


HEADINGS = (
    "Contract title,Contract reference,Supplier name,Start date,End date,Contract value"
)


def test_contracts_too_small_are_said_to_be_asked_nothing(tmp_path: Path) -> None:
    rows = "\n".join(
        f"Keys {n},G-000{n},Salt Ltd,01/04/2025,31/03/2026,{n}00" for n in range(1, 6)
    )
    (part,) = written(tmp_path, f"{HEADINGS}\n{rows}\n").parts
    assert part.points == ()
    assert (
        part.otherwise
        == "All are worth £5,000 or less, so the Code asks nothing of them."
    )


def test_fields_that_the_same_tables_lack_are_one_point(tmp_path: Path) -> None:
    rows = "\n".join(
        f"Keys {n},G-000{n},Salt Ltd,01/04/2025,31/03/2026,{n}0000" for n in range(1, 6)
    )
    (part,) = written(tmp_path, f"{HEADINGS}\n{rows}\n").parts
    (point,) = part.points
    assert point.startswith("There is no column for the department of the council")
    assert point.endswith(", where 100% of your contracts (5 of 5) are.")
    assert len(part.recommended) == 1


def test_a_table_is_called_by_its_sheet_or_by_its_place_on_the_only_sheet() -> None:
    assert named_table("a.csv", "") == "a.csv"
    assert named_table("a.xlsx", "2019") == "a.xlsx, sheet 2019"
    assert named_table("a.csv", "table 2") == "a.csv, table 2"
    assert named_table("a.csv", "columns H to M") == "a.csv, columns H to M"
