"""Sentences of the report, held to the figures they speak of.

A sentence may not say "majority" of 46 per cent, nor of 52 where the margin reaches below
half; and it may not hold a percentage typed by hand, which nobody would correct when the
answers change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.ask.book.figure_text import digits_of, gap_end_digits
from folkmoot.ask.book.gaps import GapTable
from folkmoot.ask.book.table_page import Cell, Row, TablePage
from folkmoot.ask.survey.declared import Statement
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import Wording, said

HALF = 50.0
NEARLY_ALL = 90.0
"""Per cent that a margin must reach for "nearly everyone"; our own assumption."""

_MORE_THAN_HALF = re.compile(
    r"\b(?:majority|majorities|most|mainly|predominantly|predominates?"
    r"|(?:bulk|greater part|larger part) of|more than half|over half|mwyafrif|rhan fwyaf"
    r"|yn bennaf|mwy na hanner|dros hanner)\b",
    re.IGNORECASE,
)
_LESS_THAN_HALF = re.compile(
    r"\b(?:minority|less than half|fewer than half|under half|lleiafrif"
    r"|llai na hanner)\b",
    re.IGNORECASE,
)
_NEARLY_ALL = re.compile(
    r"\b(?:(?:nearly|almost|virtually|practically) (?:all|everyone|everybody)"
    r"|overwhelmingly|bron (?:pawb|pob))\b",
    re.IGNORECASE,
)
_TYPED_PERCENT = re.compile(
    r"\d(?:[\d.,]*)\s*(?:%|per\s?cent\b|y cant\b)"
    r"|\b[a-z]+(?:-[a-z]+)?\s+(?:per\s?cent|y cant)\b"
    r"|\b(?:a|one|two|three|four)[ -](?:thirds?|quarters?|fifths?|tenths?)\b"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine) (?:in|out of) "
    r"(?:\d+|three|four|five|ten|twenty|a hundred)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(r"\{([^{}]*)\}")
_KNOWN_PLACES = frozenset({"share", "net", "base"})
_GAP_PLACES = frozenset({"gap"})
_DIFFERENT = re.compile(
    r"\b(?:more|fewer|higher|lower|greater|smaller|likelier|differs?|mwy|llai|uwch)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence with its figures filled in, per language, and what is wrong with it."""

    text: Wording
    table: str
    problems: tuple[str, ...]


def claims(
    survey: Survey, pages: Sequence[TablePage], gaps: Sequence[GapTable]
) -> list[Claim]:
    """Every declared statement, filled in from the tables and judged."""
    held = {table.rule.id: table for table in gaps}
    return [
        _gap_claim(one, held[one.gap], survey)
        if one.gap
        else _claim(one, pages, survey)
        for one in survey.declared.statements
    ]


def _gap_claim(one: Statement, table: GapTable, survey: Survey) -> Claim:
    """A sentence that speaks of the one gap that a table holds."""
    row = table.rows[0]
    texts = {"en": said(one.text)} if isinstance(one.text, str) else dict(one.text)
    decimals = digits_of(row, survey.declared.publishing.decimals)
    problems: list[str] = []
    filled = {}
    for language, text in texts.items():
        problems += sentence_problems(text, row.gap, is_net=True, places=_GAP_PLACES)
        if is_open(row.gap) and (found := _DIFFERENT.search(text)) is not None:
            problems.append(
                f"“{found.group()}” cannot be said of {row.gap.value:+.{decimals}f}: its "
                "margin takes in zero, so the survey does not tell the groups apart."
            )
        told = _signed(row.gap, decimals, gap_end_digits(row, row.gap, decimals))
        filled[language] = text.replace("{gap}", told) if told else text
    return Claim(filled, table.id, tuple(dict.fromkeys(problems)))


def is_open(gap: Cell) -> bool:
    """Whether a gap that is shown may be none at all: its margin takes in zero."""
    if not gap.is_shown:
        return False
    return gap.lower is None or gap.upper is None or gap.lower <= 0 <= gap.upper


def _claim(one: Statement, pages: Sequence[TablePage], survey: Survey) -> Claim:
    page = _page_of(one, pages)
    if page is None:
        return Claim(one.text, "", (f"`{one.question}` has no table to speak of.",))
    cell = _figure(one, page)
    decimals = survey.declared.publishing.decimals
    texts = {"en": said(one.text)} if isinstance(one.text, str) else dict(one.text)
    problems: list[str] = []
    filled = {}
    for language, text in texts.items():
        problems += sentence_problems(text, cell, is_net=bool(one.net))
        filled[language] = _filled(text, cell, page, decimals)
    return Claim(filled, page.id, tuple(dict.fromkeys(problems)))


