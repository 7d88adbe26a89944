"""Rows of joined suppliers: suppliers, their names, the links, the questions left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from folkmoot.core.judgements import Judgement, pair_subject
from folkmoot.registers.judging.joining import Pair, ways_to
from folkmoot.registers.judging.questions import NOT_SAME, SAME, SUPPLIERS
from folkmoot.registers.linking.lists import OWN_NAME
from folkmoot.registers.linking.published import ResolvedSuppliers
from folkmoot.registers.names.identifiers import COMPANY, NO_IDENTIFIER, Identifier
from folkmoot.registers.suppliers.joins import JoinedNames, Link

_MOST_ROUNDED = 3
"""Decimal places of a score: more would claim more than it knows."""


@dataclass(frozen=True, slots=True)
class JoinedSuppliers:
    """Tables as `ResolvedSuppliers` has them, and the rows of links and questions."""

    suppliers: pa.Table
    names: pa.Table
    links: Sequence[dict[str, Any]]
    questions: Sequence[dict[str, Any]]


def joined_suppliers(
    exact: ResolvedSuppliers, found: JoinedNames, judgements: Sequence[Judgement]
) -> JoinedSuppliers:
    """The suppliers of `exact` with every join of `found` made."""
    link_of, head_of = _links_of(found)
    return JoinedSuppliers(
        _suppliers(exact.suppliers, found, head_of),
        _names(exact.names, found, link_of, head_of),
        [_link_row(found, place, link) for place, link in sorted(link_of.items())],
        _questions(found, judgements),
    )


def _links_of(found: JoinedNames) -> tuple[dict[int, Link], dict[int, int]]:
    """For each joined name the link that leads to its supplier, and that name's place."""
    made = [found.links[number] for number in found.groups.made]
    of_group: dict[int, list[Link]] = {}
    for link in made:
        of_group.setdefault(found.groups.of[link.pair[0]], []).append(link)
    link_of: dict[int, Link] = {}
    head_of: dict[int, int] = {}
    for group, links in of_group.items():
        head = found.heads[group]
        ways = ways_to(head, [link.pair for link in links])
        link_of |= {place: links[number] for place, number in ways.items()}
        head_of |= {place: head for place in (head, *ways)}
    return link_of, head_of


def _suppliers(
    suppliers: pa.Table, found: JoinedNames, head_of: Mapping[int, int]
) -> pa.Table:
    places = found.names.places()
    members: dict[int, list[int]] = {}
    for place, head in head_of.items():
        members.setdefault(head, []).append(place)
    rows = []
    for row in suppliers.to_pylist():
        own = places.get(row["supplier_id"])
        if own is None or own not in head_of:
            rows.append(row)
        elif head_of[own] == own:
            rows.append({**row, **_together(found, members[own])})
    return pa.Table.from_pylist(rows, schema=suppliers.schema)


def _together(found: JoinedNames, places: Iterable[int]) -> dict[str, Any]:
    """What a joined supplier shows: its commonest name, and a number all agree on."""
    uses: Counter[str] = Counter()
    numbers: set[Identifier] = set()
    for place in places:
        uses.update(found.names.uses[place])
        numbers |= {Identifier(*number) for number in found.names.nodes[place].numbers}
    number = _agreed(numbers)
    return {
        "display_name": min(uses, key=lambda name: (-uses[name], name)),
        "scheme": number.scheme,
        "identifier": number.identifier,
        "name_count": len(uses),
    }


def _agreed(numbers: set[Identifier]) -> Identifier:
    for scheme in sorted({n.scheme for n in numbers}, key=lambda s: (s != COMPANY, s)):
        of_scheme = [number for number in numbers if number.scheme == scheme]
        return of_scheme[0] if len(of_scheme) == 1 else NO_IDENTIFIER
    return NO_IDENTIFIER


def _names(
    names: pa.Table,
    found: JoinedNames,
    link_of: Mapping[int, Link],
    head_of: Mapping[int, int],
) -> pa.Table:
    places = found.names.places()
    rows = []
    for published in names.to_pylist():
        row = {**published, "name_id": published["supplier_id"]}
        place = places.get(row["supplier_id"])
        if place is None or place not in head_of:
            rows.append(row)
        elif place in link_of:
            link = link_of[place]
            rows.append(
                {
                    **row,
                    "supplier_id": found.names.ids[head_of[place]],
                    "method": link.method,
                    "confidence": round(link.score, _MOST_ROUNDED),
                    "reason": f"{link.reason} Linked to “{_other(found, place, link)}”.",
                }
            )
        elif row["method"] == "alone":
            reason = "Other names were linked to this one."
            rows.append({**row, "method": OWN_NAME, "reason": reason})
        else:
            rows.append(row)
    schema = names.schema.append(pa.field("name_id", pa.string()))
    return pa.Table.from_pylist(rows, schema=schema)


def _other(found: JoinedNames, place: int, link: Link) -> str:
    one, other = link.pair
    return found.names.nodes[other if one == place else one].spellings[0]


def _link_row(found: JoinedNames, place: int, link: Link) -> dict[str, Any]:
    one, other = link.pair
    linked = other if one == place else one
    names = found.names
    return {
        "supplier_id": names.ids[found.heads[found.groups.of[place]]],
        "joined_id": names.ids[place],
        "joined_name": names.nodes[place].spellings[0],
        "linked_id": names.ids[linked],
        "linked_name": names.nodes[linked].spellings[0],
        "method": link.method,
        "score": round(link.score, _MOST_ROUNDED),
        "reason": link.reason,
        "judgement_id": link.judgement_id,
    }


def _questions(
    found: JoinedNames, judgements: Sequence[Judgement]
) -> list[dict[str, Any]]:
    """The surest pair of each two suppliers that nothing has joined or kept apart."""
    group_of = found.groups.of
    answered = {
        _groups(group_of, pair)
        for judgement in judgements
        if judgement.verdict in (SAME, NOT_SAME)
        and (pair := found.judged.get(judgement.judgement_id)) is not None
    }
    questions: dict[Pair, dict[str, Any]] = {}
    names = found.names
    for likely in found.pairs:
        groups = _groups(group_of, (likely.one, likely.other))
        if groups[0] == groups[1] or groups in answered or groups in questions:
            continue
        questions[groups] = {
            "topic": SUPPLIERS.name,
            "subject": pair_subject(names.ids[likely.one], names.ids[likely.other]),
            "one_id": names.ids[likely.one],
            "other_id": names.ids[likely.other],
            "one_supplier": names.ids[_head(found, likely.one)],
            "other_supplier": names.ids[_head(found, likely.other)],
            "one_label": names.nodes[likely.one].spellings[0],
            "other_label": names.nodes[likely.other].spellings[0],
            "score": round(likely.score, _MOST_ROUNDED),
            "reason": likely.evidence,
        }
    return list(questions.values())


def _groups(group_of: Sequence[int], pair: Pair) -> Pair:
    one, other = sorted((group_of[pair[0]], group_of[pair[1]]))
    return one, other


def _head(found: JoinedNames, place: int) -> int:
    return found.heads.get(found.groups.of[place], place)
