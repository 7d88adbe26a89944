"""One contract as the search sees it, and what is read of it from the build."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid to a contract's only supplier, and over how many months of files."""

    amount: Decimal
    months: int
    payments: int


@dataclass(frozen=True, slots=True)
class Yearly:
    """What a contract is worth a year: a range in pounds, and how it was come by.

    `mid` is None where nothing supports a middle. `doubt` is a sentence on why the
    published figure was not taken as it stands; empty where it was. `paid` is what the
    payments say where no value is published, whether or not it makes a yearly figure.
    """

    low: Decimal
    mid: Decimal | None
    high: Decimal
    method: str
    doubt: str = ""
    paid: Paid | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything bounds it; where nothing does, its zeros are no amounts."""
        return self.method != "none"

    @property
    def amounts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Low, middle and high as they are shown: empty where nothing is known."""
        return (self.low, self.mid, self.high) if self.is_known else (None, None, None)

    @property
    def said(self) -> str:
        """Why there is no amount, or why it is not the published one; empty where it is."""
        return self.doubt or ("" if self.is_known else NOTHING_PUBLISHED)


NOTHING_PUBLISHED = (
    "No value is published, and no payments of six months or more show one."
)


@dataclass(frozen=True, slots=True)
class PaidAfter:
    """What was paid after a contract's end, where only that contract explains it."""

    payments: int
    months: int
    amount: Decimal
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a contract may reach by its options, and how likely they are taken."""

    method: str = "none"
    """As `fact.contracts.latest_end_method`."""
    options: int = 1
    """Options between its end and its latest end."""
    months: int | None = None
    chance: float = 0.75
    """That the next option is taken; 0.75 is the assumption of `taken.PRIOR_CHANCE`."""
    published_end: date | None = None
    """The end as published, where options are counted in it."""
    earlier_end: date | None = None
    has_break: bool = False
    """Its words speak of a break, with or without a day."""
    break_date: date | None = None
    notice_days: int | None = None
    paid_after: PaidAfter | None = None


NO_VALUE = Yearly(Decimal(0), None, Decimal(0), "none")


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract that takes part in the search, with its window of go-live days.

    Days are proleptic ordinals (`date.toordinal`), so that a sweep compares integers.
    `free_from` to `free_to` is the window; the natural break lies from `end` to `latest`.
    """

    contract_id: str
    council_id: str
    is_member: bool
    need_id: str
    need_confidence: float
    need_method: str
    free_from: int
    free_to: int
    end: int
    latest: int
    end_confidence: float
    window_method: str
    end_method: str
    kind: str
    stage: str
    yearly: Yearly
    supplier_ids: tuple[str, ...]
    references: tuple[str, ...]
    title: str
    description: str
    extension_text: str
    start: date | None
    published: date | None
    statement_count: int
    has_broad_supplier: bool
    """Its supplier sells many things, so its name says nothing of the need."""
    term_days: int | None = None
    cpv_codes: tuple[str, ...] = field(default=())
    sub_unit: str = ""
    spread: tuple[int, int] | None = None
    """Where the end is only that of its like: the days between which half of them end."""
    reach: Reach = Reach()
    cluster_id: str = ""
    """The cluster of needs that the step put it in; its need where none was asked for."""

    @property
    def is_binding(self) -> bool:
        """Its council must do something on some day; a contract without an end can wait."""
        return self.window_method != "open_ended"

    @property
    def is_estimated(self) -> bool:
        """Nobody published its end or its length; both are those of contracts like it."""
        return self.spread is not None

    @property
    def is_rolling(self) -> bool:
        """No end is known that binds it: it may be left when the buyer chooses."""
        return self.window_method in ("open_ended", "paid_after_end")
