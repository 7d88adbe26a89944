"""What was planted: the groups, the traps, and what each invented contract is for.

The generator alone knows these; nothing that reads or ranks ever sees them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ContractKey = tuple[str, str]
"""GSS code of the council and a contract reference as it stands in a file."""

GO_LIVE_SLACK = timedelta(days=91)
"""How far a buyer would move: three months early or three months late, so that two ends
about six months apart still meet. A buyer's judgement, not a rule of law."""


@dataclass(frozen=True, slots=True)
class PlantedGroup:
    """Contracts of several members for one need, which a single new contract could follow.

    `earliest` to `latest` are the days on which every one of them could go live.
    """

    need: str
    members: tuple[ContractKey, ...]
    earliest: date
    latest: date
    has_different_suppliers: bool


@dataclass(frozen=True, slots=True)
class Trap:
    """Contracts that look as if they belong together and do not.

    `kind` is `31_march`, `one_supplier`, `one_title`, `ended` or `far_apart`.
    """

    kind: str
    contracts: tuple[ContractKey, ...]


@dataclass(frozen=True, slots=True)
class PlantedContract:
    """What one contract is really for, and the days on which its successor could start."""

    need: str
    window_from: date
    window_to: date


@dataclass(frozen=True, slots=True)
class PlantedTruth:
    """Everything that was planted in one invented group of councils.

    `contracts` leaves out those whose end cannot be known from what is published (rolling,
    or an impossible date). `aliases` gives the register's key for a notice's process id,
    where one contract is published in two places.
    """

    groups: tuple[PlantedGroup, ...]
    traps: tuple[Trap, ...]
    contracts: Mapping[ContractKey, PlantedContract]
    as_of: date
    aliases: Mapping[ContractKey, ContractKey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Council:
    """One invented council and the ways its name is written."""

    gss: str
    place: str
    name: str
    short: str
    type: str
    is_member: bool


@dataclass(frozen=True, slots=True)
class Supplier:
    """One invented supplier; its number lies above any that has been issued."""

    name: str
    number: str


@dataclass(slots=True)
class Contract:
    """One invented contract, before it is written down in its council's own way."""

    council: Council
    reference: str
    need: str
    title: str
    detail: str
    supplier: Supplier
    code: str
    service: str
    spend: str
    start: date
    end: date
    latest: date
    yearly_pounds: int
    extension: str = ""
    end_as_published: str | None = None
    value_as_published: str | None = None
    is_planted: bool = False
    more_suppliers: tuple[Supplier, ...] = ()

    @property
    def key(self) -> ContractKey:
        """The council's code and the reference as published."""
        return self.council.gss, self.reference

    @property
    def window(self) -> tuple[date, date]:
        """First and last day on which a successor could start."""
        return self.end - GO_LIVE_SLACK, self.latest + GO_LIVE_SLACK

    @property
    def total_pounds(self) -> int:
        """Value over the whole term, extensions not taken."""
        days = max((self.end - self.start).days, 30)
        return round(self.yearly_pounds * days / 36525) * 100

    def meets(self, other: Contract) -> bool:
        """Whether one day would suit both."""
        mine, theirs = self.window, other.window
        return max(mine[0], theirs[0]) <= min(mine[1], theirs[1])
