"""Simple ways of grouping the very contracts that the ranking saw, to hold it against."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

SAME_SUPPLIER_DAYS = 183
"""Half a year: the longest short contract that bridges to a new one."""
RANDOM_SIZE = 3
"""Councils of a random group: the size that proposals most often have."""
MOST = 500
DIVISION_DIGITS = 6
"""Letters of a need's id up to its division: "cpv:90"."""


@dataclass(frozen=True, slots=True)
class Taking:
    """One contract that takes part."""

    contract_id: str
    council_id: str
    need_id: str
    end: date | None
    value: Decimal
    suppliers: tuple[str, ...]
    title: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Taking:
        """From a row of `taking_part.sql`."""
        return cls(
            row["contract_id"],
            row["council_id"],
            row["need_id"] or "",
            row["end_date"],
            Decimal(row["value_gbp"]),
            tuple(row["suppliers"] or ()),
            row["title"] or "",
        )


@dataclass(frozen=True, slots=True)
class Proposed:
    """One group that some way proposes: contracts by council."""

    contracts: tuple[Taking, ...]

    @property
    def councils(self) -> frozenset[str]:
        """The councils that hold them."""
        return frozenset(c.council_id for c in self.contracts)


def simple_ways(
    contracts: Sequence[Taking], *, seed: int
) -> Mapping[str, list[Proposed]]:
    """Every simple way's proposals, best first, at most `MOST` of each."""
    return {
        "random": _at_random(contracts, seed),
        "CPV division and end year": _ranked(
            _groups(
                contracts, lambda c: c.end and (c.need_id[:DIVISION_DIGITS], c.end.year)
            )
        ),
        "same supplier within 183 days": _ranked(_by_supplier(contracts)),
        "pairs of one need within 183 days": _ranked(_pairs(contracts)),
    }


def _at_random(contracts: Sequence[Taking], seed: int) -> list[Proposed]:
    chance = random.Random(seed)  # noqa: S311 - a control, not a secret
    councils: dict[str, list[Taking]] = defaultdict(list)
    for one in contracts:
        councils[one.council_id].append(one)
    if len(councils) < 2:
        return []
    made = []
    for _ in range(MOST):
        drawn = chance.sample(sorted(councils), min(RANDOM_SIZE, len(councils)))
        made.append(Proposed(tuple(chance.choice(councils[c]) for c in drawn)))
    return made


def _groups(contracts: Iterable[Taking], key: Any) -> Iterable[list[Taking]]:
    groups: dict[Any, list[Taking]] = defaultdict(list)
    for one in contracts:
        if one.need_id and (found := key(one)):
            groups[found].append(one)
    return groups.values()


def _by_supplier(contracts: Sequence[Taking]) -> Iterable[list[Taking]]:
    groups: dict[str, list[Taking]] = defaultdict(list)
    for one in contracts:
        for supplier in one.suppliers:
            if one.end is not None:
                groups[supplier].append(one)
    for rows in groups.values():
        left = sorted(rows, key=lambda c: (c.end, c.contract_id))
        while left:
            until = (left[0].end or date.min) + timedelta(days=SAME_SUPPLIER_DAYS)
            yield [c for c in left if c.end and c.end <= until]
            left = [c for c in left if c.end and c.end > until]


def _pairs(contracts: Sequence[Taking]) -> Iterable[list[Taking]]:
    near = timedelta(days=SAME_SUPPLIER_DAYS)
    for rows in _groups(contracts, lambda c: c.end and c.need_id):
        for a, b in itertools.combinations(rows, 2):
            if a.end and b.end and abs(a.end - b.end) <= near:
                yield [a, b]


def _ranked(groups: Iterable[Sequence[Taking]]) -> list[Proposed]:
    """One contract a council, the dearest; most councils first, then most value."""
    made = []
    for rows in groups:
        best: dict[str, Taking] = {}
        for one in sorted(rows, key=lambda c: (c.value, c.contract_id)):
            best[one.council_id] = one
        if len(best) > 1:
            made.append(Proposed(tuple(best[c] for c in sorted(best))))
    made.sort(
        key=lambda p: (
            -len(p.contracts),
            -sum(c.value for c in p.contracts),
            p.contracts[0].contract_id,
        )
    )
    return made[:MOST]
