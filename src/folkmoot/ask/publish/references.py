"""Figures that were published before, each with its source, to stand beside a new survey.

Where two sources give different numbers for one thing, both are shown and neither is
chosen.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from folkmoot.ask.book.table_page import Cell, TablePage
from folkmoot.ask.publish.claims import sum_of
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import Wording
from folkmoot.core.exceptions import SurveyFileError
from folkmoot.sources.readers.text import clean_text

_COLUMNS = ("item", "value", "unit", "base", "source")


@dataclass(frozen=True, slots=True)
class Reference:
    """One figure as one source printed it."""

    item: str
    value: str
    unit: str
    base: str
    source: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One published figure beside ours; `sources_differ` where they print unlike numbers."""

    item: str
    published: tuple[Reference, ...]
    label: Wording
    cell: Cell
    table: str
    sources_differ: bool


def references(name: str, survey: Survey | None = None) -> list[Reference]:
    """The figures of a shipped reference, or of a CSV file beside the survey."""
    if name.endswith(".csv") and survey is not None:
        text = clean_text(survey.file(name)).data.decode("utf-8")
    else:
        shipped = files("folkmoot.ask") / "reference" / f"{name}.csv"
        if not shipped.is_file():
            raise SurveyFileError(
                f"There is no reference called '{name}'.",
                f"Those that ship are: {', '.join(shipped_references())}; or name a CSV "
                "file in the survey's folder.",
            )
        text = shipped.read_text("utf-8")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(reader.fieldnames or ()) != _COLUMNS:
        raise SurveyFileError(
            f"The reference '{name}' does not have the columns it needs.",
            f"They are: {', '.join(_COLUMNS)}.",
        )
    return [Reference(**{k: v or "" for k, v in row.items()}) for row in reader]


def shipped_references() -> list[str]:
    """The names of the references that ship."""
    folder = files("folkmoot.ask") / "reference"
    return sorted(
        one.name.removesuffix(".csv")
        for one in folder.iterdir()
        if one.name.endswith(".csv")
    )


def conflicts(found: Sequence[Reference]) -> Mapping[str, list[Reference]]:
    """Items for which sources print different numbers, with every one of them."""
    by_item: dict[str, list[Reference]] = defaultdict(list)
    for one in found:
        by_item[one.item].append(one)
    return {
        item: rows for item, rows in by_item.items() if len({r.value for r in rows}) > 1
    }


def beside(survey: Survey, pages: Sequence[TablePage]) -> list[Beside]:
    """Every declared comparison, with each source of the published figure."""
    found = []
    for rule in survey.declared.compare:
        held = references(rule.reference, survey)
        published = tuple(one for one in held if one.item == rule.item)
        if not published:
            raise SurveyFileError(
                f"The reference '{rule.reference}' has no item '{rule.item}'.",
                f"It has: {'; '.join(dict.fromkeys(one.item for one in held))}.",
            )
        page = next(
            (
                p
                for p in pages
                if p.question == rule.question and p.item == rule.question_item
            ),
            None,
        )
        kind, codes = ("net", [rule.net]) if rule.net else ("share", rule.codes)
        held_rows = page.rows if page is not None else ()
        shares = [r for r in held_rows if r.kind == kind and r.code in codes]
        found.append(
            Beside(
                item=rule.item,
                published=published,
                label=shares[0].label
                if len(shares) == 1
                else (page.title if page else ""),
                cell=sum_of(shares),
                table=page.id if page is not None else "",
                sources_differ=len({one.value for one in published}) > 1,
            )
        )
    return found
