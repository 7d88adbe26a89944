"""Faults on purpose: what they change, and that they change nothing else."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

from folkmoot.demo.catalogue import catalogue_in
from folkmoot.demo.faults import misspelt, put_in_faults
from folkmoot.demo.names import invented_councils
from folkmoot.demo.plan import Planner
from folkmoot.demo.shape import DEMO

AS_OF = date(2026, 11, 1)


def _contracts():
    planner = Planner(
        invented_councils(members=10), seed=5, as_of=AS_OF, catalogue=catalogue_in()
    )
    planner.background(live=300, past=100)
    return planner.contracts


def _with(apart=(), **faults):
    made = _contracts()
    shape = replace(DEMO, **faults)
    put_in_faults(made, shape, seed=5, as_of=AS_OF, apart=frozenset(apart))
    return made


def _terms(contracts):
    return [(c.start, c.end, c.latest) for c in contracts]


def test_without_faults_nothing_changes():
    assert _with() == _contracts()


def test_codes_go_missing_in_about_the_share_asked_for():
    made = _with(codes_missing=0.25)
    missing = sum(one.code == "" for one in made)
    assert 0.15 < missing / len(made) < 0.35
    assert _terms(made) == _terms(_contracts())


def test_names_are_misspelt_and_their_number_is_gone():
    plain, made = _contracts(), _with(names_misspelt=0.5)
    changed = [
        (a, b) for a, b in zip(plain, made, strict=True) if a.supplier != b.supplier
    ]
    assert 0.4 < len(changed) / len(made) < 0.6
    assert all(b.supplier.number == "" for _, b in changed)
    assert all(a.council.gss == b.council.gss for a, b in changed)
    assert [one.code for one in made] == [one.code for one in plain]


def test_more_of_one_fault_leaves_the_others_as_they_were():
    few = _with(names_misspelt=0.05, codes_missing=0.2)
    many = _with(names_misspelt=0.5, codes_missing=0.2)
    assert [one.code for one in few] == [one.code for one in many]
    slipped = [n for n, one in enumerate(few) if one.supplier.number == ""]
    assert slipped
    assert all(many[n].supplier == few[n].supplier for n in slipped)


def test_dates_are_exchanged_within_a_category_alone():
    plain = _contracts()
    kept = plain[0].key
    made = _with(apart=[kept], are_dates_permuted=True)
    by_division = Counter((a.code[:2], a.end) for a in plain)
    assert by_division == Counter((b.code[:2], b.end) for b in made)
    moved = sum(a.end != b.end for a, b in zip(plain, made, strict=True))
    live = sum(one.end > AS_OF for one in plain)
    assert moved > live / 2
    ended = [(a, b) for a, b in zip(plain, made, strict=True) if a.end <= AS_OF]
    assert all(a.end == b.end for a, b in ended)
    assert made[0].end == plain[0].end


def test_a_slip_keeps_the_first_letter_and_changes_the_name():
    chance = random.Random(1)
    slips = {misspelt(chance, "Averlock Cleaning Ltd") for _ in range(50)}
    assert all(slip.startswith("A") and slip for slip in slips)
    assert len(slips - {"Averlock Cleaning Ltd"}) > 20
    assert misspelt(chance, "A1") == "A1"
