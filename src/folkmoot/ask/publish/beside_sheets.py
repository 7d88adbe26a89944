"""The sheets of a workbook that set a survey beside what was published before."""

from __future__ import annotations

from collections.abc import Iterator

from folkmoot.ask.book.figure_text import cut
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.publish.sheet_parts import DECIMALS, shown
from folkmoot.ask.publish.words import report_words
from folkmoot.core.export_book import BookSheet


def beside_sheets(one: Publication, language: str) -> Iterator[BookSheet]:
    """One sheet of figures side by side, one of where sources differ; none without any."""
    w = report_words(language)
    head = [w["invented"]] if one.survey.declared.survey.invented else []
    head.append(f"{w['inputs']}: {one.digest}.")
    if one.beside:
        columns = [w["item"], w["published"], w["unit"], w["here"]]
        columns += [f"{w['margin']}, {w['lower']}", f"{w['margin']}, {w['upper']}"]
        columns += [w["asked"], w["source"], w["base"]]
        yield BookSheet(
            "B1",
            w["beside"],
            [*head, w["beside_how"]],
            columns,
            [
                [
                    line.item,
                    _number(source.value),
                    source.unit,
                    shown(line.cell),
                    cut(line.cell.lower, DECIMALS),
                    cut(line.cell.upper, DECIMALS),
                    w[f"asked_{line.asked}"],
                    source.source,
                    source.base or None,
                ]
                for line in one.beside
                for source in line.published
            ],
        )
    if one.conflicts:
        yield BookSheet(
            "B2",
            w["conflicts"],
            [*head, w["conflicts_how"]],
            [w["item"], w["published"], w["unit"], w["source"], w["base"]],
            [
                [row.item, _number(row.value), row.unit, row.source, row.base or None]
                for row in one.conflicts
            ],
        )


def _number(value: str) -> str | float:
    """A published figure as a number, where it is written as one."""
    try:
        return float(value)
    except ValueError:
        return value
