"""Any list of suppliers' names brought together: each name with its supplier, and why.

Three steps, the surest first. Names that are equal once normalised are one supplier,
with the same id as in a build (`published.py`); the model of `model.py` then finds
likely links between the rest; what lies between "likely" and "no" is listed for people.
A number never joins two names by itself. Names that may be of people are masked, and
never linked to any but the very same name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from folkmoot.registers.linking.candidates import Node
from folkmoot.registers.linking.clusters import Clusters, clusters_of
from folkmoot.registers.linking.list_files import ListedName
from folkmoot.registers.linking.model import link_bar
from folkmoot.registers.linking.names import name_forms
from folkmoot.registers.linking.pairs import scored_pairs
from folkmoot.registers.linking.published import (
    NAME_CONFIDENCE,
    organisation_id,
    resolved_suppliers,
)
from folkmoot.registers.names.identifiers import NO_IDENTIFIER, checked_identifier
from folkmoot.registers.names.normalising import normalised_name
from folkmoot.registers.persons.recognise import INDIVIDUAL

OWN_NAME = "own_name"
"""The method of the name that others of its supplier were linked to."""


@dataclass(frozen=True, slots=True)
class EarlierName:
    """A row of an earlier answer, whose supplier id stays as it is."""

    listed: ListedName
    supplier_id: str
    display_name: str


@dataclass(frozen=True, slots=True)
class LinkedName:
    """One row of the list with its supplier and the link that put it there."""

    row_number: int
    name: str
    scheme: str
    identifier: str
    postcode: str
    supplier_id: str
    display_name: str
    method: str
    """`alone`, `own_name`, `exact_name`, `identifier_and_name`, `likely` or `none`."""
    score: float
    evidence: str
    linked_name: str
    """The name it was linked to, for likely links."""
    is_individual: bool


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two names that a person should look at; `same` is left empty for the answer."""

    score: float
    one_name: str
    other_name: str
    one_id: str
    other_id: str
    evidence: str
    same: str = ""


@dataclass(frozen=True, slots=True)
class LinkedSuppliers:
    """Every row of the list in its order, the pairs for people, and what was counted."""

    names: Sequence[LinkedName]
    doubtful: Sequence[DoubtfulPair]
    counts: Mapping[str, int]


@dataclass(slots=True)
class _Board:
    """The nodes in the order of their first names, those of an earlier answer first."""

    own_ids: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    fixed: dict[int, EarlierName] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)

    def add(self, own_id: str, rows: Sequence[ListedName]) -> int:
        """A node for the rows of one normalised name."""
        spellings = Counter(row.name for row in rows)
        self.place[own_id] = len(self.nodes)
        self.own_ids.append(own_id)
        self.nodes.append(
            Node(
                forms=name_forms(rows[0].name),
                spellings=tuple(name for name, _ in spellings.most_common()),
                numbers=frozenset(
                    {checked_identifier(r.scheme, r.identifier) for r in rows}
                    - {NO_IDENTIFIER}
                ),
                postcodes=frozenset({row.postcode for row in rows} - {""}),
            )
        )
        return self.place[own_id]


def linked_suppliers(
    listed: Sequence[ListedName],
    *,
    secret: bytes,
    earlier: Iterable[EarlierName] = (),
    holds_people: bool = True,
) -> LinkedSuppliers:
    """Each listed name with its supplier.

    With `earlier` names, the suppliers among them keep their ids and are never joined
    with one another; only pairs that hold a new name are compared. `secret` keys the
    ids of individuals. Without `holds_people` no name is hidden.
    """
    exact = resolved_suppliers(
        [(n.name, n.scheme, n.identifier, n.postcode, "", 1) for n in listed],
        secret=secret,
        holds_people=holds_people,
    )
    individuals = {
        row["supplier_id"]
        for row in exact.suppliers.to_pylist()
        if row["is_individual"]
    }
    links = {
        (row["published_name"], row["scheme"], row["identifier"]): row
        for row in exact.names.to_pylist()
    }
    of_name = [links[n.name, n.scheme, n.identifier] for n in listed]
    board = _board(
        listed, [row["supplier_id"] for row in of_name], individuals, earlier
    )
    everything = frozenset(range(len(board.nodes)))
    added = everything - board.fixed.keys() if board.fixed else None
    pairs = scored_pairs(board.nodes, added=added)
    bar = link_bar()
    clusters = clusters_of(
        board.own_ids,
        pairs,
        bar=bar,
        fixed={place: e.supplier_id for place, e in board.fixed.items()},
    )
    shown = _display_names(listed, of_name, board, clusters)
    names = [
        _masked(name, link)
        if link["supplier_id"] in individuals
        else _linked_name(name, link, board, clusters, shown)
        for name, link in zip(listed, of_name, strict=True)
    ]
    doubtful = [
        DoubtfulPair(
            round(pair.score, 3),
            board.nodes[pair.one].spellings[0],
            board.nodes[pair.other].spellings[0],
            clusters.ids[pair.one],
            clusters.ids[pair.other],
            pair.evidence + (_WOULD_JOIN_TWO if pair.score >= bar else ""),
        )
        for pair in pairs
        if clusters.ids[pair.one] != clusters.ids[pair.other]
    ]
    return LinkedSuppliers(names, doubtful, _counts(names, doubtful))


