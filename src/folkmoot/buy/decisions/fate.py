"""Why a proposal is no longer made, and what stands in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from folkmoot.buy.proposal.case import listed
from folkmoot.core.questions import question

_HERE = "folkmoot.buy"
TOLD_MOST = 3

Rows = Callable[[str, Sequence[object]], Sequence[Mapping[str, Any]]]
"""Asks a question of a build, sealed or being made, with its parameters."""

IN_WORDS = {
    "ended": "ended",
    "too late": "is too near its end for any route",
    "cancelled": "was cancelled",
    "no end date": "has no end date any more",
    "option not seen taken": "ended, and nothing says that its option was taken",
    "estimated end has passed": "has passed its estimated end",
    "ends before it starts": "now ends before it starts",
    "no need": "no longer says what it is for",
    "no known council": "no longer has a council that is known",
    "one-off": "reads as a single job",
    "beyond the horizon": "now ends beyond the horizon",
    "framework beside a contract": "is a framework, beside another contract",
}


def what_replaced(rows: Rows, contracts: Iterable[str]) -> list[dict[str, Any]]:
    """Headline proposals that now hold some of these contracts, those with most first."""
    asked = [sorted(contracts)]
    return [dict(row) for row in rows(question(_HERE, "proposals_with"), asked)]


def why_gone(rows: Rows, contracts: Iterable[str]) -> str:
    """What became of the contracts, in a sentence; empty where all still take part."""
    wanted = sorted(contracts)
    asked = rows(question(_HERE, "left_out_now"), [wanted])
    return what_became(asked, wanted)


def what_became(now: Iterable[Mapping[str, Any]], wanted: Sequence[str]) -> str:
    """The same from rows with `contract_id`, `left_out` and `council_name`."""
    known = {row["contract_id"]: row for row in now}
    said: dict[str, list[str]] = {}
    for key in wanted:
        row = known.get(key)
        if row is not None and row["left_out"]:
            what = IN_WORDS.get(row["left_out"], str(row["left_out"]))
            said.setdefault(what, []).append(
                row["council_name"] or "an unknown council"
            )
    parts = [
        f"the contract of {names[0]} {what}"
        if len(names) == 1
        else f"contracts of {listed(names[:TOLD_MOST])}: each {what}"
        for what, names in said.items()
    ]
    missing = sum(key not in known for key in wanted)
    if missing:
        parts.append(
            f"{missing} of its {len(wanted)} contracts "
            f"{'is' if missing == 1 else 'are'} no longer in the files"
        )
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""
