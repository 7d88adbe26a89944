"""The report of a survey as one HTML file that needs nothing beside it, and as paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from folkmoot.ask.book.figure_text import (
    ends_text,
    figure_text,
    gap_ends_text,
    gap_text,
    tested_text,
)
from folkmoot.ask.book.table_page import TablePage
from folkmoot.ask.publish import likert
from folkmoot.ask.publish.publication import Publication
from folkmoot.ask.publish.segment_section import segment_sections
from folkmoot.ask.publish.sheet_parts import note_order
from folkmoot.ask.publish.words import report_words
from folkmoot.ask.survey.sentences import note
from folkmoot.ask.survey.wording import LANGUAGES, Wording, said

_LOCALES = {"en": "en-GB", "cy": "cy"}


@dataclass(frozen=True, slots=True)
class Picture:
    """The bars above a table and what their fills mean."""

    bars: Sequence[likert.Bar]
    key: Sequence[likert.KeyPart]


def report_html(
    one: Publication, language: str, *, is_draft: bool, on_paper: bool
) -> str:
    """The report in one language; on paper without the links that only a screen has."""
    environment = _environment(language, one.survey.declared.publishing.decimals)
    most = one.survey.declared.publishing.most_columns
    pages = [
        page if len(page.columns) <= most else _only_total(page) for page in one.pages
    ]
    # On paper a note that is under every table would be most of what is read.
    marks = _note_marks(one, pages, language) if on_paper else {}
    environment.globals["note_marks"] = marks
    others = [o for o in one.survey.declared.survey.languages if o != language]
    return environment.get_template("report.html").render(
        one=one,
        pages=pages,
        sections=segment_sections(one),
        about=one.survey.declared.survey,
        work=one.survey.declared.fieldwork,
        privacy=one.survey.declared.privacy,
        language=language,
        locale=_LOCALES[language],
        others=[(other, LANGUAGES[other]) for other in others],
        w=report_words(language),
        pictures={page.id: picture(page, one, language) for page in pages},
        is_draft=is_draft,
        on_paper=on_paper,
        styles=Markup(_styles()),  # noqa: S704 (our own file)
    )


def _note_marks(
    one: Publication, pages: Sequence[TablePage], language: str
) -> dict[str, int]:
    """The number of each note of any table, by its text: the workbook's, then its own."""
    texts = [said(text, language) for text in note_order(one).values()]
    texts += [said(text, language) for page in pages for text in page.notes]
    return {text: n for n, text in enumerate(dict.fromkeys(texts), start=1)}


def _only_total(page: TablePage) -> TablePage:
    """A table too wide for a page: everybody, and where its other columns are."""
    told = note("wide", n=len(page.columns), sheet=page.id.upper())
    return replace(
        page,
        columns=page.columns[:1],
        rows=tuple(replace(row, cells=row.cells[:1]) for row in page.rows),
        tests=(),
        notes=(*page.notes, told),
    )


def picture(page: TablePage, one: Publication, language: str) -> Picture | None:
    """The bars of a scale by its columns; of a grid, all statements above the first one."""
    question = one.survey.questions.get(page.question)
    if question is None or not question.likert or not likert.is_drawn(page):
        return None
    if not page.item:
        bars = [
            likert.bar(page.rows, place, column.label, language)
            for place, column in enumerate(page.columns)
            if column.has_base
        ]
        return Picture(bars, likert.key(page))
    same = [p for p in one.pages if p.question == page.question]
    if page.number != same[0].number:
        return None
    bars = [likert.bar(p.rows, 0, p.item_text, language) for p in same]
    return Picture(bars, likert.key(page))


def paper_styles() -> str:
    """What paper looks like, on top of the page's own styles."""
    return (files("folkmoot.ask") / "templates" / "paper.css").read_text("utf-8")


def _styles() -> str:
    return (files("folkmoot.ask") / "templates" / "report.css").read_text("utf-8")


def _environment(language: str, decimals: int) -> Environment:
    environment = Environment(
        loader=PackageLoader("folkmoot.ask"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["said"] = lambda wording: said(wording, language)
    environment.filters["spoken_in"] = lambda wording: _spoken_in(wording, language)
    environment.globals["figure"] = partial(figure_text, decimals=decimals)
    environment.globals["tested_text"] = tested_text
    environment.globals["gap"] = partial(gap_text, decimals=decimals)
    to = report_words(language)["to"]
    environment.globals["ends"] = partial(ends_text, decimals=decimals, to=to)
    environment.globals["gap_ends"] = partial(gap_ends_text, decimals=decimals, to=to)
    return environment


def _spoken_in(wording: Wording, language: str) -> str:
    """`lang` of wording that was not given in the report's language; blank where it was."""
    if isinstance(wording, str):
        return "en" if language != "en" and wording else ""
    return "" if wording.get(language) or not wording.get("en") else "en"
