"""A program: the rows of one Parquet file as delimited text, within limits on itself.

The same bargain as `workbook_cells.py`, whose arguments and answer it shares: the bytes
come from a stranger, so a process of its own opens them, and the system may stop it. The
columns' names are row 1, so that rows count as a person counts them who exports the file.
"""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from folkmoot.sources.readers.workbook_cells import (
    TooManyCellsError,
    Writing,
    limit_itself,
)

_ENGINE_MEMORY = "1GB"
"""Of the process's own limit, the part that holds pages unpacked."""

_ROWS_AT_ONCE = 2_000

_ROWS = "FROM read_parquet(?, hive_partitioning = false)"
_COUNT = f"SELECT count(*) {_ROWS}"


def main(arguments: list[str]) -> int:
    """Write the rows' text, print what they are, and give the exit code."""
    file, folder = map(Path, arguments[:2])
    memory, seconds, text, cells = map(int, arguments[2:])
    limit_itself(memory=memory, seconds=seconds, text=text)
    try:
        answer: dict[str, Any] = {"sheets": [written_table(file, folder, cells=cells)]}
    except TooManyCellsError as error:
        answer = {"refusal": "cells", "height": error.args[0], "width": error.args[1]}
    except (MemoryError, duckdb.OutOfMemoryException):
        answer = {"refusal": "memory"}
    except OSError as error:
        reasons = {errno.EFBIG: "text", errno.ENOSPC: "disk"}
        answer = {"refusal": reasons.get(error.errno or 0, "damaged")}
    except duckdb.Error as error:
        answer = {"refusal": "locked" if "encrypt" in str(error) else "damaged"}
    sys.stdout.write(json.dumps(answer))
    return 0


def written_table(file: Path, folder: Path, *, cells: int) -> dict[str, Any]:
    """The file's one table, once its text is written: name, file, rows, width."""
    engine = duckdb.connect(
        config={
            "threads": 1,
            "memory_limit": _ENGINE_MEMORY,
            "temp_directory": str(folder),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    counted = engine.execute(_COUNT, [str(file)]).fetchone()
    height = 1 + (counted[0] if counted else 0)
    found = engine.execute(_ROWS, [str(file)])
    names = [column[0] for column in found.description or ()]
    if height * len(names) > cells:
        raise TooManyCellsError(height, len(names))
    path = folder / "0.txt"
    writing = Writing(len(names))
    with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
        writing.write(chain([names], _rows(found)), stream)
    return {
        "name": "",
        "file": path.name,
        "rows": writing.count,
        "width": writing.filled_width,
    }


def _rows(found: duckdb.DuckDBPyConnection) -> Iterator[list[Any]]:
    while batch := found.fetchmany(_ROWS_AT_ONCE):
        yield from ([_plain(cell) for cell in row] for row in batch)


def _plain(cell: Any) -> Any:
    """A cell of a kind that sheets have too; what is nested is written as JSON."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, bytes | bytearray):
        return bytes(cell).decode("utf-8", errors="replace")
    if isinstance(cell, dict | list | tuple):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return cell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
