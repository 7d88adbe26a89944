"""When each notice of the Procurement Act 2023 must be out, counted back from the first day.

These are the least that the law asks, without a day for writing, reading or deciding: the
routes say what practice needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from folkmoot.buy.law.assessment import ABOVE, BELOW, Law
from folkmoot.buy.law.regimes import Notice, notices
from folkmoot.buy.proposal.routes import months_before, working_days_before

STANDSTILL_WORKING_DAYS = 8
TENDER_DAYS = 25
SHORT_TENDER_DAYS = 10
"""After a qualifying planned procurement notice."""
PLANNED_LEAST_DAYS = 40
PLANNED_MOST_MONTHS = 12
PIPELINE_LEAST_GBP = Decimal(2_000_000)
PIPELINE_MONTHS = 18
PIPELINE_FIRST = (4, 1)
PIPELINE_LAST = (5, 26)
"""56 days from 1 April (Procurement Act 2023, section 93)."""
ACT = "pa2023"


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One notice, whether it must be published, and between which days."""

    notice: Notice
    duty: str
    """must, may, if done, large (only of councils above £100 million a year) or perhaps (the
    value decides)"""
    first: date | None
    last: date | None
    is_passed: bool


def notice_days(
    law: Law, *, go_live: date, as_of: date, nations: Iterable[str]
) -> list[NoticeDay]:
    """The notices in order; none where another law than the Act governs or none is known."""
    if law.regime is None or law.regime.regime_id != ACT or law.joint.verdict in BELOW:
        return []
    award = working_days_before(go_live, STANDSTILL_WORKING_DAYS, nations)
    tender = award - timedelta(days=TENDER_DAYS)
    short_tender = award - timedelta(days=SHORT_TENDER_DAYS)
    planned = short_tender - timedelta(days=PLANNED_LEAST_DAYS)
    spans = {
        "UK1": (None, min(pipeline_day(tender), tender)),
        "UK2": (None, tender - timedelta(days=1)),
        "UK3": (months_before(short_tender, PLANNED_MOST_MONTHS), planned),
        "UK4": (None, tender),
        "UK6": (None, award),
        "UK7": (None, go_live + timedelta(days=30)),
    }
    certain = law.joint.verdict in ABOVE
    return [
        NoticeDay(
            notice,
            _duty(notice, law, certain=certain),
            *spans[notice.notice_id],
            is_passed=(spans[notice.notice_id][1] or as_of) < as_of,
        )
        for notice in notices()
    ]


def _duty(notice: Notice, law: Law, *, certain: bool) -> str:
    if notice.duty == "pipeline":
        low, high = law.joint.low, law.joint.high
        if high is not None and high < PIPELINE_LEAST_GBP:
            return "may"
        return "perhaps" if low is None or low < PIPELINE_LEAST_GBP else "large"
    if notice.notice_id == "UK6" and law.kind == "light_touch":
        return "may"
    if notice.duty == "must" and not certain:
        return "perhaps"
    return notice.duty


def pipeline_day(tender: date) -> date:
    """The last day for the pipeline notice that must name a tender notice of a day.

    A pipeline looks 18 months ahead from 1 April: the first one that reaches the day.
    """
    for year in (tender.year - 1, tender.year):
        first = date(year, *PIPELINE_FIRST)
        if months_before(first, -PIPELINE_MONTHS) > tender:
            return date(year, *PIPELINE_LAST)
    return date(tender.year, *PIPELINE_LAST)
