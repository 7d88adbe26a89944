"""What the sheets of a survey's workbook have in common: headings, signs, bases, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from folkmoot.ask.book.figure_text import OfKind, cut
from folkmoot.ask.book.table_page import Cell, Column
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.survey.wording import Wording, said


class LabelledRow(OfKind, Protocol):
    """A row of figures with what it is called."""

    @property
    def label(self) -> Wording:
        """Its words."""


DECIMALS = 1
"""Of percentages in the workbook and in the file of figures."""
SHORTHAND = {"hidden": "[c]", "small base": "[u]", "no answers": "[x]"}
"""The public sector's usual shorthand: confidential, unreliable, not available."""


def note_order(one: Publication) -> dict[str, Wording]:
    """Each note of any table once, by its English, in the order of the tables."""
    noted = [page.notes for page in one.pages] + [table.notes for table in one.gaps]
    noted += [page.notes for profile in one.profiles for page in profile.pages]
    return {said(text): text for notes in noted for text in notes}


def marks_of(notes: Sequence[Wording], one: Publication) -> str:
    """The numbers of a table's notes, as the sheet of notes gives them."""
    order = {text: n for n, text in enumerate(note_order(one), start=1)}
    return " ".join(f"[{order[said(one_note)]}]" for one_note in notes)


def bases_of_columns(
    columns: Sequence[Column], key: str
) -> Iterator[str | float | int | None]:
    """One kind of base of each column; a sign where none may stand."""
    for column in columns:
        if not column.has_base:
            yield SHORTHAND["small base" if column.is_small else "hidden"]
        elif key == "unweighted_base":
            yield column.base_unweighted
        elif key == "weighted_base":
            yield cut(column.base_weighted, DECIMALS)
        else:
            yield cut(column.effective_base, DECIMALS)


def column_heading(column: Column, everybody: str, language: str) -> str:
    """A column's division, level and letter in one line, as no heading is merged."""
    if not column.division:
        return everybody
    name = f"{said(column.division_label, language)}: {said(column.label, language)}"
    low = " [low]" if column.needs_caution else ""
    return f"{name} ({column.letter}){low}"


def row_heading(row: LabelledRow, per_cent: str, language: str) -> str:
    """A row's label with its unit: shares and means may stand in one table."""
    label = said(row.label, language)
    return f"{label}, {per_cent}" if row.kind in ("share", "net") else label


def shown(cell: Cell) -> str | float | None:
    """A cell's figure, or the sign of why there is none."""
    return cut(cell.value, DECIMALS) if cell.is_shown else SHORTHAND[cell.state]
