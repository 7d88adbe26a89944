"""No text leaves with a hidden name in it, however the name was spaced or written."""

from __future__ import annotations

import pytest

from folkmoot.registers.hidden_names import HiddenNames

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


def test_without_names_nothing_is_hidden() -> None:
    assert HiddenNames([]).cleared(NAME) == NAME
    assert HiddenNames(["", "&"]).cleared(NAME) == NAME
