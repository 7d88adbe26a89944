"""Contracts as people judged them: joined where they said the same, parted where not.

A judgement is about two entries, each by its `statement_id`: ids of contracts change as
entries join and part. Only the few groups that hold a forbidden pair are looked at one
by one; everything else is joined by the expressions of `grouping`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from folkmoot.core.exceptions import RefusedError
from folkmoot.core.judgements import Judgement, pair_of
from folkmoot.registers.judging.joining import Pair, groups_of
from folkmoot.registers.judging.questions import CONTRACTS, NOT_SAME, SAME

SAID_SAME = pa.schema([("statement_id", pa.string()), ("k0", pa.string())])
PARTS = pa.schema([("of_unit", pa.string()), ("part_id", pa.string())])
JOINING_KEYS = ("k0", "k1", "k2", "k3")
"""What joins units, the strongest first: people, reference and title, and so on."""


@dataclass(frozen=True, slots=True)
class SaidOfContracts:
    """What people said of entries: which are one, which are not, and what cannot both be."""

    judgements: Sequence[Judgement]
    same: pa.Table
    apart: frozenset[tuple[str, str]]
    overruled: Mapping[int, tuple[str, str]]
    """Judgements "the same" that a "not the same" forbids, by id, with that pair."""


def said_of_contracts(judgements: Sequence[Judgement]) -> SaidOfContracts:
    """The judgements about contracts as tables; "not the same" wins over a chain of "same"."""
    own = [j for j in judgements if j.topic == CONTRACTS.name and _pair(j)]
    ids = sorted({one for j in own for one in pair_of(j.subject)})
    place = {own_id: number for number, own_id in enumerate(ids)}
    same = [j for j in reversed(own) if j.verdict == SAME]
    apart = {pair_of(j.subject) for j in own if j.verdict == NOT_SAME}

    def places(pair: tuple[str, str]) -> Pair:
        return place[pair[0]], place[pair[1]]

    groups = groups_of(
        len(ids),
        [places(pair_of(j.subject)) for j in same],
        {places(pair) for pair in apart},
    )
    rows = [
        {"statement_id": ids[member], "k0": f"said|{ids[group]}"}
        for group, members in groups.members().items()
        for member in members
    ]
    overruled = {
        same[number].judgement_id: (ids[barrier[0]], ids[barrier[1]])
        for number, barrier in groups.cut.items()
    }
    table = pa.Table.from_pylist(rows, schema=SAID_SAME)
    return SaidOfContracts(own, table, frozenset(apart), overruled)


def _pair(judgement: Judgement) -> bool:
    try:
        pair_of(judgement.subject)
    except RefusedError:
        return False
    return True


def parts_of_groups(
    units: Iterable[Mapping[str, Any]], apart: Iterable[tuple[str, str]]
) -> pa.Table:
    """The new group of each unit whose group holds two that must stay apart.

    `units` has `unit_id`, `statement_id`, `group_id` and the joining keys, one row each.
    """
    of_group: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for unit in units:
        of_group[unit["group_id"]][unit["unit_id"]] = unit
    forbidden = [*apart]
    rows: list[dict[str, str]] = []
    for group in of_group.values():
        rows += _parted(list(group.values()), forbidden)
    return pa.Table.from_pylist(rows, schema=PARTS)


def _parted(
    units: Sequence[Mapping[str, Any]], forbidden: Iterable[tuple[str, str]]
) -> list[dict[str, str]]:
    units = sorted(units, key=lambda unit: str(unit["unit_id"]))
    places: dict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        places[unit["statement_id"]].append(place)
    apart = {
        (min(one, other), max(one, other))
        for left, right in forbidden
        for one in places.get(left, ())
        for other in places.get(right, ())
    }
    if not apart:
        return []
    links: list[Pair] = []
    for key in JOINING_KEYS:
        sharing: dict[str, list[int]] = defaultdict(list)
        for place, unit in enumerate(units):
            if unit[key] is not None:
                sharing[unit[key]].append(place)
        for together in sharing.values():
            # Every two of them: a link that is cut must not take the others with it.
            links += [
                (one, other)
                for number, one in enumerate(together)
                for other in together[number + 1 :]
            ]
    groups = groups_of(len(units), links, apart)
    return [
        {"of_unit": unit["unit_id"], "part_id": units[groups.of[place]]["unit_id"]}
        for place, unit in enumerate(units)
    ]
