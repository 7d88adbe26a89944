"""What each contract is worth a year, as a range that says how far it can be trusted.

Published values cannot be added up as they are: in a Contracts Finder extract of 2022,
5,701 council awards sum to 44 billion pounds, and without the twenty largest to 6 billion.
So a value is counted once a contract, is brought to a year by the contract's own term, and
is compared with the others for the same need before anyone adds it to anything.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from folkmoot.buy.contracts.contract import NO_VALUE, Paid, Yearly

PENNY = Decimal("0.01")
NOMINAL_GBP = Decimal(1)
"""One pound or less is how portals are told "not stated" when they insist on a number."""
DAYS_A_YEAR = Decimal("365.25")
LAST_YEAR = 9998
"""Dates at the end of the calendar have no anniversary and are counted in days."""
FALLBACK_TERM_YEARS = Decimal(3)
"""Used only where no contract of the workspace has both dates."""
TERM_RANGE_YEARS = (Decimal(1), Decimal(5))
"""The span of terms assumed where a contract does not publish its own."""
OUTLIER_Z = 3.5
"""Modified z-score beyond which a value is an outlier (Iglewicz and Hoaglin, 1993)."""
NORMAL_MAD = 1.4826
"""Turns a median absolute deviation into a standard deviation for normal data."""
LEAST_SPREAD = 0.3
"""Smallest spread taken, in powers of ten (a factor of two): few contracts of one need
often lie close together by chance."""
ABSURD_TIMES = 10
"""So many times the edge of what is usual, a figure is not even a high end: two awards of
15.6 billion pounds stand in one extract, at one borough."""
MOST_BELIEVED_GBP = Decimal(500_000_000)
"""Pounds a year for one contract: no council spends that on one, and a figure of more is a slip
or a national framework's. Our own bound, for where there is nothing to compare with."""
FEWEST_TO_COMPARE = 5
"""With fewer contracts of one need there is no saying which value is odd."""
MONTHS_FOR_A_YEAR = 6
"""Months that a council's payment files must cover before they stand for a yearly rate."""
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """What was published about the worth of one contract."""

    contract_id: str
    need_id: str
    value: Decimal | None
    basis: str
    ceiling: Decimal | None
    start: date | None
    end: date | None
    latest_end: date | None
    paid: Paid | None = None
    early_end: date | None = None
    """Where the end is that of its like: the early end of the spread, `latest_end` the late."""


def yearly_values(published: Iterable[PublishedValue]) -> dict[str, Yearly]:
    """The yearly range of each contract by its id.

    An annual value stands as it is. A total is spread over the term: over the published
    term for the middle, over the longest term with extensions for the low end; where the
    term is that of contracts like it, over the spread of theirs. A ceiling
    only bounds from above. Where there is no usable value but the council's payment files
    cover at least six months, what its sole supplier was paid in them gives it; fewer
    months say nothing of a year. An outlier for its need is
    flagged and its middle pulled in to the edge of what is usual there, the published
    figure staying as the high end unless it lies ten times beyond that edge.
    What is unknown stays unknown: nothing is filled in.
    """
    rows = sorted(published, key=lambda row: row.contract_id)
    typical = typical_term_years(rows)
    found = {row.contract_id: _one(row, typical) for row in rows}
    compared = _outliers_flagged(found, {row.contract_id: row.need_id for row in rows})
    return {key: _believed(yearly) for key, yearly in compared.items()}


def typical_term_years(rows: Iterable[PublishedValue]) -> Decimal:
    """The median term of the contracts that publish both dates."""
    terms = [
        years_between(row.start, row.end)
        for row in rows
        if row.start is not None and row.end is not None and row.end > row.start
    ]
    if not terms:
        return FALLBACK_TERM_YEARS
    return max(TERM_RANGE_YEARS[0], min(TERM_RANGE_YEARS[1], Decimal(median(terms))))


def _one(row: PublishedValue, typical: Decimal) -> Yearly:
    nominal = row.value is not None and row.value <= NOMINAL_GBP
    doubt = (
        f"The published value of £{row.value:,.2f} is a placeholder." if nominal else ""
    )
    value = None if nominal else row.value
    if value is not None and row.basis == "annual":
        return Yearly(_pence(value), _pence(value), _pence(value), "annual")
    if value is not None and row.basis != "ceiling":
        return _over_term(value, row, typical)
    paid = row.paid if row.paid is not None and row.paid.amount > 0 else None
    if paid is not None and paid.months >= MONTHS_FOR_A_YEAR:
        year = _pence(paid.amount * MONTHS_A_YEAR / paid.months)
        low = min(year, _pence(paid.amount))
        return Yearly(low, year, year, "payments", doubt, paid)
    ceiling = value if value is not None else row.ceiling
    if ceiling is not None and ceiling > NOMINAL_GBP:
        years = _term_years(row.start, row.end) or typical
        return Yearly(
            Decimal(0), None, _pence(ceiling / years), "ceiling_over_term", doubt, paid
        )
    return Yearly(NO_VALUE.low, None, NO_VALUE.high, "none", doubt, paid)


