"""Working tables: the rows of an expression worked out once, for several steps to read.

Ibis can store an expression itself, at twice the cost: it copies the whole statement
before it writes it, and a build stores some fifty.
"""

from __future__ import annotations

import ibis
from ibis import Table
from ibis.backends.sql.datatypes import DuckDBType

from folkmoot.core.known_tables import known_table
from folkmoot.core.store import Writer, quoted


def kept_table(writer: Writer, name: str, rows: Table) -> Table:
    """Work out `rows` now and keep them under `name` until the connection closes.

    The columns have the types that the expression says, whatever the engine would pick.
    """
    schema = ibis.schema(
        {column: kind(nullable=True) for column, kind in rows.schema().items()}
    )
    columns = ", ".join(
        f"{quoted(column)} {DuckDBType.to_string(kind)}"
        for column, kind in schema.items()
    )
    sql = writer.ibis.compile(rows)
    writer.connection.execute(f"CREATE TEMP TABLE {quoted(name)} ({columns})")
    writer.connection.execute(f"INSERT INTO temp.main.{quoted(name)} {sql}")
    return known_table(writer.ibis, name, schema, catalog="temp", schema="main")
