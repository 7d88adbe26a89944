"""What an amount as published can mean: one text in, pounds and pence or a rule out.

Nearly all amounts are plain or have commas and a pound sign; engines read those in one
pass (`plain_pounds`). What is left is read here in Python, once for each distinct text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import ibis
from ibis.expr.types import BooleanColumn, BooleanValue, DecimalColumn, StringColumn

POUNDS = "decimal(18, 2)"

_PLAIN = r"^-?(£?[0-9]{1,3}(,[0-9]{3}){0,4}|[0-9]{1,15})([.][0-9]{1,2})?$"

PENNY = Decimal("0.01")
LARGEST = Decimal(10) ** 15
"""What a DECIMAL(18,2) holds with a digit to spare; no council's figure is near it."""

_SHAPE = re.compile(
    r"(?P<before>[-+(]*)\s*(?P<sign>£|gbp)?\s*(?P<after>[-+(]*)\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?P<part>\.\d*)?"
    r"(?P<power>e[-+]?\d{1,2})?\s*(?P<close>\)?)\s*(?P<trailing>-?)\s*"
    r"(?P<closing>\)?)\s*(?P<unit>£|gbp|k|m|bn|million|thousand)?\s*"
    r"(?P<side>cr|dr|credit|debit)?(?:\s*(?:ex|exc|excl|excluding|\+)\.?\s*vat)?"
)
_UNITS = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9}
_WORDS = re.compile(
    r"poa|p\.o\.a\.?|price on application|various|variable|varies|tb[cad]|"
    r"to be (confirmed|advised|agreed|determined)|not (known|stated|available|applicable|"
    r"disclosed|specified|recorded)|unknown|n\s?/?\s?a|commercial(ly)? (in confidence|"
    r"sensitive|confidential)|confidential|redacted|schedule of rates|see .*|"
    r"call[- ]?off.*|framework.*|rates? only|as required|estimated?|zero value|free"
)
_ABSENT = re.compile(r"[-–—.?\s£]*|none|nil|null|nan")
_STERLING = ("GBP", "£", "STERLING", "POUND", "POUNDS", "POUNDS STERLING", "GB", "UKP")
_FOREIGN = re.compile(r".*([$€¥]|\b(usd|eur|euros?|chf|jpy|cad|aud|dollars?)\b).*")


@dataclass(frozen=True, slots=True)
class MoneyReading:
    """Pounds, or the rule that the text broke; neither where it only means nothing."""

    amount: Decimal | None = None
    problem: str = ""


def money_reading(text: str) -> MoneyReading:
    """Read one published amount.

    1.234,56 may be a thousand or one: it is not guessed. Words such as POA are noted,
    a dash is an empty cell. More than two decimals, as spreadsheets leave behind, are
    rounded half up.
    """
    folded = " ".join(text.replace("\xa0", " ").replace("−", "-").lower().split())
    if _ABSENT.fullmatch(folded):
        return MoneyReading()
    if _FOREIGN.fullmatch(folded):
        return MoneyReading(problem="money_other_currency")
    if _WORDS.fullmatch(folded):
        return MoneyReading(problem="money_in_words")
    found = _SHAPE.fullmatch(folded)
    if found is None or not (found["whole"] or (found["part"] or ".") != "."):
        return MoneyReading(problem="money_unreadable")
    return _pounds(found)


def _pounds(found: re.Match[str]) -> MoneyReading:
    opened = (found["before"] + found["after"]).count("(")
    closed = (found["close"] + found["closing"]).count(")")
    signs = (found["before"] + found["after"] + found["trailing"]).count("-")
    is_credit = (found["side"] or "").startswith("cr")
    if opened != closed or opened + signs + is_credit > 1:
        return MoneyReading(problem="money_unreadable")
    digits = found["whole"].replace(",", "") + (found["part"] or "")
    value = Decimal(digits + (found["power"] or ""))
    value *= _UNITS.get(found["unit"] or "", 1)
    if value >= LARGEST:
        return MoneyReading(problem="money_unreadable")
    rounded = value.quantize(PENNY, rounding=ROUND_HALF_UP)
    return MoneyReading(-rounded if opened + signs + is_credit else rounded)


def is_plain_money(text: StringColumn) -> BooleanColumn:
    """Whether engines can read the amount themselves."""
    return text.re_search(_PLAIN)


def plain_pounds(text: StringColumn) -> DecimalColumn:
    """Amounts that are plain, or have commas in their places; empty for all others."""
    bare = ibis.cases(
        (
            text.contains(",") | text.contains("£"),
            text.replace(",", "").replace("£", ""),
        ),
        else_=text,
    )
    # The cast is tried only on text of the right shape: engines differ on the rest.
    return ibis.cases((text.re_search(_PLAIN), bare.try_cast(POUNDS)))


def is_foreign(currency: StringColumn) -> BooleanValue:
    """Whether a currency cell names another currency than sterling."""
    known = currency.strip().upper()
    # One by one: of a list the engine makes a table, and joins every row to it.
    return ibis.and_(*[known != name for name in ("", *_STERLING)])
