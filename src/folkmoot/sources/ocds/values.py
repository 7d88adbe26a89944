"""The parts of a release as plain text: words, amounts, organisations, codes and spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from folkmoot.sources.ocds.release import (
    Classification,
    Item,
    Lot,
    Organisation,
    Period,
    Scalar,
)

_SEE_TENDER = re.compile(r"\s*see description of (the )?related tender\.?\s*", re.I)
"""Contracts Finder's stock phrase where an award or item has no words of its own."""

_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
EMAIL_REMOVED = "[email removed]"
_TELEPHONE = re.compile(
    r"(?<![\w/.,£-])(?:\+44[\s-]?(?:\(0\))?[\s-]?|\(?0)(?:\d\)?[\s-]?){8,9}\d(?![\w/])"
)
TELEPHONE_REMOVED = "[telephone removed]"
_RUN_OF_DIGITS = re.compile(r"0(?<!\w0)[\d\s()-]{9}")
"""What every such number without +44 has, and few texts; begun by one certain character
as that is looked for several times as fast as one of two."""

_REGISTER_ID = re.compile(r"([A-Z]{2}-[A-Z0-9]+)-(\S+)")
"""An organisation id made of a register's code and the number in it (org-id.guide)."""

_NUMBERED_BY_NOTICE = frozenset({"GB-FTS", "GB-CFS"})
"""Portals' own counters: a new number for each notice, so no identity."""


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


def text(found: Scalar) -> str | None:
    """A value as plain text: blank is absent, numbers without an exponent."""
    if found is None:
        return None
    if isinstance(found, str):
        return found if found and not found.isspace() else None
    told = str(found)
    if isinstance(found, float) and not (told[-1].isdigit() and "e" not in told):
        return format(Decimal(told), "f")
    return told


def words(found: str | None) -> str | None:
    """A title or description without contact details, unless it points at the tender's."""
    if not found or found.isspace():
        return None
    if found[:3] in ("See", "see") and _SEE_TENDER.fullmatch(found):
        return None
    if "@" in found:
        found = _EMAIL.sub(EMAIL_REMOVED, found)
    if "+44" in found or _RUN_OF_DIGITS.search(found):
        found = _TELEPHONE.sub(TELEPHONE_REMOVED, found)
    return found


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
