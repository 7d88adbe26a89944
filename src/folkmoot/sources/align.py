"""Cells of a table under standard names into `aligned`, furniture and all.

One statement a table, so that a million rows never pass through Python.
"""

from __future__ import annotations

import pyarrow as pa

from folkmoot.core.store import Writer, quoted, sql_text
from folkmoot.sources.cells import Place, RawTable
from folkmoot.sources.layouts.recognise import Recognition
from folkmoot.sources.layouts.vocabulary import (
    IDENTIFIERS,
    aligned_spec,
    fields_of,
    normal_heading,
)
from folkmoot.sources.row_shape import (
    FILLED_CELLS,
    FIRST_TEXT,
    HEADER_AGAIN,
    with_shape,
)

_MANY_ROWS = 50_000
"""Above this, copying rows costs more than working their columns out as often as they
are read; below, every further table in a view costs more than the copy."""


_LENGTHS = frozenset({"extension_text", "term_text"})
_UNITS = {
    "months": "months", "mths": "months", "month": "months",
    "years": "years", "yrs": "years", "year": "years",
}  # fmt: skip
"""Last words of headings that say what the bare numbers below them count."""
_BARE = r"\s*[1-9][0-9]*(\.[0-9]+)?(\s*[+]\s*[0-9]+)*\s*"


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
    values = _places(place, recognition) | _fields(raw, recognition)
    columns = [name for name in raw.columns if name]
    cells = with_shape(cells, columns, _headings(raw, recognition))
    is_long = recognition.kind == "payments" and len(cells) > _MANY_ROWS
    if is_long and writer.lend(spec, values, cells):
        return
    names = [name for name in spec.column_names if name in values]
    with writer.arriving(cells) as arriving:
        writer.engine.execute(
            f"INSERT INTO {writer.name(spec)} ({', '.join(map(quoted, names))}) "  # noqa: S608
            f"SELECT {', '.join(values[name] for name in names)} FROM {arriving}"
        )


def _places(place: Place, recognition: Recognition) -> dict[str, str]:
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
        "filled_cells": quoted(FILLED_CELLS),
        "first_text": quoted(FIRST_TEXT),
        "is_header_again": f"{quoted(HEADER_AGAIN)} AND row_number > {last}",
        "bundle_id": sql_text(place.bundle_id),
        "release_link": "''",
        "award_link": "''",
    }


def _unit_of(name: str, recognition: Recognition) -> str:
    """The unit that the heading of a field ends with: "Extension (months)"; else nothing."""
    fields = [meaning.field for meaning in recognition.columns]
    heading = dict(zip(fields, recognition.header.headings, strict=False)).get(name, "")
    return _UNITS.get(" ".join(normal_heading(heading).split()[-1:]), "")


def _with_unit(column: str, unit: str) -> str:
    """A column whose bare numbers have the unit of its heading behind them."""
    if not unit:
        return column
    return (
        f"CASE WHEN regexp_full_match({column}, '{_BARE}') "
        f"THEN trim({column}) || ' {unit}' ELSE {column} END"
    )


def _headings(raw: RawTable, recognition: Recognition) -> dict[str, str]:
    """The heading above each column that has a name and one."""
    pairs = zip(raw.columns, recognition.header.line, strict=False)
    return {name: heading for name, heading in pairs if name and heading}


def _fields(raw: RawTable, recognition: Recognition) -> dict[str, str]:
    by_field = {
        meaning.field: quoted(name)
        for meaning, name in zip(recognition.columns, raw.columns, strict=True)
        if meaning.field and name
    }
    for name in _LENGTHS & by_field.keys():
        by_field[name] = _with_unit(by_field[name], _unit_of(name, recognition))
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
