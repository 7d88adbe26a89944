"""What people wrote in their own words: how many speak of a theme, and a few quotes.

A theme is a list of words, so anybody can check who was counted. Somebody is quoted only
where they consented, and never where few speak of a theme: a voice may be known by it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from folkmoot.ask.answers.coded import Answers, Mask
from folkmoot.ask.book.table_page import Cell
from folkmoot.ask.estimation.design import Design
from folkmoot.ask.estimation.estimates import estimate
from folkmoot.ask.estimation.intervals import logit_interval
from folkmoot.ask.survey.declared import Theme
from folkmoot.ask.survey.file import Survey
from folkmoot.ask.survey.wording import Wording

LONGEST_QUOTE = 280
"""Characters; a longer answer tells more of the person than of the theme (our own rule)."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme: people who speak of it, None where too few, and their weighted share."""

    label: Wording
    people: int | None
    cell: Cell
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """The themes of one question; `base` wrote anything, `unplaced` spoke of none."""

    question: str
    wording: Wording
    base: int
    unplaced: int | None
    rows: tuple[ThemeRow, ...]
    may_quote: bool


def theme_tables(survey: Survey, answers: Answers, design: Design) -> list[ThemeTable]:
    """One table for each question that has themes, in the order of the file."""
    named = dict.fromkeys(theme.question for theme in survey.declared.themes)
    return [_table(survey, answers, design, name) for name in named]


def _table(survey: Survey, answers: Answers, design: Design, name: str) -> ThemeTable:
    rule = survey.declared.publishing
    private = survey.declared.privacy
    consent = private.consent if private is not None else None
    may = (
        answers.holds(consent)
        if consent is not None
        else np.zeros(answers.rows, dtype=bool)
    )
    texts, given = answers.texts[name], answers.given[name]
    wanted = [t for t in survey.declared.themes if t.question == name]
    placed = np.zeros(answers.rows, dtype=bool)
    rows = []
    for theme in wanted:
        speaks = _speaking(theme, texts)
        placed |= speaks
        people = int(speaks.sum())
        is_few = 0 < people < rule.smallest_cell
        small = int(given.sum()) < rule.suppress_below
        rows.append(
            ThemeRow(
                label=theme.label,
                people=None if is_few or small else people,
                cell=_share(design, speaks, given, is_few=is_few, small=small),
                quotes=()
                if people < rule.suppress_below
                else _quotes(theme, texts, speaks & may, answers.ids, rule.quotes),
            )
        )
    unplaced = int((given & ~placed).sum())
    return ThemeTable(
        question=name,
        wording=survey.questions[name].text,
        base=int(given.sum()),
        unplaced=None if 0 < unplaced < rule.smallest_cell else unplaced,
        rows=tuple(rows),
        may_quote=consent is not None and rule.quotes > 0,
    )


def _speaking(theme: Theme, texts: Sequence[str]) -> Mask:
    parts = [
        re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")
        for word in theme.words
    ]
    pattern = re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)
    return np.array([bool(pattern.search(text)) for text in texts], dtype=bool)


def _share(
    design: Design, speaks: Mask, given: Mask, *, is_few: bool, small: bool
) -> Cell:
    if small:
        return Cell("small base")
    if is_few:
        return Cell("hidden")
    found = estimate(design, speaks.astype(np.float64), given)
    ends = logit_interval(found)
    return Cell(
        "shown",
        value=float(found.values[0]) * 100,
        standard_error=float(found.standard_errors[0]) * 100,
        lower=float(ends.lower[0]) * 100,
        upper=float(ends.upper[0]) * 100,
    )


def _quotes(
    theme: Theme, texts: Sequence[str], who: Mask, ids: Sequence[str], most: int
) -> tuple[str, ...]:
    """A few of those who consented, drawn by a digest so that nobody picks them."""
    short = [i for i in np.flatnonzero(who).tolist() if len(texts[i]) <= LONGEST_QUOTE]
    order = sorted(
        short,
        key=lambda i: hashlib.sha256(f"{theme.id}\x00{ids[i]}".encode()).hexdigest(),
    )
    return tuple(dict.fromkeys(texts[i] for i in order))[:most]
