"""What words, codes and numbers as published mean: one text in, one reading out.

Each function is applied once to each distinct text and its answers are joined to the
rows, so that every engine gives the same.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_BLANKS = re.compile(r"[\s\u200b\ufeff\u00ad]+")
_ENTITY = re.compile(r"&#?\w+;")


def tidy_text(text: str) -> str | None:
    """Entities decoded, white space folded; None where nothing is left.

    Some portals encode twice (`&amp;amp;`), so decoding is tried again.
    """
    for _ in range(3):
        if _ENTITY.search(text) is None:
            break
        text = html.unescape(text)
    return _BLANKS.sub(" ", text).strip() or None


_NO_IDENTIFIER = re.compile(
    r"[-–—.?/\s0]*|n\s?/?\s?a|none|nil|null|nan|no|yes|tb[ca]|unknown|various|redacted.*|"
    r"not (known|applicable|available|stated|recorded|registered|provided).*|"
    r"sole trader|individual|#n/a|public sector.*|charity|exempt"
)
_COMPANY = re.compile(
    r"(?:(?:co(?:mpany)?|reg(?:istered)?)?\.?\s*(?:reg)?\.?\s*(?:no|number)?[.:]?\s*)"
    r"(?:gb[-/ ]?(?:coh[-/ ]?)?)?"
    r"(\d{5,8}|(?:sc|ni|oc|so|nc|fc|sf|nf|rs|sp|np|ip|rc|ge|ac|lp|sl|br|r0|ce|cs)\d{4,6}r?)"
)
_VAT = re.compile(r"(?:gb|gb-vat-?)?(\d{9}(?:\d{3})?)")
_CHARITY = re.compile(r"(?:gb-?chc-?)?(\d{6,7})(?:-\d{1,2})?")
COMPANY_DIGITS = 8
"""Companies House numbers have eight characters; leading zeros are lost in spreadsheets."""

_SCHEMES = {
    "companies house": "GB-COH", "gb-coh": "GB-COH", "coh": "GB-COH",
    "companies_house": "GB-COH", "company": "GB-COH", "company number": "GB-COH",
    "vat": "GB-VAT", "gb-vat": "GB-VAT", "vat number": "GB-VAT",
    "charity": "GB-CHC", "gb-chc": "GB-CHC", "charity_commission": "GB-CHC",
    "charity commission": "GB-CHC", "charity number": "GB-CHC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IdentifierReading:
    """The identifier in its known form and the scheme that form proves."""

    scheme: str | None = None
    identifier: str | None = None
    problem: str = ""


def identifier_reading(published_scheme: str, text: str) -> IdentifierReading:
    """Read one published identifier of a supplier.

    Where no scheme is published, a number of up to eight digits, or one with the
    prefix of a register, is taken for a company number and one of nine or twelve for
    VAT. In a scheme that is not ours to judge it passes as published.
    """
    folded = "".join(text.lower().split())
    spaced = " ".join(text.lower().split())
    if _NO_IDENTIFIER.fullmatch(spaced):
        return IdentifierReading()
    name = " ".join(published_scheme.lower().split())
    scheme = _SCHEMES.get(name, "" if not name else published_scheme.strip())
    if scheme in {"", "GB-COH"} and (found := _COMPANY.fullmatch(folded)):
        return IdentifierReading("GB-COH", _padded_company(found[1]))
    if scheme in {"", "GB-VAT"} and (found := _VAT.fullmatch(folded.replace("-", ""))):
        return IdentifierReading("GB-VAT", found[1])
    if scheme == "GB-CHC" and (found := _CHARITY.fullmatch(folded)):
        return IdentifierReading("GB-CHC", found[1])
    if scheme in {"", "GB-COH", "GB-VAT", "GB-CHC"}:
        return IdentifierReading(problem="identifier_unreadable")
    return IdentifierReading(scheme, text.strip())


def _padded_company(number: str) -> str:
    number = number.upper()
    prefix = "" if number[0].isdigit() or number.startswith("R0") else number[:2]
    return prefix + number[len(prefix) :].rjust(COMPANY_DIGITS - len(prefix), "0")


_CPV = re.compile(r"(?<![\d.])(\d{8})(?:-\d)?(?!\d)")
_CPV_SHORT = re.compile(r"(?<![\d.-])(\d{7})(?:-\d)?(?!\d)|(?<![\d.-])(\d{2,6})(?!\d)")
_CPV_DIVISIONS = frozenset(
    f"{division:02d}"
    for division in (
        3, 9, 14, 15, 16, 18, 19, 22, 24, 30, 31, 32, 33, 34, 35, 37, 38, 39, 41, 42, 43,
        44, 45, 48, 50, 51, 55, 60, 63, 64, 65, 66, 70, 71, 72, 73, 75, 76, 77, 79, 80,
        85, 90, 92, 98,
    )
)  # fmt: skip
"""The divisions of CPV 2008 (Commission Regulation (EC) No 213/2008)."""


@dataclass(frozen=True, slots=True)
class CpvReading:
    """Codes of eight digits, separated by blanks, as published and in that order."""

    codes: str | None = None
    problem: str = ""


def cpv_reading(text: str) -> CpvReading:
    """Read CPV codes out of a cell that may hold several, check digits and labels.

    Seven digits have lost a leading zero; two to six by themselves are a shortened
    code and are filled with zeros at the end, as the vocabulary itself writes groups.
    """
    if _NO_IDENTIFIER.fullmatch(" ".join(text.lower().split())):
        return CpvReading()
    found = [code for code in _CPV.findall(text) if code[:2] in _CPV_DIVISIONS]
    if not found and _CPV.search(text) is None:
        for seven, short in _CPV_SHORT.findall(text):
            code = seven.rjust(8, "0") if seven else short.ljust(8, "0")
            if code[:2] in _CPV_DIVISIONS:
                found.append(code)
    if not found:
        return CpvReading(problem="cpv_unreadable")
    return CpvReading(" ".join(dict.fromkeys(found)))


_NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "fifteen": 15, "eighteen": 18, "twenty": 20,
}  # fmt: skip
_TERM = re.compile(
    r"\b(\d{1,5}(?:\.\d+)?|"
    + "|".join(_NUMBER_WORDS)
    + r")\s*(?:\(\s*[\w.]+\s*\))?[\s-]*"
    r"(years?|yrs?|y|months?|mths?|mnths?|m|weeks?|wks?|days?|d)\b"
)
_UNIT = re.compile(r"\b(?:year|yr|month|mth|week|wk|day)s?\b")
_OPTIONAL = re.compile(r"\+|\bplus\b|\bwith\b|\boption|\bexten|\bthen\b|\bup to\b")
_BARE_SUM = re.compile(r"(\d{1,2})(?:\s*\+\s*\d{1,2})+")
MONTHS_FROM = 12
"""Sums without a unit are of years below this number (3+1+1) and of months from it on."""
_BARE_MONTHS = re.compile(r"\d{1,3}(?:\.0+)?")
_DAYS_A_MONTH = 365.25 / 12
_MONTHS_IN = {"y": 12.0, "m": 1.0, "w": 7 / _DAYS_A_MONTH, "d": 1 / _DAYS_A_MONTH}
MOST_MONTHS = 1200
"""A century: longer terms are numbers of something else."""


@dataclass(frozen=True, slots=True)
class TermReading:
    """A length in whole months; less than one counts as one."""

    months: int | None = None
    problem: str = ""


def term_reading(text: str) -> TermReading:
    """Read the length of a contract; a bare number counts months, 3+1+1 is of years.

    Only what stands before a plus, an option or an extension counts: the rest is not
    yet taken. Lengths follow one another (1 year 6 months) and are added.
    """
    folded = " ".join(text.lower().split())
    if _NO_IDENTIFIER.fullmatch(folded):
        return TermReading()
    firm = _OPTIONAL.split(folded)[0].strip()
    unit = _UNIT.search(folded)
    if bare := _BARE_SUM.fullmatch(folded):
        first = float(bare[1])
        months = first if first >= MONTHS_FROM else first * _MONTHS_IN["y"]
    elif _BARE_MONTHS.fullmatch(firm) and (unit or firm == folded):
        months = float(firm) * _MONTHS_IN[unit[0][0] if unit else "m"]
    else:
        months = sum(
            _quantity(number) * _MONTHS_IN[unit[0]]
            for number, unit in _TERM.findall(firm)
        )
    if not 0 < months <= MOST_MONTHS:
        return TermReading(problem="term_unreadable")
    return TermReading(max(1, round(months)))


def _quantity(word: str) -> float:
    return float(_NUMBER_WORDS[word]) if word in _NUMBER_WORDS else float(word)


_POSTCODE = re.compile(r"([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})", re.IGNORECASE)


def postcode_reading(text: str) -> str | None:
    """A postcode in capitals with one blank; None where the cell holds none."""
    found = _POSTCODE.search(text)
    return f"{found[1]} {found[2]}".upper() if found else None


_NO_SUPPLIER = re.compile(
    r"[-–—.?\s]*|n\s?/?\s?a|none|nil|null|tb[ca]|to be confirmed|various( suppliers)?|"
    r"multiple( suppliers)?|not (yet )?(awarded|applicable|known)( to (a )?supplier)?|"
    r"no (supplier|award|bids?|contract awarded).*|see (below|above|notes?|attached.*)"
)
MAX_LETTERS_OF_NAMES = 32_767
"""As many as a cell of a workbook holds; beyond it a cell is no list of names."""

MAX_NAMES_IN_A_CELL = 1_000
"""The largest frameworks name some hundreds of suppliers."""

_SEVERAL = re.compile(r"\s*(?:[;|\n\r]|\\n)+\s*")


def supplier_names(text: str) -> list[str]:
    """The suppliers that one cell names; none for NOT AWARDED TO SUPPLIER and the like.

    Only semicolons, bars and line ends part names: commas and "and" stand in names. The
    semicolon that closes an HTML entity is no such end. A cell of more than people write
    names nobody: its text would be copied for each.
    """
    if len(text) > MAX_LETTERS_OF_NAMES:
        return []
    decoded = text
    for _ in range(3):
        decoded = html.unescape(decoded)
    parts = (tidy_text(part) for part in _SEVERAL.split(decoded))
    names = [n for n in parts if n and not _NO_SUPPLIER.fullmatch(n.lower())]
    return names if len(names) <= MAX_NAMES_IN_A_CELL else []
