"""No text leaves with a hidden name in it, however the name was spaced or written."""

from __future__ import annotations

import pytest

from folkmoot.registers.persons.hidden_names import HiddenNames

NAME = "Wilhelmina Quibble"


@pytest.fixture(scope="module")
def hidden() -> HiddenNames:
    return HiddenNames([NAME, "Quibble W", "O'Tarn & Tarn Lettings"])


@pytest.mark.parametrize(
    "text",
    [
        "Wilhelmina Quibble",
        "WILHELMINA QUIBBLE",
        "Paid to Wilhelmina  Quibble in May",
        "Wilhelmina\tQuibble",
        "Wilhelmina-Quibble, foster care",
        "Wilhelmina&nbsp;Quibble",
        "(Quibble, W)",
        "O&#39;Tarn &amp; Tarn Lettings",
    ],
)
def test_a_hidden_name_is_never_left(hidden: HiddenNames, text: str) -> None:
    shown = hidden.cleared(text).casefold()
    assert "quibble" not in shown
    assert "tarn" not in shown
    assert "an individual" in shown


@pytest.mark.parametrize(
    "text",
    ["", "Quibbles and Sons Ltd", "Wilhelmina Street depot", "Waste & recycling"],
)
def test_other_texts_stay_as_they_were(hidden: HiddenNames, text: str) -> None:
    assert hidden.cleared(text) == text


PROSE = ["Baker", "Hope", "Redacted", "REDACTED - personal data", "Landlord payments"]


@pytest.mark.parametrize(
    "text",
    [
        "Hope Street depot",
        "Village baker of the year",
        "Redacted lines are left out",
        "Personal data of landlord payments",
        "Foster carers' handbook",
    ],
)
def test_one_word_or_a_role_takes_nothing_out_of_prose(text: str) -> None:
    assert HiddenNames([*PROSE, "Foster carers"]).cleared(text) == text


@pytest.mark.parametrize("cell", [*PROSE, " HOPE ", "Hope.", "(redacted)"])
def test_one_word_or_a_role_is_hidden_as_a_whole_cell(cell: str) -> None:
    assert HiddenNames(PROSE).cleared(cell) == "an individual"


def test_a_title_makes_one_word_a_name() -> None:
    shown = HiddenNames(PROSE).cleared("Taxi for Mrs Baker to Hope Street")
    assert shown == "Taxi for an individual to Hope Street"


@pytest.mark.parametrize(
    "name", ["Landlord Quibble Wilhelmina", "Foster carer W Quibble"]
)
def test_a_name_beside_a_role_is_looked_for_anywhere(name: str) -> None:
    assert "quibble" not in HiddenNames([name]).cleared(f"paid {name} twice").casefold()


def test_a_name_is_found_with_its_surname_first_or_last() -> None:
    hidden = HiddenNames(["Mrs Wilhelmina Quibble"])
    for text in ("Taxi for Quibble, Wilhelmina", "Taxi for Wilhelmina Quibble"):
        assert hidden.cleared(text) == "Taxi for an individual"


def test_without_names_nothing_is_hidden() -> None:
    assert HiddenNames([]).cleared(NAME) == NAME
    assert HiddenNames(["", "&"]).cleared(NAME) == NAME
