"""The table of wordings that speak of time, and the small grammar they are written in."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from folkmoot.registers.ends.terms import DATE_IN_WORDS, day_from_parts

DAYS_A_MONTH = 30
"""Notice is given in days, months are counted as 30: our own rounding."""

_UNITS_OF_TEN = {"twenty": 20, "thirty": 30, "forty": 40, "sixty": 60}
_SMALL = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
]  # fmt: skip
NUMBERS = {word: place for place, word in enumerate(_SMALL, 1)} | _UNITS_OF_TEN
NUMBERS |= {
    f"{ten}{join}{_SMALL[unit - 1]}": value + unit
    for ten, value in _UNITS_OF_TEN.items()
    for unit in range(1, 10)
    for join in (" ", "-")
}
_WORD = "|".join(sorted(NUMBERS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d)?|\b(?:{_WORD})\b)(?: ?\( ?(?:\d{{1,3}}|{_WORD}) ?\))?"
_UNIT = r"(?:calendar )?(?:(?:years?|yrs?|months?|mths?|weeks?|days?)\b|(?:ye|yea|mon|mont)$)"
"""A unit; its beginning at the very end, where a portal cut the description."""
_EXTRA = "(?:(?:further|additional|extra|optional|consecutive|more) )?"
_LENGTH = rf"{_NUMBER} ?-? ?{_EXTRA}{_UNIT}(?:(?: and|,)? {_NUMBER} ?-? ?(?:months?|mths?)\b)?"
_MORE = (
    r"(?:(?:a|an|the|any|of|or|up|to|for|by|at|each|further|additional|extra|another|"
    r"optional|option|possible|potential|subsequent|successive|consecutive|separate|more|"
    r"single|maximum|minimum|period|periods|one-off|and|including|initial|it|"
    r"be|being|renewable|extension|extendable|extendible|"
    r"anything|duration|term|but|not|exceeding|no|than|s|,|\()\W{1,2}){0,10}?"
)
_ONE = r"(?:further |another |additional |extra |optional |possible |final )+(?:years?|months?)\b"
_MACROS = {
    "{n}": f"(?P<n>{_NUMBER})",
    "{len}": f"(?P<len>{_LENGTH})",
    "{more}": _MORE,
    "{one}": f"(?P<one>{_ONE})",
    "{range}": r"(?P<from>\d) ?(?:&|and|to|-) ?(?P<to>\d)\b",
    "{unit}": r"(?P<one>(?:year|month)\b)",
    "{day}": f"(?P<day>{DATE_IN_WORDS})",
}
_PART_OF_LENGTH = re.compile(rf"({_NUMBER}) ?-? ?{_EXTRA}({_UNIT})")
_FIRST_NUMBER = re.compile(rf"\d{{1,3}}(?:\.\d)?|{_WORD}")

EXTENDING = re.compile(
    r"\bexten(?:d|sion|t[ei]on|s\b)\w*|\bbreak (?:clause|option|point)|"
    r"\brenew(?:al|ed|able)? (?:option|period|for|by|term|annually|up)|\brenewable\b|"
    r"\boption(?:s|al)?\b|(?<![\w.])\d{1,2} ?(?:years?|yrs?|months?|y|m)? ?\+ ?\(?\d"
    r"|\+ ?\d{1,2} ?-?(?:years?|yrs?|months?|mths?)|\bprolong"
)
"""The letters without which no sentence speaks of extending."""
OFFERING = re.compile(
    r"\bexten(?:d|sion|t[ei]on|s\b)\w*|\brenew\w*|\bprolong\w*|"
    r"\boptions? (?:period|year|month|(?:for|of) (?:a|an|up|the|one|two|three|further|\d))|"
    r"\boption to (?:continue|provide|retain|roll)|\bpossib\w+ (?:of|to)|\boptional\b"
)
"""What must stand before a bare length for it to be an option."""
PROMISES_TIME = re.compile(
    r"\bexten(?:d|sion|t[ei]on|s\b)\w*[^.]{0,60}\b(?:month|year|annual|period|contract|agreement|"
    r"term|framework|licen[cs]e)|\b(?:month|year|period|contract|agreement|term|framework)\w*"
    r"[^.]{0,40}\bexten(?:d|sion)|\brenew(?:al|able)\b[^.]{0,40}\b(?:option|period|year|month)|"
    r"\boptions? (?:to|of) (?:renew|exten)"
)
"""What a sentence says that is surely about more time; where none is read, it is unread."""
OF_TIME = re.compile(
    r"\b(?:months?|mths?|years?|yrs?|annual\w*|yearly|weeks?|anniversary|break|"
    r"(?:contract|agreement|term|framework|period|licence|subscription)s?)\b|\d ?\+ ?\d|\b20\d\d\b"
)
_NOT_OF_TIME = re.compile(
    r"\b(?:exten\w+) (?:to|of) (?:the )?(?:existing |current )?(?:building|school|car park|hall|"
    r"house|cemetery|kitchen|scheme|network|system|warranty|scope|deadline)|"
    r"\bextend(?:s|ed|ing)? (?:to|across|into|from) (?:the|all|every|include|cover)\b|"
    r"\b(?:building|storey|school|house|kitchen|rear|side|roof|classroom) extension|"
    r"\bextended (?:famil|activit|hours|day|school|opening|warrant)"
)
NEGATED = re.compile(
    r"\b(?:no|not|none|without|neither)\b(?! (?:later|more|less|exceed))"
    r"(?: \w+){0,3}? (?:exten|option|renew|break)"
)
"""No option to extend, may not be extended, without a break clause."""
_ENDS = re.compile(r"[.;!?](?=\s|[A-Z]|$)|\n\s*\n|\n(?=\s*(?:[-*•]|[A-Z]))|\r\r|…")
_CONDITIONS = {
    "performance": r"(?:\w+ )?performance|performing satisfactorily",
    "funding": r"(?:\w+ )?(?:funding|budget|finance)\w*",
    "review": r"(?:\w+ )?review\w*",
    "agreement": r"agreement (?:of|by|between)|mutual (?:agreement|consent)|agreed by both",
    "approval": r"(?:\w+ )?approval",
    "discretion": r"(?:discretion|unilateral)",
}
_CONDITION_AFTER = {
    "performance": r"subject to[^.;]{0,60}?|(?:if|following|on) [^.;]{0,40}?",
    "agreement": "",
    "discretion": r"(?:at|in) (?:the |its |their )?[^.;]{0,40}?|",
}
_SUBJECT_TO = (
    r"(?:subject to|depend\w* (?:up)?on|conditional on|provided|following)[^.;]{0,80}?"
)
CONDITIONS = {
    kind: re.compile(f"(?:{_CONDITION_AFTER.get(kind, _SUBJECT_TO)})(?:{words})")
    for kind, words in _CONDITIONS.items()
}


@dataclass(frozen=True, slots=True)
class Wording:
    """One row of the table of wordings."""

    role: str
    pattern: re.Pattern[str]
    example: str
    months: int | None
    after_extending: bool


@cache
def wordings() -> tuple[Wording, ...]:
    """The table, in the order in which it is tried."""
    text = (
        files("folkmoot.registers")
        .joinpath("reference", "extension_wordings.toml")
        .read_text("utf-8")
    )
    return tuple(
        Wording(
            role=row["role"],
            pattern=re.compile(_expanded(row["wording"])),
            example=row["example"],
            months=row.get("months"),
            after_extending=row.get("after_extending", False),
        )
        for row in tomllib.loads(text)["wording"]
    )


def _expanded(wording: str) -> str:
    for name, pattern in _MACROS.items():
        wording = wording.replace(name, pattern)
    return rf"(?<![\w.,£]){wording}"


def flattened(text: str) -> str:
    """The text in plain characters, each where it stands in the original.

    Entities become their character and blanks, dashes plain dashes; nothing moves, so that
    a place in one is the same place in the other.
    """

    def plain(match: re.Match[str]) -> str:
        found = html.unescape(match[0])
        return found.ljust(len(match[0])) if len(found) <= len(match[0]) else match[0]

    flat = re.sub(r"&#?\w{1,8};", plain, text)
    return flat.translate(_PLAIN)


_PLAIN = {ord(c): "-" for c in "‐‑‒–—−"} | {ord(c): " " for c in "\xa0\t\u2009"}
_PLAIN |= {ord("’"): "'", ord("‘"): "'", ord("×"): "x"}


def sentences(flat: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends; a line that only wraps does not end one."""
    start = 0
    for match in _ENDS.finditer(flat):
        if match.end() - start > 1:
            yield start, match.start()
        start = match.end()
    if len(flat) > start:
        yield start, len(flat)


