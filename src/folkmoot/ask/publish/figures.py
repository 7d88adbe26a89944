"""Every figure of a survey, one a row, as `figures.csv` and the lists of a build hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from folkmoot.ask.book.figure_text import OfKind, cut
from folkmoot.ask.book.table_page import TablePage
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.survey.wording import said


def figures(one: Publication, pages: Sequence[TablePage]) -> Iterator[dict[str, Any]]:
    """Every figure of some tables, one a row; what is hidden has a state and no value."""
    for page in pages:
        for row in page.rows:
            for column, cell in zip(page.columns, row.cells, strict=True):
                digits = figure_digits(row)
                yield {
                    "survey": one.survey.declared.survey.id,
                    "table": page.id,
                    "question": page.question,
                    "question_label": said(page.title),
                    "item": page.item,
                    "item_label": said(page.item_text),
                    "row_kind": row.kind,
                    "row": row.code,
                    "row_label": said(row.label),
                    "division": column.division,
                    "division_label": said(column.division_label),
                    "column": column.code,
                    "column_label": said(column.label),
                    "state": cell.state,
                    "value": cut(cell.value, digits),
                    "standard_error": cut(cell.standard_error, digits),
                    "lower": cut(cell.lower, digits),
                    "upper": cut(cell.upper, digits),
                    "letters": cell.letters,
                    "base_unweighted": column.base_unweighted,
                    "base_weighted": cut(column.base_weighted, 2),
                    "effective_base": cut(column.effective_base, 2),
                    "inputs": one.digest,
                }


def gap_figures(one: Publication) -> Iterator[dict[str, Any]]:
    """Every gap between two groups, one a row, in the columns of `figures`.

    Its base is the smaller of its two groups': no gap is surer than its thinner part.
    """
    for table in one.gaps:
        pair = (table.first, table.second)
        is_whole = all(column.has_base for column in pair)
        bases = {
            "base_unweighted": min(c.base_unweighted or 0 for c in pair),
            "base_weighted": cut(min(c.base_weighted or 0.0 for c in pair), 2),
            "effective_base": cut(min(c.effective_base or 0.0 for c in pair), 2),
        }
        for row in table.rows:
            digits = figure_digits(row)
            yield {
                "survey": one.survey.declared.survey.id,
                "table": table.id,
                "question": table.rule.question,
                "question_label": said(table.title),
                "item": table.rule.item,
                "item_label": said(table.item_text),
                "row_kind": "gap",
                "row": row.code,
                "row_label": said(row.label),
                "division": table.rule.by,
                "division_label": said(table.division_label),
                "column": f"{table.rule.of} - {table.rule.less}",
                "column_label": said(table.groups),
                "state": row.gap.state,
                "value": cut(row.gap.value, digits),
                "standard_error": cut(row.gap.standard_error, digits),
                "lower": cut(row.gap.lower, digits),
                "upper": cut(row.gap.upper, digits),
                "letters": "",
                **(bases if is_whole else dict.fromkeys(bases)),
                "inputs": one.digest,
            }


def profile_figures(one: Publication) -> Iterator[dict[str, Any]]:
    """What each segment and each class says, one figure a row, in the columns of `figures`."""
    for profile in one.profiles:
        for figure in figures(one, profile.pages):
            if figure["division"]:
                yield {**figure, "table": profile.id}


def place_figures(one: Publication) -> Iterator[dict[str, Any]]:
    """Every estimate for a place, one a row, in the columns of `figures`."""
    for table in one.places:
        for row in table.rows:
            yield {
                "survey": one.survey.declared.survey.id,
                "table": table.id,
                "question": table.question.id,
                "question_label": table.question.named(),
                "item": table.rule.item,
                "item_label": said(table.item_text),
                "row_kind": "estimate",
                "row": ", ".join(table.rule.codes),
                "row_label": said(table.rule.title),
                "division": table.place.id,
                "division_label": table.place.named(),
                "column": row.code,
                "column_label": said(row.label),
                "state": "hidden" if row.is_hidden else "shown",
                "value": cut(row.value, 2),
                "standard_error": cut(row.standard_error, 2),
                "lower": cut(row.lower, 2),
                "upper": cut(row.upper, 2),
                "letters": "",
                "base_unweighted": row.answers,
                "base_weighted": None,
                "effective_base": None,
                "inputs": one.digest,
            }


def figure_digits(row: OfKind) -> int:
    """Decimals that a figure of a row is given with: more would claim what no survey knows."""
    return 3 if row.kind in ("mean", "median") else 2
