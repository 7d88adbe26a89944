"""What the law asks of a proposal: regime, thresholds alone and together, and what is unsaid.

Estimates are compared with thresholds as the law counts them: over the whole term, options
included, and with VAT where the threshold includes it. Nothing here is legal advice, and
where the tables know nothing it is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from folkmoot.buy.contracts.contract import Contract
from folkmoot.buy.law.regimes import (
    Regime,
    Threshold,
    kind_of_purchase,
    nation_note,
    national_threshold,
    regime_on,
    threshold_on,
)
from folkmoot.buy.law.warnings import Warned, warnings_of
from folkmoot.buy.proposal.case import Case, counted, value_range
from folkmoot.buy.proposal.material import Council
from folkmoot.buy.search.similarity import digits

VAT_RATE = Decimal("0.20")
"""The standard rate, taken for everything: our own assumption. SPPN 4/2025 suggests it where
no lower rate is shown to apply; zero-rated and exempt supplies come out too high."""
DAYS_A_YEAR = 365.25
YEARS_ASSUMED = (1, 5)
"""Years of a joint contract where the members' own terms are not known: our assumption."""
BELOW = ("below", "probably_below")
ABOVE = ("above", "probably_above")


@dataclass(frozen=True, slots=True)
class Term:
    """The years that a joint contract is assumed to run, options included, and why."""

    least: Decimal
    most: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A contract value over the term in pounds, and how it lies to the threshold.

    `verdict` is above, below, probably_above, probably_below, either_side or unknown;
    `low` and `high` are None where nothing is known of the value.
    """

    low: Decimal | None
    high: Decimal | None
    includes_vat: bool
    verdict: str


@dataclass(frozen=True, slots=True)
class MemberLaw:
    """The law for one member alone."""

    council_id: str
    name: str
    nation: str
    regime: Regime | None
    threshold: Threshold | None
    estimate: Estimate
    national: Threshold | None
    national_verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class Law:
    """What the law asks of one proposal."""

    begins: date
    kind: str
    kind_reason: str
    term: Term
    members: tuple[MemberLaw, ...]
    joint: Estimate
    threshold: Threshold | None
    regime: Regime | None
    """The one law of all members; None where they have several or none is modelled."""
    crosses: bool
    """Each member alone lies below, together they lie above."""
    warnings: tuple[Warned, ...]


def law_of(case: Case) -> Law:
    """The law on the day by which work must start, as that is when a purchase begins.

    A day that has passed counts as today: the law of the past is no guide.
    """
    begins = max(case.as_of, case.next_start.day)
    kind, reason = kind_of_purchase(digits(case.need.need_id))
    term = joint_term(case.contracts)
    members = tuple(_member(case, c, begins, kind, term) for c in case.councils)
    laws = {m.regime.regime_id if m.regime else "" for m in members}
    regime = members[0].regime if len(laws) == 1 else None
    threshold = members[0].threshold if regime else None
    joint = estimate(case.contracts, term, threshold)
    alone_below = all(m.estimate.verdict in BELOW for m in members)
    crosses = alone_below and joint.verdict in ABOVE
    return Law(
        begins=begins,
        kind=kind,
        kind_reason=reason,
        term=term,
        members=members,
        joint=joint,
        threshold=threshold,
        regime=regime,
        crosses=crosses,
        warnings=warnings_of(case),
    )


def joint_term(contracts: Sequence[Contract]) -> Term:
    """How long a joint contract may run: from the shortest to the longest of the members' terms.

    Options included; one to five years where none is known.
    """
    shortest, longest = [], []
    for contract in contracts:
        if contract.start and not contract.is_estimated and not contract.is_rolling:
            start = contract.start.toordinal()
            if contract.end > start and contract.window_method != "planned":
                shortest.append(contract.end - start)
                longest.append(contract.latest - start)
    if not shortest:
        least, most = (Decimal(years) for years in YEARS_ASSUMED)
        return Term(
            least, most, "no member's term is known, so 1 to 5 years are assumed"
        )
    least, most = _years(min(shortest)), _years(max(longest))
    known = counted(len(shortest), "contract")
    return Term(
        least, most, f"as the terms of {known} of the members, options included"
    )


def _years(days: int) -> Decimal:
    return max(Decimal("0.1"), Decimal(str(round(days / DAYS_A_YEAR, 1))))


def estimate(
    contracts: Sequence[Contract], term: Term, threshold: Threshold | None
) -> Estimate:
    """What contracts come to over the term beside a threshold.

    Where one of several values is unknown the sum is only a least: it can show that a
    threshold is crossed, never that it is not.
    """
    known = [c.yearly for c in contracts if c.yearly.mid is not None]
    with_vat = threshold is None or threshold.includes_vat
    factor = Decimal(1) + (VAT_RATE if with_vat else Decimal(0))
    if not known:
        return Estimate(None, None, with_vat, "unknown")
    low, mid, high = value_range(known)
    least, most = low * term.least * factor, high * term.most * factor
    is_whole = len(known) == len(contracts)
    verdict = "unknown"
    if threshold is not None:
        middle = (mid * term.least * factor, mid * term.most * factor)
        verdict = _verdict(least, middle, most, threshold.amount)
        if not is_whole and verdict not in ABOVE:
            verdict = "unknown"
    return Estimate(least, most if is_whole else None, with_vat, verdict)


def _verdict(
    least: Decimal, middle: tuple[Decimal, Decimal], most: Decimal, amount: Decimal
) -> str:
    if least >= amount:
        return "above"
    if most < amount:
        return "below"
    if middle[0] >= amount:
        return "probably_above"
    if middle[1] < amount:
        return "probably_below"
    return "either_side"


def _member(
    case: Case, council: Council, begins: date, kind: str, term: Term
) -> MemberLaw:
    own = [c for c in case.contracts if c.council_id == council.council_id]
    regime = regime_on(council.nation, begins)
    threshold = threshold_on(regime, begins, kind) if regime else None
    national = national_threshold(regime, begins, kind) if regime else None
    return MemberLaw(
        council_id=council.council_id,
        name=council.name,
        nation=council.nation,
        regime=regime,
        threshold=threshold,
        estimate=estimate(own, term, threshold),
        national=national,
        national_verdict=estimate(own, term, national).verdict if national else "",
        note=nation_note(council.nation),
    )
