"""The id of a proposal, kept from build to build while its need and most members stay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from folkmoot.core.store import Reader

MAJORITY = 0.5
"""Share of the councils of both builds together that must be in both."""
ID_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """A proposal by what it is known by: its need and its member councils."""

    opportunity_id: str
    need_id: str
    councils: frozenset[str]
    go_live_year: int
    contracts: frozenset[str] = frozenset()


def previous_proposals(previous: Reader | None) -> list[Known]:
    """The proposals of the last build; none where it had no such table."""
    if previous is None:
        return []
    has_table = previous.row(
        "SELECT 1 AS found FROM information_schema.tables "
        "WHERE table_schema = 'finding' AND table_name = 'buy_opportunities'"
    )
    if has_table is None:
        return []
    found = []
    for row in previous.rows(
        "SELECT opportunity_id, need_id, document FROM finding.buy_opportunities "
        "ORDER BY rank"
    ):
        document = json.loads(row["document"])
        members = [m for m in document.get("members", []) if m["is_member"]]
        found.append(
            Known(
                row["opportunity_id"],
                row["need_id"],
                frozenset(m["council_gss"] for m in members),
                int(document["go_live"]["best"][:4]),
                frozenset(c["contract_id"] for m in members for c in m["contracts"]),
            )
        )
    return found


def stable_ids(now: Sequence[Known], before: Iterable[Known]) -> list[str]:
    """The id of each proposal of now, in order: its old one where it is the same, else new.

    Same is: the same need, and more than half of the councils of either in both. The
    closest pairs are matched first (by contracts, then councils), each old id once. One
    that people decided about comes with its id and keeps it.
    """
    pairs = []
    ids = {place: p.opportunity_id for place, p in enumerate(now) if p.opportunity_id}
    used = set(ids.values())
    for place, proposal in enumerate(now):
        for old in before:
            if old.need_id == proposal.need_id:
                shared = _shared(proposal.councils, old.councils)
                if shared > MAJORITY:
                    same = _shared(proposal.contracts, old.contracts)
                    years = abs(proposal.go_live_year - old.go_live_year)
                    pairs.append((-same, -shared, years, place, old.opportunity_id))
    for _, _, _, place, old_id in sorted(pairs):
        if place not in ids and old_id not in used:
            ids[place] = old_id
            used.add(old_id)
    return [ids.get(place) or _new_id(p, used) for place, p in enumerate(now)]


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one | other)
    return len(one & other) / both if both else 0.0


def _new_id(proposal: Known, used: set[str]) -> str:
    said = [proposal.need_id, *sorted(proposal.councils), str(proposal.go_live_year)]
    for extra in ([], sorted(proposal.contracts)):
        digest = hashlib.sha256("|".join([*said, *extra]).encode()).hexdigest()[
            :ID_DIGITS
        ]
        if digest not in used:
            used.add(digest)
            return digest
    raise AssertionError("two proposals hold the same contracts")