def _over_term(value: Decimal, row: PublishedValue, typical: Decimal) -> Yearly:
    years = _term_years(row.start, row.end)
    if years is None:
        shortest, longest = TERM_RANGE_YEARS
        return Yearly(
            _pence(value / longest),
            _pence(value / typical),
            _pence(value / shortest),
            "total_over_term",
            f"No term is published: {typical:.1f} years, the median here, was taken.",
        )
    longest = max(years, _term_years(row.start, row.latest_end) or years)
    if row.early_end is not None:
        shortest = min(years, _term_years(row.start, row.early_end) or Decimal(1))
        return Yearly(
            _pence(value / longest),
            _pence(value / years),
            _pence(value / shortest),
            "total_over_term",
            f"No term is published: {years:.1f} years, as contracts like it, was taken.",
        )
    return Yearly(
        _pence(value / longest),
        _pence(value / years),
        _pence(value / years),
        "total_over_term",
    )


def _term_years(start: date | None, end: date | None) -> Decimal | None:
    """Years from start to end; never under one, so that a short job is not blown up."""
    if start is None or end is None or end <= start:
        return None
    return max(Decimal(1), years_between(start, end))


def years_between(start: date, end: date) -> Decimal:
    """Years from the first day to the last, both counted.

    Whole where the last day is the eve of an anniversary, or the anniversary itself, as
    many registers write it; what is left over counts by the days of its own year.
    """
    if end.year >= LAST_YEAR:
        return Decimal((end - start).days + 1) / DAYS_A_YEAR
    stop = end + timedelta(days=1)
    whole = stop.year - start.year
    if _anniversary(start, whole) > stop:
        whole -= 1
    since = _anniversary(start, whole)
    if whole > 0 and end == since:
        return Decimal(whole)
    year = (_anniversary(start, whole + 1) - since).days
    return whole + Decimal((stop - since).days) / year


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _outliers_flagged(
    found: dict[str, Yearly], needs: Mapping[str, str]
) -> dict[str, Yearly]:
    logs: dict[str, list[float]] = defaultdict(list)
    for contract_id, yearly in found.items():
        if yearly.mid is not None and yearly.mid > 0 and needs[contract_id]:
            logs[needs[contract_id]].append(math.log10(yearly.mid))
    limits = {need: _limits(values) for need, values in logs.items()}
    return {
        contract_id: _within(yearly, limits.get(needs[contract_id]))
        for contract_id, yearly in found.items()
    }


def _limits(values: list[float]) -> tuple[float, float, float] | None:
    """Lowest usual, middle and highest usual value of a need, in powers of ten."""
    if len(values) < FEWEST_TO_COMPARE:
        return None
    middle = median(values)
    spread = median(abs(value - middle) for value in values) * NORMAL_MAD
    reach = OUTLIER_Z * max(spread, LEAST_SPREAD)
    return middle - reach, middle, middle + reach


def _within(yearly: Yearly, limits: tuple[float, float, float] | None) -> Yearly:
    if limits is None:
        return yearly
    lowest, middle, highest = limits
    if yearly.mid is None and yearly.high > Decimal(10**highest):
        doubt = (
            f"A ceiling of £{yearly.high:,.0f} a year is far above this need's values."
        )
        return replace(yearly, high=_pence(Decimal(10**highest)), doubt=doubt)
    if yearly.mid is None or yearly.mid <= 0:
        return yearly
    size = math.log10(yearly.mid)
    if lowest <= size <= highest:
        return yearly
    usual = _pence(Decimal(10**middle))
    if size > highest:
        edge = _pence(Decimal(10**highest))
        doubt = (
            f"£{yearly.mid:,.0f} a year is far above what others pay for this need "
            f"(median £{usual:,.0f}); it may be a typing error or a framework's total."
        )
        is_absurd = yearly.high > edge * ABSURD_TIMES
        high = edge if is_absurd else yearly.high
        return replace(
            yearly,
            low=min(usual, yearly.low),
            mid=usual if is_absurd else edge,
            high=high,
            doubt=doubt,
        )
    doubt = (
        f"£{yearly.mid:,.0f} a year is far below what others pay for this need "
        f"(median £{usual:,.0f})."
    )
    return replace(yearly, high=usual, doubt=doubt)


def _believed(yearly: Yearly) -> Yearly:
    """What stands after the comparison, or nothing where no council could have paid it."""
    if yearly.high <= MOST_BELIEVED_GBP:
        return yearly
    doubt = (
        f"£{yearly.high:,.0f} a year is more than any council spends on one contract: it is "
        "not counted."
    )
    return replace(NO_VALUE, doubt=doubt, paid=yearly.paid)


def _pence(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY)
