"""One proposal with everything that is said for and against it, before it is put in words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from folkmoot.buy.contracts.contract import Contract, Yearly
from folkmoot.buy.proposal.confidence import Confidence
from folkmoot.buy.proposal.material import Council, Need, Undated
from folkmoot.buy.proposal.routes import Route
from folkmoot.buy.search.growth import Growth
from folkmoot.buy.search.scoring import Scored

THREE_FIGURES = 100
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Start:
    """The latest safe start by one route, and whether it has passed."""

    route: Route
    day: date
    is_passed: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """The number a sentence stands on."""

    name: str
    value: str | int | float
    unit: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, the number measured for it, and the contracts it is read from."""

    sentence: str
    measure: Measure
    contract_ids: tuple[str, ...]
    from_payments: bool = False
    """The rows behind it are the payments to the contracts' suppliers too."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another proposal that may be for the same need under another code."""

    opportunity_id: str
    need_label: str
    likeness: float
    contract_id: str
    """Its medoid."""


@dataclass(frozen=True, slots=True)
class Case:
    """A scored group and what is known of it; `likeness` is to the medoid, in order."""

    scored: Scored
    need: Need
    likeness: tuple[float, ...]
    confidence: Confidence
    first: date
    last: date
    best: date
    as_of: date
    starts: tuple[Start, ...]
    councils: tuple[Council, ...]
    neighbours: tuple[Contract, ...]
    growths: tuple[Growth, ...]
    undated: tuple[Undated, ...]
    shared_words: tuple[str, ...]
    suppliers: tuple[str, ...]
    """Different incumbents, by id."""
    dependences: tuple[Growth, ...] = ()
    """Options that the group counts on, with what is left of it without."""
    is_capped: bool = False
    """The search compared only the most promising groups of this need."""
    see_also: tuple[Other, ...] = ()
    subject: str = ""
    """What the words of all its contracts name, if that is one thing on our list."""

    @property
    def label(self) -> str:
        """What is bought, as a heading: the subject that all name, else the category."""
        if not self.subject:
            return self.need.label
        return self.subject[0].upper() + self.subject[1:]

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """The members' contracts."""
        return self.scored.contracts

    @property
    def ids(self) -> tuple[str, ...]:
        """The members' contracts by id."""
        return tuple(contract.contract_id for contract in self.contracts)

    @property
    def next_start(self) -> Start:
        """The first latest safe start not yet passed; where all have, the last of them."""
        ahead = [start for start in self.starts if not start.is_passed]
        if not ahead:
            return max(self.starts, key=lambda start: start.day)
        return min(ahead, key=lambda start: start.day)

    @property
    def value(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Low, middle and high in pounds a year; what is unknown adds nothing.

        None where no contract has a value, and no middle where none has one.
        """
        known = [c.yearly for c in self.contracts if c.yearly.is_known]
        if not known:
            return None, None, None
        low, mid, high = value_range(known)
        has_middle = any(yearly.mid is not None for yearly in known)
        return low, mid if has_middle else None, high


def value_range(values: Sequence[Yearly]) -> tuple[Decimal, Decimal, Decimal]:
    """The sums of low, middle and high; where a contract has no middle its low is taken."""
    low = sum((y.low for y in values), Decimal(0))
    mid = sum((y.low if y.mid is None else y.mid for y in values), Decimal(0))
    high = sum((y.high for y in values), Decimal(0))
    return low, max(low, mid), max(low, mid, high)


def herfindahl(shares: Sequence[Decimal]) -> float:
    """The Herfindahl-Hirschman index of shares of any scale, 0 to 1."""
    total = sum(shares, Decimal(0))
    if total <= 0:
        return 0.0
    return math.fsum(float(share / total) ** 2 for share in shares)


def pounds(amount: Decimal) -> str:
    """An amount to three figures, as a sentence writes it: £1.45 million, £340,000, £900."""
    if amount >= THREE_FIGURES:
        unit = Decimal(10) ** (amount.adjusted() - 2)
        amount = (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
    if amount >= MILLION:
        millions = f"{amount / MILLION:,.2f}".rstrip("0").rstrip(".")
        return f"£{millions} million"
    return f"£{amount:,.0f}"


def day_in_words(day: date) -> str:
    """A day as a sentence writes it: 31 March 2027."""
    return f"{day.day} {day:%B %Y}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: A, B and C."""
    unique = list(dict.fromkeys(names))
    if len(unique) < 2:
        return "".join(unique)
    return f"{', '.join(unique[:-1])} and {unique[-1]}"


def counted(number: int, noun: str) -> str:
    """A number and its noun in one or many: 1 council, 3 councils."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_FORMS = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")


def of_some(
    case: Case, sentence: str, name: str, chosen: list[Contract]
) -> list[Reason]:
    """A reason that holds for some of the contracts, which are its evidence.

    In the sentence `{which}` becomes "2 of 5 contracts", and `{runs|run}` the form that
    goes with one or with several.
    """
    if not chosen:
        return []
    said = _FORMS.sub(lambda m: m.group(1 if len(chosen) == 1 else 2), sentence)
    which = f"{len(chosen)} of {counted(len(case.ids), 'contract')}"
    return [
        Reason(
            said.replace("{which}", which),
            Measure(name, len(chosen), "contracts"),
            tuple(contract.contract_id for contract in chosen),
        )
    ]
