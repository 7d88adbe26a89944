"""When invented contracts end: heaped on 31 March and on month ends, as real ones are.

In a national extract of council awards a quarter end on 31 March and six in ten on the
last day of a month; the demo keeps those shares so that equal dates mean little.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

SHARE_ON_31_MARCH = 0.25
SHARE_ON_OTHER_MONTH_ENDS = 0.35


def end_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first_of_next - timedelta(days=1)


def later(day: date, *, months: int) -> date:
    """`day` moved by whole months; a month end stays a month end."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    last = end_of_month(first).day
    return first.replace(day=last if day == end_of_month(day) else min(day.day, last))


def likely_end(
    chance: random.Random,
    *,
    first: date,
    last: date,
    on_31_march: float = SHARE_ON_31_MARCH,
) -> date:
    """One end date between two days, heaped where real ones are."""
    kind = chance.random()
    marches = [
        date(year, 3, 31)
        for year in range(first.year, last.year + 1)
        if first <= date(year, 3, 31) <= last
    ]
    if kind < on_31_march and marches:
        return chance.choice(marches)
    day = first + timedelta(days=chance.randrange((last - first).days + 1))
    if kind < on_31_march + SHARE_ON_OTHER_MONTH_ENDS:
        ending = end_of_month(day)
        return ending if ending <= last else day
    return day


def end_near(chance: random.Random, go_live: date, *, within_days: int) -> date:
    """An end date at most `within_days` from a go-live day, on a month end if one fits."""
    day = go_live + timedelta(days=chance.randint(-within_days, within_days))
    snapped = end_of_month(day)
    is_near = abs((snapped - go_live).days) <= within_days
    if chance.random() < SHARE_ON_31_MARCH + SHARE_ON_OTHER_MONTH_ENDS and is_near:
        return snapped
    return day
