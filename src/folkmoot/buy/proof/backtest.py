"""Whether the ranking would have proposed what councils later bought together, and how early.

Everything published after a cut is hidden, the proposals of that day are made, and the
joint buys told of later are looked for among them, beside simple ways of grouping the
same contracts. A proposal that nobody took up is not wrong: so recall is reported, with
its ceiling, and what a proposal is worth is for people to read (`reading_sheets`).
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from folkmoot.buy.proof.blind_build import Again, blind_build
from folkmoot.buy.proof.joint_buys import JointBuy, JointBuying, joint_buying
from folkmoot.buy.proof.simple_ways import Proposed, Taking, simple_ways
from folkmoot.buy.proof.window_outcomes import Outcomes, same_contracts, window_outcomes
from folkmoot.core.questions import question
from folkmoot.core.store import Reader, reading
from folkmoot.registers.councils.facts import known_councils

OURS = "folkmoot"
FEW = 30
"""Fewer joint buys than this carry no share worth a per cent sign."""
_HERE = "folkmoot.buy"
_DIVISION = 6
"""Letters of a need's id up to its division: "cpv:90"."""
_CLASS = 8
"""Letters up to the class: "cpv:9051"."""


@dataclass(frozen=True, slots=True)
class Found:
    """One joint buy held against one list: the first place of a proposal like it."""

    buy: JointBuy
    place: int | None
    same_division_place: int | None


@dataclass(frozen=True, slots=True)
class View:
    """The blind ranking in one form: names of partnerships shown, or masked."""

    contracts: int
    proposals: Mapping[str, list[Proposed]]
    found: Mapping[str, list[Found]]
    findable: frozenset[int]
    """Which joint buys could be found at all: two of its councils held the need."""
    findable_by_division: frozenset[int]


@dataclass(frozen=True, slots=True)
class Backtest:
    """The whole answer: what was bought together later, and what was seen of it."""

    cut: date
    today: date
    councils: Mapping[str, str]
    buying: JointBuying
    views: Mapping[str, View]
    outcomes: Mapping[str, Outcomes]


def backtest(again: Again, *, cut: date, today: date, seed: int) -> Backtest:
    """Build blind at `cut`, twice, and hold the joint buys told of since against it."""
    with reading(again.build) as reader:
        notices = reader.rows(question(_HERE, "joint_notices"), [cut])
        masked = [
            row["published_name"]
            for row in reader.rows(question(_HERE, "partnership_names"))
        ]
        ends = reader.rows(question(_HERE, "ends_known"))
        now = reader.rows(question(_HERE, "statements_of_contracts"))
    known = known_councils(again.extra_councils)
    names = {code: one.name for code, one in known.items() if one.end is None}
    buying = joint_buying(notices, names=names, searched=again.members)
    views, outcomes = {}, {}
    for name, hidden in (("names shown", ()), ("names masked", masked)):
        with tempfile.TemporaryDirectory() as place:
            target = Path(place, "blind.duckdb")
            blind_build(target, again, cut=cut, masked=hidden)
            with reading(target) as reader:
                views[name] = _view(reader, buying.buys, seed=seed)
                if not hidden:
                    windows = reader.rows(question(_HERE, "taking_part"))
                    then = reader.rows(question(_HERE, "statements_of_contracts"))
                    same = same_contracts(then, now)
                    outcomes = dict(
                        window_outcomes(windows, ends, same, cut=cut, today=today)
                    )
    members = {code: names.get(code, code) for code in sorted(again.members)}
    return Backtest(cut, today, members, buying, views, outcomes)


def _view(reader: Reader, buys: Sequence[JointBuy], *, seed: int) -> View:
    rows = reader.rows(question(_HERE, "taking_part"))
    taking = [Taking.of(row) for row in rows if not row["left_out"]]
    by_id = {one.contract_id: one for one in taking}
    ours: dict[int, list[Taking]] = defaultdict(list)
    for row in reader.rows(question(_HERE, "headlines_with_contracts")):
        if row["contract_id"] in by_id:
            ours[row["rank"]].append(by_id[row["contract_id"]])
    proposals = {
        OURS: [Proposed(tuple(ours[rank])) for rank in sorted(ours)],
        **simple_ways(taking, seed=seed),
    }
    return View(
        contracts=len(taking),
        proposals=proposals,
        found={
            way: [_found(buy, made) for buy in buys] for way, made in proposals.items()
        },
        findable=_findable(buys, taking, _CLASS),
        findable_by_division=_findable(buys, taking, _DIVISION),
    )


def _found(buy: JointBuy, made: Sequence[Proposed]) -> Found:
    """The first proposal with two of the buy's councils for its need, and for its division."""
    return Found(buy, _place(buy, made, _CLASS), _place(buy, made, _DIVISION))


def _place(buy: JointBuy, made: Sequence[Proposed], letters: int) -> int | None:
    for place, one in enumerate(made, start=1):
        councils = {
            c.council_id for c in one.contracts if _alike(buy, c, letters)
        } & buy.councils
        if len(councils) > 1:
            return place
    return None


def _alike(buy: JointBuy, contract: Taking, letters: int) -> bool:
    """Whether a contract is for the need of a buy, as far as the shorter code of the two says."""
    length = min(letters, len(buy.need_id), len(contract.need_id))
    same = contract.need_id[:length] == buy.need_id[:length]
    return length >= _DIVISION and same


def _findable(
    buys: Sequence[JointBuy], taking: Sequence[Taking], letters: int
) -> frozenset[int]:
    """Buys of which two councils held a contract for the need that took part at the cut."""
    found = set()
    for number, buy in enumerate(buys):
        holders = {c.council_id for c in taking if _alike(buy, c, letters)}
        if len(holders & buy.councils) > 1:
            found.add(number)
    return frozenset(found)


def backtest_document(result: Backtest) -> dict[str, Any]:
    """The answer as JSON carries it (folkmoot.backtest/1)."""
    return {
        "schema": "folkmoot.backtest/1",
        "cut": result.cut,
        "as_of": result.today,
        "councils": len(result.councils),
        "joint_buys": [
            {
                "councils": sorted(result.councils[c] for c in buy.councils),
                "need_id": buy.need_id,
                "kinds": list(buy.kinds),
                "told_date": buy.told_date,
                "days_after_cut": (buy.told_date - result.cut).days,
                "title": buy.title,
                "contract_ids": list(buy.contract_ids),
            }
            for buy in result.buying.buys
        ],
        "not_counted": {
            "by_consortia": result.buying.by_consortia,
            "need_not_known": result.buying.without_need,
            "fewer_than_two_of_the_councils": result.buying.outside,
        },
        "views": {
            name: {
                "contracts_taking_part": view.contracts,
                "findable": sorted(view.findable),
                "findable_by_division": sorted(view.findable_by_division),
                "ways": {
                    way: {
                        "proposals": len(view.proposals[way]),
                        "places": [one.place for one in found],
                        "places_by_division": [
                            one.same_division_place for one in found
                        ],
                    }
                    for way, found in view.found.items()
                },
            }
            for name, view in result.views.items()
        },
        "windows": {
            method: {
                "ends": own.ends,
                "later_end_told": own.later_end_told,
                "within_window": own.within_window,
                "paid_on": own.paid_on,
                "nothing_told": own.nothing_told,
            }
            for method, own in result.outcomes.items()
        },
    }
