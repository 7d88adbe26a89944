"""Draft notices as plain text to paste into forms, and as files to download."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from folkmoot.buy.law.notices import (
    DRAFT,
    KINDS,
    TO_FILL,
    Kind,
    draft_ocds,
    tender_day,
    tender_of,
)


def draft_words(
    opportunity: Mapping[str, Any], kind: Kind, *, as_of: date, group: str
) -> str:
    """The draft as plain text, headings and values, to paste into the platform's forms."""
    tender = tender_of(opportunity, kind)
    period = tender["contractPeriod"]
    value = tender.get("value")
    members = [m for m in opportunity["members"] if m["is_member"]]
    lines = [
        f"{kind.title.upper()} ({kind.notice_type}): {DRAFT}",
        f"Drafted from published data as of {as_of.isoformat()} for {group}. What only the",
        f"councils can say stands as {TO_FILL}.",
        "",
        f"Title: {tender['title']}",
        f"Description: {tender['description']}",
        f"Lead council: {TO_FILL}",
        "Councils: " + "; ".join(m["council_name"] for m in members),
        f"Identifiers on the Central Digital Platform: {TO_FILL}",
        f"Contact: {TO_FILL}",
        f"Main category: {tender['mainProcurementCategory']}",
        f"CPV code: {_cpv_in_words(tender)}",
        "Estimated value: " + _value_in_words(value),
        f"Contract dates (estimated): {period['startDate'][:10]} to {period['endDate'][:10]}",
        "Extension: included in the end above where the members' contracts have one; "
        + f"the joint contract's own: {TO_FILL}",
        f"Tender notice: {TO_FILL}, after {opportunity['law']['begins_date']} (work starts) and "
        f"by {tender_day(opportunity)} (the last day that the law leaves)",
        f"Procedure and lots: {TO_FILL}",
        f"Suitable for small firms or voluntary bodies: {TO_FILL}",
        f"Legal basis: {_legal_basis(opportunity)}",
        "",
        *_advice(opportunity, kind),
    ]
    return "\n".join(lines) + "\n"


def draft_file(
    opportunity: Mapping[str, Any], kind: str, form: str, *, as_of: date, group: str
) -> tuple[str, bytes]:
    """The draft as a file: its name and its bytes, `form` being `json` or `txt`."""
    chosen = KINDS[kind]
    name = f"draft-{chosen.notice_type}-{opportunity['id']}.{form}"
    if form == "json":
        made = draft_ocds(opportunity, chosen, as_of=as_of, group=group)
        return name, json.dumps(made, ensure_ascii=False, indent=2).encode()
    return name, draft_words(opportunity, chosen, as_of=as_of, group=group).encode()


def _cpv_in_words(tender: Mapping[str, Any]) -> str:
    if "items" not in tender:
        return TO_FILL
    found = tender["items"][0]["classification"]
    return f"{found['id']} {found['description']} (check: the finest common code)"


def _value_in_words(value: Mapping[str, Any] | None) -> str:
    if value is None:
        return f"{TO_FILL} (no value is known)"
    return (
        f"£{value['amount']:,.0f} without VAT, £{value['amountGross']:,.0f} with VAT of 20 % "
        "(an estimate from published contracts, options included)"
    )


def _legal_basis(opportunity: Mapping[str, Any]) -> str:
    laws = list(dict.fromkeys(m["regime"] for m in opportunity["law"]["members"]))
    return "; ".join(law or f"{TO_FILL} (not modelled)" for law in laws)


def _advice(opportunity: Mapping[str, Any], kind: Kind) -> list[str]:
    """When the notice counts, in the words of the table of notices."""
    found = [n for n in opportunity["law"]["notices"] if n["id"] == kind.notice_type]
    if not found:
        return [
            f"Whether a {kind.notice_type} applies is not known for this proposal: see what the "
            "law asks on its page."
        ]
    notice = found[0]
    span = [f"{word} {notice[word]}" for word in ("from", "to") if notice[word]]
    start = opportunity["go_live"]["best"]
    when = f" Publish {' '.join(span)} for a start on {start}." if span else ""
    return [f"{notice['sentence']} ({notice['source']}.){when}"]
