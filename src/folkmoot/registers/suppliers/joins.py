"""Suppliers' names joined to suppliers: by people's judgements first, then likely links.

Names that are equal once normalised are one already (`suppliers.py`). A link above the
shipped bar joins two more; what lies below it and is worth a look is a question for a
person. A judgement "the same" joins before any link, "not the same" holds even where a
chain of links would join. Names that may be of people take no part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from folkmoot.core.exceptions import RefusedError
from folkmoot.core.judgements import Judgement, pair_of, role_in_words
from folkmoot.registers.judging.joining import Groups, Pair, groups_of
from folkmoot.registers.judging.questions import NOT_SAME, SAME, SUPPLIERS
from folkmoot.registers.linking.candidates import Node
from folkmoot.registers.linking.model import link_bar
from folkmoot.registers.linking.names import name_forms
from folkmoot.registers.linking.pairs import ScoredPair, scored_pairs
from folkmoot.registers.linking.published import ResolvedSuppliers
from folkmoot.registers.names.identifiers import NO_IDENTIFIER, checked_identifier

ALL_COMPARED = 10_000
"""Names up to which every two are compared. In longer lists only pairs are that hold a
supplier with a contract, as the others cost as much and touch no contract."""
JUDGED = "judged"
"""The method of a link that a person made."""


@dataclass(slots=True)
class Names:
    """Each organisation's name by position: its id, forms, first date and uses."""

    ids: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    first_dates: list[date] = field(default_factory=list)
    uses: list[Counter[str]] = field(default_factory=list)
    contracted: set[int] = field(default_factory=set)

    def places(self) -> dict[str, int]:
        """Position by id."""
        return {own_id: place for place, own_id in enumerate(self.ids)}


@dataclass(frozen=True, slots=True)
class Link:
    """Two positions, and what says that they are one supplier."""

    pair: Pair
    method: str
    score: float
    reason: str
    judgement_id: int | None = None


@dataclass(frozen=True, slots=True)
class JoinedNames:
    """Names with their groups, the links tried in order, the pairs and the judgements."""

    names: Names
    groups: Groups
    links: Sequence[Link]
    heads: Mapping[int, int]
    """By group the position whose id the supplier has."""
    pairs: Sequence[ScoredPair]
    judged: Mapping[int, Pair | None]
    """By judgement its two positions, None where a name is gone."""


def joined_names(
    exact: ResolvedSuppliers,
    spelt: pa.Table,
    *,
    judgements: Sequence[Judgement],
    heads_before: Collection[str],
) -> JoinedNames:
    """The organisations of `exact` joined; `spelt` has their rows with dates and uses.

    `heads_before` are the ids of suppliers that the last build had joined: such an id
    stays, else the supplier takes that of the name that was published first.
    """
    names = organisations(exact, spelt)
    pairs = scored_pairs(names.nodes, added=_compared(names))
    judged = _judged_pairs(judgements, names)
    links = [*_said_the_same(judgements, judged), *_likely(pairs)]
    groups = groups_of(
        len(names.ids), [link.pair for link in links], _kept_apart(judgements, judged)
    )
    heads = {
        group: min(members, key=lambda place: _age(names, place, heads_before))
        for group, members in groups.members().items()
    }
    return JoinedNames(names, groups, links, heads, pairs, judged)


def organisations(exact: ResolvedSuppliers, spelt: pa.Table) -> Names:
    """One entry for each supplier that is no individual, in the order of their ids."""
    hidden = {
        row["supplier_id"]
        for row in exact.suppliers.select(["supplier_id", "is_individual"]).to_pylist()
        if row["is_individual"]
    }
    of_spelling = {
        (row["published_name"], row["scheme"], row["identifier"]): row["supplier_id"]
        for row in exact.names.select(
            ["published_name", "scheme", "identifier", "supplier_id"]
        ).to_pylist()
        if row["supplier_id"] and row["supplier_id"] not in hidden
    }
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in spelt.drop_columns(["category"]).to_pylist():
        own_id = of_spelling.get(
            (row["published_name"], row["scheme"], row["identifier"])
        )
        if own_id is not None:
            rows.setdefault(own_id, []).append(row)
    names = Names()
    for place, own_id in enumerate(sorted(rows)):
        _add(names, own_id, rows[own_id])
        if any(row["is_contract"] for row in rows[own_id]):
            names.contracted.add(place)
    return names


def _add(names: Names, own_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    uses: Counter[str] = Counter()
    for row in rows:
        uses[row["published_name"]] += row["row_count"]
    spellings = sorted(uses, key=lambda name: (-uses[name], name))
    numbers = {checked_identifier(row["scheme"], row["identifier"]) for row in rows}
    names.ids.append(own_id)
    names.uses.append(uses)
    names.first_dates.append(
        min((row["first_date"] or date.max for row in rows), default=date.max)
    )
    names.nodes.append(
        Node(
            forms=name_forms(spellings[0]),
            spellings=tuple(spellings),
            numbers=frozenset(numbers - {NO_IDENTIFIER}),
            postcodes=frozenset({row["postcode"] for row in rows} - {""}),
        )
    )


def _compared(names: Names) -> set[int] | None:
    return None if len(names.ids) <= ALL_COMPARED else names.contracted


def _judged_pairs(
    judgements: Sequence[Judgement], names: Names
) -> dict[int, Pair | None]:
    places = names.places()
    found: dict[int, Pair | None] = {}
    for judgement in judgements:
        if judgement.topic != SUPPLIERS.name:
            continue
        try:
            one, other = (places[own_id] for own_id in pair_of(judgement.subject))
        except (RefusedError, KeyError):
            found[judgement.judgement_id] = None
        else:
            found[judgement.judgement_id] = (min(one, other), max(one, other))
    return found


def _said_the_same(
    judgements: Sequence[Judgement], judged: Mapping[int, Pair | None]
) -> list[Link]:
    """Links that people made, the latest decision first: it outweighs an earlier one."""
    return [
        Link(pair, JUDGED, 1.0, joined_by(judgement), judgement.judgement_id)
        for judgement in reversed(judgements)
        if judgement.verdict == SAME
        and (pair := judged.get(judgement.judgement_id)) is not None
    ]


def joined_by(judgement: Judgement) -> str:
    """The sentence of a link that a person made: in which role, when and why."""
    role = role_in_words(judgement.role)
    return f"Joined by a person ({role}, {judgement.date}): {judgement.reason}"


def _likely(pairs: Sequence[ScoredPair]) -> list[Link]:
    bar = link_bar()
    return [
        Link((pair.one, pair.other), pair.method, pair.score, pair.evidence)
        for pair in pairs
        if pair.score >= bar
    ]


def _kept_apart(
    judgements: Sequence[Judgement], judged: Mapping[int, Pair | None]
) -> set[Pair]:
    return {
        pair
        for judgement in judgements
        if judgement.verdict == NOT_SAME
        and (pair := judged.get(judgement.judgement_id)) is not None
    }


def _age(
    names: Names, place: int, heads_before: Collection[str]
) -> tuple[bool, date, str]:
    own_id = names.ids[place]
    return own_id not in heads_before, names.first_dates[place], own_id
