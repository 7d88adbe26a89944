"""The tables of a survey as a workbook and as one long file of figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from folkmoot.ask.book.table_page import Cell, Column, TablePage
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.publish.words import report_words
from folkmoot.ask.survey.wording import said
from folkmoot.core.export_book import BookNote, BookSheet, book_bytes

DECIMALS = 1
"""Of percentages in the workbook and in the file of figures."""
SHORTHAND = {"hidden": "[c]", "small base": "[u]", "no answers": "[x]"}
"""The public sector's usual shorthand: confidential, unreliable, not available."""
_SHORTHAND_NOTES = (
    ("[c]", "Hidden, so that nothing about one person can be worked out."),
    ("[u]", "Too few answers for a figure."),
    ("[x]", "Nobody was asked or answered."),
    ("[low]", "After a column's name: few answers, so read with caution."),
)


def workbook(one: Publication, language: str) -> bytes:
    """The workbook in one language: cover, contents, notes, a sheet a table.

    Its date of creation is the last day of fieldwork, so that a re-run gives the same
    bytes.
    """
    about = one.survey.declared.survey
    end = one.survey.declared.fieldwork.end_date
    created = datetime(end.year, end.month, end.day, tzinfo=UTC) if end else _NO_DATE
    title = said(about.title, language)
    cover = [f"{told.heading}: {told.text}" for told in one.told if not told.is_missing]
    if about.invented:
        cover.insert(0, report_words(language)["invented"])
    cover.append(f"{report_words(language)['inputs']}: {one.digest}")
    return book_bytes(
        title=title,
        cover=cover,
        notes=_notes(one),
        sheets=[_sheet(page, one, language) for page in one.pages],
        created=created.replace(tzinfo=None),
        language="cy" if language == "cy" else "en-GB",
    )


_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands where fieldwork has no end yet; any fixed day would do."""


def _notes(one: Publication) -> list[BookNote]:
    texts = dict.fromkeys(note for page in one.pages for note in page.notes)
    found = [BookNote(sign, text) for sign, text in _SHORTHAND_NOTES]
    return [*found, *(BookNote(f"[{n}]", t) for n, t in enumerate(texts, start=1))]


def _sheet(page: TablePage, one: Publication, language: str) -> BookSheet:
    w = report_words(language)
    order = {text: n for n, text in enumerate(_note_order(one), start=1)}
    marks = " ".join(f"[{order[note]}]" for note in page.notes)
    sentences = [said(page.wording, language)]
    if said(page.item_text, language):
        sentences.append(said(page.item_text, language))
    sentences.append(f"{w['base']}: {said(page.base, language)}.")
    if one.survey.declared.survey.invented:
        sentences.append(w["invented"])
    sentences.append(f"{w['notes']}: {marks}. {w['inputs']}: {one.digest}.")
    names = [_heading(column, w["all"], language) for column in page.columns]
    lettered = [i for i, column in enumerate(page.columns) if column.letter]
    columns = [w["answer"]]
    unit = f", {w['per_cent']}" if page.rows and page.rows[0].kind == "share" else ""
    columns += [f"{name}{unit}" for name in names]
    columns += [f"{names[0]}, {w['margin']}, {end}" for end in ("lower", "upper")]
    columns += [f"{names[i]}, above" for i in lettered]
    rows: list[Sequence[str | float | int | None]] = []
    for row in page.rows:
        everybody = row.cells[0]
        rows.append(
            [
                said(row.label, language),
                *(_shown(cell) for cell in row.cells),
                _round(everybody.lower) if everybody.is_shown else None,
                _round(everybody.upper) if everybody.is_shown else None,
                *(row.cells[i].letters for i in lettered),
            ]
        )
    blank: list[str | float | int | None] = [None] * (2 + len(lettered))
    for key in ("unweighted_base", "weighted_base", "effective_base"):
        rows.append([w[key], *_bases(page, key), *blank])
    heading = f"{w['table']} {page.number}: {said(page.title, language)}"
    if page.item:
        heading += f" – {said(page.item_text, language)}"
    return BookSheet(page.id.upper(), heading, sentences, columns, rows)


def _note_order(one: Publication) -> list[str]:
    return list(dict.fromkeys(note for page in one.pages for note in page.notes))


def _bases(page: TablePage, key: str) -> Iterator[str | float | int | None]:
    for column in page.columns:
        if column.is_small:
            yield SHORTHAND["small base"]
        elif key == "unweighted_base":
            yield column.base_unweighted
        elif key == "weighted_base":
            yield _round(column.base_weighted)
        else:
            yield _round(column.effective_base)


def _heading(column: Column, everybody: str, language: str) -> str:
    if not column.division:
        return everybody
    name = f"{said(column.division_label, language)}: {said(column.label, language)}"
    low = " [low]" if column.needs_caution else ""
    return f"{name} ({column.letter}){low}"


def _shown(cell: Cell) -> str | float | None:
    return _round(cell.value) if cell.is_shown else SHORTHAND[cell.state]


def _round(value: float | None) -> float | None:
    # Zero has no sign: a net of -0.0 would read as a fall.
    return None if value is None else round(value, DECIMALS) + 0.0


def figures(one: Publication) -> Iterator[dict[str, Any]]:
    """Every figure of every table, one a row; what is hidden has a state and no value."""
    for page in one.pages:
        for row in page.rows:
            for column, cell in zip(page.columns, row.cells, strict=True):
                digits = 3 if row.kind in ("mean", "median") else 2
                yield {
                    "survey": one.survey.declared.survey.id,
                    "table": page.id,
                    "question": page.question,
                    "item": page.item,
                    "row_kind": row.kind,
                    "row": row.code,
                    "row_label": said(row.label),
                    "division": column.division,
                    "column": column.code,
                    "column_label": said(column.label),
                    "state": cell.state,
                    "value": _digits(cell.value, digits),
                    "standard_error": _digits(cell.standard_error, digits),
                    "lower": _digits(cell.lower, digits),
                    "upper": _digits(cell.upper, digits),
                    "letters": cell.letters,
                    "base_unweighted": column.base_unweighted,
                    "base_weighted": _digits(column.base_weighted, 2),
                    "effective_base": _digits(column.effective_base, 2),
                    "inputs": one.digest,
                }


def _digits(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits) + 0.0
