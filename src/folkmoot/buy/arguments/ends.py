"""What speaks against a proposal in its dates: whether the contracts end, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from folkmoot.buy.arguments.option_words import chance_in_words
from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.contracts.taken import PAID_MONTHS
from folkmoot.buy.proposal.case import (
    Case,
    Measure,
    Reason,
    counted,
    day_in_words,
    listed,
    of_some,
    pounds,
)
from folkmoot.buy.proposal.material import Material
from folkmoot.buy.search.scoring import shift_days

OLD_MONTHS = 24
"""Statements older than two years: contracts are varied, and registers not kept up."""
LONG_TERM_DAYS = 30
FAR_DAYS = 183
"""Half a year: longer than a contract is usually bridged."""


def _guessed_ends(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.is_estimated]
    return of_some(
        case,
        "The end of {which} is not published but estimated, as the usual one of contracts "
        "like it: ask before planning on it.",
        "ends estimated",
        chosen,
    )


def _far_from_usual_end(case: Case, material: Material) -> list[Reason]:
    """Estimated ends so far from the best day that the plan breaks where they are right.

    `_shifts` tells the same of ends that were published.
    """
    found = []
    for contract in case.contracts:
        days = case.scored.day - contract.end
        is_outside = shift_days(contract, case.scored.day) != 0
        if not contract.is_estimated or not (is_outside or abs(days) >= FAR_DAYS):
            continue
        end = day_in_words(date.fromordinal(contract.end))
        where, so = (
            ("before", "the time between must be bridged")
            if days > 0
            else ("after", "it must be left that much earlier")
        )
        found.append(
            Reason(
                f"The usual end of a contract like that of "
                f"{material.council_name(contract.council_id)} is {end}, "
                f"{counted(abs(days), 'day')} {where} the best day: if it ends then, "
                f"{so}.",
                Measure("days between usual end and best day", days, "days"),
                (contract.contract_id,),
            )
        )
    return found


def _ends_by_words(case: Case, material: Material) -> list[Reason]:
    chosen = [
        c for c in case.contracts if c.window_method == "end" and c.end_method == "term"
    ]
    return of_some(
        case,
        "The end of {which} is not published as a day but worked out from a length in words.",
        "ends from a length",
        chosen,
    )


def _rolling(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.window_method == "open_ended"]
    return of_some(
        case,
        "{which} {runs|run} without an end, and nothing published says that they will be "
        "given up.",
        "rolling contracts",
        chosen,
    )


def _paid_on(case: Case, material: Material) -> list[Reason]:
    today = case.as_of.toordinal()
    chosen = [
        c
        for c in case.contracts
        if c.window_method == "paid_after_end"
        or (c.window_method == "end" and c.end < today and _is_seen_on(c))
    ]
    told = of_some(
        case,
        "{which} ended by their published date, yet the supplier is still paid"
        + _paid_in(chosen)
        + ": an extension that was not published may run.",
        "paid after the end",
        chosen,
    )
    return [replace(reason, from_payments=True) for reason in told]


def _paid_in(chosen: Sequence[Contract]) -> str:
    """What was paid after the end of one contract; of several the rows tell."""
    paid = [c.reach.paid_after for c in chosen if c.reach.paid_after]
    if len(chosen) != 1 or not paid:
        return ""
    months = counted(paid[0].months, "month")
    return (
        f" ({pounds(paid[0].amount)} in {months}, last on {day_in_words(paid[0].last)})"
    )


def _is_seen_on(contract: Contract) -> bool:
    paid = contract.reach.paid_after
    return paid is not None and paid.months >= PAID_MONTHS


def _option_not_seen(case: Case, material: Material) -> list[Reason]:
    today = case.as_of.toordinal()
    chosen = [
        c
        for c in case.contracts
        if c.window_method == "end" and c.end < today and not _is_seen_on(c)
    ]
    return of_some(
        case,
        "The current end of {which} has passed: {it runs|they run} on only if an option was taken, "
        "which nothing published says.",
        "options not seen taken",
        chosen,
    )


def _options_open(case: Case, material: Material) -> list[Reason]:
    """Options that must be declined, or taken, for a joint contract to follow on the day."""
    day = case.scored.day
    open_ = [
        c
        for c in case.contracts
        if c.window_method == "end" and c.latest > c.end and c.spread is None
    ]
    found = []
    for chosen, sentence, name in (
        (
            [c for c in open_ if day <= c.end + 1],
            "{which} may be extended beyond the start of a joint contract: its option must be "
            "declined in time. How often options are taken: ",
            "options to decline",
        ),
        (
            [c for c in open_ if c.end + 1 < day <= c.latest + 1],
            "{which} {runs|run} until the start of a joint contract only if an option is taken. "
            "How often options are: ",
            "options to take",
        ),
    ):
        if chosen:
            least = min(chosen, key=lambda c: (c.reach.chance, c.contract_id))
            base = chance_in_words(material.chances.of_need(least.need_id))
            found += of_some(case, f"{sentence}{base}.", name, chosen)
    return found


def _contradicted(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.reach.method == "contradicted"]
    return of_some(
        case,
        "The words and the dates of {which} contradict each other on how long it runs.",
        "words against dates",
        chosen,
    )


def _planned(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.window_method == "planned"]
    return of_some(
        case,
        "{which} {is|are} planned or already out to tender: that council may be too far "
        "on to wait.",
        "planned or out to tender",
        chosen,
    )


def _shifts(case: Case, material: Material) -> list[Reason]:
    day = case.scored.day
    late = [c for c in case.contracts if shift_days(c, day) > 0 and not c.is_estimated]
    early = [c for c in case.contracts if shift_days(c, day) < 0 and not c.is_estimated]
    found = []
    for chosen, what, name in (
        (late, "bridged past the last published end", "longest bridge"),
        (early, "left before the end", "longest early exit"),
    ):
        if chosen:
            most = max(abs(shift_days(c, day)) for c in chosen)
            contracts = "contract" if len(chosen) == 1 else "contracts"
            who = listed([material.council_name(c.council_id) for c in chosen])
            found.append(
                Reason(
                    f"For a start on {day_in_words(case.best)} the {contracts} of {who} must be "
                    f"{what}, by up to {counted(most, 'day')}.",
                    Measure(name, most, "days"),
                    tuple(c.contract_id for c in chosen),
                )
            )
    return found


def _too_late(case: Case, material: Material) -> list[Reason]:
    passed = [start for start in case.starts if start.is_passed]
    if not passed:
        return []
    days = max((case.as_of - start.day).days for start in passed)
    which = listed([start.route.label for start in passed])
    return [
        Reason(
            f"It is too late to go live by {which} on {day_in_words(case.best)}: the "
            + (
                "latest safe start passed "
                if len(passed) == 1
                else "latest safe starts passed up to "
            )
            + f"{counted(days, 'day')} ago.",
            Measure("days past the latest safe start", days, "days"),
            case.ids,
        )
    ]


def _old(case: Case, material: Material) -> list[Reason]:
    dated = [(c.published, c.contract_id) for c in case.contracts if c.published]
    if not dated:
        return []
    oldest = min(dated)
    months = (
        (case.as_of.year - oldest[0].year) * 12 + case.as_of.month - oldest[0].month
    )
    if months <= OLD_MONTHS:
        return []
    old = [
        i
        for published, i in dated
        if (case.as_of - published).days > OLD_MONTHS * LONG_TERM_DAYS
    ]
    return [
        Reason(
            f"What is known of {len(old)} of {counted(len(case.ids), 'contract')} was published "
            f"up to {months} months ago, and contracts change.",
            Measure("age of the oldest statement", months, "months"),
            tuple(old),
        )
    ]


OF_ENDS = (
    _guessed_ends,
    _far_from_usual_end,
    _ends_by_words,
    _rolling,
    _paid_on,
    _option_not_seen,
    _options_open,
    _contradicted,
    _planned,
    _shifts,
    _too_late,
    _old,
)
"""These objections, gravest first."""
