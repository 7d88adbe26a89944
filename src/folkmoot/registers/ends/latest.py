"""How far each contract may reach: options in words measured against the dates published.

Buyers publish now the end of the first term, now the end with every option. Where the words
give the first term, the dates tell which: the end lies on the first term, on one of the
options, or on none of them, and then words and dates contradict each other.
"""

from __future__ import annotations

import ibis
from ibis import Column, Table

from folkmoot.registers.ends.settled import (
    DAYS_A_MONTH,
    day_number,
    end_after,
    later,
    usual_lengths,
    with_end,
)
from folkmoot.registers.staging import Staging
from folkmoot.registers.tables import SPREAD_METHODS

AGREES_DAYS = 31
"""A date agrees with a length when it lies within a month of it: contracts start a little
after their tender says, and end on a quarter day. Our own assumption."""

_SAYS_WHEN = (
    "group_id", "need_id", "stage", "status", "is_open_ended", "published_date",
    "awarded_date", "start_date", "end_date", "latest_end_date", "term_months",
    "words_start_date", "words_end_date", "words_latest_end_date", "words_term_months",
    "words_first_months", "words_option_each", "words_option_count",
    "words_option_months", "words_break_months", "words_notice_days",
)  # fmt: skip
"""All that ends are worked out from: a dozen steps name these columns, and not every one."""


def ended_contracts(stage: Staging) -> None:
    """Stage `ended`: contracts with need, end and latest end, each with its method."""
    subjects = stage["needed"]
    contracts = stage["contracts"].drop("extension_text")
    joined = contracts.join(subjects, "group_id")
    undated = stage.keep("undated", joined.rename(extension_text="words_extension"))
    lengths = stage.keep("lengths", usual_lengths(undated))
    ends = with_latest_end(with_end(undated.select(*_SAYS_WHEN), lengths))
    others = [name for name in undated.columns if name not in ends.columns]
    stage.keep("ended", ends.join(undated.select("group_id", *others), "group_id"))


def with_latest_end(contracts: Table) -> Table:
    """Contracts with their latest end, how it is known, and what the end already counts.

    `latest_end_method` is `published`; `words` (options counted from the end or from the
    first term); `in_end_date` (the end published already counts every option, and
    `first_end_date` is that of the first term); `contradicted` (words and dates disagree,
    so no later end is taken); or `none`. `options_in_end` is how many options of equal
    length the end published already counts. `break_date` is the first day from which words
    let the buyer leave.
    """
    c = _measured(contracts)
    is_sure = c.end_date.notnull() & ~c.end_method.isin(SPREAD_METHODS)
    said = (c.words_latest_end_date > c.end_date).fill_null(False) & is_sure
    has_options = c.words_option_months.notnull() & is_sure
    in_end = c.is_whole & ~c.is_first
    ways = [
        (c.latest_end_date.notnull(), "published", c.latest_end_date),
        (said, "words", c.words_latest_end_date),
        (has_options & ~c.is_measured, "words", months_after(c.end_date, c.words_option_months)),
        (has_options & in_end, "in_end_date", c.end_date),
        (has_options & c.is_on_option, "words", c.whole_end),
        (has_options, "contradicted", ibis.null("date")),
    ]  # fmt: skip
    method = ibis.cases(*[(way[0], way[1]) for way in ways], else_="none")
    latest = ibis.cases(*[(way[0], way[2]) for way in ways], else_=ibis.null("date"))
    counts = has_options & c.is_measured & c.is_on_option
    found = c.mutate(
        latest_end_method=method,
        found_latest=latest,
        options_in_end=counts.ifelse(c.taken, ibis.null("int64")),
        first_end_date=(has_options & (in_end | (counts & (c.taken > 0)))).ifelse(
            c.first_end, ibis.null("date")
        ),
        break_date=(c.words_break_months > 0).ifelse(
            months_after(
                later(c.measured_from, ibis.literal(-1)), c.words_break_months
            ),
            ibis.null("date"),
        ),
        option_months=c.words_option_months,
        option_count=c.words_option_count,
        notice_days=c.words_notice_days,
    )
    return found.mutate(latest_end_date=found.found_latest).drop(
        "found_latest", "measured_from", "first_end", "whole_end", "over", "taken",
        "is_measured", "is_first", "is_whole", "is_on_option",
    )  # fmt: skip


def _measured(contracts: Table) -> Table:
    """The end measured against the first term and the options that the words give."""
    c = contracts.mutate(
        measured_from=ibis.coalesce(contracts.start_date, contracts.words_start_date)
    )
    c = c.mutate(
        first_end=end_after(c.measured_from, c.words_first_months),
        whole_end=end_after(
            c.measured_from, c.words_first_months + c.words_option_months
        ),
    )
    c = c.mutate(over=day_number(c.end_date) - day_number(c.first_end))
    step = c.words_option_each * DAYS_A_MONTH
    taken = (c.over / step).round().cast("int64")
    c = c.mutate(
        is_measured=c.over.notnull().fill_null(False),
        is_first=(c.over.abs() <= AGREES_DAYS).fill_null(False),
        is_whole=(
            (day_number(c.end_date) - day_number(c.whole_end)).abs() <= AGREES_DAYS
        ).fill_null(False),
        taken=taken.fill_null(0),
    )
    on_step = (
        (c.taken >= 0)
        & (c.taken <= c.words_option_count)
        & ((c.over - c.taken * step).abs() <= AGREES_DAYS)
    )
    return c.mutate(is_on_option=c.is_first | on_step.fill_null(False))


def months_after(end: Column, months: Column) -> Column:
    """The last day so many months after an end: 12 after 31 March are 31 March again."""
    return end_after(later(end, ibis.literal(1)), months)
