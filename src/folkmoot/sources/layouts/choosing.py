"""Which reading of a table counts: the first layout map that fits, else recognition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from folkmoot.sources.layouts.headers import (
    CANDIDATE_ROWS,
    Header,
    header_of,
    headers_at,
)
from folkmoot.sources.layouts.maps import Layout
from folkmoot.sources.layouts.recognise import (
    CONTACT,
    NOTHING,
    Meaning,
    Recognition,
    is_contact,
    recognised,
)
from folkmoot.sources.layouts.values import Cells, column_cells
from folkmoot.sources.layouts.vocabulary import normal_heading
from folkmoot.sources.papers import Papers
from folkmoot.sources.received.archives import MAX_COLUMNS, ArchiveRefusedError

_Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses the reading of each table of one file; tells its papers of maps that miss."""

    layouts: Sequence[Layout]
    papers: Papers

    def reading(
        self, sheet: str, sample: _Rows, width: int, *, first_row: int = 1
    ) -> Recognition:
        """The reading of a table from its first rows; its kind may be none.

        `first_row` is where on its sheet the table begins: a map counts from the top.
        Raises `ArchiveRefusedError` where the table is too wide to be one.
        """
        if width > MAX_COLUMNS:
            raise ArchiveRefusedError(
                f"A row has {width:,} cells, more than {MAX_COLUMNS:,}: this is no table "
                "that people keep. Delete the empty columns and save it again."
            )
        mapped = self._mapped(sheet, sample, width, first_row)
        if mapped is not None:
            return mapped
        header = header_of(sample, width)
        body = [row for row in sample[header.last_row :] if any(row)]
        return recognised(header, column_cells(body, width))

    def reading_of_objects(
        self, sheet: str, headings: Sequence[str], rows: _Rows
    ) -> Recognition:
        """The reading of a list of JSON objects: the keys head it, and no row holds them."""
        width = len(headings)
        header = Header(0, 0, tuple(headings), 0.0)
        found = self._mapped(sheet, [headings, *rows], width)
        if found is None:
            return recognised(header, column_cells(rows, width))
        return replace(found, header=header)

    def _mapped(
        self, sheet: str, sample: _Rows, width: int, first_row: int = 1
    ) -> Recognition | None:
        file = self.papers.file.file
        for layout in self.layouts:
            if not layout.suits(file, sheet):
                continue
            headers = (
                header
                for row in _header_rows(layout, len(sample), first_row)
                for header in headers_at(sample, row)
            )
            for header in headers:
                fields = layout.fields_for(header.headings)
                if fields is not None and max(fields.values(), default=0) < width:
                    body = column_cells(sample[header.last_row :], width)
                    return _as_mapped(layout, fields, header, body)
            if layout.file_glob and first_row == 1:
                self.papers.note(
                    sheet,
                    "map_not_fitting",
                    f"The map `{layout.name}` names this file, but its headings were not "
                    "found; the layout was recognised instead.",
                )
        return None


def _header_rows(layout: Layout, rows: int, first_row: int) -> Sequence[int]:
    """Rows of a table in which a map's header may stand, the table's first being 1."""
    if layout.header_row is None:
        return range(1, min(CANDIDATE_ROWS, rows) + 1)
    if layout.header_row == 0:
        return [0] if first_row == 1 else []
    row = layout.header_row - first_row + 1
    return [row] if row >= 1 else []


def _as_mapped(
    layout: Layout, fields: Mapping[str, int], header: Header, cells: Sequence[Cells]
) -> Recognition:
    """The reading that a layout map gives: its word is taken, contact details excepted."""
    columns = [NOTHING] * len(cells)
    for index in range(len(cells)):
        heading = header.headings[index] if index < len(header.headings) else ""
        is_dropped = normal_heading(heading) in layout.drop
        if is_dropped or is_contact(heading, cells[index]):
            columns[index] = CONTACT
    for field_name, index in fields.items():
        columns[index] = Meaning(field_name, 1.0, "layout map")
    return Recognition(layout.kind, 1.0, tuple(columns), header, layout.name)
