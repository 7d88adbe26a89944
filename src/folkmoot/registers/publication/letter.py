"""The letter to a publisher: what its files lack of what the Code asks, row by row.

It counts and points at rows; it quotes no cell, so that it can name nobody.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.core.store import Reader
from folkmoot.registers.publication.answers import publisher
from folkmoot.registers.publication.code import (
    AskedField,
    Code,
    Kind,
    transparency_code,
)
from folkmoot.registers.publication.words import named_table, rows_words, share_words

LINE = 76
"""Letters a line of the plain text: what a mail program shows without breaking it."""

_PLACES = 3
"""Tables named for one field; the count says how many rows there are altogether."""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One kind of publication: what was read, and one point for each field that lacks."""

    title: str
    lead: str
    points: tuple[str, ...]
    recommended: tuple[str, ...]
    otherwise: str
    """What is said where there are no points."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, paragraph by paragraph."""

    publisher_id: str
    to: str
    subject: str
    written: str
    opening: tuple[str, ...]
    parts: tuple[LetterPart, ...]
    closing: tuple[str, ...]
    sender: str

    def text(self) -> str:
        """The letter as plain text, lines broken as mail does."""
        return "\n".join(_lines(self)) + "\n"


def letter(reader: Reader, publisher_id: str, *, sender: str, as_of: date) -> Letter:
    """The letter to one publisher; raises `NotFoundError` where nothing of it was scored.

    `as_of` dates the letter, `sender` is the group's name.
    """
    found = publisher(reader, publisher_id)
    code = transparency_code()
    parts = tuple(_part(code, kind) for kind in found["kinds"])
    name = found["publisher"]
    to = f"The transparency and open data team, {name}"
    if not found["is_council"]:
        to = f"The publisher of {name}"
    return Letter(
        publisher_id=publisher_id,
        to=to,
        subject=f"What you publish under the {code.name}",
        written=_day(as_of),
        opening=_opening(code, parts),
        parts=parts,
        closing=_closing(code),
        sender=sender,
    )


def _opening(code: Code, parts: Sequence[LetterPart]) -> tuple[str, ...]:
    thanks = (
        "Thank you for publishing what you spend and what you contract for. We read "
        "your files together with those of our neighbours, to see what we could buy "
        "together and when, and set them beside the "
        f"{code.name}, field by field."
    )
    if not any(part.points for part in parts):
        return (thanks, "We found nothing that is demanded and missing.")
    return (
        thanks,
        "Below is what we could not find, with the first rows of each, in case it is "
        "of use when you next publish. Row numbers are those that a spreadsheet shows, "
        "the header included.",
    )


def _closing(code: Code) -> tuple[str, ...]:
    return (
        "We may have misread a heading or missed another place where you publish "
        "something. If so, please tell us, and we will correct it.",
        f"The Code: {code.name}, {code.publisher}, "
        f"{_day(code.published)}, {code.address}",
    )


def _part(code: Code, found: Mapping[str, Any]) -> LetterPart:
    kind = code.kinds[found["kind"]]
    told = [(code.field(kind.name, row["field"]), row) for row in found["fields"]]
    lead = (
        f"{_count(found['row_count'], kind)} read, {found['period']}. The Code asks for "
        f"this in paragraphs {kind.paragraphs}."
    )
    if found["not_scored"]:
        left = _listed([_small(label) for label in found["not_scored"]])
        lead += f" Notices have no place for these, so they were not scored: {left}."
    points, recommended = (
        (
            *_columns_lacking(kind, [one for one in told if one[0].is_must is is_must]),
            *(
                sentence
                for field, row in told
                if field.is_must is is_must
                for sentence in _cells_lacking(kind, field, row)
            ),
        )
        for is_must in (True, False)
    )
    return LetterPart(
        title=kind.label,
        lead=lead,
        points=points,
        recommended=recommended,
        otherwise=_otherwise(kind, is_asked=bool(found["asked_fields"])),
    )


