"""What is said of a contract's options on its row: words, reach, the chance that they are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from folkmoot.buy.contracts.contract import Contract, PaidAfter
from folkmoot.buy.contracts.taken import PRIOR_CHANCE, PRIOR_WEIGHT, Chance, Chances
from folkmoot.buy.proposal.case import counted, day_in_words, pounds

FEW = 10
"""Fewer contracts than this are few to go by: our own word for it."""
CONTRACTS_TOLD = 12

Said = Mapping[str, Sequence[Mapping[str, Any]]]


def options_document(
    contract: Contract,
    said: Said,
    chances: Chances,
    *,
    paid_rows: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """The section `options` of one contract in `folkmoot.opportunities/1`.

    `said` has the rows of `fact.contract_options` by contract; `paid_rows` are the places
    of payments after its end.
    """
    reach = contract.reach
    rows = said.get(contract.contract_id, ())
    chance = chances.of_need(contract.need_id)
    has_options = contract.latest > contract.end and contract.window_method == "end"
    return {
        "method": reach.method,
        "sentence": _reach_sentence(contract),
        "rows": [_row(row) for row in rows],
        "chance": _chance(chance) if has_options else None,
        "break_date": _iso(reach.break_date),
        "notice_days": reach.notice_days,
        "published_end_date": _iso(reach.published_end),
        "earlier_end_date": _iso(reach.earlier_end),
        "paid_after_end": _paid(reach.paid_after, paid_rows),
    }


def chance_in_words(chance: Chance) -> str:
    """The estimate with its base: taken in 4 of 9 such contracts; 0.54, with few to go by."""
    if chance.seen == 0:
        return (
            f"no option was seen to fall due in this workspace, so {PRIOR_CHANCE:.2f} is taken: "
            "our own assumption"
        )
    which = (
        "such contracts" if chance.of == "division" else "contracts of any kind here"
    )
    few = ", with few to go by" if chance.seen < FEW else ""
    return f"taken in {chance.taken} of {chance.seen} {which}; {chance.value:.2f}{few}"


def _reach_sentence(contract: Contract) -> str:
    """How far its options reach, in a sentence; empty where nothing is said of any."""
    reach, latest = contract.reach, _day(contract.latest)
    words = "Its words give " + (
        "an extension"
        if reach.months is None
        else f"options of {reach.months} months in all"
    )
    left = f", {reach.options} still open" if reach.months and reach.options > 1 else ""
    counted_in = f"{words}, which the published end already counts"
    by_method = {
        "published": f"A latest end is published: {latest}.",
        "words": f"{words}{left}, up to {latest}.",
        "in_end_date": (
            f"{counted_in}, so it may end with its first term on {_day(contract.end)}."
            if reach.published_end
            else f"{counted_in}."
        ),
        "contradicted": "Its words and its dates contradict each other: ask which is right.",
    }
    return by_method.get(reach.method, "")


def _chance(chance: Chance) -> dict[str, Any]:
    return {
        "value": round(chance.value, 2),
        "taken": chance.taken,
        "seen": chance.seen,
        "of": chance.of,
        "prior": PRIOR_CHANCE,
        "prior_weight": PRIOR_WEIGHT,
        "sentence": chance_in_words(chance),
        "contract_ids": list(chance.contract_ids[:CONTRACTS_TOLD]),
    }


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "count": row["option_count"],
        "length_months": row["length_months"],
        "length_days": row["length_days"],
        "day": _iso(row["day_date"]),
        "condition": row["condition"] or "",
        "words": row["words"] or "",
        "field": row["field"],
        "start": row["words_start"],
        "end": row["words_end"],
    }


def _paid(
    paid: PaidAfter | None, rows: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    if paid is None:
        return None
    months = counted(paid.months, "month")
    return {
        "payments": paid.payments,
        "months": paid.months,
        "amount_gbp": f"{paid.amount:.2f}",
        "first_date": paid.first.isoformat(),
        "last_date": paid.last.isoformat(),
        "sentence": (
            f"Its supplier was paid {pounds(paid.amount)} in {months} after the end, last on "
            f"{day_in_words(paid.last)}."
        ),
        "evidence": [dict(row) for row in rows],
    }


def _day(ordinal: int) -> str:
    return day_in_words(date.fromordinal(ordinal))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
