"""Which row of a table is its header: by the words in it, not by where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from folkmoot.sources.layouts.values import is_data
from folkmoot.sources.layouts.vocabulary import (
    KINDS,
    heading_scores,
    is_contact_heading,
    normal_heading,
)

CANDIDATE_ROWS = 40
"""Rows searched for a header: the longest preamble seen, an SQL query, had 18."""

_KNOWN_WORD = 0.6
"""From this score on a cell counts as a known heading."""

_ENOUGH = 1.6
"""Two headings well known, nothing that looks like a value."""

_SURELY = 2.4
"""Three headings known well: a row of data says so many field names by no accident."""

_TWO_LINES_GAIN = 0.4
"""A second line must make half a heading more readable to belong to the header."""

_MOSTLY = 0.6
"""Share of the table's width that a header of unknown words fills."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header's first and last physical row, from 1 (0: none), and its headings.

    `line` is the last row as it stands, by which a header printed again is known.
    """

    first_row: int
    last_row: int
    headings: tuple[str, ...]
    score: float
    line: tuple[str, ...] = ()


NO_HEADER = Header(0, 0, (), 0.0)


def header_of(rows: Sequence[Sequence[str]], width: int) -> Header:
    """The likeliest header among the first rows, or `NO_HEADER`.

    A row scores by the known headings in it, less the cells that look like values; two
    lines together are taken where they say more than either. Where no word is known,
    a full row of words above columns of values is a header in other words.
    """
    best, best_score = NO_HEADER, 0.0
    for index, row in enumerate(rows[:CANDIDATE_ROWS]):
        for header in _candidates(rows, index, row):
            gain = _TWO_LINES_GAIN if header.first_row != header.last_row else 0.0
            if header.score >= _ENOUGH and header.score - gain > best_score + 1e-9:
                best, best_score = header, header.score - gain
    if best is NO_HEADER:
        best = _in_other_words(rows, width)
    return best


def is_header_line(cells: Sequence[str]) -> bool:
    """Whether a row by itself is a header beyond doubt: most of three headings known well."""
    return _score([_tidy(cell) for cell in cells]) >= _SURELY


def headers_at(rows: Sequence[Sequence[str]], row: int) -> list[Header]:
    """What the header may be in the row that a map names: it alone, or with the row above.

    Row 0 is no header.
    """
    if row == 0:
        return [NO_HEADER]
    cells = rows[row - 1] if row <= len(rows) else ()
    headings = tuple(_tidy(cell) for cell in cells)
    found = [Header(row, row, headings, 0.0, headings)]
    if 2 <= row <= len(rows):
        above = _candidates(rows, row - 2, rows[row - 2])
        found += [header for header in above if header.last_row == row]
    return found


def _candidates(
    rows: Sequence[Sequence[str]], index: int, row: Sequence[str]
) -> list[Header]:
    single = tuple(_tidy(cell) for cell in row)
    if sum(map(bool, single)) == 0:
        return []
    found = [Header(index + 1, index + 1, single, _score(single), single)]
    below = (
        tuple(_tidy(cell) for cell in rows[index + 1]) if index + 1 < len(rows) else ()
    )
    if sum(map(bool, below)) >= 2 and not any(map(is_data, filter(None, below))):
        for above in (single, _filled_forward(single, len(below))):
            merged = _merged(above, below)
            for headings in (merged, _plainer(merged, below)):
                score = _score(headings)
                found.append(Header(index + 1, index + 2, headings, score, below))
    return found


def _score(headings: Sequence[str]) -> float:
    fields: dict[str, float] = {}
    contacts = values = 0
    for heading in filter(None, headings):
        if is_data(heading):
            values += 1
            continue
        name, score = _best_field(normal_heading(heading))
        if score >= _KNOWN_WORD:
            fields[name] = max(score, fields.get(name, 0.0))
        elif is_contact_heading(normal_heading(heading)):
            contacts += 1
    # Contact headings show a header too, but a page full of them is an address list.
    return sum(fields.values()) + 0.2 * contacts - values


def _best_field(heading: str) -> tuple[str, float]:
    """The field, of whatever kind, that a heading says the most surely."""
    scores = (item for kind in KINDS for item in heading_scores(heading, kind).items())
    return max(scores, key=lambda item: item[1], default=("", 0.0))


def _in_other_words(rows: Sequence[Sequence[str]], width: int) -> Header:
    for index, row in enumerate(rows[:CANDIDATE_ROWS]):
        cells = [cell.strip() for cell in row]
        filled = [cell for cell in cells if cell]
        if len(filled) < max(2, _MOSTLY * width):
            continue
        below = [r for r in rows[index + 1 : index + 1 + CANDIDATE_ROWS] if any(r)]
        if any(map(is_data, filled)) or len(set(filled)) < len(filled) or not below:
            return NO_HEADER
        has_values = [
            place
            for place, cell in enumerate(cells)
            if cell and _mostly_values(below, place)
        ]
        if has_values:
            headings = tuple(map(_tidy, row))
            return Header(index + 1, index + 1, headings, 0.5, headings)
        return NO_HEADER
    return NO_HEADER


def _mostly_values(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [c for row in rows if place < len(row) and (c := row[place].strip())]
    return len(cells) >= 2 and sum(map(is_data, cells)) > _MOSTLY * len(cells)


def _filled_forward(row: Sequence[str], width: int) -> tuple[str, ...]:
    """A heading that spans columns is written over the first of them only."""
    result: list[str] = []
    for index in range(width):
        cell = row[index] if index < len(row) else ""
        result.append(cell or (result[-1] if result else ""))
    return tuple(result)


def _merged(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    width = max(len(above), len(below))
    pairs = (
        (above[i] if i < len(above) else "", below[i] if i < len(below) else "")
        for i in range(width)
    )
    return tuple(f"{a} {b}".strip() for a, b in pairs)


def _plainer(merged: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Each heading with the line above it only where that line makes it clearer.

    "Name" under "Supplier" needs it; "Start" under "Dates" and "CPV code" under "Contract"
    say more by themselves.
    """
    return tuple(
        alone if alone and _clearness(alone) >= _clearness(both) else both
        for both, alone in zip_longest(merged, below, fillvalue="")
    )


def _clearness(heading: str) -> float:
    return _best_field(normal_heading(heading))[1]


def _tidy(cell: str) -> str:
    return " ".join(cell.split())
