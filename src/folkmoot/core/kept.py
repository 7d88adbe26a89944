"""Working tables: rows worked out once, by the engine or by Python, for several steps to read.

Ibis can store both itself, at twice the cost: it copies the whole statement before it
writes it, asks the engine what it has just been told, and a build stores some fifty.
"""

from __future__ import annotations

from functools import cache

import pyarrow as pa
from ibis import Table
from ibis.backends.sql.datatypes import DuckDBType
from ibis.expr.datatypes import DataType
from ibis.expr.schema import Schema

from folkmoot.core.known_tables import known_table
from folkmoot.core.store import Writer, quoted


def kept_table(writer: Writer, name: str, rows: Table) -> Table:
    """Work out `rows` now and keep them under `name` until the connection closes.

    The columns have the types that the expression says, whatever the engine would pick.
    """
    sql = writer.ibis.compile(rows)
    kept = _empty_table(writer, name, rows.schema())
    writer.connection.execute(f"INSERT INTO temp.main.{quoted(name)} {sql}")
    return kept


def loaded_table(writer: Writer, name: str, rows: pa.Table) -> Table:
    """Keep rows that Python worked out under `name` until the connection closes."""
    kept = _empty_table(writer, name, Schema.from_pyarrow(rows.schema))
    with writer.arriving(rows) as arriving:
        writer.connection.execute(
            f"INSERT INTO temp.main.{quoted(name)} SELECT * FROM {arriving}"  # noqa: S608
        )
    return kept


def _empty_table(writer: Writer, name: str, columns: Schema) -> Table:
    schema = Schema({c: kind(nullable=True) for c, kind in columns.items()})
    declared = ", ".join(f"{quoted(c)} {_in_sql(kind)}" for c, kind in schema.items())
    writer.connection.execute(f"CREATE TEMP TABLE {quoted(name)} ({declared})")
    return known_table(writer.ibis, name, schema, catalog="temp", schema="main")


@cache
def _in_sql(kind: DataType) -> str:
    sql: str = DuckDBType.to_string(kind)
    return sql