def _page_of(one: Statement, pages: Sequence[TablePage]) -> TablePage | None:
    return next(
        (p for p in pages if p.question == one.question and p.item == one.item), None
    )


def _figure(one: Statement, page: TablePage) -> Cell:
    """The figure of everybody that the sentence speaks of."""
    if one.net:
        return next(
            (r.cells[0] for r in page.rows if r.kind == "net" and r.code == one.net),
            Cell("no answers"),
        )
    return sum_of([r for r in page.rows if r.kind == "share" and r.code in one.codes])


def sum_of(rows: Sequence[Row]) -> Cell:
    """The share of everybody who gave one of some codes; one code's as it stands.

    Of several codes no margin can be had from their own, so none is given: declare a net
    where a sum should be published with its error.
    """
    cells = [row.cells[0] for row in rows]
    if len(cells) == 1:
        return cells[0]
    for cell in cells:
        if not cell.is_shown:
            return cell
    values = [cell.value for cell in cells if cell.value is not None]
    return Cell("shown", value=sum(values)) if values else Cell("no answers")


def sentence_problems(
    text: str,
    cell: Cell,
    *,
    is_net: bool = False,
    places: frozenset[str] = _KNOWN_PLACES,
) -> Iterator[str]:
    """Why a sentence may not be published with the figure it speaks of; none where it may."""
    typed = _TYPED_PERCENT.search(text)
    if typed is not None:
        yield f"“{typed.group()}” is typed by hand: write {{share}} or {{net}}."
    for place in _PLACES.findall(text):
        if place not in places:
            yield f"{{{place}}} is nothing that can be filled in here."
    if not cell.is_shown or cell.value is None:
        yield "It speaks of a figure that is not published."
        return
    if (found := _MORE_THAN_HALF.search(text)) is not None:
        yield from _half(found.group(), cell, is_net=is_net, above=True)
    if (found := _NEARLY_ALL.search(text)) is not None:
        least = cell.value if cell.lower is None else cell.lower
        if is_net or least < NEARLY_ALL:
            yield (
                f"“{found.group()}” cannot be said of {cell.value:.1f} per cent: its margin "
                f"must lie above {NEARLY_ALL:.0f}."
            )
    if (found := _LESS_THAN_HALF.search(text)) is not None:
        yield from _half(found.group(), cell, is_net=is_net, above=False)


def title_problems(text: str) -> Iterator[str]:
    """Why a title may not be published: it claims what no figure holds it to."""
    for pattern in (_TYPED_PERCENT, _MORE_THAN_HALF, _NEARLY_ALL, _LESS_THAN_HALF):
        if (found := pattern.search(text)) is not None:
            yield (
                f"“{found.group()}” is a claim that nothing holds to its figure: make it a "
                "[[statements]] entry, and leave it out of the title."
            )


def _half(word: str, cell: Cell, *, is_net: bool, above: bool) -> Iterator[str]:
    """Why a figure does not carry a word that says which side of half it is on."""
    assert cell.value is not None  # noqa: S101 (the caller looked)
    if is_net:
        yield f"“{word}” cannot be said of a net: speak of the share."
    elif cell.lower is None or cell.upper is None:
        yield f"“{word}” needs a figure with its margin: name one code, or a net."
    elif (cell.value <= HALF) if above else (cell.value >= HALF):
        yield f"“{word}” cannot be said of {cell.value:.1f} per cent."
    elif (cell.lower <= HALF) if above else (cell.upper >= HALF):
        yield (
            f"“{word}” cannot be said of {cell.value:.1f} per cent: its margin is "
            f"{cell.lower:.1f} to {cell.upper:.1f}, on both sides of half."
        )


def _signed(cell: Cell, decimals: int, of_ends: int | None = None) -> str:
    """A net or a gap with its ends, in a sentence; blank where none is shown."""
    if cell.value is None:
        return ""
    told = f"{cell.value:+.{decimals}f}"
    if cell.lower is None or cell.upper is None:
        return told
    digits = decimals if of_ends is None else of_ends
    return f"{told} ({cell.lower:+.{digits}f} to {cell.upper:+.{digits}f})"


def _filled(text: str, cell: Cell, page: TablePage, decimals: int) -> str:
    if cell.value is None:
        return text
    share, net = f"{cell.value:.{decimals}f}%", _signed(cell, decimals)
    if cell.lower is not None and cell.upper is not None:
        share += f" ({cell.lower:.{decimals}f} to {cell.upper:.{decimals}f})"
    base = page.columns[0].base_unweighted
    filled = text.replace("{share}", share).replace("{net}", net)
    return filled.replace("{base}", f"{base:,}" if base is not None else "few")
