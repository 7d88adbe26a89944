"""Columns that name people, refused before an answer is read.

The analysis needs none of them, and what was never read cannot be published. Columns that
the survey file names under `drop` are taken out unread; any other column that seems to
hold contact details or names stops the run with its name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from folkmoot.ask.answers.grid import Grid
from folkmoot.core.exceptions import SurveyError
from folkmoot.registers.persons.recognise import individual_reason

EMAIL: Final = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PHONE: Final = re.compile(
    r"(?<![\d.])(?:\+44[\s().-]*|\(?0)(?:\d[\s().-]*){8,9}\d(?!\d)"
)
POSTCODE: Final = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-BD-HJLNP-UW-Z]{2}\b", re.IGNORECASE
)
"""A full postcode is some fifteen addresses; its first half alone is let be."""
IP_ADDRESS: Final = re.compile(r"^(?:\d{1,3}\.){3}\d{1,3}$")

_NAMING_HEADING: Final = re.compile(
    r"^(?:(?:first|last|middle|full|given|family|your|respondent'?s?|councillor'?s?)"
    r"[\s_.-]*names?|forenames?|surnames?|name|e-?mail.*|(?:tele)?phone.*|mobile.*"
    r"|(?:home|postal|ip)[\s_.-]*address.*|address|ipaddr|post[\s_-]?code"
    r"|date[\s_-]?of[\s_-]?birth|dob|token|nhs[\s_.-]*(?:no|number).*)$",
    re.IGNORECASE,
)
_NAMES_LIKE: Final = 0.5
"""The share of cells read as names above which a column holds names: our own assumption,
tried on the columns of real surveys, where answers in words stay far below it."""
_NAMED_LEAST: Final = 3
"""Distinct names below which a column is no list of people."""
_LONGEST_NAME: Final = 40
_CERTAIN_REASONS: Final = ("given name and surname", "title before a name")

KINDS: Final = (
    ("e-mail addresses", EMAIL),
    ("telephone numbers", PHONE),
    ("full postcodes", POSTCODE),
    ("network addresses", IP_ADDRESS),
)

_REMOVED: Final = {
    "e-mail addresses": "[e-mail address removed]",
    "telephone numbers": "[telephone number removed]",
    "full postcodes": "[postcode removed]",
}


class PersonalDataError(SurveyError):
    """A column of the answers seems to name people."""

    def __init__(self, file: str, column: str, what: str, row: int | None) -> None:
        where = f" (first in row {row})" if row is not None else ""
        super().__init__(
            f"{file}: the column '{column}' holds {what}{where}.",
            "Take it out of the file, or name it in `drop` so that it is never read.",
        )
        self.column = column


def refuse_personal(grid: Grid, *, words: Collection[str]) -> None:
    """Raise `PersonalDataError` for the first column that seems to name people.

    `words` are columns of answers in people's own words: there contact details are taken
    out one by one (`without_contacts`), as a person may write anything.
    """
    for column in grid.columns:
        if column in words:
            continue
        cells = grid.column(column)
        if _NAMING_HEADING.match(column) and any(cells.texts):
            raise PersonalDataError(grid.name, column, "what its heading says", None)
        for what, pattern in KINDS:
            for text in cells.texts:  # in the order of the rows
                if pattern.search(text):
                    row = int(grid.numbers[cells.first_row(text)])
                    raise PersonalDataError(grid.name, column, what, row)
        if _are_names(cells.texts):
            raise PersonalDataError(grid.name, column, "names of people", None)


def without_contacts(text: str) -> tuple[str, bool]:
    """Somebody's words without contact details, and whether any were taken out."""
    shown = text
    for what, pattern in KINDS[:3]:
        shown = pattern.sub(_REMOVED[what], shown)
    return shown, shown != text


def _are_names(cells: Collection[str]) -> bool:
    """Whether most distinct cells are a given name with a surname, or have a title."""
    distinct = {cell for cell in cells if cell}
    short = [cell for cell in distinct if len(cell) <= _LONGEST_NAME and " " in cell]
    if len(short) < _NAMED_LEAST:
        return False
    named = sum(individual_reason(cell) in _CERTAIN_REASONS for cell in short)
    return named > _NAMES_LIKE * len(distinct)
