"""What speaks for a proposal, each a sentence with its number and its rows."""

from __future__ import annotations

from decimal import Decimal

from folkmoot.buy.proposal.case import (
    Case,
    Measure,
    Reason,
    counted,
    day_in_words,
    listed,
    pounds,
)
from folkmoot.buy.search.clusters import CLASS_DIGITS
from folkmoot.buy.search.scoring import shift_days
from folkmoot.buy.search.similarity import digits
from folkmoot.buy.search.tally import bought_together


def reasons_for(case: Case) -> list[Reason]:
    """The reasons in favour, most telling first."""
    found = [_meeting(case), *_value(case), _procurements(case), *_natural_ends(case)]
    found += [*_one_subject(case), *_same_code(case), *_shared_words(case)]
    found += _competition(case)
    found += [*_same_area(case), *_together(case)]
    return found


def _meeting(case: Case) -> Reason:
    days = (case.last - case.first).days + 1
    return Reason(
        f"The contracts of {counted(len(case.councils), 'council')} can all give way "
        f"between {day_in_words(case.first)} and {day_in_words(case.last)}.",
        Measure("days in which all windows meet", days, "days"),
        case.ids,
    )


def _value(case: Case) -> list[Reason]:
    known = [c.contract_id for c in case.contracts if c.yearly.mid is not None]
    capped = [
        c.contract_id
        for c in case.contracts
        if c.yearly.mid is None and c.yearly.high > 0
    ]
    low, mid, high = case.value
    if low is None or high is None:
        return []
    contracts = counted(len(case.ids), "contract")
    if mid is None:
        sentence = (
            f"At most {pounds(high)} a year is at stake, from the ceilings of "
            f"{len(capped)} of {contracts}."
        )
    else:
        ceilings = (
            f"; the high end also counts the {'ceiling' if len(capped) == 1 else 'ceilings'} "
            f"of {len(capped)} more"
            if capped
            else ""
        )
        sentence = (
            f"{_range(low, mid, high)}, from {len(known)} of {contracts}{ceilings}."
        )
    return [
        Reason(
            sentence,
            Measure("value at stake, high", f"{high:.2f}", "GBP a year")
            if mid is None
            else Measure("value at stake, middle", f"{mid:.2f}", "GBP a year"),
            (*known, *capped),
        )
    ]


def _range(low: Decimal, mid: Decimal, high: Decimal) -> str:
    """The sum at stake; its middle only where that is not one of the ends."""
    least, middle, most = pounds(low), pounds(mid), pounds(high)
    if least == most:
        return f"{middle} a year is at stake"
    about = f", about {middle} in the middle" if middle not in (least, most) else ""
    return f"Between {least} and {most} a year is at stake{about}"


def _procurements(case: Case) -> Reason:
    saved = len(case.councils) - 1
    return Reason(
        f"One procurement would stand in for {len(case.councils)}: "
        f"{counted(saved, 'tender')} fewer to run and to bid for.",
        Measure("procurements avoided", saved, "procurements"),
        case.ids,
    )


def _natural_ends(case: Case) -> list[Reason]:
    day = case.scored.day
    free = [
        c
        for c in case.contracts
        if not c.is_rolling and not c.is_estimated and shift_days(c, day) == 0
    ]
    if len(free) < 2:
        return []
    return [
        Reason(
            f"{len(free)} of {counted(len(case.ids), 'contract')} need neither bridging nor "
            f"early exit for a start on {day_in_words(case.best)}.",
            Measure("contracts that end of themselves", len(free), "contracts"),
            tuple(c.contract_id for c in free),
        )
    ]


def _same_code(case: Case) -> list[Reason]:
    coded = [
        c
        for c in case.contracts
        if c.need_method == "code"
        and len(digits(c.need_id)) >= CLASS_DIGITS
        and c.need_id == case.need.need_id
    ]
    if len({c.council_id for c in coded}) < 2:
        return []
    return [
        Reason(
            f"{len(coded)} of {counted(len(case.ids), 'contract')} are published under the same "
            f"class of category code: {case.need.label}.",
            Measure("contracts with the same published class", len(coded), "contracts"),
            tuple(c.contract_id for c in coded),
        )
    ]


def _one_subject(case: Case) -> list[Reason]:
    if not case.subject:
        return []
    return [
        Reason(
            f"The words of {'both' if len(case.ids) == 2 else f'all {len(case.ids)}'} "
            f"contracts name one thing: {case.subject}.",
            Measure("contracts that name one thing", len(case.ids), "contracts"),
            case.ids,
        )
    ]


def _shared_words(case: Case) -> list[Reason]:
    if not case.shared_words:
        return []
    words = listed([f"“{word}”" for word in case.shared_words])
    return [
        Reason(
            f"Titles and descriptions share telling words: {words}.",
            Measure("telling words in common", len(case.shared_words), "words"),
            case.ids,
        )
    ]


def _competition(case: Case) -> list[Reason]:
    if len(case.suppliers) < 2:
        return []
    return [
        Reason(
            f"{len(case.suppliers)} different suppliers hold the contracts today, so a joint "
            "tender has more than one likely bidder.",
            Measure("different incumbents", len(case.suppliers), "suppliers"),
            case.ids,
        )
    ]


def _same_area(case: Case) -> list[Reason]:
    areas = [council.area for council in case.councils]
    if (
        areas[0].combined_authority_id
        and len({a.combined_authority_id for a in areas}) == 1
    ):
        where = "the same combined authority"
    elif areas[0].region and len({a.region for a in areas}) == 1:
        where = f"one region ({areas[0].region})"
    else:
        return []
    return [
        Reason(
            f"{'Both' if len(areas) == 2 else f'All {len(areas)}'} councils lie in {where}.",
            Measure("councils in one area", len(areas), "councils"),
            case.ids,
        )
    ]


def _together(case: Case) -> list[Reason]:
    if not bought_together(case.contracts):
        return []
    return [
        Reason(
            "At least two of the councils published the same contract reference: they have "
            "bought together before.",
            Measure("councils with a reference in common", 2, "councils or more"),
            case.ids,
        )
    ]
