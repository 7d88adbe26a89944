"""A file of answers, or a frame, as a grid of text: whatever program wrote it.

Every cell stays text until a question says what it means. Where the file itself names its
codes (SPSS, triple-S), those labels come along.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.ask.answers.cells import Cells, columns_of
from folkmoot.core.exceptions import SourceError
from folkmoot.sources.readers.delimited import careful_rows, delimiter_of, sample_of
from folkmoot.sources.readers.text import clean_text
from folkmoot.sources.readers.workbook import sheets_of

DELIMITED = (".csv", ".txt", ".tsv")


@dataclass(frozen=True, eq=False)
class Grid:
    """Columns of text by name; `numbers` (rows,) tells each row's number in the file.

    `labels` gives, for a column, what the file says that a value means.
    """

    name: str
    cells: Mapping[str, Cells]
    numbers: NDArray[np.int64]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the file."""
        return tuple(self.cells)

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> Cells:
        """The cells of one column; KeyError where there is none."""
        return self.cells[name]

    def without(self, dropped: Iterable[str]) -> Grid:
        """The grid without some columns, as if they had never been in the file."""
        gone = set(dropped)
        kept = {name: held for name, held in self.cells.items() if name not in gone}
        return replace(self, cells=kept)

    def keeping(self, rows: Sequence[int]) -> Grid:
        """The grid with some of its rows, counted from 0, in the order given."""
        if len(rows) == len(self):
            return self
        cells = {name: held.taking(rows) for name, held in self.cells.items()}
        return replace(
            self, cells=cells, numbers=self.numbers[np.asarray(rows, np.intp)]
        )

    def renamed(self, change: Callable[[str], str]) -> Grid:
        """The grid with other names for its columns."""
        return replace(self, cells={change(n): held for n, held in self.cells.items()})


def table_of(path: Path, *, sheet: str = "") -> Grid:
    """The table of a CSV file or workbook: its first row with anything in it names columns.

    Raises `SourceError` where the file has no rows, or two columns of one name.
    """
    is_text = path.suffix.lower() in DELIMITED
    rows = _delimited(path) if is_text else _sheet(path, sheet)
    return named_grid(path.name, rows)


def named_grid(name: str, rows: Iterable[Sequence[str]]) -> Grid:
    """Rows whose first that holds anything is the heading; blank rows are passed over."""
    filled = ((n, row) for n, row in enumerate(rows, 1) if any(map(str.strip, row)))
    first = next(filled, None)
    if first is None:
        raise SourceError(f"{name} is empty.", "Export the answers again.")
    heading = [cell.strip() for cell in first[1]]
    while not heading[-1]:
        heading.pop()
    again = sorted({c for c in heading if c and heading.count(c) > 1})
    if again:
        raise SourceError(
            f"{name} has more than one column called {', '.join(again)}.",
            "Rename all but one of each.",
        )
    numbers: list[int] = []

    def counted() -> Iterator[Sequence[str]]:
        for number, row in filled:
            numbers.append(number)
            yield row

    columns = columns_of(counted(), len(heading))
    names = [cell or f"(column {n})" for n, cell in enumerate(heading, 1)]
    cells = dict(zip(names, columns, strict=True))
    return Grid(name, cells, np.array(numbers, np.int64))


def _delimited(path: Path) -> Iterator[list[str]]:
    data = clean_text(path).data
    delimiter = delimiter_of(sample_of(data))
    return careful_rows(data.decode("utf-8"), delimiter)


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
    cells = {name: Cells.of(map(_spss_cell, data[name])) for name in meta.column_names}
    labels = {
        name: {_spss_cell(value): str(label) for value, label in held_labels.items()}
        for name, held_labels in meta.variable_value_labels.items()
    }
    numbers = np.arange(1, len(next(iter(cells.values()), ())) + 1)
    return Grid(path.name, cells, numbers, labels)


def _spss_cell(value: Any) -> str:
    """The value as text; whole numbers without a point, what is missing as blank."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
