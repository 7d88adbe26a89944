"""What a contract's own words allow: a longer run by an option, an earlier end by a break.

Read only where no day is published for it: `latest_end_date` is the better word.
"""

from __future__ import annotations

import re

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12,
    "eighteen": 18, "twenty four": 24, "twenty-four": 24, "thirty six": 36,
}  # fmt: skip
_N = r"(\d{1,2}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_UNIT = r"(years?|yrs?|months?|mths?)"
_PLUSES = re.compile(r"((?:\+\s*\d{1,2}\s*)+)" + _UNIT, re.IGNORECASE)
_TIMES = re.compile(
    _N + r"\s*(?:x|×|(?:further |additional |optional |extension )*periods? of(?: up to)?)\s*"
    + _N + r"[\s-]*" + _UNIT,
    re.IGNORECASE,
)  # fmt: skip
_ONCE = re.compile(_N + r"[\s-]*(?:further |additional )?" + _UNIT, re.IGNORECASE)
_EXTENDS = re.compile(r"exten|option|renew|further|\+|\bx\b|×", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(no|none|not|without)\b[^.;]{0,25}\b(exten|option|renew)", re.IGNORECASE
)
_BREAK = re.compile(
    r"\bbreak[- ](?:clauses?|options?|points?|dates?|notice)\b|\bearly termination\b|"
    r"\bterminat\w+ (?:early|for convenience|on|by|at|with)\b[^.;]{0,40}\bnotice\b",
    re.IGNORECASE,
)
_NO_BREAK = re.compile(r"\b(no|without|not)\b[^.;]{0,15}\bbreak\b", re.IGNORECASE)
LONGEST_OPTION_MONTHS = 120
"""Ten years: what is longer is the length of the contract, not of its option."""


def option_months(text: str) -> int | None:
    """How many months an option may add, as its wording says; None where it does not say.

    `+1 +1 years`, `two further periods of 12 months each`, `up to 12 months extension`.
    """
    if not _EXTENDS.search(text) or _NEGATED.search(text):
        return None
    pluses = _PLUSES.search(text)
    if pluses:
        count = sum(int(number) for number in re.findall(r"\d+", pluses[1]))
        return _sane(_months(count, pluses[2]))
    times = _TIMES.search(text)
    if times:
        return _sane(_months(_number(times[1]) * _number(times[2]), times[3]))
    once = _ONCE.findall(text)
    if len(once) != 1:
        return None
    return _sane(_months(_number(once[0][0]), once[0][1]))


def has_break(text: str) -> bool:
    """Whether a contract's words mention a right to leave it early."""
    return bool(_BREAK.search(text)) and not _NO_BREAK.search(text)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text.casefold()]


def _months(count: int, unit: str) -> int:
    return count * 12 if unit[0] in "yY" else count


def _sane(months: int) -> int | None:
    return months if 0 < months <= LONGEST_OPTION_MONTHS else None
