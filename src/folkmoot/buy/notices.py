"""Drafts of a pipeline notice (UK1) and a planned procurement notice (UK3) for a proposal.

Made from the proposal as `folkmoot.opportunities/1` prints it. Nothing is published, and
what only the councils can say stands as `TO FILL`: who leads, contacts, identifiers of the
Central Digital Platform. As OCDS a draft is a release package of the standard's version 1.1
with the fields of the UK extension that real notices use (`noticeType`, `amountGross`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from folkmoot.buy.routes import months_before

TO_FILL = "TO FILL"
DRAFT = "DRAFT, not published"
OCDS_VERSION = "1.1"
UK_EXTENSION = "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json"
CPV_DIGITS = 8
GOODS_BELOW, WORKS = 45, 45
"""CPV divisions: below 45 are goods, 45 is works, above it are services."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of draft: its notice, its words, and its state in OCDS."""

    name: str
    notice_type: str
    title: str
    status: str


KINDS = {
    "pipeline": Kind("pipeline", "UK1", "Pipeline notice", "planning"),
    "planned": Kind("planned", "UK3", "Planned procurement notice", "planned"),
}


def draft_ocds(
    opportunity: Mapping[str, Any], kind: Kind, *, as_of: date, group: str
) -> dict[str, Any]:
    """The draft as a release package; `draft` and `toFill` say what it is and what is missing.

    `as_of` dates it; it gets no number of the platform, only a name of its own.
    """
    when = f"{as_of.isoformat()}T00:00:00Z"
    name = f"draft-{kind.notice_type.lower()}-{opportunity['id']}"
    return {
        "uri": f"urn:folkmoot:{name}",
        "version": OCDS_VERSION,
        "extensions": [UK_EXTENSION],
        "publishedDate": when,
        "publisher": {"name": f"{DRAFT}: {group}"},
        "draft": DRAFT,
        "toFill": to_fill(kind),
        "releases": [
            {
                "ocid": f"ocds-draft-{opportunity['id']}",
                "id": name,
                "date": when,
                "language": "en",
                "tag": ["planning"],
                "initiationType": "tender",
                "parties": _parties(opportunity),
                "buyer": {"id": "lead", "name": f"{TO_FILL}: the council that leads"},
                "planning": _planning(opportunity, kind),
                "tender": _tender(opportunity, kind),
            }
        ],
    }


def draft_words(
    opportunity: Mapping[str, Any], kind: Kind, *, as_of: date, group: str
) -> str:
    """The draft as plain text, headings and values, to paste into the platform's forms."""
    tender = _tender(opportunity, kind)
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
        f"by {_tender_day(opportunity)} (the last day that the law leaves)",
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


def to_fill(kind: Kind) -> list[str]:
    """What the councils must add before the draft is a notice."""
    found = [
        "which council leads and its identifier (GB-PPON)",
        "identifiers of the other councils (GB-PPON)",
        "a contact point",
        "the term of the joint contract and its options",
        "lots, procedure and suitability for small firms and voluntary bodies",
    ]
    if kind.name == "planned":
        found.append(
            "the day of the tender notice, 40 days to 12 months after this notice"
        )
    return found


def _parties(opportunity: Mapping[str, Any]) -> list[dict[str, Any]]:
    lead = {
        "id": "lead",
        "name": f"{TO_FILL}: the council that leads",
        "roles": ["buyer"],
    }
    members = [
        {
            "id": member["council_gss"],
            "name": member["council_name"],
            "roles": ["buyer"],
            "identifier": {"scheme": "GB-PPON", "id": TO_FILL},
            "details": {
                "classifications": [
                    {
                        "scheme": "UK_CA_TYPE",
                        "id": "publicAuthoritySubCentralGovernment",
                        "description": "Public authority - sub-central government",
                    }
                ]
            },
        }
        for member in opportunity["members"]
        if member["is_member"]
    ]
    return [lead, *members]


def _planning(opportunity: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    return {
        "documents": [
            {
                "id": "1",
                "documentType": "plannedProcurementNotice",
                "noticeType": kind.notice_type,
                "description": f"{kind.title}: {DRAFT}",
                "format": "text/plain",
            }
        ],
        "milestones": [
            {
                "id": "tender-notice",
                "title": "Tender notice: the last day that the law leaves",
                "type": "preProcurement",
                "status": "scheduled",
                "dueDate": f"{_tender_day(opportunity)}T00:00:00Z",
            }
        ],
    }


def _tender(opportunity: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    need = opportunity["need"]
    members = [m["council_name"] for m in opportunity["members"] if m["is_member"]]
    tender: dict[str, Any] = {
        "id": opportunity["id"],
        "title": f"{need['label']} for {len(members)} councils",
        "description": (
            f"{need['label']}, bought together by {', '.join(members)} in place of their own "
            f"contracts. {DRAFT}."
        ),
        "status": kind.status,
        "mainProcurementCategory": _category(_digits(opportunity)),
        "contractPeriod": _period(opportunity),
    }
    code = _digits(opportunity)
    if code:
        tender["items"] = [
            {
                "id": "1",
                "classification": {
                    "scheme": "CPV",
                    "id": code.ljust(CPV_DIGITS, "0"),
                    "description": need["label"],
                },
            }
        ]
    value = _value(opportunity)
    if value is not None:
        tender["value"] = value
    return tender


def _value(opportunity: Mapping[str, Any]) -> dict[str, Any] | None:
    """The most that the joint contract may come to, without and with VAT; None: not known."""
    law = opportunity["law"]
    together = law["together"]
    amount = together["value_gbp"]["high"] or together["value_gbp"]["low"]
    if amount is None:
        return None
    factor = 1 + Decimal(str(law["vat_rate"]))
    gross = Decimal(amount)
    if not together["includes_vat"]:
        gross *= factor
    return {
        "amount": _pounds(gross / factor),
        "amountGross": _pounds(gross),
        "currency": "GBP",
    }


def _pounds(amount: Decimal) -> float:
    return float(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _period(opportunity: Mapping[str, Any]) -> dict[str, str]:
    start = date.fromisoformat(opportunity["go_live"]["best"])
    years = opportunity["law"]["term_years"]["most"]
    last = months_before(start, -round(years * 12)) - timedelta(days=1)
    return {
        "startDate": f"{start.isoformat()}T00:00:00Z",
        "endDate": f"{last.isoformat()}T23:59:59Z",
    }


def _tender_day(opportunity: Mapping[str, Any]) -> str:
    """The day that the law leaves for the tender notice at the latest, else the day to start."""
    for notice in opportunity["law"]["notices"]:
        if notice["id"] == "UK4" and notice["to"]:
            return str(notice["to"])
    return str(opportunity["law"]["begins_date"])


def _digits(opportunity: Mapping[str, Any]) -> str:
    need_id = str(opportunity["need"]["id"])
    return need_id.removeprefix("cpv:") if need_id.startswith("cpv:") else ""


def _category(code: str) -> str:
    division = int(code[:2]) if code[:2].isdigit() else GOODS_BELOW + 1
    if division == WORKS:
        return "works"
    return "goods" if division < GOODS_BELOW else "services"


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
