"""Things joined to groups by links, the surest first, and never against a "not the same".

Two things that a person kept apart stay apart even where a chain of links would join
them. As the surest links are made first, it is the weakest of such a chain that is cut.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each thing, the links that made it, and those that were cut."""

    of: Sequence[int]
    """For each position the smallest position of its group."""
    made: Sequence[int]
    """Positions of the links that joined something."""
    cut: Mapping[int, Pair]
    """Positions of links not made, each with the pair that must stay apart."""

    def members(self) -> dict[int, list[int]]:
        """Positions by group, groups of one left out."""
        groups: dict[int, list[int]] = defaultdict(list)
        for position, group in enumerate(self.of):
            groups[group].append(position)
        return {group: found for group, found in groups.items() if len(found) > 1}


def groups_of(size: int, links: Sequence[Pair], apart: Collection[Pair]) -> Groups:
    """Positions below `size` joined by `links`, taken in order, with `apart` kept apart."""
    parent = list(range(size))
    rivals: dict[int, set[Pair]] = defaultdict(set)
    for pair in apart:
        for position in pair:
            rivals[position].add(pair)

    def root(position: int) -> int:
        while parent[position] != position:
            parent[position] = parent[parent[position]]
            position = parent[position]
        return position

    made: list[int] = []
    cut: dict[int, Pair] = {}
    for number, (one, other) in enumerate(links):
        low, high = sorted((root(one), root(other)))
        if low == high:
            continue
        both = {low, high}
        between = [p for p in rivals[low] if {root(p[0]), root(p[1])} == both]
        if between:
            cut[number] = min(between)
            continue
        parent[high] = low
        rivals[low] |= rivals.pop(high, set())
        made.append(number)
    return Groups([root(position) for position in range(size)], made, cut)


def ways_to(head: int, links: Iterable[Pair]) -> dict[int, int]:
    """For each thing of a group the number of the link that leads it towards `head`.

    `links` are those that made the group, so each thing but the head has one way.
    """
    near: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (one, other) in enumerate(links):
        near[one].append((other, number))
        near[other].append((one, number))
    ways: dict[int, int] = {}
    seen = {head}
    reached = [head]
    while reached:
        here = reached.pop()
        for there, number in near[here]:
            if there not in seen:
                seen.add(there)
                ways[there] = number
                reached.append(there)
    return ways
