"""Cells as published into `raw`, and the same rows under standard names into `aligned`.

Both are filled by one statement each, so that a million rows never pass through Python.
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

from folkmoot.core.store import Writer, quoted
from folkmoot.sources.recognise import Recognition
from folkmoot.sources.vocabulary import IDENTIFIERS, aligned_spec, fields_of

_NUMBERS = "_row_numbers"

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
    connection = writer.connection
    target = _target(writer, raw)
    names = [f"c{index}" for index in range(len(raw.columns))]
    kept = _kept(raw, names, has_emails=has_emails)
    # Numbered by a sequence, in one thread: half the cost of row_number().
    connection.execute(f"CREATE OR REPLACE TEMP SEQUENCE {_NUMBERS}")
    # Rows shorter than the header are rare, and padding them doubles the cost.
    for padding in ("false", "true"):
        source = _read_csv(path, names, delimiter=delimiter, padding=padding)
        try:
            with _uncompressed(writer):
                connection.execute(
                    f"CREATE TABLE {target} AS "  # noqa: S608
                    f"SELECT {_literal(place.source_id)} AS source_id, "
                    f"nextval('{_NUMBERS}') AS row_number, {kept} FROM {source}"
                )
            break
        except (duckdb.InvalidInputException, duckdb.ConversionException):
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
        f"read_csv({_literal(str(path))}, auto_detect = false, header = false, "
        f"delim = {_literal(delimiter)}, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, null_padding = {padding}, strict_mode = true, "
        f"parallel = false)"
    )


@contextmanager
def _uncompressed(writer: Writer) -> Iterator[None]:
    """Rows are written as they are: packing them takes as long as all the rest."""
    writer.connection.execute("SET force_compression = 'uncompressed'")
    try:
        yield
    finally:
        writer.connection.execute("SET force_compression = 'auto'")


def fill_raw_from_rows(
    writer: Writer, place: Place, raw: RawTable, rows: Iterable[Sequence[str]]
) -> int:
    """The careful path: rows as Python has them; gives their number.

    Where the place has pointers, the first cell of each row is its pointer.
    """
    connection = writer.connection
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
    for batch in _batches(rows, names):
        connection.register("_arriving", batch)
        try:
            connection.execute(
                f"INSERT INTO {target} SELECT {_literal(place.source_id)}, "  # noqa: S608
                f"row_number{', ' + kept if kept else ''} FROM _arriving"
            )
        finally:
            connection.unregister("_arriving")
        count += batch.num_rows
    return count


def fill_aligned(
    writer: Writer, place: Place, raw: RawTable, recognition: Recognition
) -> None:
    """Every row of a raw table, furniture included, into the aligned table of its kind."""
    spec = aligned_spec(recognition.kind)
    values = _places(place, raw, recognition) | _fields(raw, recognition)
    names = [name for name in spec.column_names if name in values]
    with _uncompressed(writer):
        writer.connection.execute(
            f"INSERT INTO {writer.name(spec)} ({', '.join(map(quoted, names))}) "  # noqa: S608
            f"SELECT {', '.join(values[name] for name in names)} "
            f"FROM raw.{quoted(raw.name)}"
        )


def _places(place: Place, raw: RawTable, recognition: Recognition) -> dict[str, str]:
    columns = [quoted(name) for name in raw.columns if name]
    first, last = recognition.header.first_row, recognition.header.last_row
    return {
        "source_id": _literal(place.source_id),
        "table_name": _literal(place.table_name),
        "row_number": "row_number",
        "pointer": "pointer" if place.has_pointers else "''",
        "item_number": "1" if recognition.kind == "contracts" else "0",
        "supplier_number": "1",
        "position": f"CASE WHEN row_number < {first} THEN 'above_header' "
        f"WHEN row_number <= {last} THEN 'header' ELSE 'body' END",
        "filled_cells": " + ".join(map(_is_filled, columns)) or "0",
        "first_text": _first_text(columns),
        "is_header_again": _header_again(raw, recognition),
        "bundle_id": _literal(place.bundle_id),
        "release_link": "''",
        "award_link": "''",
    }


def _first_text(columns: Sequence[str]) -> str:
    """The first cell that is not blank; only what starts with a blank is trimmed to see."""
    if not columns:
        return "''"
    cells = (
        f"CASE WHEN {c} >= '!' THEN {c} ELSE nullif(trim({c}, {_WHITE}), '') END"
        for c in columns
    )
    return f"trim(coalesce({', '.join(cells)}, ''), {_WHITE})"


def _is_filled(column: str) -> str:
    """1 where the cell is not blank; most cells are decided by their first letter."""
    return (
        f"CASE WHEN {column} IS NULL THEN 0 WHEN {column} >= '!' THEN 1 "
        f"WHEN trim({column}, {_WHITE}) = '' THEN 0 ELSE 1 END"
    )


_WHITE = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
"""What trimming takes off: a no-break space too, as web pages and Excel leave it."""


def _header_again(raw: RawTable, recognition: Recognition) -> str:
    header = recognition.header
    pairs = [
        (quoted(name), heading)
        for name, heading in zip(raw.columns, header.line, strict=False)
        if name and heading
    ]
    if not pairs:
        return "false"
    # Compared as a person sees them, but first by one cell alone: it is nearly always
    # false, and cheap.
    equal = [
        f"lower(trim(regexp_replace(coalesce({c}, ''), '\\s+', ' ', 'g'))) = "
        f"{_literal(h.lower())}"
        for c, h in pairs
    ]
    column, heading = pairs[-1]
    first = f"length({column}) BETWEEN {len(heading)} AND {len(heading) + 8}"
    return (
        f"row_number > {header.last_row} AND "
        f"CASE WHEN {first} THEN {' AND '.join(equal)} ELSE false END"
    )


def _fields(raw: RawTable, recognition: Recognition) -> dict[str, str]:
    by_field = {
        meaning.field: quoted(name)
        for meaning, name in zip(recognition.columns, raw.columns, strict=True)
        if meaning.field and name
    }
    numbers = [(f, by_field.pop(f)) for f in IDENTIFIERS if f in by_field]
    known = set(fields_of(recognition.kind))
    values = {name: column for name, column in by_field.items() if name in known}
    if numbers and "supplier_identifier" not in values:
        filled = [(f, f"nullif(trim({column}), '')") for f, column in numbers]
        values["supplier_identifier"] = f"coalesce({', '.join(c for _, c in filled)})"
        whens = " ".join(
            f"WHEN {c} IS NOT NULL THEN '{IDENTIFIERS[f]}'" for f, c in filled
        )
        values["supplier_scheme"] = f"CASE {whens} END"
    return values


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
    writer.connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    return f"raw.{quoted(raw.name)}"


def _batches(rows: Iterable[Sequence[str]], names: Sequence[str]) -> Iterator[pa.Table]:
    iterator = iter(rows)
    start = 1
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


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