_WOULD_JOIN_TWO = " To link them would join two suppliers of the earlier answer."


def _board(
    listed: Sequence[ListedName],
    ids: Sequence[str],
    individuals: set[str],
    earlier: Iterable[EarlierName],
) -> _Board:
    """One node for each normalised name of an organisation, earlier ones first."""
    board = _Board()
    before: dict[str, list[EarlierName]] = {}
    for known in earlier:
        key = normalised_name(known.listed.name)
        if key:
            before.setdefault(organisation_id(key), []).append(known)
    for own_id, known_rows in before.items():
        place = board.add(own_id, [known.listed for known in known_rows])
        board.fixed[place] = known_rows[0]
    rows: dict[str, list[ListedName]] = {}
    for name, own_id in zip(listed, ids, strict=True):
        if own_id and own_id not in individuals and own_id not in before:
            rows.setdefault(own_id, []).append(name)
    for own_id, names in rows.items():
        board.add(own_id, names)
    return board


def _display_names(
    listed: Sequence[ListedName],
    of_name: Sequence[Mapping[str, Any]],
    board: _Board,
    clusters: Clusters,
) -> dict[str, str]:
    """The commonest spelling of each supplier, the first of equals; an earlier one stays."""
    counts: dict[str, Counter[str]] = {}
    for name, link in zip(listed, of_name, strict=True):
        place = board.place.get(link["supplier_id"])
        if place is not None:
            counts.setdefault(clusters.ids[place], Counter())[name.name] += 1
    shown = {own_id: names.most_common(1)[0][0] for own_id, names in counts.items()}
    return shown | {e.supplier_id: e.display_name for e in board.fixed.values()}


def _masked(name: ListedName, link: Mapping[str, Any]) -> LinkedName:
    """The row of a name that may be a person's: its number in the list, and no more."""
    return LinkedName(
        row_number=name.row_number,
        name=INDIVIDUAL,
        scheme="",
        identifier="",
        postcode="",
        supplier_id=link["supplier_id"],
        display_name=INDIVIDUAL,
        method=link["method"],
        score=link["confidence"],
        evidence=link["reason"],
        linked_name="",
        is_individual=True,
    )


def _linked_name(
    name: ListedName,
    link: Mapping[str, Any],
    board: _Board,
    clusters: Clusters,
    shown: Mapping[str, str],
) -> LinkedName:
    place = board.place.get(link["supplier_id"])
    supplier_id = "" if place is None else clusters.ids[place]
    method, score, evidence = link["method"], link["confidence"], link["reason"]
    linked_name = ""
    found = None if place is None else clusters.links.get(place)
    if found is not None:
        other = found.other if found.one == place else found.one
        linked_name = board.nodes[other].spellings[0]
        method, score, evidence = found.method, round(found.score, 3), found.evidence
    elif place in board.fixed and method == "alone":
        method, score = "exact_name", NAME_CONFIDENCE
        evidence = "The normalised name is the same as in the earlier answer."
    elif method == "alone" and place in clusters.joined:
        method = OWN_NAME
        evidence = "Other names were linked to this one."
    return LinkedName(
        row_number=name.row_number,
        name=name.name,
        scheme=name.scheme,
        identifier=name.identifier,
        postcode=name.postcode,
        supplier_id=supplier_id,
        display_name=shown.get(supplier_id, ""),
        method=method,
        score=score,
        evidence=evidence,
        linked_name=linked_name,
        is_individual=False,
    )


def _counts(
    names: Sequence[LinkedName], doubtful: Sequence[DoubtfulPair]
) -> dict[str, int]:
    """What was counted: names read, suppliers, names of each method, hidden ones."""
    methods = Counter(name.method for name in names)
    return {
        "names": len(names),
        "suppliers": len({name.supplier_id for name in names} - {""}),
        **{f"method_{method}": count for method, count in sorted(methods.items())},
        "hidden_individuals": sum(name.is_individual for name in names),
        "pairs_to_review": len(doubtful),
    }
