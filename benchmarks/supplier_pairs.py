"""Labelled suppliers' names and their pairs, as all of the benchmarks of names take them.

`suppliers/gold.csv` holds names with the number that buyers published beside them. A
true pair is two different published texts with one number of one scheme; pairs of
different schemes are no pairs at all, as nothing says whether they are one supplier.
The halves are told apart by a hash of the number, so no true pair is cut in two.
"""

from __future__ import annotations

import csv
import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from folkmoot.registers.linking.candidates import Node, candidate_pairs
from folkmoot.registers.linking.names import NameForms, name_forms

Record = tuple[str, str, str]
"""name, scheme, number."""
Pair = tuple[Record, Record]


class Labelled(NamedTuple):
    """A record with its name in the forms that are compared."""

    record: Record
    forms: NameForms


def records(path: Path, *, half: str) -> list[Record]:
    """Distinct names with their numbers, of the half that is asked for."""
    wanted = {"written": 0, "reported": 1}[half]
    with path.open(encoding="utf-8", newline="") as file:
        rows = {(r["name"], r["id_scheme"], r["id"]) for r in csv.DictReader(file)}
    return sorted(
        row
        for row in rows
        if hashlib.sha256(f"{row[1]}{row[2]}".encode()).digest()[0] % 2 == wanted
    )


def scheme_rows(rows: Iterable[Record]) -> dict[str, list[Record]]:
    """The records of each scheme."""
    found: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[row[1]].append(row)
    return found


def pairs_of(
    rows: Iterable[Record], key: Callable[[Record], tuple[str, str]]
) -> set[Pair]:
    """Pairs of records with the same key, of which the first part is not empty."""
    groups: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in rows:
        if key(row)[0]:
            groups[key(row)].append(row)
    return {
        pair for group in groups.values() for pair in combinations(sorted(group), 2)
    }


def candidates(rows: Iterable[Record]) -> list[tuple[Labelled, Labelled]]:
    """Pairs of one scheme that our blocking compares, in order."""
    found = []
    for of_scheme in scheme_rows(rows).values():
        labelled = [Labelled(row, name_forms(row[0])) for row in of_scheme]
        labelled = [one for one in labelled if one.forms.key]
        nodes = [
            Node(one.forms, (one.record[0],), frozenset(), frozenset())
            for one in labelled
        ]
        found += [
            tuple(sorted((labelled[i], labelled[j]), key=lambda one: one.record))
            for i, j in candidate_pairs(nodes)
        ]
    return found  # type: ignore[return-value]


_WORDS = re.compile(r"[a-z0-9]+")


def plain_name(name: str) -> str:
    """The name without case, signs and the legal forms Ltd, Limited, PLC, LLP."""
    text = html.unescape(html.unescape(name)).casefold().replace("&", " and ")
    words = (w for w in _WORDS.findall(text.replace("'", "")))
    return " ".join(
        w for w in words if w not in {"ltd", "limited", "plc", "llp", "the"}
    )


def same_plain_name(one: Record, other: Record) -> bool:
    """Whether two records bear one plain name: with two numbers, no name parts them."""
    return plain_name(one[0]) == plain_name(other[0])


def is_hard(pair: Pair) -> bool:
    """Whether the two names share no word of three letters or more: no name finds them."""
    one, other = (set(re.findall(r"[a-z]{3,}", row[0].casefold())) for row in pair)
    return not (one & other) - {"ltd", "limited", "plc", "llp", "the", "and"}
