"""What a release says of the whole contracting process: buyer, tender, lots, parties.

An award that does not speak for itself takes these values; `ocds_align` notes which
ones it took, so that a later release can replace them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from folkmoot.sources.ocds_release import (
    Classification,
    Item,
    Lot,
    Organisation,
    Period,
    Release,
    Scalar,
    Tender,
    Wording,
)

_SEE_TENDER = re.compile(r"\s*see description of (the )?related tender\.?\s*", re.I)
"""Contracts Finder's stock phrase where an award or item has no words of its own."""

_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
EMAIL_REMOVED = "[email removed]"

_REGISTER_ID = re.compile(r"([A-Z]{2}-[A-Z0-9]+)-(\S+)")
"""An organisation id made of a register's code and the number in it (org-id.guide)."""

_NUMBERED_BY_NOTICE = frozenset({"GB-FTS", "GB-CFS"})
"""Portals' own counters: a new number for each notice, so no identity."""

_PROCESS_PREFIX = re.compile(
    r"ocds-[0-9a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-"
)
"""What portals put before the buyer's own reference when they make a tender's id."""


class Party(NamedTuple):
    """One organisation as columns."""

    key: str | None
    name: str | None
    scheme: str | None
    identifier: str | None
    postcode: str | None


class Span(NamedTuple):
    """Dates of a contract as published, and its length where only that is given."""

    start: str | None = None
    end: str | None = None
    latest_end: str | None = None
    term: str | None = None


NO_SPAN = Span()


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


def text(found: Scalar) -> str | None:
    """A value as plain text: blank is absent, numbers without an exponent."""
    if found is None:
        return None
    if isinstance(found, str):
        return found if found and not found.isspace() else None
    if isinstance(found, float):
        return format(Decimal(repr(found)), "f")
    return str(found)


def words(found: str | None) -> str | None:
    """A title or description without e-mail addresses, unless it points at the tender's."""
    if not found or found.isspace():
        return None
    if found[:3] in ("See", "see") and _SEE_TENDER.fullmatch(found):
        return None
    return _EMAIL.sub(EMAIL_REMOVED, found) if "@" in found else found


def is_zero(amount: Scalar) -> bool:
    """Whether an amount is nought, which publishers write where they mean unknown."""
    if isinstance(amount, str):
        return "0" in amount and not amount.strip("0. ")
    return amount == 0 and amount is not None


def party(found: Organisation, parties: dict[str, Organisation]) -> Party:
    """An organisation as columns; what it does not say itself its party entry says."""
    key = text(found.id)
    full = parties.get(key) if key is not None and parties else None
    name, scheme, identifier, postcode = _described(found)
    if full is not None and full is not found:
        full_name, full_scheme, full_identifier, full_postcode = _described(full)
        name = name or full_name
        postcode = postcode or full_postcode
        if identifier is None:
            scheme, identifier = full_scheme, full_identifier
    if identifier is None and key is not None and "-" in key:
        parts = _REGISTER_ID.fullmatch(key)
        if parts and parts[1] not in _NUMBERED_BY_NOTICE:
            scheme, identifier = parts[1], parts[2]
    return Party(key, name, scheme, identifier, postcode)


def codes(
    items: Iterable[Item | None] | None, *, first: Classification | None = None
) -> tuple[str | None, str | None]:
    """The CPV codes of items, each once; and in words what other schemes say."""
    found: dict[str, None] = {}
    described: dict[str, None] = {}
    if first is not None:
        _add_code(first, found, described)
    for item in items or ():
        if item is None:
            continue
        if item.classification is not None:
            _add_code(item.classification, found, described)
        for other in item.additional_classifications or ():
            if other is not None:
                _add_code(other, found, described)
    return " ".join(found) or None, "; ".join(described) or None


def span_of(period: Period | None) -> Span:
    """A period as columns."""
    if period is None:
        return NO_SPAN
    days = text(period.duration_in_days)
    return Span(
        text(period.start_date),
        text(period.end_date),
        text(period.max_extent_date),
        f"{days} days" if days and days != "0" else None,
    )


def lots_span(lots: Iterable[Lot]) -> Span:
    """From the first start to the last end of several lots."""
    spans = [span_of(lot.contract_period) for lot in lots if lot.contract_period]
    return widest(spans)


def widest(spans: list[Span]) -> Span:
    """From the first start to the last end; ISO dates sort as text."""
    if len(spans) == 1:
        return spans[0]
    return Span(
        min((s.start for s in spans if s.start), default=None),
        max((s.end for s in spans if s.end), default=None),
        max((s.latest_end for s in spans if s.latest_end), default=None),
        next((s.term for s in spans if s.term), None),
    )


def _described(
    found: Organisation,
) -> tuple[str | None, str | None, str | None, str | None]:
    name, scheme, identifier = text(found.name), None, None
    if found.identifier is not None:
        identifier = text(found.identifier.id)
        scheme = text(found.identifier.scheme) if identifier else None
        name = name or text(found.identifier.legal_name)
    postcode = text(found.address.postal_code) if found.address is not None else None
    return name, scheme, identifier, postcode


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


def _add_code(
    found: Classification, codes: dict[str, None], described: dict[str, None]
) -> None:
    code = text(found.id)
    scheme = found.scheme
    if code is not None and scheme is not None and scheme[:3].upper() == "CPV":
        if scheme.upper() != "CPVS":
            codes[code] = None
    elif scheme is not None and scheme.upper() != "CPVS" and found.description:
        described[found.description] = None


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