def speaks_of_extending(sentence: str) -> bool:
    """Whether a sentence is about more time, not about a larger building."""
    told = sentence.lower()
    if _NOT_OF_TIME.search(told) or NEGATED.search(told):
        return False
    return bool(EXTENDING.search(told) and OF_TIME.search(told))


def number_of(text: str) -> float | None:
    """The number that words or figures give: two, two (2), 2.5."""
    found = _FIRST_NUMBER.search(text)
    if found is None:
        return None
    word = found[0]
    return NUMBERS[word] if word in NUMBERS else float(word)


def days_of(length: str) -> int | None:
    """A length in days, a month counted as 30 and a year as 360."""
    total = 0.0
    for number, unit in _PART_OF_LENGTH.findall(length):
        value = number_of(number)
        if value is None:
            return None
        unit = unit.removeprefix("calendar ")
        total += value * _DAYS_OF[unit[0]]
    return round(total) or None


_DAYS_OF = {"y": 12 * DAYS_A_MONTH, "m": DAYS_A_MONTH, "w": 7, "d": 1}


def day_of(text: str) -> date | None:
    """The day that words give; None where there is no such day."""
    match = re.search(DATE_IN_WORDS, text)
    return day_from_parts(match.groups()) if match else None


def conditions_in(sentence: str, at: int) -> Iterator[tuple[str, int, int]]:
    """What an extension depends on: the kind and where its words stand, `at` added."""
    for kind, pattern in CONDITIONS.items():
        match = pattern.search(sentence)
        if match:
            yield kind, at + match.start(), at + match.end()
