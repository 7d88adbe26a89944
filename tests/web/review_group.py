"""Two councils whose files leave a doubt of each kind, built as a person would build them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.made_once import made_once

from folkmoot.build import BuildResult, build_workspace
from folkmoot.core.workspace import Workspace

AS_OF = date(2027, 1, 15)
HEAD = (
    "Organisation name,Contract reference,Contract title,Supplier name,"
    "Company number,Start date,End date,Contract value\n"
)
LEEDS, BRADFORD = "Leeds City Council", "Bradford Council"


def register(*entries: tuple[str, ...]) -> str:
    """A register of contracts as a file, under the headings of `HEAD`."""
    return HEAD + "".join(",".join(entry) + "\n" for entry in entries)


FROM, TO, LATER = "01/04/2024", "31/03/2027", "31/03/2028"
KID, KIDS = "Quillfeather Child Care Ltd", "Quillfeather Childcare Ltd"
FIRM, HOLDING = "Zephyrine Ltd", "Zephyrine Holdings Ltd"
FILES = {
    "eastmere.csv": register(
        (LEEDS, "LCC-1001", "Tree works", KID, "", FROM, TO, "120000"),
        (LEEDS, "LCC-1002", "Phase three", HOLDING, "", FROM, LATER, "900000"),
        (LEEDS, "LCC-1003", "Foster care", "Wilhelmina Quibble", "", FROM, LATER, "90"),
    ),
    "northwold.csv": register(
        (BRADFORD, "BC-2001", "Hedges", KIDS, "", FROM, TO, "20000"),
        (BRADFORD, "BC-2002", "Lamps", FIRM, "", "01/05/2024", LATER, "50000"),
    ),
    "later.csv": register(
        (LEEDS, "LCC-1001", "Tree works and hedges", "Northgate Vehicles PLC", "", FROM,
         TO, "120000"),
    ),
}  # fmt: skip


def sealed_doubts(factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of both councils with its first build, for whoever asks to change."""
    return Workspace.open(made_once(factory, "doubts", _make))


def _make(root: Path) -> None:
    workspace = Workspace.create(
        root, group_name="Two councils", members=("E08000035", "E08000032")
    )
    for name, text in FILES.items():
        (workspace.sources / name).write_text(text, "utf-8")
    built(workspace)


def built(workspace: Workspace) -> BuildResult:
    """Another build, where anything has changed."""
    return build_workspace(
        workspace, as_of=AS_OF, started=datetime.now(UTC), tell=lambda step: None
    )
