"""When each contract ends: as published, else by its length in words, else as its like do.

An estimate is marked as one, with its reason; extensions not taken up move nothing.
"""

from __future__ import annotations

import ibis
from ibis import Column, Table

from folkmoot.registers.tables import SPREAD_METHODS

LIKE_LEAST = 5
"""Dated contracts of a class, group or division below which their median says nothing."""
SURE_NEED = 0.6
"""A need must be this sure to say how long contracts for it run."""
NEED_LEVELS = (("class", 8), ("group", 7), ("division", 6), ("workspace", 0))
"""What is looked to, nearest first, and how many characters of a need's id name it."""
METHOD_OF = {
    "class": "category_median",
    "group": "category_median",
    "division": "division_median",
    "workspace": "workspace_median",
}
_MONTHS = 12
DAYS_A_MONTH = 30.4375


def usual_lengths(contracts: Table) -> Table:
    """How long contracts run: level, of_need, median and quartiles in days, of how many.

    At each level of need (`NEED_LEVELS`), of those contracts whose need is sure and whose
    start and end are both published, or whose length is published or said in words.
    """
    c = contracts
    months = ibis.coalesce(c.term_months, c.words_term_months)
    dated = (c.end_date > c.start_date).fill_null(False)
    days = dated.ifelse(
        day_number(c.end_date) - day_number(c.start_date),
        (months * DAYS_A_MONTH).round().cast("int64"),
    )
    sure = c.filter(
        (dated | months.notnull())
        & c.need_id.notnull()
        & (c.need_confidence >= SURE_NEED)
    )
    lengths = sure.mutate(days=days)
    levels = [_lengths_at(lengths, *level) for level in NEED_LEVELS]
    usual = ibis.union(*levels)
    return usual.filter(usual.counted >= LIKE_LEAST)


def _lengths_at(lengths: Table, level: str, characters: int) -> Table:
    at = lengths.mutate(of_need=lengths.need_id.substr(0, characters))
    at = at.filter(at.of_need.length() == characters)
    found = at.group_by("of_need").agg(
        usual_days=at.days.median(),
        short_days=at.days.quantile(0.25),
        long_days=at.days.quantile(0.75),
        counted=at.count(),
    )
    return found.mutate(level=ibis.literal(level))


def with_usual(contracts: Table, lengths: Table) -> Table:
    """Contracts with the lengths of their like: the nearest level that has enough of them."""
    names = ("usual_days", "short_days", "long_days", "counted", "level")
    keyed = contracts.mutate(
        **{
            f"key_{level}": contracts.need_id.fill_null("").substr(0, characters)
            for level, characters in NEED_LEVELS
        }
    )
    j = keyed
    for level, _ in NEED_LEVELS:
        at = lengths.filter(lengths.level == level).select(
            **{f"at_{level}": lengths.of_need},
            **{f"{name}_{level}": lengths[name] for name in names},
        )
        j = j.left_join(at, j[f"key_{level}"] == at[f"at_{level}"])
    levels = [level for level, _ in NEED_LEVELS]
    return j.select(
        *[j[name] for name in contracts.columns],
        **{
            name: ibis.coalesce(*[j[f"{name}_{at}"] for at in levels]) for name in names
        },
    )


def with_end(contracts: Table, lengths: Table) -> Table:
    """Contracts whose missing end is filled where words or their like give one.

    Where no start is published a length counts from the award, else from the publication
    of the award: work starts soon after. An end taken from its like is no day but a
    spread: `end_early_date` and `end_late_date` are those of the quartiles.
    """
    j = with_usual(contracts, lengths)
    months = ibis.coalesce(j.term_months, j.words_term_months)
    is_let = ~j.stage.fill_null("").isin(["planned", "tender"])
    is_let = is_let & ~j.status.fill_null("").isin(["planned", "cancelled"])
    begins = ibis.coalesce(
        j.start_date,
        j.words_start_date,
        j.awarded_date,
        is_let.ifelse(j.published_date, ibis.null("date")),
    )
    by_term = end_after(begins, months)
    is_bounded = ~j.is_open_ended.fill_null(False)
    can_guess = is_bounded & begins.notnull()
    is_said = is_bounded & j.words_end_date.notnull()
    is_usual = can_guess & j.usual_days.notnull()
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
        *[
            (
                is_usual & (j.level == level),
                METHOD_OF[level],
                later(begins, j.usual_days.round().cast("int64")),
                _begun(j)
                + " and the median length of "
                + j.counted.cast("string")
                + _LIKE_IN_WORDS[level],
            )
            for level, _ in NEED_LEVELS
        ],
        (
            ~is_bounded,
            "none",
            ibis.null("date"),
            ibis.literal("open-ended, as published"),
        ),
    ]
    found = j.mutate(
        end_method=ibis.cases(*[(way[0], way[1]) for way in ways], else_="none"),
        end_reason=ibis.cases(
            *[(way[0], way[3]) for way in ways],
            else_="neither an end nor a length is published",
        ),
        found_end_date=ibis.cases(
            *[(way[0], way[2]) for way in ways], else_=ibis.null("date")
        ),
        begins=begins,
    )
    is_spread = found.end_method.isin(SPREAD_METHODS)
    return found.mutate(
        end_date=found.found_end_date,
        end_early_date=is_spread.ifelse(
            later(found.begins, found.short_days.round().cast("int64")),
            ibis.null("date"),
        ),
        end_late_date=is_spread.ifelse(
            later(found.begins, found.long_days.round().cast("int64")),
            ibis.null("date"),
        ),
    ).drop(
        "usual_days", "short_days", "long_days", "counted", "level",
        "found_end_date", "begins",
    )  # fmt: skip


_LIKE_IN_WORDS = {
    "class": " contracts for the same need",
    "group": " contracts of the same group of needs",
    "division": " contracts of the same division of needs",
    "workspace": " contracts for any need, as too few are like it",
}


def _begun(contracts: Table) -> Column:
    """What a length is counted from, in words."""
    return ibis.cases(
        (contracts.start_date.notnull(), "the start"),
        (contracts.words_start_date.notnull(), "the start that its description gives"),
        (contracts.awarded_date.notnull(), "the award, as no start is given,"),
        else_="the publication of the award, as no start is given,",
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
    return later(first, start.day() - 2)


def later(day: Column, days: Column) -> Column:
    """A day so many days later; by way of a timestamp, as engines differ on what a sum is."""
    return (day.cast("timestamp") + days.as_interval("D")).date()


def day_number(day: Column) -> Column:
    """Days since 1970, so that two dates can be subtracted alike on every engine."""
    return day.epoch_seconds() / 86400