def _otherwise(kind: Kind, *, is_asked: bool) -> str:
    if is_asked:
        return "Every field that the Code demands is told in every row."
    return (
        f"All are worth £{kind.over_gbp:,} or less, so the Code asks nothing of them."
    )


def _columns_lacking(
    kind: Kind, told: Sequence[tuple[AskedField, Mapping[str, Any]]]
) -> Iterator[str]:
    """One sentence for each set of tables that have no column for the same fields."""
    together: dict[tuple[str, ...], list[tuple[AskedField, Mapping[str, Any]]]] = {}
    for field, row in told:
        if row["no_column_rows"]:
            tables = tuple(_table(g) for g in row["gaps"] if g["no_column_rows"])
            together.setdefault(tables, []).append((field, row))
    for tables, fields in together.items():
        asked = "; ".join(field.asks for field, _ in fields)
        first = fields[0][1]
        rows = _of_all(kind, first["no_column_rows"], first["asked_rows"])
        rows = rows[0].lower() + rows[1:]
        yield f"There is no column for {asked}, in {_together(tables)}, where {rows}."


def _cells_lacking(
    kind: Kind, field: AskedField, row: Mapping[str, Any]
) -> Iterator[str]:
    """One sentence for cells that are blank, and one for those that are unclear."""
    for state, lack in (
        ("blank", f"have {field.lack}"),
        (
            "unclear",
            f"have something under “{field.label}” that cannot be read, or says nothing",
        ),
    ):
        count = row[f"{state}_rows"]
        if count:
            places = [
                f"{_table(gap)}, {rows_words(gap[state], gap[f'{state}_rows'])}"
                for gap in row["gaps"]
                if gap[f"{state}_rows"]
            ]
            rows = _of_all(kind, count, row["asked_rows"], verb="")
            yield f"{rows} {lack}: {_together(places)}."


def _of_all(kind: Kind, count: int, asked: int, *, verb: str = " are") -> str:
    """`32% of your contracts (18 of 56) are`."""
    share = share_words(count, asked)
    return (
        f"{share[0].upper()}{share[1:]} of your {kind.row}s "
        f"({count:,} of {asked:,}){verb}"
    )


def _table(gap: Mapping[str, Any]) -> str:
    """A file as its publisher calls it, and its sheet: our folders are nothing to them."""
    name = str(gap["file"]).rsplit("/", 1)[-1]
    return named_table(name, gap["table_name"])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _count(count: int, kind: Kind) -> str:
    return f"{count:,} {kind.row}{'' if count == 1 else 's'}"


def _together(places: Sequence[str]) -> str:
    more = len(places) - _PLACES
    told = "; ".join(places[:_PLACES])
    if more > 0:
        told += f"; and in {more:,} more table{'' if more == 1 else 's'}"
    return told


def _small(label: str) -> str:
    """A label within a sentence: `VAT` keeps its capitals."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def _listed(labels: Sequence[str]) -> str:
    if len(labels) < 2:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} and {labels[-1]}"


def _lines(one: Letter) -> Iterator[str]:
    yield from (one.to, "", one.written, "", f"Subject: {one.subject}", "")
    yield from ("Dear colleague,", "")
    for paragraph in one.opening:
        yield from (*_wrapped(paragraph), "")
    for part in one.parts:
        yield from (part.title, "-" * len(part.title), "", *_wrapped(part.lead), "")
        if not part.points:
            yield from (*_wrapped(part.otherwise), "")
        for point in part.points:
            yield from (*_wrapped(point, bullet="- "), "")
        if part.recommended:
            yield from ("Recommended by the Code, not demanded:", "")
        for point in part.recommended:
            yield from (*_wrapped(point, bullet="- "), "")
    for paragraph in one.closing:
        yield from (*_wrapped(paragraph), "")
    yield from ("Yours sincerely,", "", one.sender)


def _wrapped(paragraph: str, *, bullet: str = "") -> list[str]:
    return textwrap.wrap(
        paragraph,
        LINE,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )
