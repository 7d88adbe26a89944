"""A list of suppliers in a file of one's own: names, with or without numbers and postcodes.

The published files of a workspace are read by `sources`; a list that somebody keeps has
no kind of its own to recognise, only a column of names, so its headings are asked for
the same words and nothing else is needed of it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from folkmoot.core.exceptions import SourceError
from folkmoot.registers.names.identifiers import CHARITY, COMPANY, VAT
from folkmoot.sources.layouts.vocabulary import heading_scores, normal_heading
from folkmoot.sources.readers.delimited import careful_rows, delimiter_of, sample_of
from folkmoot.sources.readers.text import clean_text
from folkmoot.sources.readers.workbook import sheets_of
from folkmoot.sources.received.archives import ArchiveRefusedError
from folkmoot.sources.received.formats import format_of, refusal_of

HEADER_ROWS = 20
"""Rows in which a heading is looked for; lists have few title lines."""
_SURE = 0.6
"""The score from which a heading counts as known, as in `sources`."""
_PLAIN_NAMES = frozenset(
    {"name", "company", "company name", "organisation", "organisation name", "names"}
    | {"published name"}
)
_NUMBER_FIELDS: Mapping[str, str] = {
    "supplier_company_number": COMPANY,
    "supplier_charity_number": CHARITY,
    "supplier_vat_number": VAT,
}
_SHEET_KINDS = frozenset({"xlsx", "xls", "ods", "parquet"})


class ListedName(NamedTuple):
    """One row of a list: its number in the file, the name, and what stands beside it."""

    row_number: int
    name: str
    scheme: str = ""
    identifier: str = ""
    postcode: str = ""


class Columns(NamedTuple):
    """Headings that a person names; none where the file is to be asked."""

    name: str | None = None
    number: str | None = None
    postcode: str | None = None
    scheme: str = COMPANY
    """What the numbers of `number` are."""


class _Places(NamedTuple):
    header_row: int
    name: int
    numbers: tuple[tuple[int, str], ...]
    postcode: int | None


def listed_names(path: Path, columns: Columns) -> list[ListedName]:
    """The rows of the list that hold a name, in order.

    Raises `SourceError` where there is no file, no table, or no column of names.
    """
    rows = _rows(path)
    places = _places(path, rows, columns)
    found = []
    for row_number, row in enumerate(rows[places.header_row :], places.header_row + 1):
        name = _cell(row, places.name)
        if name:
            numbers = ((scheme, _cell(row, place)) for place, scheme in places.numbers)
            scheme, number = next((n for n in numbers if n[1]), ("", ""))
            postcode = (
                "" if places.postcode is None else _cell(row, places.postcode).upper()
            )
            found.append(ListedName(row_number, name, scheme, number, postcode))
    return found


def _rows(path: Path) -> list[list[str]]:
    if not path.is_file():
        raise SourceError(f"There is no file {path}.", "Check its name and folder.")
    kind = format_of(path)
    if kind in _SHEET_KINDS:
        return _first_sheet(path, kind)
    if kind != "csv":
        refusal = refusal_of(kind) or "This is not a CSV file or a workbook."
        raise SourceError(f"{path.name} is no list.", refusal)
    data = clean_text(path, encoding="").data
    try:
        return list(careful_rows(data.decode("utf-8"), delimiter_of(sample_of(data))))
    except csv.Error as error:
        raise SourceError(
            f"The rows of {path.name} cannot be told apart ({error}).",
            "Save the file again from the program it came from.",
        ) from error


def _first_sheet(path: Path, kind: str) -> list[list[str]]:
    with TemporaryDirectory() as folder:
        try:
            sheets = sheets_of(path, kind=kind, into=Path(folder))
        except ArchiveRefusedError as error:
            raise SourceError(f"{path.name} was not read.", str(error)) from error
        return list(sheets[0].rows()) if sheets else []


def _places(path: Path, rows: Sequence[Sequence[str]], asked: Columns) -> _Places:
    """Where the header stands, and the columns; a single column needs no header."""
    for index, row in enumerate(islice(rows, HEADER_ROWS)):
        name = _place(row, asked.name, ("supplier_name",), plain=_PLAIN_NAMES)
        if name is None:
            continue
        numbers = [
            (place, scheme)
            for field, scheme in _NUMBER_FIELDS.items()
            if (place := _place(row, None, (field,))) is not None and place != name
        ]
        if asked.number is not None:
            numbers = [(_demanded(path, row, asked.number), asked.scheme)]
        postcode = (
            _place(row, None, ("supplier_postcode",))
            if asked.postcode is None
            else _demanded(path, row, asked.postcode)
        )
        return _Places(index + 1, name, tuple(numbers), postcode)
    if asked.name is None and rows and max(map(len, rows)) == 1:
        return _Places(0, 0, (), None)
    headings = ", ".join(cell for cell in (rows[0] if rows else []) if cell)
    raise SourceError(
        f"No column of names was found in {path.name}; its first row is: {headings}.",
        "Say which it is with --name-column.",
    )


def _place(
    row: Sequence[str],
    asked: str | None,
    fields: Iterable[str],
    plain: frozenset[str] = frozenset(),
) -> int | None:
    if asked is not None:
        wanted = normal_heading(asked)
        return next((i for i, c in enumerate(row) if normal_heading(c) == wanted), None)
    scored = [(score, -i) for i, score in _scores(row, fields, plain)]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= _SURE else None


def _scores(
    row: Sequence[str], fields: Iterable[str], plain: frozenset[str]
) -> Iterator[tuple[int, float]]:
    for index, cell in enumerate(row):
        heading = normal_heading(cell)
        scores = heading_scores(heading, "payments")
        best = max((scores.get(field, 0.0) for field in fields), default=0.0)
        yield index, max(best, 0.9 if heading in plain else 0.0)


def _demanded(path: Path, row: Sequence[str], heading: str) -> int:
    place = _place(row, heading, ())
    if place is None:
        raise SourceError(
            f"{path.name} has no column called {heading}.",
            f"Its columns are: {', '.join(cell for cell in row if cell)}.",
        )
    return place


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
