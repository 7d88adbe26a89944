"""Pairs of suppliers' names with the score that they are one, and the reason."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from folkmoot.registers.linking.candidates import Node, candidate_pairs
from folkmoot.registers.linking.evidence import evidence_sentence
from folkmoot.registers.linking.model import (
    DIFFERENT,
    NEARBY,
    NOT_KNOWN,
    SAME,
    Vector,
    agreement,
    link_scores,
    name_level,
    name_score,
    word_weights,
)
from folkmoot.registers.linking.names import Likeness, is_unlike, likeness

REVIEW_FROM = 0.4
"""The score from which a person should look: every second such pair is right."""


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two positions among the nodes, the probability of one supplier, and why."""

    one: int
    other: int
    score: float
    method: str
    """`identifier_and_name` where a number agrees, else `likely`."""
    evidence: str


def scored_pairs(
    nodes: Sequence[Node], *, added: Set[int] | None = None
) -> list[ScoredPair]:
    """Pairs worth a look, the surest first; with `added` only those that hold one.

    Nodes have different normalised names; a number that agrees is one fact beside the
    name and never enough by itself, as numbers cover groups and are mistyped.
    """
    weights = word_weights(node.forms.key for node in nodes)
    seen: list[tuple[int, int, Vector, Likeness]] = []
    for one, other in candidate_pairs(nodes, added=added):
        numbers = _agreement_of_numbers(nodes[one], nodes[other])
        places = _agreement_of_places(nodes[one], nodes[other])
        if SAME not in (numbers, places) and is_unlike(
            nodes[one].forms, nodes[other].forms
        ):
            continue
        found = likeness(nodes[one].forms, nodes[other].forms, weights)
        vector = Vector(name_level(name_score(found)), numbers, places)
        seen.append((one, other, vector, found))
    scores = link_scores(vector for _, _, vector, _ in seen)
    pairs = [
        ScoredPair(
            one,
            other,
            scores[vector],
            "identifier_and_name" if vector.number_level == SAME else "likely",
            evidence_sentence(nodes[one], nodes[other], found, vector, weights),
        )
        for one, other, vector, found in seen
        if scores[vector] >= REVIEW_FROM
    ]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


def _agreement_of_numbers(one: Node, other: Node) -> int:
    """Numbers of one register only: a company and a VAT number say nothing together."""
    schemes = {scheme for scheme, _ in one.numbers} & {s for s, _ in other.numbers}
    if not schemes:
        return NOT_KNOWN
    return agreement(
        [number for number in one.numbers if number[0] in schemes],
        [number for number in other.numbers if number[0] in schemes],
    )


def _agreement_of_places(one: Node, other: Node) -> int:
    found = agreement(sorted(one.postcodes), sorted(other.postcodes))
    if found != DIFFERENT:
        return found
    districts = (
        {postcode[:-3].strip() for postcode in n.postcodes} for n in (one, other)
    )
    return NEARBY if set.intersection(*districts) - {""} else DIFFERENT
