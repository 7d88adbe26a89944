"""What was paid after an end and whether options were taken, in plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

GRACE = timedelta(days=45)


def paid_after_end(payments, contract_suppliers, contracts):
    by_id = {row["contract_id"]: row for row in contracts}
    held = [
        (by_id[row["contract_id"]]["council_id"], row["supplier_id"])
        for row in contract_suppliers
    ]
    answer = []
    for row in contract_suppliers:
        contract = by_id[row["contract_id"]]
        key = (contract["council_id"], row["supplier_id"])
        if Counter(held)[key] == 1:
            answer += _told(contract, key, payments)
    return answer


def _told(contract, key, payments):
    ended = min(
        contract["end_date"], contract["first_end_date"] or contract["end_date"]
    )
    last = max(
        contract["end_date"], contract["latest_end_date"] or contract["end_date"]
    )
    own = [p for p in payments if (p["council_id"], p["supplier_id"]) == key]
    after = [p for p in own if p["payment_date"] > ended + GRACE]
    work = [p for p in after if p["amount_gbp"] > 0]
    if not own:
        return []
    cut = _month(ended + GRACE)
    shown = {
        _month(p["payment_date"])
        for p in payments
        if p["council_id"] == key[0] and _month(p["payment_date"]) > cut
    }
    days = [p["payment_date"] for p in work]
    return [
        {
            "contract_id": contract["contract_id"],
            "ended_date": ended,
            "before_count": sum(
                p["payment_date"] <= ended and p["amount_gbp"] > 0 for p in own
            ),
            "after_count": len(work),
            "after_months": len({_month(day) for day in days}),
            "past_months": len({_month(day) for day in days if day > last + GRACE}),
            "after_gbp": sum(p["amount_gbp"] for p in after),
            "first_after_date": min(days, default=None),
            "last_after_date": max(days, default=None),
            "covered_months": len(shown),
        }
    ]


def _month(day):
    return day.year, day.month


def options_seen(contracts, after, *, as_of):
    paid = {row["contract_id"]: row for row in after}
    answer = []
    for row in contracts:
        latest = row["latest_end_date"]
        reaches = row["option_months"] or (latest and latest > row["end_date"])
        if not reaches or row["end_method"].endswith("median"):
            continue
        ended = min(row["end_date"], row["first_end_date"] or row["end_date"])
        ended = min(ended, row["earlier_end_date"] or ended)
        if ended + GRACE >= as_of:
            continue
        taken, seen = _seen(row, ended, paid.get(row["contract_id"]), contracts)
        answer.append({**row, "was_taken": taken, "seen_by": seen})
    return answer


def _seen(row, ended, paid, contracts):
    if row["earlier_end_date"]:
        return True, "end moved later"
    if row["options_in_end"] and row["published_date"] > ended:
        return True, "end counts an option"
    if paid and paid["after_months"] >= 2:
        return True, "paid after the end"
    for other in contracts:
        if (
            other["contract_id"] != row["contract_id"]
            and other["council_id"] == row["council_id"]
            and other["need_id"] == row["need_id"]
            and timedelta(days=-60)
            <= other["start_date"] - ended
            <= timedelta(days=183)
        ):
            return False, "another contract followed"
    stopped = paid and paid["before_count"] and not paid["after_months"]
    if stopped and paid["covered_months"] >= 4:
        return False, "no longer paid"
    return None, "nothing"
