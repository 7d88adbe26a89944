"""One proposal as `folkmoot.opportunities/1` prints it: all a page needs, nothing to look up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from folkmoot.buy.arguments.growing import grows_if, holds_if
from folkmoot.buy.arguments.objections import reasons_against
from folkmoot.buy.arguments.option_words import Said, options_document
from folkmoot.buy.arguments.reasons import reasons_for
from folkmoot.buy.asked.asked_next import asked_next
from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.law.words import law_document
from folkmoot.buy.opportunities import Opportunity
from folkmoot.buy.proposal.background import Background
from folkmoot.buy.proposal.case import Case, Reason
from folkmoot.buy.proposal.material import Material
from folkmoot.buy.search.scoring import shift_days

PLACES_A_CONTRACT = 20
"""Places printed for one contract; `statement_count` tells how many speak of it."""
PLACES_A_REASON = 12
PLACES_A_CONTRACT_IN_REASON = 2

Places = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where contracts are spoken of, and the payments read for those that have no value."""

    places: Places
    payments: Places
    after_end: Places = field(default_factory=dict)
    """Payments after the end of each contract."""
    options: Said = field(default_factory=dict)
    """What the words of each contract say of extending it."""


@dataclass(frozen=True, slots=True)
class Told:
    """All that is said of one proposal: its reasons, and what a lead asks next, by key."""

    reasons: Mapping[str, list[Reason]]
    asked: Mapping[str, list[Reason]]

    @property
    def contract_ids(self) -> set[str]:
        """Every contract that a sentence is read from."""
        groups = (*self.reasons.values(), *self.asked.values())
        return {i for group in groups for reason in group for i in reason.contract_ids}


def told(case: Case, material: Material, background: Background) -> Told:
    """The reasons of a proposal and the answers to what is asked next."""
    reasons = {
        "reasons_for": reasons_for(case),
        "reasons_against": reasons_against(case, material),
        "grows_if": grows_if(case, material),
        "holds_if": holds_if(case, material),
    }
    return Told(reasons, asked_next(case, material, background))


def document(
    opportunity: Opportunity,
    said: Told,
    material: Material,
    evidence: Evidence,
) -> dict[str, Any]:
    """The proposal as JSON data; money in decimal strings, days in ISO form."""
    case = opportunity.case
    places = evidence.places
    low, mid, high = case.value
    return {
        "id": opportunity.opportunity_id,
        "rank": opportunity.rank,
        "is_headline": opportunity.is_headline,
        "alternatives": list(opportunity.alternatives),
        "need": {
            "id": case.need.need_id,
            "label": case.label,
            "service_area": case.need.service_area,
            "is_technology": case.need.is_technology,
            "words": list(case.shared_words),
        },
        "members": _members(case, material, evidence),
        "go_live": {
            "from": case.first.isoformat(),
            "to": case.last.isoformat(),
            "best": case.best.isoformat(),
        },
        "latest_safe_starts": {
            start.route.route_id: start.day.isoformat() for start in case.starts
        },
        "routes": [
            {
                "route": start.route.route_id,
                "label": start.route.label,
                "months": start.route.months,
                "working_days": start.route.working_days,
                "latest_safe_start": start.day.isoformat(),
                "is_passed": start.is_passed,
                "publish": start.route.publish,
            }
            for start in case.starts
        ],
        "value_gbp": {
            "low": _amount(low),
            "mid": _amount(mid),
            "high": _amount(high),
            "not_known": sum(not c.yearly.is_known for c in case.contracts),
        },
        "confidence": case.confidence.whole,
        "confidence_parts": {
            "need": round(case.confidence.need, 2),
            "end": round(case.confidence.end, 2),
            "value": round(case.confidence.value, 2),
            "council": round(case.confidence.council, 2),
        },
        "score": round(case.scored.score, 6),
        "law": law_document(case, places, most_places=PLACES_A_CONTRACT_IN_REASON),
        **{
            key: [_reason(reason, evidence) for reason in told]
            for key, told in said.reasons.items()
        },
        "asked_next": {
            key: [_reason(reason, evidence) for reason in told]
            for key, told in said.asked.items()
        },
        "evidence": list(
            _once(
                place
                for c in case.contracts
                for place in (
                    *places.get(c.contract_id, ())[:PLACES_A_CONTRACT],
                    *(
                        evidence.payments.get(c.contract_id, ())
                        if c.yearly.paid is not None
                        else ()
                    ),
                )
            )
        ),
    }


