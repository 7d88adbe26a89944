"""Tables whose columns are known, as Ibis expressions: the engine is not asked for them."""

from __future__ import annotations

import ibis.expr.operations as ops
from ibis import Table
from ibis.backends.duckdb import Backend
from ibis.expr.schema import Schema


def known_table(
    backend: Backend, name: str, columns: Schema, *, catalog: str | None, schema: str
) -> Table:
    """The table `name` of a schema; without a catalog, of the database in use."""
    place = ops.Namespace(catalog=catalog, database=schema)
    return ops.DatabaseTable(
        name, schema=columns, source=backend, namespace=place
    ).to_expr()
