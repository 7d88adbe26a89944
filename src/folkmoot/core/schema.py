"""Declared tables: the name, type, unit and meaning of every column of every stage.

A room declares its tables in `tables.py`; the store creates them from here, the
reference pages are written from here, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ColumnType = Literal[
    "text", "integer", "money", "real", "date", "timestamp", "boolean", "list", "json"
]

_DUCKDB_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "money": "DECIMAL(18,2)",
    "real": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "list": "VARCHAR[]",
    "json": "VARCHAR",
}

_IBIS_TYPES: Mapping[ColumnType, str] = {
    "text": "string",
    "integer": "int64",
    "money": "decimal(18, 2)",
    "real": "float64",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "boolean",
    "list": "array<string>",
    "json": "string",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a `snake_case` name with its unit at the end, and what it means."""

    name: str
    type: ColumnType
    meaning: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One declared table of one stage; `meaning` says what its rows are.

    `unpacked` are columns of many rows whose texts seldom repeat: packing them makes the
    file a fifteenth smaller and doubles the cost of writing it.
    """

    stage: str
    name: str
    meaning: str
    columns: tuple[Column, ...]
    unpacked: frozenset[str] = frozenset()

    @property
    def qualified(self) -> str:
        """The name as SQL and the reference pages write it, such as `clean.payments`."""
        return f"{self.stage}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names, in declared order."""
        return tuple(column.name for column in self.columns)

    @property
    def duckdb_columns(self) -> str:
        """The column list of a DuckDB CREATE TABLE statement."""
        return ", ".join(map(self._duckdb_column, self.columns))

    def _duckdb_column(self, column: Column) -> str:
        packing = " USING COMPRESSION uncompressed" * (column.name in self.unpacked)
        return f'"{column.name}" {_DUCKDB_TYPES[column.type]}{packing}'

    @property
    def duckdb_types(self) -> dict[str, str]:
        """Name to DuckDB type."""
        return {column.name: _DUCKDB_TYPES[column.type] for column in self.columns}

    @property
    def ibis_schema(self) -> dict[str, str]:
        """Name to Ibis type, as `ibis.schema` and `ibis.memtable` take it."""
        return {column.name: _IBIS_TYPES[column.type] for column in self.columns}


def table(
    stage: str, name: str, meaning: str, *columns: tuple[str, ColumnType, str]
) -> TableSpec:
    """A declared table, written as rows of (name, type, meaning)."""
    return TableSpec(stage, name, meaning, tuple(Column(*column) for column in columns))
