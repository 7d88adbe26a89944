"""Truth tables: small tables written as text, and the engines that must agree on them.

A table is written as a person would draw it. The first line names the columns, each
with its type after a colon where it is not text; an empty cell is an empty value; a cell
in double quotes keeps its blanks and bars and knows `\\n` and `\\t`:

    row:integer | amount_text | amount:money
    1           | £1,200.50   | 1200.50
    2           | "  12 "     | 12
    3           |             |
    4           | ""          |

Types are those of declared tables: text, integer, money, real, date, timestamp, boolean
and list (`[a, b]`). A pair `(spec, text)` takes types from a declared table and fills the
columns that are not written with empty values, so that a case shows only what it is about.

A test looks like this, and runs on the reference, DuckDB and Spark:

    def test_credit_notes_are_negative(check):
        check(
            steps.amounts,                     # Ibis: tables in, a table out
            oracle=reference.amounts,          # plain Python: lists of dicts in and out
            inputs={"payments": '''
                row:integer | amount_text
                1           | (12.00)
            '''},
            expected='''
                row:integer | amount:money
                1           | -12.00
            ''',
        )

`inputs` are passed by name, further options through `options={...}`. Rows compare in any
order, and only the columns that `expected` names. The reference is required: it is the
second opinion that makes the table more than a picture of the code. Write it the simple
way, without Ibis, in `tests/spec/oracle/<room>.py`. Generative tests can call the same
reference on random rows with `rows_on(engine, step, inputs, options)`.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

import ibis
import pyarrow as pa

from folkmoot.core.schema import TableSpec

Rows = list[dict[str, Any]]
Step = Callable[..., ibis.Table]
Oracle = Callable[..., Rows]
Drawn = str | tuple[TableSpec, str] | tuple[TableSpec, Rows]

_IBIS_TYPES = {
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
_CELL = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^|]*)\s*(?:\||$)')
REAL_PLACES = 9
"""Floats of two engines are equal when they agree to this many decimal places."""


def drawn_table(drawn: Drawn) -> tuple[ibis.Schema, Rows]:
    """The schema and rows of a table written as text."""
    if isinstance(drawn, str):
        return _parsed(drawn, {})
    spec, body = drawn
    types = {column.name: column.type for column in spec.columns}
    rows = _parsed(body, types)[1] if isinstance(body, str) else body
    unknown = {name for row in rows for name in row} - set(types)
    assert not unknown, f"{spec.qualified} declares no column {sorted(unknown)}"
    complete = [{name: row.get(name) for name in types} for row in rows]
    return ibis.schema(spec.ibis_schema), complete


def _parsed(text: str, types: Mapping[str, str]) -> tuple[ibis.Schema, Rows]:
    lines = [line.strip() for line in text.strip().splitlines()]
    lines = [line for line in lines if line and set(line) - set("-+|= ")]
    names, kinds = [], []
    for heading in _cells(lines[0]):
        name, _, kind = heading.partition(":")
        names.append(name.strip())
        kinds.append(kind.strip() or types.get(name.strip(), "text"))
    rows = []
    for line in lines[1:]:
        cells = _cells(line)
        assert len(cells) == len(names), f"{len(names)} columns, but: {line}"
        rows.append(
            {n: _value(c, k) for n, c, k in zip(names, cells, kinds, strict=True)}
        )
    return ibis.schema(
        {n: _IBIS_TYPES[k] for n, k in zip(names, kinds, strict=True)}
    ), rows


def _cells(line: str) -> list[str]:
    cells, at = [], 0
    while True:
        found = _CELL.match(line, at)
        assert found, f"unreadable row: {line}"
        cells.append(found.group(1).strip())
        at = found.end()
        if found.group(0)[-1:] != "|":
            return cells


def _value(cell: str, kind: str) -> Any:
    if cell == "":
        return None
    if cell.startswith('"'):
        cell = json.loads(cell)
    readers: Mapping[str, Callable[[str], Any]] = {
        "integer": int,
        "money": lambda c: Decimal(c).quantize(Decimal("0.01")),
        "real": float,
        "date": date.fromisoformat,
        "timestamp": datetime.fromisoformat,
        "boolean": lambda c: {"true": True, "false": False}[c],
        "list": lambda c: [p.strip() for p in c.strip("[]").split(",") if p.strip()],
    }
    return readers.get(kind, str)(cell)


class Engine(Protocol):
    """Something that runs a step on tables and gives the rows that come out."""

    name: str

    def rows(
        self, step: Step, inputs: Mapping[str, Drawn], options: Mapping[str, Any]
    ) -> Rows:
        """The rows of `step(**inputs, **options)`."""


class DuckDBEngine:
    """Steps run by DuckDB in memory."""

    name = "duckdb"

    def __init__(self) -> None:
        self.backend = ibis.duckdb.connect()

    def rows(
        self, step: Step, inputs: Mapping[str, Drawn], options: Mapping[str, Any]
    ) -> Rows:
        tables = {name: self._table(drawn) for name, drawn in inputs.items()}
        result = step(**tables, **options)
        answer = self.backend.con.execute(self.backend.compile(result))
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def _table(self, drawn: Drawn) -> ibis.Table:
        schema, rows = drawn_table(drawn)
        name = f"t{uuid.uuid4().hex}"
        arrow = pa.Table.from_pylist(rows, schema=schema.to_pyarrow())
        return self.backend.create_table(name, arrow, temp=True)


class SparkEngine:
    """Steps run by Spark in this process."""

    name = "spark"

    def __init__(self, session: Any) -> None:
        self.session = session
        self.backend = ibis.pyspark.connect(session)

    def rows(
        self, step: Step, inputs: Mapping[str, Drawn], options: Mapping[str, Any]
    ) -> Rows:
        tables = {name: self._table(drawn) for name, drawn in inputs.items()}
        result = step(**tables, **options)
        frame = self.session.sql(self.backend.compile(result))
        return [row.asDict() for row in frame.collect()]

    def _table(self, drawn: Drawn) -> ibis.Table:
        from ibis.backends.pyspark.datatypes import PySparkSchema

        schema, rows = drawn_table(drawn)
        name = f"t{uuid.uuid4().hex}"
        values = [tuple(row[column] for column in schema.names) for row in rows]
        frame = self.session.createDataFrame(values, PySparkSchema.from_ibis(schema))
        frame.createOrReplaceTempView(name)
        return self.backend.table(name)


def rows_on(
    engine: Engine | None,
    step: Step | Oracle,
    inputs: Mapping[str, Drawn],
    options: Mapping[str, Any] | None = None,
) -> Rows:
    """Rows that an engine, or the plain-Python reference where None, makes of the inputs."""
    if engine is None:
        plain = {name: drawn_table(drawn)[1] for name, drawn in inputs.items()}
        return step(**plain, **(options or {}))  # type: ignore[return-value]
    return engine.rows(step, inputs, options or {})  # type: ignore[arg-type]


def comparable(rows: Rows, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows as sorted tuples of the named columns, one spelling for each value."""
    for row in rows:
        missing = [name for name in columns if name not in row]
        assert not missing, f"no column {missing} in {sorted(row)}"
    tuples = [tuple(_plain(row[name]) for name in columns) for row in rows]
    return sorted(tuples, key=repr)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, REAL_PLACES)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, list | tuple):
        return tuple(_plain(part) for part in value)
    return value


def assert_rows(found: Rows, expected: Drawn) -> None:
    """Fail unless the rows are those of the expected table, in any order."""
    schema, rows = drawn_table(expected)
    if isinstance(expected, tuple) and isinstance(expected[1], str):
        types = {column.name: column.type for column in expected[0].columns}
        names = list(_parsed(expected[1], types)[0].names)
    else:
        names = list(schema.names)
    came, due = comparable(found, names), comparable(rows, names)
    unexpected = [row for row in came if row not in due]
    missing = [row for row in due if row not in came]
    assert came == due, f"of {names}\nunexpected: {unexpected}\nmissing: {missing}"
