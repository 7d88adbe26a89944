"""By when a joint purchase must start, for each route and in each nation's working days."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from folkmoot.buy.settings import BuySettings

SUBDIVISIONS = {
    "England": "ENG",
    "Wales": "WLS",
    "Scotland": "SCT",
    "Northern Ireland": "NIR",
}
LAST_YEAR = 9998
"""Dates at the end of the calendar are left alone."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way of buying: its lead time in calendar months and working days on top."""

    route_id: str
    label: str
    months: int
    working_days: int
    publish: str


@cache
def _published_routes() -> tuple[dict[str, object], ...]:
    text = files("folkmoot.buy").joinpath("reference", "routes.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["route"])


def routes(settings: BuySettings) -> tuple[Route, ...]:
    """The routes with the lead times of these settings, slowest first."""
    found = [
        Route(
            route_id=str(route["id"]),
            label=str(route["label"]),
            months=int(getattr(settings, str(route["months_setting"]))),
            working_days=settings.governance_working_days
            + int(str(route["standstill_working_days"])),
            publish=str(route["publish"]),
        )
        for route in _published_routes()
    ]
    return tuple(sorted(found, key=lambda route: (-route.months, -route.working_days)))


def latest_start(route: Route, *, go_live: date, nations: Iterable[str]) -> date:
    """The last day on which work by this route can start and go live on the day.

    Calendar months first, then working days, skipping the bank holidays of every nation
    that takes part: a joint decision waits for all.
    """
    return _back_working_days(
        _back_months(go_live, route.months),
        route.working_days,
        tuple(sorted(set(nations))),
    )


def first_go_live(route: Route, *, start: date, nations: Iterable[str]) -> date:
    """The first day on which a route begun on `start` can go live."""
    day = start + timedelta(days=round(route.months * 30.4375))
    names = tuple(sorted(set(nations)))
    while latest_start(route, go_live=day, nations=names) < start:
        day += timedelta(days=1)
    return day


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier; the last of the month where there is none."""
    return _back_months(day, months)


def working_days_before(day: date, count: int, nations: Iterable[str]) -> date:
    """The working day that lies so many working days before a day, in every nation named."""
    return _back_working_days(day, count, tuple(sorted(set(nations))))


def _back_months(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")


@cache
def _closed(nation: str, year: int) -> frozenset[date]:
    import holidays  # heavy; only a last day to start comes here

    subdivision = SUBDIVISIONS.get(nation, "ENG")
    return frozenset(holidays.country_holidays("GB", subdiv=subdivision, years=year))


def _back_working_days(day: date, count: int, nations: tuple[str, ...]) -> date:
    if day.year > LAST_YEAR:
        return day
    left = count
    while left > 0 or not _is_working(day, nations):
        if _is_working(day, nations):
            left -= 1
        day -= timedelta(days=1)
    return day


def _is_working(day: date, nations: tuple[str, ...]) -> bool:
    return day.weekday() < 5 and all(
        day not in _closed(nation, day.year) for nation in nations or ("England",)
    )
