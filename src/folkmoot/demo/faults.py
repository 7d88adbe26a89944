"""Faults put into a planned group before it is written: codes, names and dates.

Each contract has a source of chance of its own, so that the same seed gives the same group
with and without them: what is misspelt in one contract in twenty is so in one in ten too,
and what else changes is the added fault's doing alone.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from folkmoot.demo.shape import Shape
from folkmoot.demo.truth import Contract, ContractKey, Supplier

DIVISION_DIGITS = 2


def put_in_faults(
    contracts: Sequence[Contract],
    shape: Shape,
    *,
    seed: int,
    as_of: date,
    apart: Collection[ContractKey],
) -> None:
    """Put in a shape's faults; contracts `apart` keep their dates, as theirs are unknown."""
    divisions = {one.key: one.code[:DIVISION_DIGITS] for one in contracts}
    for one in contracts:
        chance = _chance(f"{seed} {one.key}")
        loses_code, is_misspelt = chance.random(), chance.random()
        if loses_code < shape.codes_missing:
            one.code = ""
        if is_misspelt < shape.names_misspelt:
            one.supplier = Supplier(misspelt(chance, one.supplier.name), "")
            council = one.council
            one.council = replace(
                council,
                name=misspelt(chance, council.name),
                short=misspelt(chance, council.short),
            )
    if shape.are_dates_permuted:
        live = (c for c in contracts if c.end > as_of and c.key not in apart)
        _permute_dates(list(live), divisions, _chance(f"{seed} dates"))


def _chance(key: str) -> random.Random:
    return random.Random(key)  # noqa: S311 - an invention, not a secret


def misspelt(chance: random.Random, name: str) -> str:
    """A name with one slip of the keyboard after its first letter: left out, doubled, swapped."""
    places = [i for i in range(1, len(name) - 1) if name[i : i + 2].isalpha()]
    if not places:
        return name
    at = chance.choice(places)
    slips = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    return chance.choice(slips)


def _permute_dates(
    contracts: Sequence[Contract],
    divisions: Mapping[ContractKey, str],
    chance: random.Random,
) -> None:
    """Contracts of one CPV division exchange their terms and options among one another."""
    by_division: dict[str, list[Contract]] = defaultdict(list)
    for one in contracts:
        by_division[divisions[one.key]].append(one)
    for division in sorted(by_division):
        own = sorted(by_division[division], key=lambda c: c.key)
        terms = [(c.start, c.end, c.latest, c.extension) for c in own]
        chance.shuffle(terms)
        for one, term in zip(own, terms, strict=True):
            one.start, one.end, one.latest, one.extension = term
