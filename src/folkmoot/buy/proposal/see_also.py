"""Proposals that may be for one need though their codes differ, so that each points at the other.

Buyers put one thing under several codes: enforcing parking is a service of transport to one
and of security to the next. Joining across codes by words alone would be rash; pointing is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from folkmoot.buy.proposal.case import Case, Other
from folkmoot.buy.search.wording import Wording

SIMILAR_WORDS = 0.6
"""The cosine of two medoids' words from which they read as one need: titles that differ
by a word or two."""
MOST = 2


def others_alike(
    cases: Sequence[tuple[str, Case]], wording: Wording
) -> Mapping[str, tuple[Other, ...]]:
    """By proposal the others with similar words, another code and a window that overlaps.

    Likest first. Not held to one service area, as the area follows from the code.
    """
    found: dict[str, list[tuple[float, str, Other]]] = defaultdict(list)
    for place, (name, case) in enumerate(cases):
        for other_name, other in cases[place + 1 :]:
            if case.need.need_id == other.need.need_id:
                continue
            if case.first > other.last or other.first > case.last:
                continue
            one, two = case.scored.medoid, other.scored.medoid
            alike = wording.cosine(one.contract_id, two.contract_id) or 0.0
            if alike >= SIMILAR_WORDS:
                said = round(alike, 2)
                told = Other(other_name, other.label, said, two.contract_id)
                back = Other(name, case.label, said, one.contract_id)
                found[name].append((-alike, other_name, told))
                found[other_name].append((-alike, name, back))
    return {
        name: tuple(other for _, _, other in sorted(told, key=lambda t: t[:2])[:MOST])
        for name, told in found.items()
    }
