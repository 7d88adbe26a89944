"""A file of answers, or a frame, as a grid of text: whatever program wrote it.

Every cell stays text until a question says what it means. Where the file itself names its
codes (SPSS, triple-S), those labels come along.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from folkmoot.core.exceptions import SourceError
from folkmoot.sources.readers.delimited import careful_rows, delimiter_of, sample_of
from folkmoot.sources.readers.text import clean_text
from folkmoot.sources.readers.workbook import sheets_of

DELIMITED = (".csv", ".txt", ".tsv")


@dataclass(frozen=True)
class Grid:
    """Rows of text under named columns; `first_row` is the number of row 0 in its file.

    `labels` gives, for a column, what the file says that a value means.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 2
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of one column, in order; KeyError where there is none."""
        try:
            place = self.columns.index(name)
        except ValueError:
            raise KeyError(name) from None
        return tuple(row[place] for row in self.rows)

    def without(self, dropped: Iterable[str]) -> Grid:
        """The grid without some columns, as if they had never been in the file."""
        gone = set(dropped)
        keep = [i for i, name in enumerate(self.columns) if name not in gone]
        return self._taking(keep, self.rows)

    def keeping(self, numbers: Sequence[int]) -> Grid:
        """The grid with some of its rows, in the order given."""
        rows = tuple(self.rows[number] for number in numbers)
        return Grid(self.name, self.columns, rows, self.first_row, self.labels)

    def _taking(self, keep: Sequence[int], rows: Sequence[Sequence[str]]) -> Grid:
        return Grid(
            self.name,
            tuple(self.columns[i] for i in keep),
            tuple(tuple(row[i] for i in keep) for row in rows),
            self.first_row,
            self.labels,
        )


def table_of(path: Path, *, sheet: str = "") -> Grid:
    """The table of a CSV file or workbook: its first row with anything in it names columns.

    Raises `SourceError` where the file has no rows, or two columns of one name.
    """
    is_text = path.suffix.lower() in DELIMITED
    rows = _delimited(path) if is_text else _sheet(path, sheet)
    return named_grid(path.name, rows)


def named_grid(name: str, rows: Sequence[Sequence[str]]) -> Grid:
    """Rows whose first that holds anything is the heading; short rows are filled up."""
    start = next((i for i, row in enumerate(rows) if any(map(str.strip, row))), None)
    if start is None:
        raise SourceError(f"{name} is empty.", "Export the answers again.")
    heading = tuple(cell.strip() for cell in rows[start])
    while heading and not heading[-1]:
        heading = heading[:-1]
    again = sorted({c for c in heading if c and heading.count(c) > 1})
    if again:
        raise SourceError(
            f"{name} has more than one column called {', '.join(again)}.",
            "Rename all but one of each.",
        )
    width = len(heading)
    filled = tuple(
        tuple(cell.strip() for cell in (*row, *("",) * width)[:width])
        for row in rows[start + 1 :]
        if any(map(str.strip, row))
    )
    return Grid(name, heading, filled, first_row=start + 2)


def _delimited(path: Path) -> list[list[str]]:
    data = clean_text(path).data
    delimiter = delimiter_of(sample_of(data))
    return list(careful_rows(data.decode("utf-8"), delimiter))


def _sheet(path: Path, wanted: str) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        kind = path.suffix.lower().lstrip(".")
        try:
            sheets = sheets_of(path, kind=kind, into=Path(folder))
        except SourceError:
            raise
        except Exception as error:
            raise SourceError(
                f"{path.name} cannot be read as a workbook: {error}",
                "Save it as XLSX or CSV.",
            ) from error
        found = [one for one in sheets if one.name == wanted or not wanted]
        if not found:
            names = ", ".join(one.name for one in sheets)
            raise SourceError(
                f"{path.name} has no sheet called {wanted!r}.",
                f"Its sheets are: {names}.",
            )
        return list(found[0].rows())


def spss_grid(path: Path) -> Grid:
    """The cases of an SPSS file, values as written, with its value labels."""
    import pyreadstat  # heavy; only SPSS files come here

    try:
        held: tuple[dict[str, list[Any]], Any] = pyreadstat.read_sav(
            str(path), output_format="dict", user_missing=False
        )
    except Exception as error:
        raise SourceError(
            f"{path.name} cannot be read as an SPSS file: {error}.",
            "Save it again from the program that made it, or export CSV.",
        ) from error
    data, meta = held
    columns = tuple(meta.column_names)
    cells = [[_spss_cell(value) for value in data[name]] for name in columns]
    labels = {
        name: {_spss_cell(value): str(label) for value, label in held_labels.items()}
        for name, held_labels in meta.variable_value_labels.items()
    }
    rows = tuple(zip(*cells, strict=True)) if cells else ()
    return Grid(path.name, columns, rows, first_row=1, labels=labels)


def _spss_cell(value: Any) -> str:
    """The value as text; whole numbers without a point, what is missing as blank."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
