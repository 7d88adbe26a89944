"""What speaks against a proposal: the questions a sceptical procurement lead would ask.

Each is said only when it is measured to be so; a proposal with none is rare, and then
says nothing rather than something harmless.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from folkmoot.buy.case import (
    Case,
    Measure,
    Reason,
    counted,
    day_in_words,
    herfindahl,
    listed,
    pounds,
)
from folkmoot.buy.clusters import CLASS_DIGITS
from folkmoot.buy.contract import Contract
from folkmoot.buy.material import Material
from folkmoot.buy.scoring import PLACE_BOUND_DIVISIONS, is_one_off, shift_days
from folkmoot.buy.similarity import digits

DIFFERENT_WORDS_LIKENESS = 0.7
"""Below this likeness two contracts share a class of codes but hardly a telling word."""
UNEVEN_TIMES = 10
"""A largest contract of ten times the smallest: the small ones may be overlooked."""
DOMINANT_SHARE = Decimal("0.6")
OLD_MONTHS = 24
"""Statements older than two years: contracts are varied, and registers not kept up."""
LONG_TERM_DAYS = 30


def reasons_against(case: Case, material: Material) -> list[Reason]:
    """The objections, gravest first."""
    found: list[Reason] = []
    for objection in (
        _inferred,
        _coarse,
        _different_words,
        _one_offs,
        _many_things,
        _guessed_ends,
        _rolling,
        _paid_on,
        _option_not_seen,
        _planned,
        _shifts,
        _too_late,
        _missing_value,
        _doubted_value,
        _frameworks,
        _same_supplier,
        _dominated,
        _uneven,
        _far_apart,
        _old,
    ):
        found += objection(case, material)
    return found


def _some(case: Case, sentence: str, name: str, chosen: list[Contract]) -> list[Reason]:
    """A reason that holds for some of the contracts, which are its evidence."""
    if not chosen:
        return []
    which = f"{len(chosen)} of {counted(len(case.ids), 'contract')}"
    return [
        Reason(
            sentence.replace("{which}", which),
            Measure(name, len(chosen), "contracts"),
            tuple(contract.contract_id for contract in chosen),
        )
    ]


def _inferred(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.need_method != "code"]
    how = Counter(c.need_method for c in chosen)
    words = {
        "title": "its title",
        "supplier": "what its supplier sells elsewhere",
        "category": "the buyer's own category",
    }
    said = listed([words.get(method, "no published code") for method in sorted(how)])
    return _some(
        case,
        f"What is bought is not coded but inferred for {{which}}, from {said}.",
        "needs inferred",
        chosen,
    )


def _coarse(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if 0 < len(digits(c.need_id)) < CLASS_DIGITS]
    return _some(
        case,
        "{which} carry only a broad category (a division or group): the goods or "
        "services may differ.",
        "broad codes",
        chosen,
    )


def _different_words(case: Case, material: Material) -> list[Reason]:
    chosen = [
        contract
        for contract, like in zip(case.contracts, case.likeness, strict=True)
        if like < DIFFERENT_WORDS_LIKENESS and contract is not case.scored.medoid
    ]
    if not chosen:
        return []
    least = min(case.likeness)
    return [
        Reason(
            f"{len(chosen)} of {counted(len(case.ids), 'contract')} have hardly a telling word "
            "in common with the rest: read the titles before asking anyone.",
            Measure("least likeness to the group", round(least, 2), "0 to 1"),
            tuple(contract.contract_id for contract in chosen),
        )
    ]


def _one_offs(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if is_one_off(c)]
    return _some(
        case,
        "{which} look like single jobs, short or building work, which may not come "
        "round again.",
        "single jobs",
        chosen,
    )


def _many_things(case: Case, material: Material) -> list[Reason]:
    chosen = [
        c for c in case.contracts if c.has_broad_supplier and c.need_method != "code"
    ]
    return _some(
        case,
        "{which} are with a supplier of many different things, so its name says "
        "little of what was bought.",
        "suppliers of many things",
        chosen,
    )


def _guessed_ends(case: Case, material: Material) -> list[Reason]:
    chosen = [
        c
        for c in case.contracts
        if c.window_method == "end" and c.end_method in ("category_median", "term")
    ]
    return _some(
        case,
        "The end of {which} is not published but estimated from the length of the "
        "term or of similar contracts.",
        "ends estimated",
        chosen,
    )


def _rolling(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.window_method == "open_ended"]
    return _some(
        case,
        "{which} run without an end, and nothing published says that they will be "
        "given up.",
        "rolling contracts",
        chosen,
    )


def _paid_on(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.window_method == "paid_after_end"]
    return _some(
        case,
        "{which} ended by their published date, yet the supplier is still paid: an "
        "extension that was not published may run.",
        "paid after the end",
        chosen,
    )


def _option_not_seen(case: Case, material: Material) -> list[Reason]:
    today = case.as_of.toordinal()
    chosen = [c for c in case.contracts if c.window_method == "end" and c.end < today]
    return _some(
        case,
        "The current end of {which} has passed: they run on only if an option was taken, "
        "which nothing published says.",
        "options not seen taken",
        chosen,
    )


def _planned(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.window_method == "planned"]
    return _some(
        case,
        "{which} are planned or already out to tender: that council may be too far "
        "on to wait.",
        "planned or out to tender",
        chosen,
    )


def _shifts(case: Case, material: Material) -> list[Reason]:
    day = case.scored.day
    late = [c for c in case.contracts if shift_days(c, day) > 0]
    early = [c for c in case.contracts if shift_days(c, day) < 0]
    found = []
    for chosen, what, name in (
        (late, "bridged past the last published end", "longest bridge"),
        (early, "left before the end", "longest early exit"),
    ):
        if chosen:
            most = max(abs(shift_days(c, day)) for c in chosen)
            who = listed([material.council_name(c.council_id) for c in chosen])
            found.append(
                Reason(
                    f"For a start on {day_in_words(case.best)} the contract of {who} must be "
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
            f"latest safe start passed {counted(days, 'day')} ago.",
            Measure("days past the latest safe start", days, "days"),
            case.ids,
        )
    ]


def _missing_value(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.yearly.method == "none"]
    return _some(
        case,
        "No value is published for {which}; they add nothing to the sum.",
        "values missing",
        chosen,
    )


def _doubted_value(case: Case, material: Material) -> list[Reason]:
    return [
        Reason(
            f"{material.council_name(c.council_id)}: {c.yearly.doubt}",
            Measure("value taken, high", f"{c.yearly.high:.2f}", "GBP a year"),
            (c.contract_id,),
        )
        for c in case.contracts
        if c.yearly.doubt
    ]


def _frameworks(case: Case, material: Material) -> list[Reason]:
    chosen = [c for c in case.contracts if c.kind in ("framework", "dynamic_market")]
    return _some(
        case,
        "{which} are frameworks or dynamic markets: there is something to call off "
        "rather than a contract to replace.",
        "frameworks",
        chosen,
    )


def _same_supplier(case: Case, material: Material) -> list[Reason]:
    shares: dict[str, Decimal] = defaultdict(Decimal)
    known = [c for c in case.contracts if c.supplier_ids]
    if len(known) < 2:
        return []
    for contract in known:
        weight = contract.yearly.mid or contract.yearly.high or Decimal(1)
        for supplier in contract.supplier_ids:
            shares[supplier] += weight / len(contract.supplier_ids)
    index = herfindahl(list(shares.values()))
    if len(shares) > 1:
        return []
    name = material.supplier_names.get(next(iter(shares)), "one supplier")
    return [
        Reason(
            f"The same supplier, {name}, holds all of them: joining may entrench it, and there "
            "is no second incumbent to compare with.",
            Measure(
                "concentration of the incumbents (Herfindahl index)",
                round(index, 2),
                "0 to 1",
            ),
            tuple(c.contract_id for c in known),
        )
    ]


def _dominated(case: Case, material: Material) -> list[Reason]:
    known = [c for c in case.contracts if c.yearly.mid]
    total = sum((c.yearly.mid or Decimal(0) for c in known), Decimal(0))
    if len(known) < 2 or total <= 0:
        return []
    largest = max(known, key=lambda c: (c.yearly.mid or Decimal(0), c.contract_id))
    share = (largest.yearly.mid or Decimal(0)) / total
    if share < max(DOMINANT_SHARE, Decimal("1.2") / len(known)):
        return []
    return [
        Reason(
            f"The contract of {material.council_name(largest.council_id)} is {share:.0%} of the "
            "known value: it would set the terms for the others.",
            Measure("share of the largest contract", round(float(share), 2), "0 to 1"),
            (largest.contract_id,),
        )
    ]


def _uneven(case: Case, material: Material) -> list[Reason]:
    known = sorted(
        ((c.yearly.mid, c.contract_id) for c in case.contracts if c.yearly.mid),
    )
    if len(known) < 2 or known[0][0] <= 0:
        return []
    times = known[-1][0] / known[0][0]
    if times < UNEVEN_TIMES:
        return []
    return [
        Reason(
            f"Sizes differ: from {pounds(known[0][0])} to {pounds(known[-1][0])} a year, "
            f"{times:,.0f} times. One specification may not suit both.",
            Measure("largest over smallest", round(float(times), 1), "times"),
            (known[0][1], known[-1][1]),
        )
    ]


def _far_apart(case: Case, material: Material) -> list[Reason]:
    if digits(case.need.need_id)[:2] not in PLACE_BOUND_DIVISIONS:
        return []
    regions = {council.area.region for council in case.councils if council.area.region}
    if len(regions) < 2:
        return []
    return [
        Reason(
            f"The work is done on the spot, and the councils lie in different regions "
            f"({listed(sorted(regions))}).",
            Measure("regions", len(regions), "regions"),
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
