"""The days of the proposals and of the members' contracts, as one list in order.

Each has an id that stays while the proposal or the contract does, so that a calendar
that reads the list again moves an entry and adds none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from folkmoot.buy.decisions.milestones import LIVE, WHAT, milestones
from folkmoot.buy.findings import expiring, opportunities
from folkmoot.buy.proposal.case import day_in_words
from folkmoot.buy.topics import REJECT
from folkmoot.core.calendar import Event
from folkmoot.core.judgements import Judgement
from folkmoot.core.store import Reader
from folkmoot.registers.tables import SPREAD_METHODS

AHEAD = timedelta(days=5 * 365)
"""How far ahead ends of contracts are told: as far as proposals look."""
END, LAST_END = "end", "last-end"
KINDS = {
    **WHAT,
    END: "Contract ends",
    LAST_END: "Contract ends with all extensions",
}


def dates(reader: Reader, query: Mapping[str, str]) -> list[dict[str, Any]]:
    """Days still to come, soonest first: safe starts, notices, go-lives, ends of contracts.

    `query` has `as_of` and may have `council`, a GSS code: then only its proposals and its
    contracts. An end that is only usual for contracts like it says so.
    """
    as_of = date.fromisoformat(query["as_of"])
    council = query.get("council", "")
    found: list[dict[str, Any]] = []
    for row in opportunities(reader, {"council": council}):
        found += _of_proposal(row)
    ends = expiring(reader, first=as_of, last=as_of + AHEAD, council=council)
    for row in ends:
        found += _of_contract(row)
    ahead = [row for row in found if row["day"] >= as_of]
    return sorted(ahead, key=lambda row: (row["day"], row["what"], row["uid"]))


def event(row: Mapping[str, Any]) -> Event:
    """One of these days as a calendar entry."""
    return Event(row["uid"], row["day"], row["summary"], row["detail"], row["what"])


def kept_dates(
    rows: Sequence[dict[str, Any]], decisions: Mapping[str, Judgement]
) -> list[dict[str, Any]]:
    """The days without those of proposals that people rejected; contracts still end."""
    return [
        row
        for row in rows
        if row["contract_id"]
        or getattr(decisions.get(row["opportunity_id"]), "verdict", "") != REJECT
    ]


def uid(kind: str, *of: str) -> str:
    """The id of an entry: from what it is about, never from its day or its words."""
    digest = hashlib.sha256("|".join((kind, *of)).encode()).hexdigest()[:24]
    return f"{kind}-{digest}@folkmoot"


def _of_proposal(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    document, proposal = row["document"], row["opportunity_id"]
    best = day_in_words(date.fromisoformat(document["go_live"]["best"]))
    for one in milestones(document):
        about = (proposal, one.key) if one.key else (proposal,)
        counted = "" if one.kind == LIVE else f"For a go-live on {best}. "
        yield {
            "uid": uid(one.kind, *about),
            "what": one.what,
            "day": one.day,
            "summary": f"{row['need_label']}: {one.name}",
            "who": _names(document["members"]),
            "detail": counted + one.detail,
            "opportunity_id": proposal,
            "contract_id": "",
        }


def _of_contract(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    is_guess = row["end_method"] in SPREAD_METHODS
    title = row["title"] or row["need_label"] or "a contract without a title"
    held = f"Held by {row['suppliers']}." if row["suppliers"] else "Supplier not known."
    for kind, day in ((END, row["end_date"]), (LAST_END, row["latest_end_date"])):
        if day is None or (kind == LAST_END and day == row["end_date"]):
            continue
        ends = "ends" if kind == END else "ends with all extensions"
        yield {
            "uid": uid(kind, row["contract_id"]),
            "what": KINDS[kind],
            "day": day,
            "summary": f"{row['council_name']}: {title} {ends}"
            + (" (estimated)" if is_guess else ""),
            "who": row["council_name"],
            "detail": f"The end is estimated. {held}" if is_guess else held,
            "opportunity_id": row["opportunity_id"] or "",
            "contract_id": row["contract_id"],
        }


def _names(members: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(m["council_name"] for m in members if m["is_member"])
