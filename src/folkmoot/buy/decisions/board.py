"""The board: every proposal that people took up, where it stands, and its next date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from folkmoot.buy.committee_paper import next_route
from folkmoot.buy.decisions.decided import decisions, in_words, works
from folkmoot.buy.decisions.deciding import contracts_of
from folkmoot.buy.decisions.fate import what_became
from folkmoot.buy.decisions.milestones import Milestone, next_binding
from folkmoot.buy.findings import opportunities
from folkmoot.buy.proposal.case import day_in_words, listed
from folkmoot.buy.topics import DONE, MERGE, PARK, REJECT, STARTED
from folkmoot.core.judgements import Judgement, role_in_words
from folkmoot.core.state import State
from folkmoot.core.store import Reader

TOLD_MOST = 3
IN_PLACE = "Nothing: the joint contract is in place"


def board_rows(reader: Reader, query: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the board is laid over: the proposals that stand, and contracts left out.

    Rows of two kinds, told apart by `kind`; `on_board` makes the board of them, as only
    what people decided says which of them it shows.
    """
    found: list[dict[str, Any]] = [
        {"kind": "proposal", "as_of": query["as_of"], "document": row["document"]}
        for row in opportunities(reader, {})
    ]
    left_out = reader.rows(
        "SELECT w.contract_id, w.left_out, n.name FROM finding.buy_windows w "
        "LEFT JOIN fact.councils n ON n.council_id = w.council_id "
        "WHERE w.is_member ORDER BY w.contract_id"
    )
    found += [
        {
            "kind": "contract",
            "as_of": query["as_of"],
            "contract_id": row["contract_id"],
            "left_out": row["left_out"] or "",
            "council_name": row["name"] or "",
        }
        for row in left_out
    ]
    return found


def on_board(rows: Sequence[dict[str, Any]], state: State) -> list[dict[str, Any]]:
    """One row a proposal that people took up, the overdue first, then by the next date.

    What was rejected is not on it. A proposal that the build no longer makes stays, with
    why and with what holds its contracts now.
    """
    if not rows:
        return []
    as_of = date.fromisoformat(rows[0]["as_of"])
    documents = {
        row["document"]["id"]: row["document"]
        for row in rows
        if row["kind"] == "proposal"
    }
    contracts = {row["contract_id"]: row for row in rows if row["kind"] == "contract"}
    going = works(state)
    found = []
    for key, one in decisions(state).items():
        if one.verdict == REJECT:
            continue
        document = documents.get(key)
        row = _head(one, going.get(key))
        if document is None:
            row |= _gone(one, going.get(key), documents, contracts, as_of)
        else:
            row |= _standing(one, going.get(key), document, as_of)
        found.append(row)
    return sorted(
        found,
        key=lambda row: (
            not row["is_overdue"],
            row["next_date"] is None,
            row["next_date"] or as_of,
            row["opportunity_id"],
        ),
    )


def _head(one: Judgement, work: Judgement | None) -> dict[str, Any]:
    then = one.detail.get("proposal", {})
    return {
        "opportunity_id": one.subject,
        "need_label": then.get("need_label", one.subject),
        "members": "; ".join(then.get("members", ())),
        "state": in_words(one, work=work),
        "decided_date": date.fromisoformat(one.date),
        "role": role_in_words(one.role),
        "reason": one.reason,
        "is_overdue": False,
        "is_proposed": True,
        "next_date": None,
        "next_what": "",
        "alert": "",
        "replaced_by": [],
    }


def _standing(
    one: Judgement, work: Judgement | None, document: Mapping[str, Any], as_of: date
) -> dict[str, Any]:
    out = one.detail.get("without", ())
    members = [
        m["council_name"]
        for m in document["members"]
        if m["is_member"] and m["council_name"] not in out
    ]
    now: dict[str, Any] = {
        "need_label": document["need"]["label"],
        "members": "; ".join(members),
    }
    live = date.fromisoformat(document["go_live"]["best"])
    if work is not None and work.verdict == DONE:
        return now | {"next_what": IN_PLACE}
    if work is not None and work.verdict == STARTED:
        is_late = live < as_of
        notice = next_binding(document, as_of)
        is_first = notice is not None and notice.day <= live
        return now | {
            "next_date": notice.day if notice and is_first else live,
            "next_what": _by_then(notice)
            if notice and is_first
            else "The joint contract should start",
            "is_overdue": is_late,
            "alert": f"It should have started on {day_in_words(live)}."
            if is_late
            else "",
        }
    route = next_route(document)
    now |= {
        "next_date": date.fromisoformat(route["latest_safe_start"]) if route else live,
        "next_what": f"Latest safe start by {route['label']}"
        if route
        else "No route is in time for the best day",
    }
    if one.verdict == PARK:
        return now
    return now | _alert(one, route, as_of)


def _by_then(notice: Milestone) -> str:
    hedge = ", if the value is above the threshold" if notice.duty == "perhaps" else ""
    return f"Last day for the {notice.name}{hedge}"


def _alert(
    one: Judgement, route: Mapping[str, Any] | None, as_of: date
) -> dict[str, Any]:
    """Work that has not started by the date that was ahead when it was decided."""
    then = one.detail.get("proposal", {})
    planned = then.get("next_start")
    if route is None:
        return {
            "is_overdue": True,
            "alert": "Work has not started, and every route is too late for the best day.",
        }
    if planned is None or date.fromisoformat(planned) >= as_of:
        return {}
    days = (as_of - date.fromisoformat(planned)).days
    still = date.fromisoformat(route["latest_safe_start"])
    return {
        "is_overdue": True,
        "alert": f"Work has not started: the latest safe start by {then.get('next_route')} "
        f"passed {days} {'day' if days == 1 else 'days'} ago. {route['label'].capitalize()} "
        f"is still possible until {day_in_words(still)}.",
    }


def _gone(
    one: Judgement,
    work: Judgement | None,
    documents: Mapping[str, Mapping[str, Any]],
    contracts: Mapping[str, Mapping[str, Any]],
    as_of: date,
) -> dict[str, Any]:
    """A proposal that the build no longer makes: work that began goes on without it."""
    then = one.detail.get("proposal", {})
    held = set(then.get("contracts", ()))
    if one.verdict == MERGE:
        held |= set(one.detail.get("other_contracts", ()))
    why = what_became(contracts.values(), sorted(held))
    why = why or "Its contracts no longer stand in one proposal."
    if work is not None and work.verdict in (STARTED, DONE):
        live = date.fromisoformat(then["go_live"]) if then.get("go_live") else None
        going = work.verdict == STARTED
        return {
            "is_proposed": False,
            "next_date": live if going else None,
            "next_what": "The joint contract should start" if going else IN_PLACE,
            "is_overdue": bool(going and live is not None and live < as_of),
            "alert": f"The files no longer propose it. {why}" if going else "",
        }
    instead = [
        (key, document["need"]["label"])
        for key, document in documents.items()
        if document["is_headline"] and held & set(contracts_of(document))
    ]
    if instead:
        names = [f"“{label}” ({key})" for key, label in instead]
        why += f" Its contracts now stand in {listed(names[:TOLD_MOST])}."
    planned = then.get("next_start")
    is_late = planned is not None and date.fromisoformat(planned) < as_of
    return {
        "is_proposed": False,
        "state": f"{in_words(one)}; no longer proposed",
        "next_what": "Look at what stands in its place"
        if instead
        else "Nothing left to do",
        "is_overdue": is_late and one.verdict != PARK,
        "alert": f"Work did not start in time. {why}" if is_late else why,
        "replaced_by": [key for key, _ in instead],
    }
