"""Which proposals stand as headlines, so that no contract is promised twice.

Choosing the best set of proposals that share no contract is set packing. It is solved
exactly by HiGHS, one knot of overlapping proposals at a time; where time runs out the
greedy choice stands, with how far it may lie below the best.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TIE = 1e-9
"""Taken off for each place in the list, so that equal choices fall to the earlier one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What packing needs to know of a proposal: what it is worth and what it uses."""

    score: float
    uses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Packing:
    """The places of the chosen proposals, and how surely they are the best choice.

    `gap` is how far the total may lie below the best, as a share of the best: 0 if exact.
    """

    chosen: tuple[int, ...]
    method: str
    gap: float
    total: float


def packing(proposals: Sequence[Proposal], *, seconds: float = 20.0) -> Packing:
    """The best-scoring set of proposals that share nothing; those scoring 0 or less never."""
    order = sorted(
        (i for i, proposal in enumerate(proposals) if proposal.score > 0),
        key=lambda i: (-proposals[i].score, sorted(proposals[i].uses)),
    )
    chosen: list[int] = []
    reached = bound = 0.0
    exact = True
    knots = _knots(proposals, order)
    for knot in knots:
        picked, best = _solved(proposals, knot, max(0.0, seconds / max(1, len(knots))))
        total = sum(proposals[i].score for i in picked)
        chosen += picked
        reached += total
        bound += max(total, best)
        exact = exact and best <= total + 1e-6
    gap = 0.0 if exact or bound <= 0 else (bound - reached) / bound
    return Packing(tuple(sorted(chosen)), "exact" if exact else "greedy", gap, reached)


def greedy(proposals: Sequence[Proposal], order: Sequence[int]) -> list[int]:
    """Best first, each proposal that shares nothing with those already taken."""
    used: set[str] = set()
    taken = []
    for i in order:
        if used.isdisjoint(proposals[i].uses):
            taken.append(i)
            used |= proposals[i].uses
    return taken


def _knots(proposals: Sequence[Proposal], order: Sequence[int]) -> list[list[int]]:
    """Proposals tied together by shared contracts; each can be solved by itself."""
    parent = {i: i for i in order}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    holder: dict[str, int] = {}
    for i in order:
        for use in proposals[i].uses:
            parent[root(i)] = root(holder.setdefault(use, i))
    knots: dict[int, list[int]] = defaultdict(list)
    for i in order:
        knots[root(i)].append(i)
    return list(knots.values())


def _solved(
    proposals: Sequence[Proposal], knot: list[int], seconds: float
) -> tuple[list[int], float]:
    """The choice within one knot, and a bound that no choice can exceed."""
    if len(knot) == 1:
        return list(knot), proposals[knot[0]].score
    first = greedy(proposals, knot)
    if len(first) == len(knot):
        return first, sum(proposals[i].score for i in first)
    return _by_highs(proposals, knot, first, seconds)


def _by_highs(
    proposals: Sequence[Proposal], knot: list[int], first: list[int], seconds: float
) -> tuple[list[int], float]:
    import highspy  # heavy; only a build comes here

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 1e-9)
    users: dict[str, list[int]] = defaultdict(list)
    for place, i in enumerate(knot):
        solver.addVar(0.0, 1.0)
        solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        solver.changeColCost(place, proposals[i].score - TIE * place)
        for use in sorted(proposals[i].uses):
            users[use].append(place)
    seen: set[tuple[int, ...]] = set()
    for use in sorted(users):
        places = users[use]
        if len(places) > 1 and tuple(places) not in seen:
            seen.add(tuple(places))
            solver.addRow(0.0, 1.0, len(places), places, [1.0] * len(places))
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    solver.run()
    greedy_total = sum(proposals[i].score for i in first)
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        values = solver.getSolution().col_value
        picked = [i for place, i in enumerate(knot) if values[place] > 0.5]
        return picked, sum(proposals[i].score for i in picked)
    bound = min(_shared_out(proposals, knot), max(greedy_total, _dual_bound(solver)))
    return first, max(greedy_total, bound)


def _shared_out(proposals: Sequence[Proposal], knot: Sequence[int]) -> float:
    """A total no choice can exceed: each contract gives its best share of any proposal."""
    best: dict[str, float] = defaultdict(float)
    for i in knot:
        share = proposals[i].score / len(proposals[i].uses)
        for use in proposals[i].uses:
            best[use] = max(best[use], share)
    return math.fsum(best.values())


def _dual_bound(solver: Any) -> float:
    bound = float(solver.getInfo().mip_dual_bound)
    return bound if bound > 0 and math.isfinite(bound) else math.inf
