"""What a release says of the whole contracting process: buyer, tender, lots, parties.

An award that does not speak for itself takes these values; `ocds_align` notes which
ones it took, so that a later release can replace them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from folkmoot.sources.ocds.release import Lot, Organisation, Release, Tender, Wording
from folkmoot.sources.ocds.values import (
    NO_SPAN,
    Party,
    Span,
    codes,
    is_zero,
    lots_span,
    party,
    span_of,
    text,
    words,
)

_PROCESS_PREFIX = re.compile(
    r"ocds-[0-9a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-"
)
"""What portals put before the buyer's own reference when they make a tender's id."""


@dataclass(slots=True)
class Process:
    """One release's words about its process, as columns."""

    process_id: str | None
    buyers: list[Party]
    parties: dict[str, Organisation]
    title: str | None
    description: str | None
    cpv: str | None
    category: str | None
    span: Span
    lots: list[Lot]
    kind: str | None
    procedure: str | None
    reference: str | None
    value: str | None
    currency: str | None
    ceiling: str | None
    ceiling_currency: str | None
    extension: str | None
    status: str | None


def process_of(release: Release) -> Process:
    """The process as one release tells it."""
    tender = release.tender or Tender()
    ocid = text(release.ocid)
    parties = _parties_by_id(release)
    cpv, category = codes(tender.items, first=tender.classification)
    lots = [lot for lot in tender.lots or () if lot is not None]
    value, currency = _estimate(tender)
    ceiling, ceiling_currency = _ceiling(tender)
    return Process(
        process_id=ocid,
        buyers=_buyers(release, tender, parties),
        parties=parties,
        title=words(tender.title) or words(release.title),
        description=words(tender.description) or words(release.description),
        cpv=cpv,
        category=category,
        span=_tender_span(tender, lots),
        lots=lots,
        kind=_kind(tender),
        procedure=text(tender.procurement_method_details)
        or text(tender.procurement_method),
        reference=_reference(text(tender.id), ocid),
        value=value,
        currency=currency,
        ceiling=ceiling,
        ceiling_currency=ceiling_currency,
        extension=_extension(tender, lots),
        status=text(tender.status),
    )


def _parties_by_id(release: Release) -> dict[str, Organisation]:
    return {
        str(member.id): member
        for member in release.parties or ()
        if member is not None and member.id is not None
    }


def _buyers(
    release: Release, tender: Tender, parties: dict[str, Organisation]
) -> list[Party]:
    """The buyer named in the release, then every other party with that role.

    Where no buyer is named the procuring entity stands for it.
    """
    named: list[Organisation] = [release.buyer] if release.buyer is not None else []
    named += [
        member
        for member in release.parties or ()
        if member is not None and member.roles and "buyer" in member.roles
    ]
    if not named and tender.procuring_entity is not None:
        named = [tender.procuring_entity]
    buyers: dict[str | None, Party] = {}
    for organisation in named:
        buyer = party(organisation, parties)
        if buyer.name or buyer.identifier:
            buyers.setdefault(buyer.key or buyer.name, buyer)
    if not buyers and named and tender.procuring_entity is not None:
        buyer = party(tender.procuring_entity, parties)
        buyers[buyer.key] = buyer
    return list(buyers.values())


def _estimate(tender: Tender) -> tuple[str | None, str | None]:
    """The tender's value; the lower estimate where the value is nought or absent."""
    for value in (tender.value, tender.min_value):
        if value is not None and not is_zero(value.amount):
            amount = text(value.amount)
            if amount is not None:
                return amount, text(value.currency)
    return None, None


def _ceiling(tender: Tender) -> tuple[str | None, str | None]:
    """A framework's limit, else the upper of two estimates."""
    value, techniques = tender.value, tender.techniques
    if value is not None and text(value.max_amount) is not None:
        return text(value.max_amount), text(value.currency)
    if techniques is not None:
        framework = techniques.framework_agreement
        if framework is not None and framework.value is not None:
            return text(framework.value.amount), text(framework.value.currency)
    lower = tender.min_value
    if value is None or is_zero(value.amount) or text(value.amount) is None:
        return None, None
    sets_up_framework = techniques is not None and techniques.has_framework_agreement
    is_upper = (
        lower is not None
        and text(lower.amount) not in (None, text(value.amount))
        and not is_zero(lower.amount)
    )
    if sets_up_framework or is_upper:
        return text(value.amount), text(value.currency)
    return None, None


def _kind(tender: Tender) -> str | None:
    techniques = tender.techniques
    if techniques is None:
        return None
    if techniques.has_dynamic_purchasing_system:
        return "dynamic purchasing system"
    return "framework" if techniques.has_framework_agreement else None


def _reference(tender_id: str | None, ocid: str | None) -> str | None:
    if tender_id is None or tender_id == ocid:
        return None
    if tender_id[:5] != "ocds-":
        return tender_id
    return _PROCESS_PREFIX.sub("", tender_id, count=1) or None


def _tender_span(tender: Tender, lots: list[Lot]) -> Span:
    """The tender's contract period, else its lots', else its milestones."""
    span = span_of(tender.contract_period)
    if lots and span == NO_SPAN:
        span = lots_span(lots)
    if span.start is None and span.end is None and tender.milestones:
        start = end = None
        for milestone in tender.milestones:
            if milestone is not None and milestone.title == "Contract start":
                start = text(milestone.due_date)
            elif milestone is not None and milestone.title == "Contract end":
                end = text(milestone.due_date)
        span = span._replace(start=start, end=end)
    return span


def _extension(tender: Tender, lots: list[Lot]) -> str | None:
    if tender.options is None and tender.renewal is None and not lots:
        return None
    places: list[Wording | None] = [tender.options, tender.renewal]
    for lot in lots:
        places += (lot.options, lot.renewal)
    found = (words(place.description) for place in places if place is not None)
    return "; ".join(dict.fromkeys(filter(None, found))) or None
