"""One file in: its cells as published, its rows under standard names, and its papers."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow as pa

from folkmoot.core.store import Writer
from folkmoot.sources.align import fill_aligned
from folkmoot.sources.cells import (
    Place,
    RawTable,
    cells_of_rows,
    cells_of_text,
    raw_table,
)
from folkmoot.sources.layouts.beside import Band, bands_of, seem_side_by_side
from folkmoot.sources.layouts.choosing import Chooser
from folkmoot.sources.layouts.maps import Layout
from folkmoot.sources.layouts.recognise import Recognition
from folkmoot.sources.layouts.several import (
    Rows,
    keep_several,
    may_hold_more,
    tables_within,
)
from folkmoot.sources.ocds.wide import is_flattened_wide, read_flattened_wide
from folkmoot.sources.papers import Papers
from folkmoot.sources.raw import keep_raw
from folkmoot.sources.readers.delimited import (
    careful_rows,
    counts_as,
    delimiter_of,
    sample_of,
    with_quotes_closed,
)
from folkmoot.sources.readers.json_lines import holds_lines
from folkmoot.sources.readers.json_reading import read_json
from folkmoot.sources.readers.text import (
    MAX_TEXT_BYTES,
    CleanText,
    clean_text,
    too_long,
)
from folkmoot.sources.readers.workbook import Sheet, sheets_of
from folkmoot.sources.readers.workbook_cells import DELIMITER
from folkmoot.sources.received.archives import ArchiveRefusedError
from folkmoot.sources.received.files import SourceFile

SAMPLE_ROWS = 2_000
"""Rows looked at to tell what a column is: a spend file's first days."""

_NO_COLUMNS = (
    "This is text without columns, not a table. Ask the publisher for CSV or Excel."
)

_Fast = Callable[[RawTable], pa.Table | None]


