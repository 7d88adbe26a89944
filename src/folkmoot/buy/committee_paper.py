"""What two pages for a committee say of one proposal: few sentences, each already measured.

It chooses and shortens; every number in it stands in the proposal's own document, and
every row behind one is a click away on the proposal's page. It claims no saving.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from folkmoot.buy.contracts.contract import NOTHING_PUBLISHED
from folkmoot.buy.decisions.milestones import BINDING, Milestone, notice_milestones
from folkmoot.buy.findings import opportunity
from folkmoot.buy.proposal.case import counted, day_in_words, listed
from folkmoot.core.store import Reader
from folkmoot.registers.tables import SPREAD_METHODS

ROWS_MOST = 9
WHY_MOST, WHY_NOT_MOST, COUNTS_ON_MOST = 5, 4, 2
CHECK_MOST = 3
SOURCES_MOST = 5
TITLE_MOST, SENTENCE_MOST = 56, 165
CHECK_LONG = 280
"""What two pages of A4 hold; what is left out is counted, and is on the proposal's page."""


def paper(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    """The paper of one proposal; raises NotFoundError where there is no such proposal."""
    found = opportunity(reader, path["opportunity_id"])
    as_of = date.fromisoformat(query["as_of"])
    members = [m for m in found["members"] if m["is_member"]]
    contracts = [(m["council_name"], c) for m in members for c in m["contracts"]]
    asked = found.get("asked_next", {})
    against = [_short(r) for r in found["reasons_against"]]
    warned = _warned(found, contracts)
    counts_on = [_short(r) for r in found.get("holds_if", ())]
    return {
        "opportunity": found,
        "paper": {
            "title": f"Buying together: {found['need']['label']}",
            "members": listed([m["council_name"] for m in members]),
            "recommendation": _recommendation(found, members, as_of),
            "notices": [
                _notice(one, as_of)
                for one in notice_milestones(found)
                if one.duty in BINDING
            ],
            "check_first": [_cut(said, CHECK_LONG) for said in warned[:CHECK_MOST]],
            "check_more": max(0, len(warned) - CHECK_MOST),
            "contracts": [_contract(name, c) for name, c in contracts[:ROWS_MOST]],
            "contracts_more": max(0, len(contracts) - ROWS_MOST),
            "why": [_short(r) for r in found["reasons_for"][:WHY_MOST]],
            "why_not": [*against[:WHY_NOT_MOST], *counts_on[:COUNTS_ON_MOST]],
            "why_not_more": max(0, len(against) - WHY_NOT_MOST),
            "options": _options(found, members, contracts, asked),
            "asked": _asked(found, asked, contracts, as_of),
            **_sources(found),
        },
    }


def _notice(one: Milestone, as_of: date) -> str:
    past = " (already past)" if one.day < as_of else ""
    perhaps = " if the value is above the threshold" if one.duty == "perhaps" else ""
    return (
        f"{one.name[0].lower()}{one.name[1:]} by {day_in_words(one.day)}{past}{perhaps}"
    )


def _warned(
    found: Mapping[str, Any], contracts: Sequence[tuple[str, Mapping[str, Any]]]
) -> list[str]:
    """What sits badly with the law, then values that were not taken as published."""
    law = found.get("law") or {}
    said = [str(one["sentence"]) for one in law.get("warnings", ())]
    said += [
        f"{name}: {contract['value_gbp']['doubt']}"
        for name, contract in contracts
        if contract["value_gbp"].get("doubt")
        and contract["value_gbp"]["doubt"] != NOTHING_PUBLISHED
    ]
    return list(dict.fromkeys(said))


def next_route(found: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The route with the first latest safe start that has not passed; None where all have."""
    ahead = [route for route in found["routes"] if not route["is_passed"]]
    return min(ahead, key=lambda r: str(r["latest_safe_start"])) if ahead else None


def _recommendation(
    found: Mapping[str, Any], members: Sequence[Mapping[str, Any]], as_of: date
) -> str:
    route = next_route(found)
    count = sum(len(m["contracts"]) for m in members)
    what = (
        f"That the {counted(len(members), 'council')} agree in principle to replace "
        f"{counted(count, 'contract')} by one joint purchase"
    )
    if route is None:
        return (
            "That the councils note the chance: every route to the best day is already too "
            f"late on {day_in_words(as_of)}, so that a joint purchase needs bridging first."
        )
    return f"{what}, and start work on it by {_day(route['latest_safe_start'])}."


def _contract(name: str, contract: Mapping[str, Any]) -> dict[str, Any]:
    title = contract["title"] or "(no title published)"
    return {
        "council_name": name,
        "title": _title(title),
        "suppliers": contract["suppliers"][:1],
        "suppliers_more": max(0, len(contract["suppliers"]) - 1),
        "end_date": contract["end_date"],
        "latest_end_date": contract["latest_end_date"],
        "is_estimated": contract["end_method"] in SPREAD_METHODS,
        "value_mid": contract["value_gbp"]["mid"],
    }


def _options(
    found: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]],
    contracts: Sequence[tuple[str, Mapping[str, Any]]],
    asked: Mapping[str, Sequence[Mapping[str, Any]]],
) -> list[dict[str, str]]:
    ends = sorted(c["end_date"] for _, c in contracts if c["end_date"])
    first = (
        f"The first of the contracts ends on {_day(ends[0])}. "
        if ends
        else "No end of these contracts is published. "
    )
    route = next_route(found)
    until = (
        f" and work under way by {_day(route['latest_safe_start'])}" if route else ""
    )
    frameworks = asked.get("frameworks", ())
    count = len(members)
    return [
        {
            "name": "Do nothing",
            "means": first
            + "Each council then decides by itself, extends where it may, or goes without.",
        },
        {
            "name": "Each alone",
            "means": f"{count} procurements, each with its own notices and its own day. "
            "Nobody waits for anybody.",
        },
        {
            "name": "Join a framework",
            "means": _short(frameworks[0])
            if frameworks
            else "None is on record for this need in these files. Ask the purchasing bodies "
            "that the councils belong to.",
        },
        {
            "name": "Together",
            "means": f"One procurement instead of {count}. It needs one specification that "
            f"{counted(count, 'council')} agree{until}.",
        },
    ]


def _asked(
    found: Mapping[str, Any],
    asked: Mapping[str, Sequence[Mapping[str, Any]]],
    contracts: Sequence[tuple[str, Mapping[str, Any]]],
    as_of: date,
) -> list[str]:
    route = next_route(found)
    what = [
        "To agree in principle, or to say why not; a “no” is kept with its reason."
        if route
        else "To say whether the contracts should be bridged so that this can be looked at again."
    ]
    leads = asked.get("who_could_lead", ())
    if leads:
        what.append(f"To name a lead. {_short(leads[0])}")
    guessed = sum(c["end_method"] != "published" for _, c in contracts)
    if guessed:
        what.append(
            f"To have officers confirm {'the end' if guessed == 1 else 'the ends'} of "
            f"{counted(guessed, 'contract')} that nobody published as a day."
        )
    for key in ("reorganisation", "staff", "lots"):
        what += [_as_task(_short(reason)) for reason in asked.get(key, ())[:1]]
    if route:
        what.append(
            f"To choose the route: {route['label']} is the first to be lost, after "
            f"{_day(route['latest_safe_start'])}."
        )
    return what


def _sources(found: Mapping[str, Any]) -> dict[str, Any]:
    files: dict[str, int] = {}
    for place in found["evidence"]:
        files[place["file"]] = files.get(place["file"], 0) + 1
    named = list(files.items())
    return {
        "sources": [
            {"file": file, "rows": rows} for file, rows in named[:SOURCES_MOST]
        ],
        "sources_more": max(0, len(named) - SOURCES_MOST),
    }


def _short(reason: Mapping[str, Any]) -> str:
    return _cut(str(reason["sentence"]), SENTENCE_MOST)


def _as_task(sentence: str) -> str:
    """A question of the proposal's page as one of the list of what is asked."""
    return f"To ask{sentence[3:]}" if sentence.startswith("Ask ") else sentence


def _title(text: str) -> str:
    """A title that fits its column."""
    return (
        text if len(text) <= TITLE_MOST else f"{text[:TITLE_MOST].rsplit(' ', 1)[0]} …"
    )


def _cut(text: str, most: int) -> str:
    """A text that fits; what is cut off stands on the proposal's page.

    It ends with a sentence where one fits, else with a part of one outside brackets: a
    paper must not break off in the middle of a claim.
    """
    if len(text) <= most:
        return text
    depth, sentence, part = 0, 0, 0
    for place, sign in enumerate(text[:most]):
        if sign == "(":
            part = place if depth == 0 else part
            depth += 1
        elif sign == ")":
            depth -= 1
        elif depth == 0 and text[place + 1] == " ":
            sentence = place if sign in ".?!" else sentence
            part = place if sign in ",;" else part
    if sentence:
        return text[: sentence + 1]
    return f"{text[:part].rstrip()}." if part else f"{text[:most].rsplit(' ', 1)[0]} …"


def _day(text: str) -> str:
    return day_in_words(date.fromisoformat(text))
