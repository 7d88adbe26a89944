"""What people decided, laid over the proposals of the build that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from folkmoot.buy.decisions.dates import kept_dates
from folkmoot.buy.decisions.deciding import shares_day
from folkmoot.buy.findings import opportunities, opportunity_page
from folkmoot.buy.topics import (
    DONE,
    IN_A_WORD,
    MERGE,
    OPPORTUNITY,
    REJECT,
    SPLIT,
    STARTED,
    VERDICTS,
    WORK,
)
from folkmoot.core.judgements import Judgement, role_in_words
from folkmoot.core.state import State
from folkmoot.core.store import Reader


def decisions(state: State) -> dict[str, Judgement]:
    """The standing decision about each proposal, by its id."""
    return {one.subject: one for one in state.standing(OPPORTUNITY.name)}


def works(state: State) -> dict[str, Judgement]:
    """How far the work on each proposal is, by its id."""
    return {one.subject: one for one in state.standing(WORK.name)}


def in_words(one: Judgement, *, work: Judgement | None = None) -> str:
    """A decision in a few words, with what belongs to it: merged with what, without whom."""
    said = IN_A_WORD.get(one.verdict, one.verdict)
    if one.verdict == MERGE:
        said = f"Merged with {one.detail.get('with_label', 'another')}"
    if one.verdict == SPLIT:
        said = f"Without {', '.join(one.detail.get('without', ()))}"
    if work is not None and work.verdict in (STARTED, DONE):
        said += ", work started" if work.verdict == STARTED else ", in place"
    return said


def decided_page(
    reader: Reader, path: Mapping[str, str], query: Mapping[str, str]
) -> dict[str, Any]:
    """The proposal with what a person needs to decide: whom it could be merged with."""
    answer = opportunity_page(reader, path, query)
    found = answer["opportunity"]
    answer["merge_choices"] = [
        {
            "id": row["opportunity_id"],
            "label": row["need_label"],
            "members": ", ".join(
                m["council_name"] for m in row["document"]["members"] if m["is_member"]
            ),
        }
        for row in opportunities(reader, {})
        if row["opportunity_id"] != found["id"]
        and row["is_headline"]
        and shares_day(row["document"]["go_live"], found["go_live"])
    ]
    answer["just_decided"] = query.get("decided") == "yes"
    return answer


def page_decided(answer: dict[str, Any], state: State) -> dict[str, Any]:
    """The same page with what stands, who said so before, and how far the work is."""
    found = answer["opportunity"]
    history = state.history(OPPORTUNITY.name, found["id"])
    standing = decisions(state)
    work = works(state).get(found["id"])
    one = standing.get(found["id"])
    into = [
        other.subject
        for other in standing.values()
        if other.verdict == MERGE and other.detail.get("with") == found["id"]
    ]
    return {
        **answer,
        "opportunity": {**found, **_document_part(one)},
        "decision": _told(one, work) if one else None,
        "work": _told_work(work) if work else None,
        "merged_into": into[0] if into else "",
        "taken_out": one.detail.get("without", []) if one else [],
        "decisions_before": [
            row for row in history if row.undoes is None and (one is None or row != one)
        ],
        "seen": len(history),
        "topic": OPPORTUNITY,
        "work_topic": WORK,
    }


def rows_decided(rows: Sequence[dict[str, Any]], state: State) -> list[dict[str, Any]]:
    """The list with each decision in its row; what was rejected or merged away comes last."""
    standing, going = decisions(state), works(state)
    away = {
        str(one.detail.get("with")) for one in standing.values() if one.verdict == MERGE
    }
    found = []
    for row in rows:
        one = standing.get(row["opportunity_id"])
        added: dict[str, Any] = {
            "decision": "",
            "decided_by": "",
            "decision_reason": "",
        }
        if one is not None:
            added = {
                "decision": in_words(one, work=going.get(one.subject)),
                "decided_by": role_in_words(one.role),
                "decision_reason": one.reason,
                "decided_date": one.date,
                "verdict": one.verdict,
                "document": {**row["document"], **_document_part(one)},
            }
        elif row["opportunity_id"] in away:
            added = {"decision": "Merged into another"}
        found.append({**row, **added})
    return sorted(found, key=lambda row: _place(row, away))


def dates_decided(rows: Sequence[dict[str, Any]], state: State) -> list[dict[str, Any]]:
    """The days ahead without those of rejected proposals."""
    return kept_dates(rows, decisions(state))


def _place(row: Mapping[str, Any], away: set[str]) -> int:
    if row.get("verdict") == REJECT or row["is_set_aside"]:
        return 2
    return 1 if row["opportunity_id"] in away and not row.get("verdict") else 0


def _document_part(one: Judgement | None) -> dict[str, Any]:
    """What the document says of a decision: never who, only in which role."""
    if one is None:
        return {}
    return {
        "decision": {
            "verdict": one.verdict,
            "words": in_words(one),
            "role": one.role,
            "reason": one.reason,
            "date": one.date,
        }
    }


def _told(one: Judgement, work: Judgement | None) -> dict[str, Any]:
    return {
        "id": one.judgement_id,
        "verdict": one.verdict,
        "words": in_words(one, work=work),
        "label": VERDICTS.get(one.verdict, one.verdict),
        "who": one.who,
        "role": role_in_words(one.role),
        "reason": one.reason,
        "date": one.date,
    }


def _told_work(work: Judgement) -> dict[str, Any]:
    return {
        "verdict": work.verdict,
        "words": WORK.verdicts.get(work.verdict, work.verdict),
        "who": work.who,
        "role": role_in_words(work.role),
        "date": work.date,
        "reason": work.reason,
    }
