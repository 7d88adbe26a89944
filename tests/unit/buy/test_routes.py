"""The latest safe start, worked by hand on the calendars of four nations."""

from datetime import date

import pytest

from folkmoot.buy.proposal.routes import (
    Route,
    first_go_live,
    latest_start,
    months_before,
    working_days_before,
)

NO_MONTHS = Route("r", "a route", 0, 1, "")


@pytest.mark.parametrize(
    ("day", "nations", "before"),
    [
        # 2 January is a holiday in Scotland only; 1 January everywhere.
        (date(2026, 1, 5), ["England"], date(2026, 1, 2)),
        (date(2026, 1, 5), ["Scotland"], date(2025, 12, 31)),
        # St Andrew's Day falls on a Monday in 2026.
        (date(2026, 12, 1), ["England"], date(2026, 11, 30)),
        (date(2026, 12, 1), ["Scotland"], date(2026, 11, 27)),
        # St Patrick's Day 2026 is a Tuesday, the Boyne a Sunday, so Monday 13 July.
        (date(2026, 3, 18), ["Wales"], date(2026, 3, 17)),
        (date(2026, 3, 18), ["Northern Ireland"], date(2026, 3, 16)),
        (date(2026, 7, 14), ["Northern Ireland"], date(2026, 7, 10)),
        # Scotland's summer holiday is the first Monday of August, England's the last.
        (date(2026, 8, 4), ["Scotland"], date(2026, 7, 31)),
        (date(2026, 8, 4), ["England"], date(2026, 8, 3)),
        # Easter Monday is none in Scotland, Good Friday is one everywhere.
        (date(2026, 4, 7), ["Scotland"], date(2026, 4, 6)),
        (date(2026, 4, 7), ["England"], date(2026, 4, 2)),
        # A joint decision waits for all.
        (date(2026, 4, 7), ["Scotland", "England"], date(2026, 4, 2)),
        (date(2026, 12, 1), ["England", "Scotland"], date(2026, 11, 27)),
    ],
)
def test_one_working_day_before(day, nations, before):
    assert working_days_before(day, 1, nations) == before
    assert latest_start(NO_MONTHS, go_live=day, nations=nations) == before


def test_months_first_then_working_days():
    route = Route("open", "open procedure", 9, 28, "")
    # 1 April 2027 less nine months is 1 July 2026; 28 working days before it, with the
    # spring holiday of 25 May and a day in between counted off, lie on 21 May.
    assert latest_start(route, go_live=date(2027, 4, 1), nations=["England"]) == date(
        2026, 5, 21
    )


def test_a_start_in_the_past_is_given_as_it_is():
    route = Route("open", "open procedure", 9, 28, "")
    day = latest_start(route, go_live=date(2026, 7, 1), nations=["England"])
    assert day < date(2026, 1, 1)
    assert day.weekday() < 5


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 2, date(2025, 11, 15)),
        (date(2026, 1, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_before_keep_to_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_the_first_go_live_is_the_first_that_a_start_reaches():
    route = Route("call", "call-off", 3, 20, "")
    start = date(2026, 6, 1)
    first = first_go_live(route, start=start, nations=["England"])
    assert latest_start(route, go_live=first, nations=["England"]) >= start
    before = date.fromordinal(first.toordinal() - 1)
    assert latest_start(route, go_live=before, nations=["England"]) < start
