"""What the cells of a column look like: money, dates, names, codes, contact details."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, zip_longest

MAX_NAME = 90
"""Letters: longer cells are descriptions; the longest company names come close."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_MONEY = re.compile(
    r"^[(\[]?\s*[-−–+]?\s*(?:[£$€]|gbp|eur)?\s*[-−–]?\s*\d[\d, ]*(?:\.\d+)?\s*"
    r"(?:[)\]]|-|cr|dr)?\s*(?:gbp|eur|k|m)?$",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"^(?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:\d{{4}}|\d{{2}})"
    rf"|\d{{4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ /\-]?{_MONTH}[ /\-,]?(?:\d{{4}}|\d{{2}})"
    rf"|{_MONTH}[ /\-,]*(?:\d{{1,2}},? )?(?:\d{{4}}|\d{{2}})"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?.*)?$",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"^[34]\d{4}(?:\.0)?$")
_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$", re.IGNORECASE)
_EMAIL = re.compile(r"^\S+@\S+\.[A-Za-z]{2,}$")
_PHONE = re.compile(r"^(?:\+44|0)[\d ()\-]{9,14}$")
_COMPANY = re.compile(r"^(?:gb[/ ]?)?(?:[A-Z]{2}\d{6}|\d{6,8})$", re.IGNORECASE)
_CPV = re.compile(r"^\d{8}(?:-\d)?\b")
_DIGITS = re.compile(r"^(?:GB)?[\d ]{6,14}$", re.IGNORECASE)
_UUID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_COMPANY_FORM = re.compile(
    r"\b(?:ltd|limited|plc|llp|inc|council|trust|services|group|association|company|co"
    r"|sh\.?\s?p\.?\s?k|n\.?\s?t\.?\s?p|nsh|gmbh)\b",
    re.IGNORECASE,
)

_SAYS_NONE = re.compile(
    r"[-–—.\s]+|n\s?[/.]?\s?a\.?|none|nil|tb[ac]|no|not applicable", re.IGNORECASE
)
"""What people write into a cell that has nothing to say."""

_PHONE_DIGITS = range(10, 13)
_FEW = 3
"""Fewer cells than this show nothing either way."""

_LOOKED_AT = 250
"""Cells tested of a column: a share is then known to within six in a hundred."""


@dataclass(frozen=True)
class Cells:
    """The cells of one column that are not blank, and how many rows they came from."""

    values: tuple[str, ...]
    rows: int

    @cached_property
    def filled(self) -> float:
        """Share of rows with a cell that is not blank."""
        return len(self.values) / self.rows if self.rows else 0.0

    @cached_property
    def length(self) -> float:
        """Mean number of characters."""
        return sum(map(len, self.values)) / len(self.values) if self.values else 0.0

    @cached_property
    def variety(self) -> float:
        """Share of cells that are different from one another."""
        return len(set(self.values)) / len(self.values) if self.values else 0.0

    def share(self, test: str) -> float:
        """Share of the cells that pass the test named; 0.5 where there are too few."""
        if len(self.values) < _FEW and test not in ("email", "phone"):
            return 0.5
        if not self.values:
            return 0.0
        if test not in self._shares:
            passes = TESTS[test]
            seen = self.looked_at
            self._shares[test] = sum(
                count for value, count in seen.items() if passes(value)
            ) / sum(seen.values())
        return self._shares[test]

    @cached_property
    def looked_at(self) -> Counter[str]:
        """Cells spread evenly over the column, enough to tell what it holds.

        "N/A" says nothing of that, where other cells do.
        """
        step = -(-len(self.values) // _LOOKED_AT)
        seen = Counter(self.values[::step])
        telling = {v: n for v, n in seen.items() if not _SAYS_NONE.fullmatch(v)}
        return Counter(telling) or seen

    @cached_property
    def _shares(self) -> dict[str, float]:
        return {}


def is_money(value: str) -> bool:
    """Whether a cell reads as an amount; a dash or nothing stands for none."""
    return bool(_MONEY.match(value)) or value in ("-", "–", "nil")


def is_date(value: str) -> bool:
    """Whether a cell reads as a date, a month with its year, or a spreadsheet's serial."""
    return bool(_DATE.match(value) or _SERIAL.match(value))


def is_data(value: str) -> bool:
    """Whether a cell is a value and so no heading: an amount, a date, an address."""
    return (
        bool(_MONEY.match(value) or _DATE.match(value) or _EMAIL.match(value))
        or "://" in value
    )


def _is_name(value: str) -> bool:
    return (
        bool(_LETTERS.search(value))
        and len(value) <= MAX_NAME
        and not is_data(value)
        and not _POSTCODE.match(value)
    )


def _is_text(value: str) -> bool:
    return bool(_LETTERS.search(value)) and not is_data(value)


def _is_code(value: str) -> bool:
    return "://" in value or (
        any(c.isdigit() for c in value) or (len(value) <= 8 and value.isupper())
    )


def _is_phone(value: str) -> bool:
    if not _PHONE.match(value):
        return False
    digits = sum(c.isdigit() for c in value)
    national = value.removeprefix("+44").lstrip("( 0)")
    return digits in _PHONE_DIGITS and national[:1] in "12378"


TESTS: Mapping[str, Callable[[str], bool]] = {
    "any": lambda value: True,
    "money": is_money,
    "date": is_date,
    "undated": lambda value: not is_date(value),
    "name": _is_name,
    "text": _is_text,
    "code": _is_code,
    "short": lambda value: len(value) <= 4,
    "digits": lambda value: bool(_DIGITS.match(value)),
    "company_number": lambda value: bool(_COMPANY.match(value)),
    "company_form": lambda value: bool(_COMPANY_FORM.search(value)),
    "postcode": lambda value: bool(_POSTCODE.match(value)),
    "uuid": lambda value: bool(_UUID.match(value)),
    "cpv": lambda value: bool(_CPV.match(value)),
    "email": lambda value: bool(_EMAIL.match(value)),
    "phone": _is_phone,
}
"""The tests by name, as `words/headings.toml` names them."""


def column_cells(rows: Sequence[Sequence[str]], width: int) -> list[Cells]:
    """The cells of each of `width` columns over some rows, trimmed, blanks left out."""
    columns = islice(zip_longest(*rows, fillvalue=""), width)
    cells = [
        Cells(tuple(filter(None, map(str.strip, column))), len(rows))
        for column in columns
    ]
    return cells + [Cells((), len(rows))] * (width - len(cells))
