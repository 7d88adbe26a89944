"""The words every room shares: where a statement was read, and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refused", "cell", "note"]
"""refused: the row was not kept; cell: one value was not; note: kept, but look."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One place in one file, as published.

    `row` counts physical rows from 1, the header included, so that it is the number
    a spreadsheet shows; for JSON it counts releases or objects and `pointer` is the
    JSON Pointer (RFC 6901). `file` inside an archive reads `archive.zip!inner.csv`.
    """

    source_id: str
    file: str
    sheet: str
    row: int
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One row or cell that could not be kept as it was published, and the rule it broke."""

    source_id: str
    table_name: str
    row_number: int
    pointer: str
    field: str
    value: str
    rule: str
    severity: Severity
    message: str
