"""What changed since the build before: proposals new and gone, dates, value and members.

Worked out while the build is made, from the sealed one before it; each with why, where
the contracts themselves tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from folkmoot.buy.decisions.fate import Rows, what_replaced, why_gone
from folkmoot.buy.proposal.case import counted, day_in_words, listed, pounds
from folkmoot.core.store import Reader

NEW, GONE, DATES, VALUE, MEMBERS = "new", "gone", "dates", "value", "members"
LEAST_CHANGE = Decimal("0.01")
"""A middle that moves by less than a hundredth is the same value."""
_HAS_TABLE = (
    "SELECT 1 AS found FROM information_schema.tables "
    "WHERE table_schema = 'finding' AND table_name = 'buy_opportunities'"
)


def headlines_before(previous: Reader | None) -> dict[str, dict[str, Any]]:
    """The headline documents of the last build by id; none where there was no build."""
    if previous is None or previous.row(_HAS_TABLE) is None:
        return {}
    rows = previous.rows(
        "SELECT opportunity_id, document FROM finding.buy_opportunities "
        "WHERE is_headline ORDER BY rank"
    )
    return {row["opportunity_id"]: msgspec.json.decode(row["document"]) for row in rows}


def changes(
    before: Mapping[str, Mapping[str, Any]],
    now: Mapping[str, Mapping[str, Any]],
    rows: Rows,
    set_aside: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Rows of `finding.buy_changes`, what is new first, then what is gone, then what moved.

    `rows` asks the build that is being made; `set_aside` are ids of what people rejected.
    Nothing where there is no build before.
    """
    if not before:
        return []
    found: list[dict[str, Any]] = []
    for key, document in now.items():
        if key not in before:
            found.append(_new(document, before))
    for key, document in before.items():
        if key not in now:
            found.append(_gone(document, rows, is_rejected=key in set_aside))
    for key, document in now.items():
        if key in before:
            found += _moved(before[key], document)
    return [{"number": i, **row} for i, row in enumerate(found, start=1)]


def _new(
    document: Mapping[str, Any], before: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    known = {one for old in before.values() for one in _contracts(old)}
    fresh = [i for i in _contracts(document) if i not in known]
    count = len(_contracts(document))
    why = (
        f"{len(fresh)} of its {counted(count, 'contract')} stood in no proposal before."
        if fresh
        else "Its contracts stood in other proposals before."
    )
    return _row(NEW, document, f"Proposed for {_members(document)}.", why)


def _gone(
    document: Mapping[str, Any], rows: Rows, *, is_rejected: bool
) -> dict[str, Any]:
    if is_rejected:
        return _row(GONE, document, "No longer put forward.", "It was rejected.")
    contracts = list(_contracts(document))
    instead = what_replaced(rows, contracts)
    why = why_gone(rows, contracts)
    if instead:
        labels = [f"“{one['need_label']}” ({one['opportunity_id']})" for one in instead]
        why = f"{why} Its contracts now stand in {listed(labels[:2])}.".strip()
    said = f"No longer proposed for {_members(document)}."
    return _row(GONE, document, said, why or "A better group uses no contract of it.")


def _moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    names = [_names(old), _names(new)]
    if names[0] != names[1]:
        joined = [n for n in names[1] if n not in names[0]]
        left = [n for n in names[0] if n not in names[1]]
        said = [f"{listed(joined)} joined"] if joined else []
        said += [f"{listed(left)} left"] if left else []
        yield _row(MEMBERS, new, "; ".join(said) + ".", _why_dates(old, new))
    lives = [date.fromisoformat(one["go_live"]["best"]) for one in (old, new)]
    starts = [_first_start(one) for one in (old, new)]
    if lives[0] != lives[1]:
        days = (lives[1] - lives[0]).days
        way = "later" if days > 0 else "earlier"
        yield _row(
            DATES,
            new,
            f"The best day moved from {day_in_words(lives[0])} to {day_in_words(lives[1])}, "
            f"{counted(abs(days), 'day')} {way}.",
            _why_dates(old, new) or _why_later(old, new),
        )
    elif starts[0] != starts[1] and starts[1] is not None:
        was = f", before {day_in_words(starts[0])}" if starts[0] else ""
        yield _row(
            DATES,
            new,
            f"The next latest safe start is {day_in_words(starts[1])}{was}.",
            "A route has become too late since.",
        )
    middles = [one["value_gbp"]["mid"] for one in (old, new)]
    if _differ(*middles):
        was, now = (_pounds(middle) for middle in middles)
        yield _row(
            VALUE,
            new,
            f"The middle moved from {was} to {now} a year.",
            _why_value(old, new),
        )


def _differ(before: str | None, now: str | None) -> bool:
    """Whether a value has come, gone, or moved by more than the least that is told."""
    if before is None or now is None:
        return before != now
    moved = abs(Decimal(now) - Decimal(before))
    return moved > LEAST_CHANGE * max(Decimal(before), Decimal(1))


def _why_dates(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    before, now = _contracts(old), _contracts(new)
    said = []
    for key in sorted(set(before) & set(now)):
        ends = [one[key]["end_date"] for one in (before, now)]
        latest = [one[key]["latest_end_date"] for one in (before, now)]
        name = now[key]["council_name"]
        if ends[0] != ends[1]:
            said.append(
                f"{name}: the end moved from {_day(ends[0])} to {_day(ends[1])}"
            )
        elif latest[0] != latest[1]:
            said.append(f"{name}: with extensions it now ends on {_day(latest[1])}")
    came = [now[k]["council_name"] for k in sorted(set(now) - set(before))]
    went = [before[k]["council_name"] for k in sorted(set(before) - set(now))]
    if came:
        said.append(f"a contract of {listed(came)} came in")
    if went:
        said.append(f"a contract of {listed(went)} went out")
    return _sentence(said)


def _why_later(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if old["go_live"]["best"] < new["go_live"]["from"]:
        return "The day before is too near now for any route."
    return ""


def _why_value(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    before, now = _contracts(old), _contracts(new)
    said = []
    for key in sorted(set(before) & set(now)):
        mids = [one[key]["value_gbp"]["mid"] for one in (before, now)]
        if mids[0] != mids[1]:
            said.append(
                f"{now[key]['council_name']}: {_pounds(mids[0])} to {_pounds(mids[1])}"
            )
    if set(before) != set(now):
        said.append("the contracts are not the same")
    return _sentence(said)


def _sentence(said: Sequence[str]) -> str:
    text = "; ".join(said)
    return text[:1].upper() + text[1:] + "." if text else ""


def _row(kind: str, document: Mapping[str, Any], what: str, why: str) -> dict[str, Any]:
    return {
        "opportunity_id": document["id"],
        "kind": kind,
        "need_label": document["need"]["label"],
        "what": what,
        "why": why,
    }


def _contracts(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        contract["contract_id"]: {**contract, "council_name": member["council_name"]}
        for member in document["members"]
        if member["is_member"]
        for contract in member["contracts"]
    }


def _names(document: Mapping[str, Any]) -> list[str]:
    return sorted(m["council_name"] for m in document["members"] if m["is_member"])


def _members(document: Mapping[str, Any]) -> str:
    return listed(_names(document))


def _first_start(document: Mapping[str, Any]) -> date | None:
    ahead = [r["latest_safe_start"] for r in document["routes"] if not r["is_passed"]]
    return date.fromisoformat(min(ahead)) if ahead else None


def _day(text: str | None) -> str:
    return day_in_words(date.fromisoformat(text)) if text else "a day not known"


def _pounds(text: str | None) -> str:
    return pounds(Decimal(text)) if text is not None else "not known"
