"""The buy desk's windows in plain Python: the second opinion on the Ibis step."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

Rows = list[dict[str, Any]]

END_CONFIDENCE = {
    "published": 0.9,
    "term": 0.75,
    "category_median": 0.35,
    "division_median": 0.2,
    "workspace_median": 0.12,
}
SPREAD = ("category_median", "division_median", "workspace_median")
ONCE = ("sale of", "study", "festival")
BUILT = ("refurbishment", "works at")


def windows(
    contracts: Rows, paid: Rows, after: Rows, *, bounds: Any, settings: Any
) -> Rows:
    """One row a contract with its window, how sure its end is, and why it is left out."""
    last_paid = {row["contract_id"]: row["last_payment_date"] for row in paid}
    months = {row["contract_id"]: row for row in after}
    contracts = [
        {**row, **_months(months.get(row["contract_id"])), **_first_end(row, bounds)}
        for row in contracts
    ]
    found = [
        _window(row, last_paid.get(row["contract_id"]), bounds, settings)
        for row in contracts
    ]
    ordinary = Counter(
        (row["council_id"], row["need_id"])
        for row, window in zip(contracts, found, strict=True)
        if row["kind"] not in ("framework", "dynamic_market")
        and window["window_to_date"]
        and window["window_to_date"] >= bounds.first
    )
    for row, window in zip(contracts, found, strict=True):
        is_framework = row["kind"] in ("framework", "dynamic_market")
        has_other = ordinary[(row["council_id"], row["need_id"])] > 0
        if not window["left_out"] and is_framework and has_other:
            window["left_out"] = "framework beside a contract"
    return found


def _months(after: dict[str, Any] | None) -> dict[str, Any]:
    names = ("after_months", "past_months")
    return {name: (after or {}).get(name) or 0 for name in names}


def _first_end(row: dict[str, Any], bounds: Any) -> dict[str, Any]:
    end, first = row["end_date"], row["first_end_date"]
    ahead = first is not None and first >= bounds.as_of
    return {"end_date": min(end, first) if ahead else end, "whole_end": end}


def _window(
    row: dict[str, Any], paid: Any, bounds: Any, settings: Any
) -> dict[str, Any]:
    end, latest, start = row["end_date"], row["latest_end_date"], row["start_date"]
    whole = row["whole_end"]
    last = None if end is None else max(whole, latest or whole)
    late = timedelta(days=settings.bridging_days)
    early = timedelta(days=settings.early_exit_days)
    if row["stage"] in ("planned", "tender") and start and start > bounds.as_of:
        method, confidence = "planned", 0.5
        window = (start - early, start + late)
    elif row["is_open_ended"] and end is None:
        method, confidence, window = "open_ended", 0.3, (bounds.as_of, bounds.last)
    elif (
        last
        and paid
        and paid > last + timedelta(days=45)
        and last + late < bounds.first
        and last >= bounds.as_of - timedelta(days=730)
        and paid >= bounds.as_of - timedelta(days=365)
        and row["end_method"] not in SPREAD
    ):
        method, window = "paid_after_end", (bounds.as_of, bounds.last)
        confidence = 0.4 if row["past_months"] >= 3 else 0.25
    elif end:
        first = min(end, row["end_early_date"] or end)
        final = max(last, row["end_late_date"] or last)
        method, window = "end", (first - early, final + late)
        confidence = END_CONFIDENCE[row["end_method"]]
        if row["extension_text"] and latest is None:
            confidence *= 0.85
        if end < bounds.as_of:
            confidence *= 0.8 if row["after_months"] >= 2 else 0.4
        if row["stage"] in ("planned", "tender"):
            confidence *= 0.6
    else:
        method, confidence, window = "none", 0.0, (None, None)
    first, to = window
    return {
        "contract_id": row["contract_id"],
        "window_from_date": first,
        "window_to_date": to,
        "latest_end_date": last,
        "end_confidence": confidence,
        "window_method": method,
        "left_out": _left_out(row, method, first, to, bounds),
    }


def _left_out(
    row: dict[str, Any], method: str, first: Any, to: Any, bounds: Any
) -> str:
    if not row["council_id"]:
        return "no known council"
    if row["status"] in ("cancelled", "unsuccessful"):
        return "cancelled"
    if method == "none":
        return "no end date"
    backwards = (
        row["end_date"] and row["start_date"] and row["end_date"] < row["start_date"]
    )
    if backwards and method != "planned":
        return "ends before it starts"
    if to < bounds.as_of:
        return "ended"
    if method == "end" and _too_old(row, bounds):
        return _too_old(row, bounds)
    if to < bounds.first:
        return "too late"
    if first > bounds.last:
        return "beyond the horizon"
    return _one_off(row) if row["need_id"] else "no need"


def _too_old(row: dict[str, Any], bounds: Any) -> str:
    if row["end_date"] < bounds.as_of and row["end_method"] in SPREAD:
        return "estimated end has passed"
    year_ago = bounds.as_of - timedelta(days=365)
    unseen = row["end_date"] < year_ago and row["after_months"] < 2
    return "option not seen taken" if unseen else ""


def _one_off(row: dict[str, Any]) -> str:
    title = (row["title"] or "").lower()
    is_built = row["need_id"][:6] == "cpv:45" and "maintenance" not in title
    if any(word in title for word in ONCE):
        return "one-off"
    return "one-off" if is_built and any(word in title for word in BUILT) else ""


def clustered(found: Rows, named: Rows, *, fewest: int) -> Rows:
    """Each contract's cluster, where so many members could meet in it or in a subject."""
    held = {row["contract_id"]: row for row in found if row["left_out"] == ""}
    in_subject = defaultdict(set)
    for one in named:
        holder = held.get(one["contract_id"])
        if holder is not None and holder["is_member"]:
            in_subject[one["subject"]].add(holder["council_id"])
    met = {
        one["contract_id"] for one in named if len(in_subject[one["subject"]]) >= fewest
    }
    part = [row for row in found if row["left_out"] == ""]
    councils, division, coarse = defaultdict(set), defaultdict(set), set()
    for row in part:
        if row["is_member"]:
            councils[row["need_id"]].add(row["council_id"])
            division[row["need_id"][:6]].add(row["council_id"])
            if len(row["need_id"]) < 8:
                coarse.add(row["need_id"][:6])
    return [
        {
            "contract_id": row["contract_id"],
            "cluster_id": row["need_id"][: 6 if len(row["need_id"]) < 8 else None],
        }
        for row in part
        if row["contract_id"] in met
        or len(councils[row["need_id"]]) >= fewest
        or (
            row["need_id"] in councils
            and row["need_id"][:6] in coarse
            and len(division[row["need_id"][:6]]) >= fewest
        )
    ]
