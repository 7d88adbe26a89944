"""Drafts of a pipeline notice (UK1) and a planned procurement notice (UK3) for a proposal.

Made from the proposal as `folkmoot.opportunities/1` prints it. Nothing is published, and
what only the councils can say stands as `TO FILL` or is left out and listed: who leads,
contacts, identifiers of the Central Digital Platform. As OCDS a draft is a release package of
version 1.1 in the form that Find a Tender gives these notices: tagged `planning`, as planning
must not be tagged `tender` even where it fills `tender`, and with the notice itself among the
documents of `planning`. The members are parties with the role of a buyer; `buyer`, of which
there is one, is the council that leads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from folkmoot.buy.proposal.routes import months_before

TO_FILL = "TO FILL"
DRAFT = "DRAFT, not published"
OCDS_VERSION = "1.1"
_EXTENSION = "https://raw.githubusercontent.com/{}/extension.json"
EXTENSIONS = tuple(
    _EXTENSION.format(of)
    for of in (
        "cabinetoffice/ocds_uk_extension/main",
        "open-contracting-extensions/ocds_communication_extension/master",
        "open-contracting-extensions/ocds_legalBasis_extension/master",
        "open-contracting-extensions/ocds_organizationClassification_extension/master",
    )
)
"""Whose fields a draft fills: `noticeType`, `amountGross` and `aboveThreshold`; then
`futureNoticeDate`; `legalBasis`; and `classifications` of parties."""
ACT_AS_OCDS = {
    "scheme": "UKPGA",
    "id": "2023/54",
    "description": "Procurement Act 2023",
}
DEVOLVED = {"Wales": "GB-WLS", "Northern Ireland": "GB-NIR", "Scotland": "GB-SCT"}
"""Nations whose own regulations apply beside the Act, by their codes in ISO 3166-2."""
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
        "extensions": list(EXTENSIONS),
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
                "planning": _planning(kind),
                "tender": tender_of(opportunity, kind),
            }
        ],
    }


def to_fill(kind: Kind) -> list[str]:
    """What the councils must add before the draft is a notice."""
    found = [
        "which council leads: the id and name of its party as `buyer`",
        "the number of the process (`ocid`) that the platform gives",
        "identifiers of the councils (GB-PPON)",
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
    nations = {m["council_gss"]: m["nation"] for m in opportunity["law"]["members"]}
    return [
        {
            "id": member["council_gss"],
            "name": member["council_name"],
            "roles": ["buyer"],
            "identifier": {"scheme": "GB-PPON", "id": TO_FILL},
            "details": {
                "classifications": _classifications(
                    nations.get(member["council_gss"], "")
                )
            },
        }
        for member in opportunity["members"]
        if member["is_member"]
    ]


def _classifications(nation: str) -> list[dict[str, str]]:
    """What a council is to the Act, and whether a nation's own regulations apply to it."""
    found = [
        {
            "scheme": "UK_CA_TYPE",
            "id": "publicAuthoritySubCentralGovernment",
            "description": "Public authority - sub-central government",
        }
    ]
    if nation in DEVOLVED:
        code = {"id": DEVOLVED[nation], "description": f"{nation} regulations apply"}
        found.append({"scheme": "UK_CA_DEVOLVED_REGULATIONS", **code})
    return found


def _planning(kind: Kind) -> dict[str, Any]:
    return {
        "documents": [
            {
                "id": "1",
                "documentType": "plannedProcurementNotice",
                "noticeType": kind.notice_type,
                "description": f"{kind.title}: {DRAFT}",
                "language": "en",
            }
        ],
    }


def tender_of(opportunity: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """The planned purchase as the `tender` of a release."""
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
        "communication": {
            "futureNoticeDate": f"{tender_day(opportunity)}T00:00:00Z",
        },
    }
    law = opportunity["law"]
    if {m["regime"] for m in law["members"]} == {ACT_AS_OCDS["description"]}:
        tender["legalBasis"] = dict(ACT_AS_OCDS)
    if law["together"]["verdict"] in ("above", "below"):
        tender["aboveThreshold"] = law["together"]["verdict"] == "above"
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


def tender_day(opportunity: Mapping[str, Any]) -> str:
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
