"""Suppliers that may be people are hidden, by a corpus that anyone can add to."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.registers.names.normalising import normalised_name
from folkmoot.registers.persons.recognise import (
    INDIVIDUAL,
    individual_reason,
    without_names,
)

CORPUS = tomllib.loads(
    (Path(__file__).parents[2] / "golden" / "persons.toml").read_text(encoding="utf-8")
)
NAMED = [
    (name, None if reason == "organisations" else reason)
    for reason, table in CORPUS.items()
    if reason != "beside"
    for name in table["names"]
]


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    hidden = [case for case in NAMED if case[1] is not None]
    assert len(hidden) >= 120
    assert len(NAMED) - len(hidden) >= 60


@pytest.mark.parametrize(("name", "reason"), NAMED, ids=[name for name, _ in NAMED])
def test_names_of_the_corpus(name: str, reason: str | None) -> None:
    assert individual_reason(name) == reason


@pytest.mark.parametrize("case", CORPUS["beside"], ids=lambda case: str(case["reason"]))
def test_what_lies_beside_the_name_settles_it(case: dict[str, str]) -> None:
    reason = individual_reason(
        case["name"],
        scheme=case.get("scheme", ""),
        identifier=case.get("identifier", ""),
        category=case.get("category", ""),
    )
    assert (reason or "") == case["reason"]


@pytest.mark.parametrize("name", ["", "   ", "***", "&amp;", "-", "\x00"])
def test_a_name_without_letters_is_nobody(name: str) -> None:
    assert individual_reason(name) is None


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "Award to Tamsin Quellbrook for maps",
            ["Tamsin Quellbrook"],
            "Award to an individual for maps",
        ),
        ("TAMSIN  QUELLBROOK: maps", ["Tamsin Quellbrook"], "an individual: maps"),
        ("Maps by Quellbrook, Tamsin", ["Tamsin Quellbrook"], "Maps by an individual"),
        ("Maps by Tamsin Quellbrook", ["QUELLBROOK TAMSIN"], "Maps by an individual"),
        (
            "Maps by Mrs. Tamsin Quellbrook",
            ["Tamsin Quellbrook"],
            "Maps by an individual",
        ),
        ("Maps by T Quellbrook", ["MRS T QUELLBROOK"], "Maps by an individual"),
        ("Quellbrooks of Fenwold", ["Quellbrook"], "Quellbrooks of Fenwold"),
        ("Dornford & Vexley", ["Dornford &amp; Vexley"], "an individual"),
        ("Maps, ring 01392 123456 or a.b@example.org", [], "Maps, ring or"),
        ("Maps (+44 7700 900123)", [], "Maps ()"),
        (
            "From 01/04/2021 to 31/03/2025, ref 0123456789012",
            [],
            "From 01/04/2021 to 31/03/2025, ref 0123456789012",
        ),
        ("Nothing  to\nchange", ["Tamsin Quellbrook"], "Nothing  to\nchange"),
        ("", ["Tamsin Quellbrook"], ""),
        ("Any (text", ["***", ""], "Any (text"),
        ("Ann Ann Bell", ["Ann Bell", "Ann Ann Bell"], "an individual"),
    ],
)
def test_texts_lose_the_names_and_contacts(
    text: str, names: list[str], expected: str
) -> None:
    assert without_names(text, names) == expected


def test_every_hidden_name_of_the_corpus_leaves_a_title() -> None:
    for name, reason in NAMED:
        if reason is not None and reason != "contact details":
            text = without_names(f"Provision of maps by {name} in 2021", [name])
            assert text == f"Provision of maps by {INDIVIDUAL} in 2021"


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_an_answer(name: str) -> None:
    reason = individual_reason(name, category=name)
    assert reason is None or reason == individual_reason(f"  {name}  ", category=name)


_WORDS = st.lists(
    st.sampled_from(["Tamsin", "Quellbrook", "O'Fenn", "J", "Mrs", "-", "&", "de"]),
    min_size=1,
    max_size=4,
)


@given(_WORDS.map(" ".join), st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_no_text_keeps_a_name(name: str, before: str, after: str) -> None:
    left = without_names(f"{before} {name} {after}", [name])
    if any(letter.isalnum() for letter in name):
        assert f" {name.casefold()} " not in f" {left.casefold()} ".replace(
            INDIVIDUAL, ""
        )


@pytest.mark.parametrize(
    "piece", ["a", "0 ", "(", " ", "a@", "*", "A B ", "t/a ", "&amp;", "o'"]
)
def test_a_hostile_cell_takes_no_longer_than_it_must(piece: str) -> None:
    """Nothing here grows with the square of a cell: 30,000 characters, well under a second."""
    cell = (piece * 30_000)[:30_000]
    started = time.process_time()
    individual_reason(cell, category=cell)
    normalised_name(cell)
    without_names(cell, ["Tamsin Quellbrook"])
    assert time.process_time() - started < 2.0
