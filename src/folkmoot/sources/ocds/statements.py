"""What one release states: a row to be for each award, each lone contract, or the process.

An award takes the title, dates and codes of its tender where it has none of its own, and
`inherited` names the columns that it took.
"""

from __future__ import annotations

from folkmoot.sources.ocds.process import Process
from folkmoot.sources.ocds.release import Award, Contract, Organisation, Release, Value
from folkmoot.sources.ocds.values import (
    Span,
    codes,
    is_zero,
    lots_span,
    span_of,
    text,
    widest,
    words,
)

_PROCESS_FIELDS = (
    "reference buyer_name buyer_scheme buyer_identifier title description cpv_text "
    "category_text kind_text status_text procedure_text value_text ceiling_text "
    "start_text end_text latest_end_text extension_text term_text"
)
"""What a row without an award says: all of it is the process's."""

_ALWAYS_INHERITED = (
    "reference buyer_name buyer_scheme buyer_identifier kind_text procedure_text "
    "ceiling_text extension_text"
)
"""What no award says for itself."""


class Statement:
    """One row to be: an award with its contracts, a contract alone, or the process."""

    __slots__ = (
        "award_id", "awarded", "category", "cpv", "currency", "description",
        "inherited", "span", "stage", "status", "suppliers", "title", "value",
    )  # fmt: skip

    award_id: str | None
    awarded: str | None
    category: str | None
    cpv: str | None
    currency: str | None
    description: str | None
    inherited: str
    span: Span
    stage: str
    status: str | None
    suppliers: list[Organisation]
    title: str | None
    value: str | None


def statements(release: Release, process: Process, tags: list[str]) -> list[Statement]:
    """The rows of a release, contracts joined to their awards; at least one."""
    contracts = [found for found in release.contracts or () if found is not None]
    by_award: dict[str | None, list[Contract]] = {}
    for contract in contracts:
        by_award.setdefault(text(contract.award_id), []).append(contract)
    result: list[Statement] = []
    for number, award in enumerate(release.awards or (), start=1):
        if award is not None:
            # An award without an id is known by its place in the list.
            key = text(award.id) or f"#{number}"
            result.append(_award(award, key, by_award.pop(key, []), process))
    for award_id, signed in by_award.items():
        groups = [[one] for one in signed] if award_id is None else [signed]
        for group in groups:
            # A contract without an award is known by its own id, else by its place.
            own_id = f"contract {text(group[0].id) or len(result) + 1}"
            result.append(_award(Award(), award_id or own_id, group, process))
    return result or [
        _process_alone(process, tags, has_tender=release.tender is not None)
    ]


def _award(
    award: Award, award_id: str, contracts: list[Contract], process: Process
) -> Statement:
    first = contracts[0] if contracts else Contract()
    row = Statement()
    row.award_id = award_id
    row.stage = "contract" if contracts else "award"
    row.status = text(first.status) or text(award.status)
    row.awarded = text(award.date) or text(award.award_date) or text(first.date_signed)
    row.suppliers = _suppliers(award, contracts)
    row.value, row.currency = _award_value(award, contracts)
    inherited = [_ALWAYS_INHERITED]

    row.title = words(award.title) or words(first.title)
    if row.title is None and process.title is not None:
        row.title = process.title
        inherited.append("title")
    row.description = words(award.description) or words(first.description)
    if row.description is None and process.description is not None:
        row.description = process.description
        inherited.append("description")
    row.cpv = row.category = None
    if award.items or first.items:
        row.cpv, row.category = codes(award.items or first.items)
    if row.cpv is None and row.category is None:
        row.cpv, row.category = process.cpv, process.category
        inherited.append("cpv_text category_text")
    row.span, took = _award_span(award, contracts, process)
    if took:
        inherited.append("start_text end_text latest_end_text term_text")
    row.inherited = " ".join(inherited)
    return row


def _process_alone(process: Process, tags: list[str], *, has_tender: bool) -> Statement:
    row = Statement()
    row.award_id = None
    row.awarded = None
    # A release may be tagged as an award and yet carry none: it tells of the tender.
    row.stage = "tender" if has_tender and tags != ["planning"] else "planning"
    row.status = process.status
    row.suppliers = []
    row.value, row.currency = process.value, process.currency
    row.title, row.description = process.title, process.description
    row.cpv, row.category, row.span = process.cpv, process.category, process.span
    row.inherited = _PROCESS_FIELDS
    return row


def _suppliers(award: Award, contracts: list[Contract]) -> list[Organisation]:
    found = [member for member in award.suppliers or () if member is not None]
    if not found and award.items:
        found = [
            member
            for item in award.items
            if item is not None
            for member in item.suppliers or ()
            if member is not None
        ]
    if not found:
        found = [m for c in contracts for m in c.suppliers or () if m is not None]
    return found


def _award_value(
    award: Award, contracts: list[Contract]
) -> tuple[str | None, str | None]:
    """The signed contract's value where there is one, else the award's own.

    Several contracts of one award are call-offs or lots of it: the award's value holds.
    """
    signed = [c.value for c in contracts if c.value is not None]
    candidates: list[Value | None] = [award.value, award.total_award_value]
    if len(contracts) == 1 and signed and not is_zero(signed[0].amount):
        candidates.insert(0, signed[0])
    for value in candidates:
        if value is not None and text(value.amount) is not None:
            return text(value.amount), text(value.currency)
    return None, None


def _award_span(
    award: Award, contracts: list[Contract], process: Process
) -> tuple[Span, bool]:
    """The contract's dates, else the award's, its lots' or (taken over) the tender's."""
    if contracts:
        span = widest([span_of(contract.period) for contract in contracts])
        if span.start or span.end:
            return span, False
    span = span_of(award.contract_period)
    if span.start or span.end or span.latest_end or span.term:
        return span, False
    if award.related_lots and process.lots:
        names = {str(lot) for lot in award.related_lots}
        span = lots_span(lot for lot in process.lots if str(lot.id) in names)
        if span.start or span.end:
            return span, True
    return process.span, True
