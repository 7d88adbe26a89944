"""The sheets of a workbook (XLSX, XLS, ODS), or a Parquet file, as delimited text.

They are read in a limited process of their own.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from folkmoot.sources.readers import parquet_cells, workbook_cells
from folkmoot.sources.received.archives import (
    MAX_CELLS,
    MAX_WORKBOOK_BYTES,
    ArchiveRefusedError,
    cells_refusal,
    check_declared,
    check_workbook,
)

MEMORY_BYTES = 3_000_000_000
"""What a sheet of MAX_CELLS filled cells takes to open, and a third more."""

CPU_SECONDS = 180
"""A sheet of MAX_CELLS takes some 20 seconds to parse: slower machines get nine times that."""

WALL_SECONDS = 900
"""As the processor's limit, on a machine that does five things at once."""

_ZIPPED = frozenset({"xlsx", "ods"})

_SENTENCES = {
    "locked": "The workbook is locked with a password. Unlock it and add it again.",
    "damaged": "The workbook is damaged or of an unknown make and cannot be opened. "
    "Open it in a spreadsheet, save it as XLSX or CSV, and add that.",
    "memory": f"The workbook asks for more than {MEMORY_BYTES:,} bytes of memory, as a "
    "harmful file does. If it is genuine, save it as CSV and add that.",
    "time": f"The workbook was not read within {CPU_SECONDS} seconds, as a harmful file "
    "is not. If it is genuine, save it as CSV and add that.",
    "text": f"The workbook holds more than {MAX_WORKBOOK_BYTES:,} bytes of text. "
    "Save its sheets as CSV, in parts, and add those.",
}


_PARQUET_SENTENCES = {
    "locked": "The Parquet file is encrypted. Export it as CSV and add that.",
    "damaged": "The Parquet file is damaged or of an unknown make and cannot be opened. "
    "Export it again, or as CSV.",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with anything in it; row 1 of its text is row 1 of the sheet.

    `path` is text whose cells are parted by `workbook_cells.DELIMITER`, `row_count` rows
    of `width` cells each, blank ones included.
    """

    name: str
    path: Path
    row_count: int
    width: int

    def rows(self, most: int | None = None) -> Iterator[list[str]]:
        """The rows, or the first of them, each cell as text."""
        csv.field_size_limit(2**31 - 1)
        with self.path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, delimiter=workbook_cells.DELIMITER)
            yield from islice(reader, most)


def sheets_of(path: Path, *, kind: str, into: Path) -> list[Sheet]:
    """The sheets that hold anything, in the workbook's order, their text in folder `into`.

    Raises `ArchiveRefusedError` where the workbook is locked, damaged or too large.
    Columns that are blank from top to bottom are cut off at the right; blank rows count,
    as the workbook itself counts them.
    """
    if kind in _ZIPPED:
        check_declared(path)
    answer = _answer(path, into, kind=kind)
    refusal = answer.get("refusal", "")
    if refusal == "disk":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(into))
    if refusal == "cells":
        raise ArchiveRefusedError(cells_refusal(answer["height"], answer["width"]))
    if refusal:
        if kind in _ZIPPED:
            check_workbook(path)  # knows more exactly what is wrong, but takes its time
        own = _PARQUET_SENTENCES if kind == "parquet" else {}
        raise ArchiveRefusedError(own.get(refusal, _SENTENCES[refusal]))
    return [
        Sheet(
            name=sheet["name"],
            path=into / sheet["file"],
            row_count=sheet["rows"],
            width=sheet["width"],
        )
        for sheet in answer["sheets"]
    ]


def _answer(path: Path, into: Path, *, kind: str) -> dict[str, Any]:
    limits = (MEMORY_BYTES, CPU_SECONDS, MAX_WORKBOOK_BYTES, MAX_CELLS)
    program = parquet_cells if kind == "parquet" else workbook_cells
    # -P: the folder of the program is no place to look for modules.
    command = [sys.executable, "-P", str(program.__file__), str(path), str(into)]
    try:
        done = subprocess.run(
            [*command, *map(str, limits)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refusal": "time"}
    if done.returncode == 0:
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
    is_stopped = done.returncode in _CPU_SIGNALS
    return {"refusal": "time" if is_stopped else "memory"}


_CPU_SIGNALS = frozenset({-24, -9})
"""SIGXCPU where the limit is met, SIGKILL where it is passed."""
