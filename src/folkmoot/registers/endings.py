"""When each contract ends: as published, else by its length in words, else as its like do.

An estimate is marked as one, with its reason; extensions not taken up move nothing.
"""

from __future__ import annotations

import ibis
from ibis import Column, Table

from folkmoot.registers.staging import Staging

MEDIAN_NEEDS = 30
"""Dated contracts of one need below which their median length says nothing."""
_MONTHS = 12


def ended_contracts(stage: Staging) -> None:
    """Stage `ended`: contracts with need, end, its method and its reason."""
    subjects = stage["needed"]
    contracts = stage["contracts"].drop("extension_text")
    joined = contracts.join(subjects, "group_id")
    stage.keep("undated", joined.rename(extension_text="words_extension"))
    lengths = stage.keep("lengths", usual_lengths(stage["undated"]))
    stage.keep("ended", with_end(stage["undated"], lengths))


def usual_lengths(contracts: Table) -> Table:
    """need_id, median days and how many contracts it is the median of."""
    c = contracts
    both = c.filter(
        c.start_date.notnull() & c.end_date.notnull() & (c.end_date > c.start_date)
        & c.need_id.notnull() & (c.need_confidence >= 0.6)
    )  # fmt: skip
    lengths = both.mutate(
        days=_day_number(both.end_date) - _day_number(both.start_date)
    )
    usual = lengths.group_by(of_need=lengths.need_id).agg(
        usual_days=lengths.days.median(), counted=lengths.count()
    )
    return usual.filter(usual.counted >= MEDIAN_NEEDS)


def with_end(contracts: Table, lengths: Table) -> Table:
    """Contracts whose missing end is filled where words or their like give one.

    Where no start is published a length counts from the award: notices of award seldom
    give one, and work starts soon after.
    """
    j = contracts.left_join(lengths, contracts.need_id == lengths.of_need)
    months = ibis.coalesce(j.term_months, j.words_term_months)
    begins = ibis.coalesce(j.start_date, j.words_start_date, j.awarded_date)
    by_term = end_after(begins, months)
    usual = _later(begins, j.usual_days.round().cast("int64"))
    is_bounded = ~j.is_open_ended.fill_null(False)
    can_guess = is_bounded & begins.notnull()
    is_said = is_bounded & j.words_end_date.notnull()
    ways = [
        (j.end_date.notnull(), "published", j.end_date, ibis.literal("as published")),
        (
            can_guess & j.term_months.notnull(),
            "term",
            by_term,
            _begun(j)
            + " and the length published, "
            + months.cast("string")
            + " months",
        ),
        (is_said, "term", j.words_end_date, ibis.literal("the dates in its words")),
        (
            can_guess & months.notnull(),
            "term",
            by_term,
            _begun(j)
            + " and a length of "
            + months.cast("string")
            + " months in its words",
        ),
        (
            can_guess & j.usual_days.notnull(),
            "category_median",
            usual,
            _begun(j)
            + " and the median length of "
            + j.counted.cast("string")
            + " contracts for the same need",
        ),
        (
            ~is_bounded,
            "none",
            ibis.null("date"),
            ibis.literal("open-ended, as published"),
        ),
    ]
    return j.mutate(
        end_method=ibis.cases(*[(way[0], way[1]) for way in ways], else_="none"),
        end_date=ibis.cases(
            *[(way[0], way[2]) for way in ways], else_=ibis.null("date")
        ),
        end_reason=ibis.cases(
            *[(way[0], way[3]) for way in ways],
            else_="neither an end nor a length is published",
        ),
    ).drop("of_need", "usual_days", "counted")


def _begun(contracts: Table) -> Column:
    """What a length is counted from, in words."""
    return ibis.cases(
        (contracts.start_date.notnull(), "the start"),
        (contracts.words_start_date.notnull(), "the start that its description gives"),
        else_="the award, as no start is given,",
    )


def end_after(start: Column, months: Column) -> Column:
    """The last day of a contract of so many months: 36 from 1 April end on 31 March.

    Counted from the first of the month, as engines differ on month ends.
    """
    total = start.year() * _MONTHS + (start.month() - 1) + months
    first = ibis.date(
        (total / _MONTHS).floor().cast("int32"),
        (total % _MONTHS + 1).cast("int32"),
        ibis.literal(1, "int32"),
    )
    return _later(first, start.day() - 2)


def _later(day: Column, days: Column) -> Column:
    """A day so many days later; by way of a timestamp, as engines differ on what a sum is."""
    return (day.cast("timestamp") + days.as_interval("D")).date()


def _day_number(day: Column) -> Column:
    return day.epoch_seconds() / 86400
