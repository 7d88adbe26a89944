"""Why a contract takes no part in the search: the first reason that applies, in words."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from folkmoot.registers.tables import SPREAD_METHODS

FRAMEWORKS = ("framework", "dynamic_market")
BUILT_ONCE = (
    r"\b(construction of|new build|newbuild|demolition|extension to|extension at|conversion of|"
    r"refurbishments?|redevelopment|remodelling|alterations|fit out|conservation project|"
    r"restoration of|design and build|design & build|main contractor|improvement works|"
    r"installation of|works? (at|to)|re-?roofing|replacement works|remedial works|"
    r"enhancement works|improvements|restoration|supply and install|design and install)\b"
)
"""Words of building work that is done once at one place."""
BUILT_DIVISIONS = tuple(f"cpv:{d}" for d in (34, 44, 45, 50, 71))
"""Construction, and what such jobs are coded as: street furniture, building
materials, repair, and the architects and engineers of that one job."""
COMES_ROUND = (
    r"mainten|cyclical|planned|term contract|measured term|framework|programme|"
    r"responsive|reactive|annual|servicing"
)
"""Words of upkeep, which comes round again."""
HAPPENS_ONCE = (
    r"\b(sale of|disposal of (land|site|property|the)|land at|site at|for sale|"
    r"development agreement|development opportunity|development partner|"
    r"grant funding|grant fund|grant agreement|grants? (scheme|programme)|"
    r"feasibility|masterplan|master plan|appraisal|business case|study|local plan|"
    r"festival|fireworks|christmas market)\b"
)
"""Land sales, grants, events and studies: done once, whatever category they stand under."""


OPTION_UNSEEN_DAYS = 365
"""A current end a year past, and an option that nobody has said was taken: too old to stand on."""


def one_off(contracts: Table) -> BooleanValue:
    """Whether a contract's title says plainly that it is done once.

    Only the title is read: a description of a recurring service names many things.
    """
    title = contracts.title.fill_null("").lower()
    built = contracts.need_id.fill_null("").substr(0, 6).isin(BUILT_DIVISIONS)
    recurring = title.re_search(COMES_ROUND)
    return title.re_search(HAPPENS_ONCE) | (
        built & title.re_search(BUILT_ONCE) & ~recurring
    )


def left_out(dated: Table, *, as_of: date, first: date, last: date) -> StringValue:
    """The first reason that applies, most telling first; empty where it takes part."""
    framework = dated.kind.fill_null("").isin(FRAMEWORKS)
    nonsense = (dated.end_date < dated.start_date).fill_null(False)
    is_spread = dated.end_method.fill_null("").isin(SPREAD_METHODS)
    passed = is_spread & (dated.end_date < ibis.literal(as_of)).fill_null(False)
    long_past = ibis.literal(as_of - timedelta(days=OPTION_UNSEEN_DAYS))
    unseen = (dated.end_date < long_past).fill_null(False) & ~dated.is_seen_on
    return ibis.cases(
        (dated.council_id.fill_null("") == "", "no known council"),
        (dated.status.fill_null("").isin(["cancelled", "unsuccessful"]), "cancelled"),
        (dated.window_method == "none", "no end date"),
        (nonsense & (dated.window_method != "planned"), "ends before it starts"),
        ((dated.window_to_date < ibis.literal(as_of)).fill_null(False), "ended"),
        (passed & (dated.window_method == "end"), "estimated end has passed"),
        (unseen & (dated.window_method == "end"), "option not seen taken"),
        ((dated.window_to_date < ibis.literal(first)).fill_null(False), "too late"),
        (
            (dated.window_from_date > ibis.literal(last)).fill_null(False),
            "beyond the horizon",
        ),
        (dated.need_id.fill_null("") == "", "no need"),
        (one_off(dated), "one-off"),
        (framework & (dated.ordinary_here > 0), "framework beside a contract"),
        else_="",
    )
