"""Joint buying as notices show it: several buyers, one name for several, "on behalf of".

No field says that councils buy together. What does: a notice that lists several distinct
councils as buyers; a buyer's name that means several; words that say on behalf of which
councils; and one reference under which several councils publish calls. Purchasing
consortia buy for whoever joins and are counted apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

SHORTEST_REFERENCE = 6
"""Shorter references, such as "C12", meet by chance."""
WORDS_AFTER = 160
"""Letters after "on behalf of" in which the councils are named; later ones are others."""
_ON_BEHALF = re.compile(r"\bon behalf of\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;]\s")
_OF_COUNCILS = re.compile(
    r"\b(councils?|authorit(y|ies)|boroughs?|districts?)\b", re.IGNORECASE
)
_PARTS_OF_COUNTIES = ("north", "south", "east", "west", "mid", "central")
""""Central Lancashire" is not Lancashire; councils called so are matched by their whole name."""
_CONSORTIUM = re.compile(
    r"\b(consortium|espo|ypo|nepo|purchasing organi[sz]ation|procurement (hub|alliance))\b",
    re.IGNORECASE,
)

SEVERAL_BUYERS, ONE_NAME, ON_BEHALF, ONE_REFERENCE = (
    "several buyers listed", "a name of several", "on behalf of", "one reference",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JointBuy:
    """One need that several councils bought together, first told of after the cut."""

    councils: frozenset[str]
    need_id: str
    kinds: tuple[str, ...]
    told_date: date
    start_date: date | None
    title: str
    contract_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JointBuying:
    """The joint buys of some councils, and what was seen and not counted."""

    buys: tuple[JointBuy, ...]
    by_consortia: int
    """Contracts whose buyer is a purchasing consortium."""
    without_need: int
    """Joint buys whose need nobody could tell."""
    outside: int
    """Joint buys with fewer than two of the councils that are searched."""


def joint_buying(
    rows: Sequence[Mapping[str, Any]],
    *,
    names: Mapping[str, str],
    searched: Iterable[str],
) -> JointBuying:
    """The joint buys among contracts (`joint_notices.sql`) with two of the councils `searched`.

    `names` are the short names of councils by code. Buys of the same councils for the same
    need are one: a tender and its award, or lots.
    """
    inside = frozenset(searched)
    finder = _named_in_words(names)
    shared = _by_reference(rows)
    consortia = without = outside = 0
    found: dict[tuple[frozenset[str], str], JointBuy] = {}
    for row in rows:
        text = f"{row['title'] or ''}. {row['description'] or ''}"
        if _CONSORTIUM.search(row["buyer_name"] or ""):
            consortia += 1
            continue
        ways = {
            SEVERAL_BUYERS: frozenset(row["listed_councils"] or ()),
            ONE_NAME: frozenset(row["named_councils"] or ()),
            ON_BEHALF: _on_behalf(text, row["council_id"], finder, names),
            ONE_REFERENCE: shared.get(row["contract_id"], frozenset()),
        }
        kinds = tuple(kind for kind, own in ways.items() if len(own) > 1)
        councils = frozenset().union(*(ways[kind] for kind in kinds))
        if not kinds:
            continue
        if len(councils & inside) < 2:
            outside += 1
        elif not row["need_id"]:
            without += 1
        else:
            buy = JointBuy(
                councils & inside, row["need_id"], kinds, row["told_date"],
                row["start_date"], row["title"] or "", (row["contract_id"],),
            )  # fmt: skip
            key = (buy.councils, buy.need_id)
            found[key] = _together(found[key], buy) if key in found else buy
    ordered = sorted(found.values(), key=lambda b: (b.told_date, b.contract_ids))
    return JointBuying(tuple(ordered), consortia, without, outside)


def _together(first: JointBuy, second: JointBuy) -> JointBuy:
    """Two notices of one buy, under the day that told of it first."""
    early = min(first, second, key=lambda b: (b.told_date, b.contract_ids))
    return replace(
        early,
        kinds=tuple(sorted({*first.kinds, *second.kinds})),
        contract_ids=tuple(sorted({*first.contract_ids, *second.contract_ids})),
    )


def _named_in_words(names: Mapping[str, str]) -> re.Pattern[str]:
    """Short names of councils, longest first, so that "North Norfolk" is not "Norfolk"."""
    ordered = sorted(set(names.values()), key=lambda name: (-len(name), name))
    apart = "".join(rf"(?<!{part} )" for part in _PARTS_OF_COUNTIES)
    listed = "|".join(re.escape(name) for name in ordered)
    return re.compile(rf"{apart}\b({listed})\b", re.IGNORECASE)


def _on_behalf(
    text: str, buyer: str | None, finder: re.Pattern[str], names: Mapping[str, str]
) -> frozenset[str]:
    """The buyer and the councils on whose behalf a text says that it buys."""
    codes = {name.casefold(): code for code, name in names.items()}
    found: set[str] = set()
    for said in _ON_BEHALF.finditer(text):
        after = text[said.end() : said.end() + WORDS_AFTER]
        clause = _SENTENCE_END.split(after, maxsplit=1)[0]
        if _OF_COUNCILS.search(clause):
            found |= {codes[hit.casefold()] for hit in finder.findall(clause)}
    return frozenset(found | {buyer} if buyer and found else found)


def _by_reference(rows: Sequence[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """The councils that publish under one reference, by contract."""
    councils: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for reference in row["references"] or ():
            if row["council_id"] and len(reference) >= SHORTEST_REFERENCE:
                councils[reference].add(row["council_id"])
                holders[reference].add(row["contract_id"])
    return {
        contract: frozenset(own)
        for reference, own in councils.items()
        if len(own) > 1
        for contract in holders[reference]
    }
