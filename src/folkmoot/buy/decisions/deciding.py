"""What people decide about proposals: the questions, the forms, and what is kept with each.

A decision holds the proposal as it stood, so that it can be kept, shown and explained
after the proposal itself is gone from the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from folkmoot.buy.committee_paper import next_route
from folkmoot.buy.findings import opportunity
from folkmoot.buy.topics import MERGE, OPPORTUNITY, SPLIT, WORK
from folkmoot.core.desk import Sent
from folkmoot.core.exceptions import NotFoundError, RefusedError
from folkmoot.core.judgements import Say
from folkmoot.core.state import State
from folkmoot.core.store import Reader

FEWEST_LEFT = 2


def decide(state: State, reader: Reader, sent: Sent) -> str:
    """Keep a decision about a proposal; raises `RefusedError` where it cannot be one."""
    found = _found(reader, sent.path["opportunity_id"])
    verdict = sent.one("verdict")
    detail: dict[str, Any] = {
        "shown": f"{found['need']['label']} ({found['id']})",
        "proposal": snapshot(found),
    }
    if verdict == MERGE:
        detail |= _merged(reader, found, sent.one("with"))
    if verdict == SPLIT:
        detail |= _taken_out(found, sent.all("without"))
    say = Say(found["id"], verdict, sent.one("reason"), detail, _seen(sent))
    state.decide(OPPORTUNITY, [say], sent.by, at=sent.at)
    return f"/opportunities/{found['id']}?decided=yes#decision"


def tell_work(state: State, reader: Reader, sent: Sent) -> str:
    """Keep how far the work on a proposal is."""
    found = _found(reader, sent.path["opportunity_id"])
    shown = {"shown": f"{found['need']['label']} ({found['id']})"}
    say = Say(found["id"], sent.one("work"), sent.one("reason"), shown)
    try:
        state.decide(WORK, [say], sent.by, at=sent.at)
    except RefusedError as error:
        field = "work" if error.field == "verdict" else error.field
        raise RefusedError(error.what, error.next_step, field=field) from error
    return f"/opportunities/{found['id']}?decided=yes#decision"


def snapshot(found: Mapping[str, Any]) -> dict[str, Any]:
    """The proposal as it stood when it was decided on: enough to know it again."""
    members = [m for m in found["members"] if m["is_member"]]
    route = next_route(found)
    return {
        "need_id": found["need"]["id"],
        "need_label": found["need"]["label"],
        "members": [m["council_name"] for m in members],
        "councils": [m["council_gss"] for m in members],
        "contracts": contracts_of(found),
        "go_live": found["go_live"]["best"],
        "next_start": route["latest_safe_start"] if route else None,
        "next_route": route["label"] if route else None,
        "value_mid_gbp": found["value_gbp"]["mid"],
    }


def contracts_of(
    found: Mapping[str, Any], councils: tuple[str, ...] | None = None
) -> list[str]:
    """The members' contracts of a proposal by id, of all its members or of some."""
    return [
        contract["contract_id"]
        for member in found["members"]
        if member["is_member"]
        and (councils is None or member["council_gss"] in councils)
        for contract in member["contracts"]
    ]


def shares_day(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two spans of days, each with `from` and `to`, have a day in common."""
    return bool(one["from"] <= other["to"] and other["from"] <= one["to"])


def _found(reader: Reader, opportunity_id: str) -> dict[str, Any]:
    return opportunity(reader, opportunity_id)


def _merged(reader: Reader, found: Mapping[str, Any], other_id: str) -> dict[str, Any]:
    if not other_id or other_id == found["id"]:
        raise RefusedError(
            "It is not said with which proposal this one is merged.",
            "Choose another proposal.",
            field="with",
        )
    try:
        other = _found(reader, other_id)
    except NotFoundError as error:
        raise RefusedError(error.what, error.next_step, field="with") from error
    if not shares_day(found["go_live"], other["go_live"]):
        raise RefusedError(
            f"The two share no day: this one could start {_span(found)}, the other "
            f"{_span(other)}.",
            "Merge proposals that could start on the same day, or park one.",
            field="with",
        )
    return {
        "with": other_id,
        "with_label": f"{other['need']['label']} ({_members(other)})",
        "other_contracts": contracts_of(other),
    }


def _members(found: Mapping[str, Any]) -> str:
    """The members of a proposal: two proposals may have one name."""
    return ", ".join(m["council_name"] for m in found["members"] if m["is_member"])


def _taken_out(found: Mapping[str, Any], out: tuple[str, ...]) -> dict[str, Any]:
    members = {
        m["council_gss"]: m["council_name"] for m in found["members"] if m["is_member"]
    }
    chosen = tuple(code for code in members if code in out)
    if not chosen or len(chosen) != len(set(out)):
        raise RefusedError(
            "It is not said which councils are taken out.",
            "Tick at least one member.",
            field="without",
        )
    if len(members) - len(chosen) < FEWEST_LEFT:
        raise RefusedError(
            "Fewer than two councils would be left, and those buy nothing together.",
            "Leave two or more, or reject the proposal.",
            field="without",
        )
    return {
        "without": [members[code] for code in chosen],
        "other_contracts": contracts_of(found, chosen),
    }


def _seen(sent: Sent) -> int | None:
    given = sent.one("seen")
    return int(given) if given.isascii() and given.isdigit() else None


def _span(found: Mapping[str, Any]) -> str:
    first, last = (date.fromisoformat(found["go_live"][k]) for k in ("from", "to"))
    return f"from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
