"""Cells of a table under standard names into `aligned`, furniture and all.

One statement a table, so that a million rows never pass through Python.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from folkmoot.core.store import Writer, quoted, sql_text
from folkmoot.sources.cells import Place, RawTable
from folkmoot.sources.layouts.recognise import Recognition
from folkmoot.sources.layouts.vocabulary import IDENTIFIERS, aligned_spec, fields_of

_MANY_ROWS = 50_000
"""Above this, copying rows costs more than working their columns out as often as they
are read; below, every further table in a view costs more than the copy."""


def fill_aligned(
    writer: Writer,
    place: Place,
    raw: RawTable,
    recognition: Recognition,
    cells: pa.Table,
) -> None:
    """Every row of a table, furniture included, into the aligned table of its kind.

    The rows of a long spend table are lent: each of its columns is read once or twice.
    """
    spec = aligned_spec(recognition.kind)
    values = _places(place, raw, recognition) | _fields(raw, recognition)
    is_long = recognition.kind == "payments" and len(cells) > _MANY_ROWS
    if is_long and writer.lend(spec, values, cells):
        return
    names = [name for name in spec.column_names if name in values]
    with writer.arriving(cells) as arriving:
        writer.engine.execute(
            f"INSERT INTO {writer.name(spec)} ({', '.join(map(quoted, names))}) "  # noqa: S608
            f"SELECT {', '.join(values[name] for name in names)} FROM {arriving}"
        )


def _places(place: Place, raw: RawTable, recognition: Recognition) -> dict[str, str]:
    columns = [quoted(name) for name in raw.columns if name]
    first, last = recognition.header.first_row, recognition.header.last_row
    return {
        "source_id": sql_text(place.source_id),
        "table_name": sql_text(place.table_name),
        "row_number": "row_number",
        "pointer": "pointer" if place.has_pointers else "''",
        "item_number": "1" if recognition.kind == "contracts" else "0",
        "supplier_number": "1",
        "position": f"CASE WHEN row_number < {first} THEN 'above_header' "
        f"WHEN row_number <= {last} THEN 'header' ELSE 'body' END",
        "filled_cells": _filled_cells(columns),
        "first_text": _first_text(columns),
        "is_header_again": _header_again(raw, recognition),
        "bundle_id": sql_text(place.bundle_id),
        "release_link": "''",
        "award_link": "''",
    }


def _first_text(columns: Sequence[str]) -> str:
    """The first cell that is not blank; only what starts with a blank is trimmed to see."""
    if not columns:
        return "''"
    if len(columns) > _MANY_COLUMNS:
        return f"trim(coalesce({_filled(columns)}[1], ''), {_WHITE})"
    cells = (
        f"CASE WHEN {c} >= '!' THEN {c} ELSE nullif(trim({c}, {_WHITE}), '') END"
        for c in columns
    )
    # In most rows the first cell is neither blank nor has anything to trim.
    first = columns[0]
    ends = " OR ".join(f"suffix({first}, {sql_text(sign)})" for sign in _BLANKS)
    return (
        f"CASE WHEN {first} >= '!' AND {first} < chr(127) AND NOT ({ends}) THEN {first} "
        f"ELSE trim(coalesce({', '.join(cells)}, ''), {_WHITE}) END"
    )


def _is_filled(column: str) -> str:
    """1 where the cell is not blank; most cells are decided by their first letter."""
    return (
        f"CASE WHEN {column} >= '!' OR trim({column}, {_WHITE}) <> '' THEN 1 ELSE 0 END"
    )


def _filled_cells(columns: Sequence[str]) -> str:
    """How many cells are not blank."""
    if len(columns) > _MANY_COLUMNS:
        return f"len({_filled(columns)})"
    if not columns:
        return "0"
    # In most rows no cell begins with a blank: those that are there are then filled.
    there = " + ".join(f"({column} IS NOT NULL)::INTEGER" for column in columns)
    each = " + ".join(map(_is_filled, columns))
    return f"CASE WHEN least({', '.join(columns)}) >= '!' THEN {there} ELSE {each} END"


def _filled(columns: Sequence[str]) -> str:
    """The cells that are not blank, as a list."""
    return f"list_filter([{', '.join(columns)}], x -> trim(x, {_WHITE}) <> '')"


_MANY_COLUMNS = 100
"""Above this a list is asked: planning one term a column takes the square of their number."""

_BLANKS = " \t\n\r\N{NO-BREAK SPACE}"

_WHITE = sql_text(_BLANKS)
"""What trimming takes off: a no-break space too, as web pages and Excel leave it."""

_APART = "\x1f"
"""Stands between cells that are compared as one text: no heading holds it."""


def _header_again(raw: RawTable, recognition: Recognition) -> str:
    header = recognition.header
    pairs = [
        (quoted(name), heading)
        for name, heading in zip(raw.columns, header.line, strict=False)
        if name and heading
    ]
    if not pairs:
        return "false"
    # Compared as a person sees them, all as one text; but first by one word of one cell,
    # which is nearly always false, and cheap.
    cells = ", ".join(f"coalesce({column}, '')" for column, _ in pairs)
    line = f"lower(concat_ws({sql_text(_APART)}, {cells}))"
    seen = f"trim(regexp_replace({line}, '\\s+', ' ', 'g'))"
    seen = f"regexp_replace({seen}, ' ?{_APART} ?', {sql_text(_APART)}, 'g')"
    told = _APART.join(heading.lower() for _, heading in pairs)
    column, heading = pairs[-1]
    first = f"length({column}) BETWEEN {len(heading)} AND {len(heading) + 8}"
    word = f"contains(lower({column}), {sql_text(heading.lower().split()[0])})"
    # By cases, as the engine tries the sides of AND in whatever order.
    return (
        f"CASE WHEN row_number <= {header.last_row} OR NOT coalesce({first}, false) "
        f"THEN false WHEN NOT {word} THEN false ELSE {seen} = {sql_text(told)} END"
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
