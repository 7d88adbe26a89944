"""Length and extension, read from the words of a title or description.

Publishers seldom give an end date; "3 years", "36 month contract" and "(2019-2022)" do.
Wording on extensions is kept as published: only the reader of the opportunity weighs it.
"""

from __future__ import annotations

import html
import re
from datetime import date

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "eighteen": 18,
    "twenty four": 24, "thirty six": 36, "forty eight": 48, "sixty": 60,
}  # fmt: skip
_NUMBER = r"(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_TERM = re.compile(
    _NUMBER + r"\s*(?:\(\s*\w+\s*\)\s*)?[- ]?\s*(years?|yrs?|months?|mths?)\b",
    re.IGNORECASE,
)
_NOT_A_TERM_BEFORE = re.compile(
    r"\b(extend\w*|extension\w*|option\w*|further|additional|plus|\+|up to|last|past|previous|"
    r"over the|next|aged?|every|per|within|least)\b\W*(?:\w+\W+){0,6}$",
    re.IGNORECASE,
)
_IS_A_TERM_BEFORE = re.compile(
    r"\b(period|term|duration|contract|initial|length|for|of|over)\b\W*(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_IS_A_TERM_AFTER = re.compile(
    r"^\W*(?:fixed |initial )?(contract|term|period|agreement|framework|deal|lease|concession|"
    r"duration|programme|licence|subscription|support|service|from|with|plus|starting|commencing)",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"^\W*(olds?|of age|and over|and under|experience|ago)\b", re.IGNORECASE
)
_YEARS = re.compile(r"\b(20\d\d)\s*(?:-|–|to|/)\s*(20\d\d|\d\d)\b")
_SENTENCES = re.compile(r"[.;\n]+")
_EXTENSION = re.compile(
    r"\b(?:extend(?:ed|able|ing)?|extensions?|break clause|option to renew|"
    r"renewal option|optional (?:further )?(?:year|month)s?|\d\s*\+\s*\d)\b",
    re.IGNORECASE,
)
_OF_TIME = re.compile(
    r"\b(?:months?|years?|annual\w*|period|option\w*|renew\w*|anniversary|break clause|"
    r"(?:contract|agreement|term|framework)s? (?:extension|may be|can be|to be|is|are) ?\w*|"
    r"extend(?:ing|ed)? (?:the |this )?(?:contract|agreement|term|framework))\b|\d\s*\+\s*\d",
    re.IGNORECASE,
)
"""An extension of time; kitchens, car parks and schools are extended too."""
_UNITS = ("year", "yr", "month", "mth")
_EXTENDING = ("exten", "break clause", "renew", "optional", "+")
_CENTURY = "20"
"""What a text must hold somewhere before it is worth searching: looking for a few letters
takes a hundredth of the time, and most descriptions hold none of them."""
_NO_EXTENSION = re.compile(
    r"^\W*(?:no|none|n\W?a|nil|not applicable|no extensions?|n|0|false)?\W*$",
    re.IGNORECASE,
)
"""What a register writes in its column of extensions where there is none."""
LONGEST_TERM_MONTHS = 480
"""Forty years: concessions run so long; longer is a slip or a lease."""
LONGEST_EXTENSION_TEXT = 500
SHORTEST_SPAN_DAYS = 28


_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "jan",
            "feb",
            "mar",
            "apr",
            "may",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct",
            "nov",
            "dec",
        ),
        1,
    )
}
DATE_IN_WORDS = (
    r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s./-]+"
    r"(jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|\d{1,2})"
    r",?[\s./-]+(20\d\d)"
)
_SPAN = re.compile(
    DATE_IN_WORDS
    + r"\s*(?:to|until|till|through to|-|–|and (?:ends?|expires?) on)\s*(?:the\s+)?"
    + DATE_IN_WORDS,
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\b(?:commenc\w*|start\w*|begin\w*|effective)\b[^.\d]{0,40}?" + DATE_IN_WORDS,
    re.IGNORECASE,
)


def dates_in_words(description: str) -> tuple[date | None, date | None]:
    """The first and last day of the contract as a description gives them.

    "for the period 1st April 2016 to 31st March 2019", "commencing on 9 October 2023".
    A span of less than four weeks is that of a tender, not of a contract.
    """
    if _CENTURY not in description:
        return None, None
    text = html.unescape(description)
    for match in _SPAN.finditer(text):
        first, last = (
            day_from_parts(match.groups()[:3]),
            day_from_parts(match.groups()[3:]),
        )
        if (
            first is not None
            and last is not None
            and (last - first).days >= SHORTEST_SPAN_DAYS
        ):
            return first, last
    begins = _BEGINS.search(text)
    return (day_from_parts(begins.groups()), None) if begins else (None, None)


def day_from_parts(parts: tuple[str, ...]) -> date | None:
    """The day that the parts of `DATE_IN_WORDS` give; None where there is none."""
    day, month, year = parts
    number = int(month) if month.isdigit() else _MONTHS[month[:3].casefold()]
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def term_months(title: str, description: str = "") -> int | None:
    """The length of the contract in months as words give it; None where none is plain.

    In a description the words round it must say that it is the contract's length: people
    write of ages, of past years and of extensions too.
    """
    for text, is_title in ((title, True), (description, False)):
        found = _term(html.unescape(text), is_title=is_title)
        if found is not None:
            return found
    return None


def end_from_years(title: str, start: date | None) -> date | None:
    """The end that a span of years in the title gives, such as "(2019-2022)".

    The day is the start's, a day earlier, in the last year named: a contract from April
    2019 "2019-2022" ends in March 2022. None where start and span do not agree.
    """
    match = _YEARS.search(html.unescape(title))
    if match is None or start is None:
        return None
    first, last = (
        int(match[1]),
        int(match[2]) if len(match[2]) == 4 else 2000 + int(match[2]),
    )
    if first != start.year or not first < last <= first + 15:
        return None
    anniversary = date(last, start.month, min(start.day, 28))
    return date.fromordinal(anniversary.toordinal() - 1)


def extension_words(published: str, title: str, description: str) -> str | None:
    """The wording on extensions: the publisher's field, else sentences that speak of one."""
    if published.strip() and not _NO_EXTENSION.match(published):
        return published.strip()[:LONGEST_EXTENSION_TEXT]
    said: dict[str, None] = {}
    for text in (title, description):
        if _holds(text, _EXTENDING) and _EXTENSION.search(text):
            for sentence in _SENTENCES.split(html.unescape(text)):
                if _EXTENSION.search(sentence) and _OF_TIME.search(sentence):
                    said[sentence.strip()] = None
    return " … ".join(said)[:LONGEST_EXTENSION_TEXT] or None


def _holds(text: str, parts: tuple[str, ...]) -> bool:
    folded = text.lower()
    return any(part in folded for part in parts)


def _term(text: str, *, is_title: bool) -> int | None:
    if not _holds(text, _UNITS):
        return None
    for match in _TERM.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _NOT_A_TERM_BEFORE.search(before[-60:]) or _AGED.match(after):
            continue
        is_said = _IS_A_TERM_BEFORE.search(before[-40:]) or _IS_A_TERM_AFTER.match(
            after
        )
        if not is_title and not is_said:
            continue
        number = match[1].casefold()
        count = _NUMBERS[number] if number in _NUMBERS else int(number)
        months = count * 12 if match[2][0] in "yY" else count
        if 0 < months <= LONGEST_TERM_MONTHS:
            return months
    return None