def _members(
    case: Case, material: Material, evidence: Evidence
) -> list[dict[str, Any]]:
    """Members first, then neighbours that could be asked, each by name."""
    by_council: dict[str, list[Contract]] = {}
    for contract in (*case.contracts, *case.neighbours):
        by_council.setdefault(contract.council_id, []).append(contract)
    found = [
        {
            "council_name": material.council_name(council_id),
            "council_gss": council_id,
            "is_member": contracts[0].is_member,
            "contracts": [
                _contract(contract, case.scored.day, material, evidence)
                for contract in sorted(contracts, key=lambda c: c.contract_id)
            ],
        }
        for council_id, contracts in by_council.items()
    ]
    return sorted(found, key=lambda m: (not m["is_member"], m["council_name"]))


def _contract(
    contract: Contract, day: int, material: Material, evidence: Evidence
) -> dict[str, Any]:
    yearly = contract.yearly
    low, mid, high = yearly.amounts
    places = evidence.places
    shows_end = contract.window_method in ("end", "paid_after_end")
    return {
        "contract_id": contract.contract_id,
        "references": list(contract.references),
        "title": contract.title,
        "sub_unit": contract.sub_unit,
        "suppliers": list(
            dict.fromkeys(material.supplier_names[s] for s in contract.supplier_ids)
        ),
        "kind": contract.kind,
        "stage": contract.stage,
        "start_date": contract.start.isoformat() if contract.start else None,
        "end_date": _iso(contract.end) if shows_end else None,
        "latest_end_date": _iso(contract.latest) if shows_end else None,
        "end_method": contract.end_method,
        "end_confidence": round(contract.end_confidence, 2),
        "extension_text": contract.extension_text,
        "options": options_document(
            contract,
            evidence.options,
            material.chances,
            paid_rows=evidence.after_end.get(contract.contract_id, ()),
        ),
        "window": {
            "from": _iso(contract.free_from),
            "to": _iso(contract.free_to),
            "method": contract.window_method,
            "shift_days": shift_days(contract, day),
        },
        "value_gbp": {
            "low": _amount(low),
            "mid": _amount(mid),
            "high": _amount(high),
            "method": yearly.method,
            "doubt": yearly.said,
        },
        "need": {
            "id": contract.need_id,
            "method": contract.need_method,
            "confidence": round(contract.need_confidence, 2),
            "reason": material.need_reasons.get(contract.contract_id, ""),
        },
        "published_date": contract.published.isoformat()
        if contract.published
        else None,
        "statement_count": contract.statement_count,
        "evidence": [
            dict(place)
            for place in places.get(contract.contract_id, ())[:PLACES_A_CONTRACT]
        ],
    }


def _reason(reason: Reason, evidence: Evidence) -> dict[str, Any]:
    measure = reason.measure
    return {
        "sentence": reason.sentence,
        "measure": {"name": measure.name, "value": measure.value, "unit": measure.unit},
        "evidence": list(islice(_once(_behind(reason, evidence)), PLACES_A_REASON)),
    }


def _behind(reason: Reason, evidence: Evidence) -> Iterator[Mapping[str, Any]]:
    for contract_id in reason.contract_ids:
        yield from evidence.places.get(contract_id, ())[:PLACES_A_CONTRACT_IN_REASON]
    if reason.from_payments:
        for contract_id in reason.contract_ids:
            yield from evidence.payments.get(contract_id, ())
            yield from evidence.after_end.get(contract_id, ())


def _once(places: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each place where it comes first; one at a time, as few of thousands are shown."""
    seen: set[tuple[Any, ...]] = set()
    for place in places:
        key = (place["source_id"], place["sheet"], place["row"], place["pointer"])
        if key not in seen:
            seen.add(key)
            yield dict(place)


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def opportunity_row(opportunity: Opportunity, text: str) -> dict[str, Any]:
    """The proposal as a row of `finding.buy_opportunities`; `text` is its document."""
    case = opportunity.case
    low, mid, high = case.value
    return {
        "opportunity_id": opportunity.opportunity_id,
        "rank": opportunity.rank,
        "is_headline": opportunity.is_headline,
        "is_set_aside": opportunity.is_set_aside,
        "need_id": case.need.need_id,
        "need_label": case.label,
        "service_area": case.need.service_area,
        "is_technology": case.need.is_technology,
        "member_count": len(case.councils),
        "neighbour_count": len({c.council_id for c in case.neighbours}),
        "contract_count": len(case.contracts),
        "supplier_count": len(case.suppliers),
        "go_live_from_date": case.first,
        "go_live_to_date": case.last,
        "latest_safe_start_date": case.next_start.day,
        "value_low_gbp": low,
        "value_mid_gbp": mid,
        "value_high_gbp": high,
        "confidence": case.confidence.whole,
        "score": round(case.scored.score, 6),
        "document": text,
    }