def read_source(
    writer: Writer, file: SourceFile, layouts: Sequence[Layout] = ()
) -> None:
    """Read one file into its raw and aligned tables, and write its papers.

    Maps are tried first, in the order given; what no map suits is recognised. A file
    that is no table is entered with a refusal; bad content never raises.
    """
    papers = Papers(file, refusal=file.refusal)
    reading = _Reading(writer, file, papers, Chooser(layouts, papers))
    if file.refusal:
        reading.papers.write(writer)
    elif file.format in ("json", "jsonl"):
        reading.read_json()
    else:
        reading.read_tables()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file while its tables are read."""

    writer: Writer
    file: SourceFile
    papers: Papers
    chooser: Chooser

    def read_tables(self) -> None:
        """A text file or a workbook; nothing is written twice if it turns out wide OCDS."""
        try:
            is_done = (
                self._read_text()
                if self.file.format == "csv"
                else self._read_workbook()
            )
        except ArchiveRefusedError as error:
            self.papers.refusal = str(error)
            is_done = False
        if not is_done:
            self.papers.write(self.writer)

    def read_json(self) -> None:
        """Releases by the OCDS reader; other lists of objects come back here as grids."""
        if self.file.size_bytes > MAX_TEXT_BYTES and not holds_lines(self.file):
            self.papers.refusal = too_long(self.file.size_bytes)
            self.papers.write(self.writer)
            return
        read_json(self.writer, self.file, read_grid=self._read_grid)
        if self.papers.tables:
            self.papers.refuse_where_nothing_was_read()
            self.papers.write(self.writer)

    def _read_text(self) -> bool:
        encoding = next(
            (
                m.encoding
                for m in self.chooser.layouts
                if m.encoding and m.file_glob and m.suits(self.file.file, "")
            ),
            "",
        )
        if self.file.size_bytes > MAX_TEXT_BYTES:
            self.papers.refusal = too_long(self.file.size_bytes)
            return False
        text = clean_text(self.file.path, encoding=encoding)
        self.papers.encoding = text.encoding
        for message in text.notes:
            self.papers.note("", "odd_bytes", message)
        if not text.data or text.data.isspace():
            self.papers.refusal = "The file holds no text. Fetch it again."
            return False
        beginning = sample_of(text.data)
        delimiter = delimiter_of(beginning)
        try:
            return self._read_delimited(text, beginning, delimiter)
        except csv.Error as error:
            self.papers.refusal = (
                f"The rows cannot be told apart ({error}): a quotation mark is probably "
                "never closed. Save the file again from the program it came from."
            )
            return False

    def _read_delimited(self, text: CleanText, beginning: str, delimiter: str) -> bool:
        sample = list(islice(careful_rows(beginning, delimiter), SAMPLE_ROWS))
        if is_flattened_wide(sample[0]):
            records = careful_rows(text.data.decode("utf-8"), delimiter)
            read_flattened_wide(self.writer, self.file, next(records), records)
            return True
        if max(map(len, sample)) < 2:
            self.papers.refusal = _NO_COLUMNS
            return False

        repaired: list[str] = []

        def fast(raw: RawTable) -> pa.Table | None:
            is_count = partial(counts_as, text.data)
            return cells_of_text(raw, text.data, delimiter=delimiter, is_count=is_count)

        def rows() -> Iterable[Sequence[str]]:
            if not repaired:
                repaired.append(self._closed(text, delimiter))
            return careful_rows(repaired[0], delimiter)

        self._read_table("", sample, rows, fast)
        self.papers.refuse_where_nothing_was_read()
        return False

    def _closed(self, text: CleanText, delimiter: str) -> str:
        closed, lines = with_quotes_closed(text.data.decode("utf-8"), delimiter)
        if lines:
            shown = ", ".join(map(str, lines[:10]))
            self.papers.note(
                "",
                "quote_not_closed",
                "A quotation mark was opened and never closed; it was left out, so that "
                f"the rows below are read. Lines: {shown}.",
                value=shown,
            )
        return closed

    def _read_workbook(self) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            path, kind = self.file.path, self.file.format
            sheets = sheets_of(path, kind=kind, into=Path(folder))
            if not sheets:
                self.papers.refusal = (
                    "Every sheet of the workbook is blank. Fetch it again."
                )
                return False
            for sheet in sheets:
                sample = list(sheet.rows(SAMPLE_ROWS))
                if len(sheets) == 1 and is_flattened_wide(sample[0]):
                    rows = islice(sheet.rows(), 1, None)
                    read_flattened_wide(self.writer, self.file, sample[0], rows)
                    return True
                name = sheet.name if len(sheets) > 1 else ""
                self._read_table(name, sample, sheet.rows, partial(self._sheet, sheet))
        self.papers.refuse_where_nothing_was_read()
        return False

    def _sheet(self, sheet: Sheet, raw: RawTable) -> pa.Table | None:
        return cells_of_text(
            raw,
            sheet.path.read_bytes(),
            delimiter=DELIMITER,
            is_count=lambda count: count == sheet.row_count,
        )

    def _read_grid(
        self,
        writer: Writer,
        file: SourceFile,
        *,
        table_name: str,
        headings: list[str],
        rows: list[list[str]],
        pointers: list[str],
    ) -> None:
        """A list of JSON objects: the keys are the headings, and no row holds them."""
        sample = rows[:SAMPLE_ROWS]
        found = self.chooser.reading_of_objects(table_name, headings, sample)
        place = self._place(table_name, has_pointers=True)
        with_pointers = ([p, *r] for p, r in zip(pointers, rows, strict=True))
        self._keep(place, found, lambda: with_pointers, None)

    def _read_table(
        self,
        name: str,
        sample: Sequence[Sequence[str]],
        rows: Rows,
        fast: _Fast | None,
    ) -> None:
        bands = bands_of(self.chooser, name, sample, rows)
        if bands:
            self._keep_bands(name, bands, rows)
            return
        width = max(map(len, sample), default=0)
        if fast is None:
            width = max(map(len, rows()), default=0)
        found = self.chooser.reading(name, sample, width)
        self._keep(self._place(name), found, rows, fast, sample=sample)

    def _keep(
        self,
        place: Place,
        found: Recognition,
        rows: Rows,
        fast: _Fast | None,
        sample: Sequence[Sequence[str]] = (),
    ) -> None:
        if found.kind == "none":
            if place.has_pointers or not self._keep_several(place, rows):
                self.papers.add_table(
                    place.table_name, found, None, sum(1 for _ in rows())
                )
            return
        raw = raw_table(place, found)
        cells = fast(raw) if fast is not None else None
        if cells is None:
            if fast is not None:
                width = max(map(len, rows()))
                if width > len(raw.columns):
                    found = self.chooser.reading(place.table_name, sample, width)
                    raw = raw_table(place, found)
            cells = cells_of_rows(raw, rows(), has_pointers=place.has_pointers)
        looks_like_more = not place.has_pointers and may_hold_more(
            self.writer, raw, found, cells
        )
        if looks_like_more and self._keep_several(place, rows, is_one_known=True):
            return
        if seem_side_by_side(found, sample):
            self.papers.note(place.table_name, "tables_side_by_side")
        keep_raw(self.writer, place, raw, cells)
        fill_aligned(self.writer, place, raw, found, cells)
        self.papers.add_table(place.table_name, found, raw, len(cells))

    def _keep_bands(self, name: str, bands: Sequence[Band], rows: Rows) -> None:
        """Tables side by side; a row that several share is counted with the leftmost."""
        for band in bands:
            own = partial(band.rows, rows)
            keep_several(
                self.writer,
                self.papers,
                self._place(name),
                tables_within(self.chooser, band.name, own, sample=SAMPLE_ROWS),
                own,
                beside=bands[0].name,
            )

    def _keep_several(
        self, place: Place, rows: Rows, *, is_one_known: bool = False
    ) -> bool:
        found = tables_within(self.chooser, place.table_name, rows, sample=SAMPLE_ROWS)
        return keep_several(
            self.writer, self.papers, place, found, rows, is_one_known=is_one_known
        )

    def _place(self, name: str, *, has_pointers: bool = False) -> Place:
        return Place(self.file.source_id, name, self.file.bundle_id, has_pointers)
