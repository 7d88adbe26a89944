"""Cells as published into a table of stage `raw`, contact details left out.

A plain file goes in by one statement, so that a million rows never pass through Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

import duckdb
import pyarrow as pa

from folkmoot.core.store import Writer, quoted, sql_text
from folkmoot.sources.layouts.recognise import Recognition

_NUMBERS = "_row_numbers"

_NOT_FOR_THE_FAST_READER = (
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    UnicodeDecodeError,
)
"""What DuckDB raises for text it takes otherwise; the last as it quotes a line cut short."""

_BATCH_ROWS = 50_000
"""Rows held as Python text at once by the careful path."""

_NAME_LETTERS = 50
_EMAIL = r"[A-Za-z0-9._%+''-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
EMAIL_REMOVED = "[email removed]"


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of stage raw: its name, and the raw column of each published one ('': dropped)."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What every row of a table says of where it is from.

    `has_pointers` where the rows were objects of a JSON file.
    """

    source_id: str
    table_name: str
    bundle_id: str
    has_pointers: bool = False


def raw_table(place: Place, recognition: Recognition) -> RawTable:
    """The names that the raw table and its columns get, from the headings; each unique."""
    taken = {"source_id", "row_number", "pointer"}
    names: list[str] = []
    for index, meaning in enumerate(recognition.columns):
        headings = recognition.header.headings
        heading = headings[index] if index < len(headings) else ""
        stem = _slug(heading) or f"column_{index + 1}"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}_{number}"
        taken.add(name)
        names.append("" if meaning.is_contact else name)
    table = _slug(place.table_name)
    return RawTable(f"{place.source_id}__{table}", tuple(names))


def fill_raw_from_file(
    writer: Writer,
    place: Place,
    raw: RawTable,
    path: Path,
    *,
    delimiter: str,
    is_count: Callable[[int], bool],
    has_emails: bool,
) -> int | None:
    """The fast path: DuckDB reads the file itself; None where the careful one must.

    Strict about quotes and width, so that it refuses whatever two readers could take
    differently, and held to a count of the records that `is_count` knows.
    """
    connection = writer.engine
    target = _target(writer, raw)
    names = [f"c{index}" for index in range(len(raw.columns))]
    kept = _kept(raw, names, has_emails=has_emails)
    # Numbered by a sequence, in one thread: half the cost of row_number().
    connection.execute(f"CREATE OR REPLACE TEMP SEQUENCE {_NUMBERS}")
    # Rows shorter than the header are rare, and padding them doubles the cost.
    for padding in ("false", "true"):
        source = _read_csv(path, names, delimiter=delimiter, padding=padding)
        try:
            with uncompressed(writer):
                connection.execute(
                    f"CREATE TABLE {target} AS "  # noqa: S608
                    f"SELECT {sql_text(place.source_id)} AS source_id, "
                    f"nextval('{_NUMBERS}') AS row_number, {kept} FROM {source}"
                )
            break
        except _NOT_FOR_THE_FAST_READER:
            connection.execute(f"CREATE OR REPLACE TEMP SEQUENCE {_NUMBERS}")
    else:
        return None
    found = connection.execute(
        f"SELECT count(*), min(row_number), max(row_number), "  # noqa: S608
        f"bool_and(row_number = rowid + 1) FROM {target}"
    ).fetchone()
    if found is None or found[1:] != (1, found[0], True) or not is_count(found[0]):
        connection.execute(f"DROP TABLE {target}")
        return None
    return int(found[0])


def _read_csv(path: Path, names: Sequence[str], *, delimiter: str, padding: str) -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return (
        f"read_csv({sql_text(str(path))}, auto_detect = false, header = false, "
        f"delim = {sql_text(delimiter)}, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, null_padding = {padding}, strict_mode = true, "
        f"parallel = false)"
    )


@contextmanager
def uncompressed(writer: Writer) -> Iterator[None]:
    """Rows are written as they are: packing them takes as long as all the rest."""
    writer.engine.execute("SET force_compression = 'uncompressed'")
    try:
        yield
    finally:
        writer.engine.execute("SET force_compression = 'auto'")


def fill_raw_from_rows(
    writer: Writer,
    place: Place,
    raw: RawTable,
    rows: Iterable[Sequence[str]],
    *,
    first_row: int = 1,
) -> int:
    """The careful path: rows as Python has them; gives their number.

    Where the place has pointers, the first cell of each row is its pointer. `first_row`
    is the physical row of the first, where a sheet holds several tables.
    """
    connection = writer.engine
    names = [f"c{index}" for index in range(len(raw.columns))]
    target = _target(writer, raw)
    kept = _kept(raw, names, has_emails=True)
    typed = ", ".join(f"{quoted(name)} VARCHAR" for name in filter(None, raw.columns))
    if place.has_pointers:
        names.insert(0, "pointer")
        kept = f"pointer{', ' + kept if kept else ''}"
        typed = f"pointer VARCHAR{', ' + typed if typed else ''}"
    comma = ", " if typed else ""
    connection.execute(
        f"CREATE TABLE {target} (source_id VARCHAR, row_number BIGINT{comma}{typed})"
    )
    count = 0
    for batch in _batches(rows, names, start=first_row):
        connection.register("_arriving", batch)
        try:
            connection.execute(
                f"INSERT INTO {target} SELECT {sql_text(place.source_id)}, "  # noqa: S608
                f"row_number{', ' + kept if kept else ''} FROM _arriving"
            )
        finally:
            connection.unregister("_arriving")
        count += batch.num_rows
    return count


def drop_raw(writer: Writer, raw: RawTable) -> None:
    """Take a raw table away again, where its rows turn out to be of several tables."""
    writer.engine.execute(f"DROP TABLE {_target(writer, raw)}")


def _kept(raw: RawTable, names: Sequence[str], *, has_emails: bool) -> str:
    pairs = [
        (n, column) for n, column in zip(names, raw.columns, strict=True) if column
    ]
    return ", ".join(
        f"{_without_emails(n) if has_emails else n} AS {quoted(column)}"
        for n, column in pairs
    )


def _without_emails(name: str) -> str:
    return (
        f"CASE WHEN contains({name}, '@') THEN "
        f"regexp_replace({name}, '{_EMAIL}', '{EMAIL_REMOVED}', 'g') ELSE {name} END"
    )


def _target(writer: Writer, raw: RawTable) -> str:
    writer.engine.execute("CREATE SCHEMA IF NOT EXISTS raw")
    return f"raw.{quoted(raw.name)}"


def _batches(
    rows: Iterable[Sequence[str]], names: Sequence[str], *, start: int
) -> Iterator[pa.Table]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH_ROWS)):
        columns = list(zip_longest(*batch))
        missing = len(names) - len(columns)
        columns += [(None,) * len(batch)] * missing
        arrays = [
            pa.array([cell or None for cell in column], pa.string())
            for column in columns
        ]
        numbers = pa.array(range(start, start + len(batch)), pa.int64())
        yield pa.table([numbers, *arrays], names=["row_number", *names])
        start += len(batch)


def _slug(text: str) -> str:
    return (
        re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:_NAME_LETTERS].strip("_")
    )
