"""The tables of a survey as a workbook: one table a sheet, with its notes and bases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from folkmoot.ask.book.figure_text import cut, tested_text
from folkmoot.ask.book.gaps import GapTable
from folkmoot.ask.book.table_page import TablePage
from folkmoot.ask.publish.beside_sheets import beside_sheets
from folkmoot.ask.publish.places import PlacesTable
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.publish.segment_sheets import segment_sheets
from folkmoot.ask.publish.sheet_parts import (
    DECIMALS,
    SHORTHAND,
    bases_of_columns,
    column_heading,
    marks_of,
    note_order,
    row_heading,
    shown,
)
from folkmoot.ask.publish.words import report_words
from folkmoot.ask.survey.sentences import note
from folkmoot.ask.survey.wording import said
from folkmoot.core.export_book import BookNote, BookSheet, book_bytes

_SIGNS = (
    ("[c]", "sign_hidden"),
    ("[u]", "sign_small"),
    ("[x]", "sign_none"),
    ("[low]", "sign_low"),
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
        notes=_notes(one, language),
        sheets=[
            *(_sheet(page, one, language) for page in one.pages),
            *(_gap_sheet(table, one, language) for table in one.gaps),
            *segment_sheets(one, language),
            *(_places_sheet(table, one, language) for table in one.places),
            *beside_sheets(one, language),
        ],
        created=created.replace(tzinfo=None),
        language="cy" if language == "cy" else "en-GB",
    )


_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands where fieldwork has no end yet; any fixed day would do."""


def _notes(one: Publication, language: str) -> list[BookNote]:
    """The signs, then each note once, by the number that `note_order` gives it."""
    found = [BookNote(sign, said(note(name), language)) for sign, name in _SIGNS]
    texts = [said(text, language) for text in note_order(one).values()]
    return [*found, *(BookNote(f"[{n}]", t) for n, t in enumerate(texts, start=1))]


def _sheet(page: TablePage, one: Publication, language: str) -> BookSheet:
    w = report_words(language)
    sentences = [said(page.wording, language)]
    if said(page.item_text, language):
        sentences.append(said(page.item_text, language))
    sentences.append(f"{w['base']}: {said(page.base, language)}.")
    if one.survey.declared.survey.invented:
        sentences.append(w["invented"])
    sentences.append(
        f"{w['notes']}: {marks_of(page.notes, one)}. {w['inputs']}: {one.digest}."
    )
    sentences += [
        f"{said(test.label, language)}: {tested_text(page, test, w)}"
        for test in page.tests
    ]
    names = [column_heading(column, w["all"], language) for column in page.columns]
    lettered = [i for i, column in enumerate(page.columns) if column.letter]
    columns = [w["answer"]]
    columns += names
    ends = (w["lower"], w["upper"])
    columns += [f"{name}, {w['margin']}, {end}" for name in names for end in ends]
    columns += [f"{names[i]}, {w['above']}" for i in lettered]
    rows: list[Sequence[str | float | int | None]] = []
    for row in page.rows:
        margins = [
            cut(end, DECIMALS) if cell.is_shown else None
            for cell in row.cells
            for end in (cell.lower, cell.upper)
        ]
        rows.append(
            [
                row_heading(row, w["per_cent"], language),
                *(shown(cell) for cell in row.cells),
                *margins,
                *(row.cells[i].letters for i in lettered),
            ]
        )
    blank: list[str | float | int | None] = [None] * (2 * len(names) + len(lettered))
    for key in ("unweighted_base", "weighted_base", "effective_base"):
        rows.append([w[key], *bases_of_columns(page.columns, key), *blank])
    heading = f"{w['table']} {page.number}: {said(page.title, language)}"
    if page.item:
        heading += f" – {said(page.item_text, language)}"
    return BookSheet(page.id.upper(), heading, sentences, columns, rows)


def _gap_sheet(table: GapTable, one: Publication, language: str) -> BookSheet:
    w = report_words(language)
    sentences = [said(table.wording, language)]
    if said(table.item_text, language):
        sentences.append(said(table.item_text, language))
    sentences.append(w["gaps_how"])
    if one.survey.declared.survey.invented:
        sentences.append(w["invented"])
    sentences.append(
        f"{w['notes']}: {marks_of(table.notes, one)}. {w['inputs']}: {one.digest}."
    )
    pair = (table.first, table.second)
    names = [column_heading(column, w["all"], language) for column in pair]
    columns = [w["answer"], *names, w["gap"]]
    columns += [f"{w['margin']}, {w['lower']}", f"{w['margin']}, {w['upper']}"]
    rows: list[Sequence[str | float | int | None]] = []
    for row in table.rows:
        ends = (row.gap.lower, row.gap.upper)
        figures = [shown(cell) for cell in (row.first, row.second, row.gap)]
        label = row_heading(row, w["per_cent"], language)
        rows.append([label, *figures, *(cut(end, DECIMALS) for end in ends)])
    for key in ("unweighted_base", "weighted_base", "effective_base"):
        rows.append([w[key], *bases_of_columns(pair, key), None, None, None])
    about = f"{said(table.title, language)}: {said(table.groups, language)}"
    return BookSheet(
        table.id.upper(),
        f"{w['gap']} {table.number}: {about}",
        sentences,
        columns,
        rows,
    )


def _places_sheet(table: PlacesTable, one: Publication, language: str) -> BookSheet:
    w = report_words(language)
    sentences = [f"{w['question']}: {said(table.question.text, language)}"]
    if said(table.item_text, language):
        sentences.append(said(table.item_text, language))
    if table.refusal:
        sentences.append(f"{w['no_places']}. {table.refusal}")
    else:
        kinds = ", ".join(said(kind, language) for kind in table.kinds)
        by = w["places_by"].format(kinds=kinds) if kinds else ""
        sentences.append(f"{w['places_how'].format(by=by)} {w['places_hidden']}")
        if table.few_places is not None:
            sentences.append(w["places_few"].format(n=table.few_places))
    if one.survey.declared.survey.invented:
        sentences.append(w["invented"])
    sentences.append(f"{w['inputs']}: {one.digest}.")
    columns = [w["place"], w["estimate"], f"{w['margin']}, {w['lower']}"]
    columns += [
        f"{w['margin']}, {w['upper']}",
        w["borrowed"],
        w["answered"],
        w["in_frame"],
    ]
    rows: list[Sequence[str | float | int | None]] = []
    for row in table.rows:
        figures = (row.value, row.lower, row.upper, row.pooled)
        shown = [
            SHORTHAND["hidden"] if row.is_hidden else cut(f, DECIMALS) for f in figures
        ]
        few = SHORTHAND["small base"]
        answers = few if row.answers is None else row.answers
        rows.append([said(row.label, language), *shown, answers, row.people])
    heading = said(table.rule.title, language)
    return BookSheet(table.id.upper(), heading, sentences, columns, rows)
