"""The only place that opens a database: one writer while a build runs, readers of sealed ones.

A build file is written once and never again. Readers open it read-only, with the file
system and the settings locked, so that no question asked of a page can reach beyond it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from ibis import Table
from ibis.backends.duckdb import Backend

from folkmoot.core.exceptions import NoBuildError
from folkmoot.core.known_tables import known_table
from folkmoot.core.schema import TableSpec

MEMORY_LIMIT = "1500MB"
"""Leaves room for Python beside DuckDB in the three gigabytes a build may take."""

ENGINE_FAILURES = (duckdb.IOException, duckdb.OutOfMemoryException)
"""What the engine raises when the disk or the memory is full: a bad run, not a bad row."""


_FILE = "build"
"""The database that is written to disk, as the engine knows it."""

_MEMORY = "memory"
"""The database beside it that is never written; what does not fit spills."""

_PASSING = frozenset({"aligned"})
"""Stages that stand only while a build runs: writing them to disk would be for nothing."""


_MOST_LENT_BYTES = 400_000_000
"""Some two million payments; what is read beyond them is copied to where it can spill."""

_AND_LENT = " and lent"
"""Ends the name of the view that shows a table with the rows lent to it."""

_ARRIVING = "_arriving"

_TOO_SLOW = "fsst,dict_fsst,zstd"
"""Ways of packing text that halve the file once more, and double the cost of writing it."""

ibis.options.sql.fuse_selects = False
"""Fusing selections makes shorter statements, which the engine runs no faster, and takes a
quarter of the time of writing them."""

_PORTION = 122_880
"""Rows that the engine gives one thread at a time (DuckDB's row groups)."""

_MOST_PENDING = 20_000
"""Plain rows held back before they are written: a few megabytes."""


def quoted(name: str) -> str:
    """An SQL identifier: the one place where a name becomes SQL."""
    return '"' + name.replace('"', '""') + '"'


def sql_text(text: str) -> str:
    """A text as SQL writes it, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


class Writer:
    """The one connection that fills a build file; tables are named by their declarations."""

    def __init__(self, path: Path | None, *, spill: Path | None = None) -> None:
        """Open a new file at `path`, or a database in memory where it is None (tests)."""
        config: dict[str, Any] = {"memory_limit": MEMORY_LIMIT}
        if spill is not None:
            config["temp_directory"] = str(spill)
        self._pending: dict[str, tuple[TableSpec, list[dict[str, Any]]]] = {}
        self.engine = duckdb.connect(":memory:", config=config)
        self.engine.execute("SET enable_progress_bar = false")
        self.engine.execute(f"SET disabled_compression_methods = '{_TOO_SLOW}'")
        if path is not None:
            # No journal: a draft that stops half-way is thrown away, never recovered.
            self.engine.execute(
                f"ATTACH {sql_text(str(path))} AS {_FILE} (RECOVERY_MODE no_wal_writes)"
            )
            self.engine.execute(f"USE {_FILE}")
        self._file = path is not None
        self._lent: dict[str, dict[str, str]] = {}
        self._lent_bytes = 0
        self._ibis = ibis.duckdb.from_connection(self.engine)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection, with every row appended so far in its table.

        `engine` is the same without that promise, for filling one table from another
        six hundred times over.
        """
        self._write_pending()
        return self.engine

    @property
    def ibis(self) -> Backend:
        """The Ibis backend on the same connection."""
        self._write_pending()
        return self._ibis

    def create(self, specs: Iterable[TableSpec]) -> None:
        """Create each declared table, empty, in the schema of its stage."""
        for spec in specs:
            self.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_schema(spec)}")
            self.connection.execute(
                f"CREATE TABLE {self.name(spec)} ({spec.duckdb_columns})"
            )

    def drop(self, specs: Iterable[TableSpec]) -> None:
        """Drop declared tables that are not to be sealed."""
        for spec in specs:
            if lent := self._lent.pop(spec.qualified, None):
                self.connection.execute(f"DROP VIEW {_with_lent(spec)}")
                for name in lent:
                    self.engine.unregister(name)
                self._lent_bytes = 0
            self.connection.execute(f"DROP TABLE {self.name(spec)}")

    @staticmethod
    def name(spec: TableSpec) -> str:
        """The quoted, qualified name of a declared table."""
        return f"{_schema(spec)}.{quoted(spec.name)}"

    def table(self, spec: TableSpec) -> Table:
        """A declared table as an Ibis expression."""
        catalog = _MEMORY if spec.stage in _PASSING else None
        name = spec.name + _AND_LENT * (spec.qualified in self._lent)
        columns = ibis.schema(spec.ibis_schema)
        return known_table(self.ibis, name, columns, catalog=catalog, schema=spec.stage)

    def lend(self, spec: TableSpec, values: Mapping[str, str], rows: pa.Table) -> bool:
        """Let Arrow rows be read as rows of a passing table, and copy nothing.

        `values` are SQL expressions by column; columns that they lack are empty. `table`
        and `count` see the rows until the table is dropped. False where as many rows are
        lent already as memory is set aside for: then nothing is lent.
        """
        if self._lent_bytes + rows.nbytes > _MOST_LENT_BYTES:
            return False
        self._lent_bytes += rows.nbytes
        lent = self._lent.setdefault(spec.qualified, {})
        name = f"{spec.qualified}, lent {len(lent) + 1}"
        self.engine.register(name, rows)
        columns = ", ".join(
            f"CAST({values.get(column, 'NULL')} AS {kind}) AS {quoted(column)}"
            for column, kind in spec.duckdb_types.items()
        )
        lent[name] = f"SELECT {columns} FROM {quoted(name)}"  # noqa: S608
        own = f"SELECT * FROM {self.name(spec)}"  # noqa: S608
        self.engine.execute(
            f"CREATE OR REPLACE VIEW {_with_lent(spec)} AS "
            f"{' UNION ALL '.join((own, *lent.values()))}"
        )
        return True

    def append(
        self, spec: TableSpec, rows: Table | pa.Table | pa.RecordBatchReader
    ) -> None:
        """Add rows to a declared table: by column name, absent columns empty."""
        if not isinstance(rows, Table):
            self._append_arrow(spec, rows)
        else:
            _in_both(spec, rows.columns)
            # In the order that the rows have: selecting them anew would cost and say nothing.
            columns = ", ".join(map(quoted, rows.columns))
            sql = self.ibis.compile(rows)
            self.connection.execute(f"INSERT INTO {self.name(spec)} ({columns}) {sql}")

    @contextmanager
    def arriving(self, rows: pa.Table | pa.RecordBatchReader) -> Iterator[str]:
        """Arrow rows under an SQL name, for the length of a block."""
        self.engine.register(_ARRIVING, rows)
        try:
            yield _ARRIVING
        finally:
            self.engine.unregister(_ARRIVING)

    def append_rows(self, spec: TableSpec, rows: Sequence[dict[str, Any]]) -> None:
        """Add plain rows (dicts by column name) to a declared table.

        A column that a row does not bring is null; one that the table does not have is a
        mistake of the program. Rows wait until somebody looks: a statement for the few rows
        that each of many files brings costs more than reading the file.
        """
        # Rows that bring different columns go in by different statements.
        for columns, alike in groupby(rows, key=tuple):
            if unknown := set(columns).difference(spec.column_names):
                raise KeyError(f"{spec.qualified} has no column {sorted(unknown)}")
            key = " ".join((spec.qualified, *columns))
            _, waiting = self._pending.setdefault(key, (spec, []))
            waiting.extend(alike)
            if len(waiting) >= _MOST_PENDING:
                self._write_pending()

    def _write_pending(self) -> None:
        while self._pending:
            _, (spec, rows) = self._pending.popitem()
            names = [name for name in spec.column_names if name in rows[0]]
            schema = ibis.schema(spec.ibis_schema).to_pyarrow()
            fields = pa.schema([schema.field(name) for name in names])
            self._append_arrow(spec, pa.Table.from_pylist(rows, schema=fields))

    def _append_arrow(
        self, spec: TableSpec, rows: pa.Table | pa.RecordBatchReader
    ) -> None:
        names = _in_both(spec, rows.schema.names)
        columns = ", ".join(quoted(name) for name in names)
        with self.arriving(rows) as arriving:
            self.engine.execute(
                f"INSERT INTO {self.name(spec)} ({columns}) SELECT {columns} FROM {arriving}"  # noqa: S608
            )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The answer of a query as dicts; parameters are always bound, never pasted."""
        return _dicts(self.connection.execute(sql, list(parameters)))

    def count(self, specs: Iterable[TableSpec]) -> int:
        """How many rows these tables hold together."""
        return sum(
            self.rows(f"SELECT count(*) AS n FROM {self._whole(spec)}")[0]["n"]  # noqa: S608
            for spec in specs
        )

    def has_rows(self, rows: Table) -> bool:
        """Whether an expression has any row."""
        first = self.ibis.compile(rows.limit(1))
        return self.connection.execute(first).fetchone() is not None

    def _whole(self, spec: TableSpec) -> str:
        return _with_lent(spec) if spec.qualified in self._lent else self.name(spec)

    def use_threads(self, *, rows: int) -> None:
        """From now on use as many threads as so many rows give work to.

        Threads that find no work look for it all the while: one that waits for a reader
        of rows in order, or for a table of a single portion, doubles the processor time.
        """
        self.engine.execute("RESET threads")
        (cores,) = self.rows("SELECT current_setting('threads') AS n")
        threads = min(cores["n"], max(1, rows // _PORTION))
        self.engine.execute(f"SET threads = {threads}")

    @contextmanager
    def joining_as_written(self) -> Iterator[None]:
        """Joins look up the right table for each row of the left, for the length of a block.

        Of lent rows the engine does not know how many there are, and would take a million
        of them for the smaller side.
        """
        self.engine.execute("SET disabled_optimizers = 'build_side_probe_side'")
        try:
            yield
        finally:
            self.engine.execute("RESET disabled_optimizers")

    @contextmanager
    def attached(self, path: Path) -> Iterator[str]:
        """Another build, read-only, for the length of a block, under the name given."""
        self.connection.execute(f"ATTACH {sql_text(str(path))} AS other (READ_ONLY)")
        try:
            yield "other"
        finally:
            self.connection.execute("DETACH other")

    def close(self) -> None:
        """Write everything to disk and let the file go."""
        if self._file:
            self.connection.execute(f"CHECKPOINT {_FILE}")
        self.engine.close()

    def abandon(self) -> None:
        """Let the file go as it is; safe to call after `close`."""
        self.engine.close()


class Reader:
    """One read-only, locked connection to a sealed build; cheap cursors for each question."""

    def __init__(self, path: Path) -> None:
        self.path = path
        # Locked as it opens: one process may hold two readers of the same build, and
        # the second could not lock again what the first has locked.
        self.connection = duckdb.connect(
            str(path),
            read_only=True,
            config={"enable_external_access": False, "lock_configuration": True},
        )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The answer of a query as dicts; safe from several threads at once.

        Raises `NoBuildError` where the build lacks a table or column that is asked for:
        another version of Folkmoot sealed it.
        """
        with self.connection.cursor() as cursor:
            try:
                return _dicts(cursor.execute(sql, list(parameters)))
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                raise NoBuildError(
                    "The build in use was made by another version of Folkmoot and does "
                    "not hold what is asked here.",
                    "Run `folkmoot build` once; files and decisions stay as they are.",
                ) from error

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> dict[str, Any] | None:
        """The first row of the answer, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """A reader for the length of a block."""
    reader = Reader(path)
    try:
        yield reader
    finally:
        reader.close()


def _with_lent(spec: TableSpec) -> str:
    return f"{_schema(spec)}.{quoted(spec.name + _AND_LENT)}"


def _schema(spec: TableSpec) -> str:
    schema = quoted(spec.stage)
    return f"{_MEMORY}.{schema}" if spec.stage in _PASSING else schema


def _in_both(spec: TableSpec, names: Iterable[str]) -> list[str]:
    present = set(names)
    unknown = present - set(spec.column_names)
    if unknown:
        raise AssertionError(f"{spec.qualified} declares no column {sorted(unknown)}")
    return [name for name in spec.column_names if name in present]


def _dicts(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
