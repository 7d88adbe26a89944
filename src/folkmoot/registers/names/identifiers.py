"""Published organisation numbers, checked for form.

A number beside a name is evidence and not truth: buyers mistype it, drop its leading
zeros, or give the number of a parent. Only the form is checked here, without any
register to hand; what fails is left empty rather than repaired by guessing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

COMPANY = "GB-COH"
CHARITY = "GB-CHC"
SCOTTISH_CHARITY = "GB-SC"
NORTHERN_IRISH_CHARITY = "GB-NIC"
VAT = "GB-VAT"

REGISTERED = frozenset({COMPANY, CHARITY, SCOTTISH_CHARITY, NORTHERN_IRISH_CHARITY})
"""Registers that hold organisations only; a natural person may have a VAT number."""

_COMPANY_PREFIXES = (
    "AC|BR|CE|CS|ES|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC"
    "|RC|RS|R|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC"
)
"""Companies House prefixes, from its list of company number prefixes."""

_SHORTEST_COMPANY_NUMBER = 5
"""Digits left when leading zeros are lost; shorter ones are mostly ledger codes."""

_COMPANY = re.compile(rf"({_COMPANY_PREFIXES})?(\d{{1,8}})")
_LEADING_SCHEME = re.compile(
    r"^(?:GB-?COH|GB-?CHC|GB-?VAT|GB-?SC|GB-?NIC|GB(?=[/\-\s])|"
    r"COMPANY|CHARITY|REG(?:ISTERED)?|VAT|NO)[\s.:/\-]*"
)
_VAT_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)


class Identifier(NamedTuple):
    """One checked number: its org-id scheme, and the number as registers write it."""

    scheme: str
    identifier: str


NO_IDENTIFIER = Identifier("", "")


def checked_identifier(scheme: str, identifier: str) -> Identifier:
    """The number as its register writes it, or `NO_IDENTIFIER` where its form is wrong.

    Without a scheme only forms that cannot be anything else are taken: a company
    number with its letters, and a VAT number that starts with GB and adds up.
    A number of a scheme not known here is kept as published.
    """
    text = identifier.strip().upper()
    if not text:
        return NO_IDENTIFIER
    named = scheme.strip().upper()
    bare = text
    while bare != (shorter := _LEADING_SCHEME.sub("", bare)):
        bare = shorter
    bare = re.sub(r"[\s.\-/]", "", bare) if named != CHARITY else bare.replace(" ", "")
    if not named:
        return _unnamed(text, bare)
    check = _CHECKS.get(named)
    if check is None:
        return Identifier(named, text)
    checked = check(bare)
    return Identifier(named, checked) if checked else NO_IDENTIFIER


def _unnamed(text: str, bare: str) -> Identifier:
    if re.fullmatch(r"[A-Z]{2}\d{6}", bare) and (company := company_number(bare)):
        return Identifier(COMPANY, company)
    if re.match(r"GB[\s\d]", text) and (number := vat_number(bare)):
        return Identifier(VAT, number)
    return NO_IDENTIFIER


def company_number(text: str) -> str:
    """The eight characters of a Companies House number, or empty."""
    found = _COMPANY.fullmatch(text)
    if found is None:
        return ""
    prefix, digits = found[1] or "", found[2]
    width = 8 - len(prefix)
    if prefix:
        digits = digits.lstrip("0") if len(digits) > width else digits
        return (
            ""
            if len(digits) > width or not int(digits)
            else prefix + digits.zfill(width)
        )
    significant = digits.lstrip("0")
    if len(significant) < _SHORTEST_COMPANY_NUMBER or _is_filler(digits):
        return ""
    return digits.zfill(width)


def charity_number(text: str) -> str:
    """A number of the Charity Commission for England and Wales, or empty.

    Six or seven digits; the number of a subsidiary after a dash is dropped.
    """
    found = re.fullmatch(r"(\d{6,7})(?:[-/]\d{1,3})?", text)
    return found[1] if found and not _is_filler(found[1]) else ""


def vat_number(text: str) -> str:
    """The nine digits of a UK VAT number whose check digits add up, or empty.

    HM Revenue and Customs uses two checks: the weighted sum plus the last two digits
    divides by 97, as it stands or with 55 added (numbers issued since 2010). The three
    digits of a branch are dropped.
    """
    found = re.fullmatch(r"(?:GB)?(\d{9})(?:\d{3})?", text)
    if found is None or _is_filler(found[1]):
        return ""
    digits = [int(digit) for digit in found[1]]
    total = sum(w * d for w, d in zip(_VAT_WEIGHTS, digits[:7], strict=True))
    total += digits[7] * 10 + digits[8]
    return found[1] if total % 97 == 0 or (total + 55) % 97 == 0 else ""


def _scottish_charity(text: str) -> str:
    return text if re.fullmatch(r"SC0\d{5}", text) else ""


def _northern_irish_charity(text: str) -> str:
    found = re.fullmatch(r"(?:NIC)?(1\d{5})", text)
    return found[1] if found else ""


def _is_filler(digits: str) -> bool:
    return len(set(digits)) == 1 or digits in "01234567890"


_CHECKS = {
    COMPANY: company_number,
    CHARITY: charity_number,
    SCOTTISH_CHARITY: _scottish_charity,
    NORTHERN_IRISH_CHARITY: _northern_irish_charity,
    VAT: vat_number,
}
