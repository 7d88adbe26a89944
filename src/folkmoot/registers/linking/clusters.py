"""Suppliers made from links, the surest first, and the ids that they keep.

A supplier takes the id of its first name in the list, so names added below change no
id. Where an earlier answer is given, its suppliers keep their ids and are never joined:
a new name that would join two of them goes to one, and the other link to a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from folkmoot.registers.linking.pairs import ScoredPair


@dataclass(frozen=True, slots=True)
class Clusters:
    """The supplier id of each node, and the link that put it there, if one did."""

    ids: Sequence[str]
    links: Mapping[int, ScoredPair]
    joined: Set[int]
    """Nodes that share their supplier with another."""


def clusters_of(
    node_ids: Sequence[str],
    pairs: Sequence[ScoredPair],
    *,
    bar: float,
    fixed: Mapping[int, str],
) -> Clusters:
    """Nodes joined by the pairs at or above `bar`; `fixed` nodes keep their id.

    `pairs` come with the surest first, so a chain is joined by its strongest links.
    """
    parent = list(range(len(node_ids)))
    named = dict(fixed)
    links: dict[int, ScoredPair] = {}
    made: list[ScoredPair] = []

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for pair in pairs:
        if pair.score < bar:
            break
        low, high = sorted((root(pair.one), root(pair.other)))
        one_id, other_id = named.get(low), named.get(high)
        if low == high or (one_id and other_id and one_id != other_id):
            continue
        parent[high] = low
        made.append(pair)
        if other_id and not one_id:
            named[low] = other_id
        for node in sorted((pair.one, pair.other), reverse=True):
            if node not in links and node not in fixed:
                links[node] = pair
                break
    ids = [
        named.get(root(node)) or node_ids[root(node)] for node in range(len(node_ids))
    ]
    joined = {node for pair in made for node in (pair.one, pair.other)}
    return Clusters(ids, links, joined)
