"""Which pairs of names are worth comparing: those that share something uncommon.

A hundred thousand names make five thousand million pairs; names that share no rare
word, no two words, no beginning, no number and no place are never one supplier's by any
evidence at hand.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from folkmoot.registers.linking.names import NameForms

LARGEST_BLOCK = 60
"""Names that share one thing; beyond it the thing is too common to point anywhere."""
PAIRS_A_NAME = 12
"""Pairs compared for each name at most, the rarest things in common first; it bounds
time and memory on long lists, and short lists never reach it."""
_WORDS_PAIRED = 5
_BEGINNING = 5
"""Letters of a name's beginning, without blanks, that catch mistyped later words."""


@dataclass(frozen=True, slots=True)
class Node:
    """One normalised name with all that was published beside it."""

    forms: NameForms
    spellings: tuple[str, ...]
    numbers: frozenset[tuple[str, str]]
    postcodes: frozenset[str]


def candidate_pairs(
    nodes: Sequence[Node], *, added: Set[int] | None = None
) -> list[tuple[int, int]]:
    """Pairs of positions to compare, each once; with `added` only pairs that hold one.

    The order of the nodes decides nothing but the positions.
    """
    blocks: dict[object, array[int]] = defaultdict(lambda: array("l"))
    for position, node in enumerate(nodes):
        for thing in set(_things(node)):
            blocks[thing].append(position)
    most = PAIRS_A_NAME * (len(nodes) if added is None else 40 * len(added))
    found: set[tuple[int, int]] = set()
    telling = [b for b in blocks.values() if 1 < len(b) <= LARGEST_BLOCK]
    for block in sorted(telling, key=len):
        found.update(_pairs(block, added))
        if len(found) >= most:
            break
    return sorted(found)


def _pairs(block: Sequence[int], added: Set[int] | None) -> Iterator[tuple[int, int]]:
    pairs = combinations(block, 2)
    if added is None:
        return pairs
    if added.isdisjoint(block):
        return iter(())
    return (pair for pair in pairs if pair[0] in added or pair[1] in added)


def _things(node: Node) -> Iterable[object]:
    """What a name may share with another: words, pairs of words, beginning, number, place."""
    forms = node.forms
    yield f"^{forms.letters[:_BEGINNING]}"
    for name in forms.others:
        words = name.split()
        yield f"={name}"
        yield from words
        longest = sorted(set(words), key=lambda word: (-len(word), word))
        for pair in combinations(sorted(longest[:_WORDS_PAIRED]), 2):
            yield " ".join(pair)
    for scheme, number in node.numbers:
        yield f"#{scheme}{number}"
    for postcode in node.postcodes:
        yield f"@{postcode}{forms.letters[:1]}"
