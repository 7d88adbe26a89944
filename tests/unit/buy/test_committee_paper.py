"""What a paper for a committee cuts: never in the middle of a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.buy.committee_paper import _cut


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Short enough.", 20, "Short enough."),
        ("One thing is so. Another is not.", 24, "One thing is so."),
        ("It has 4 contracts, spends £2, and ends soon.", 32, "It has 4 contracts, spends £2."),
        ("Ask who transfers (Regulations 2006, regulation 3).", 45, "Ask who transfers."),
        ("Spends £1.5 million here every year at least", 30, "Spends £1.5 million here …"),
    ],
    ids=["fits", "a sentence", "a part of one", "outside brackets", "no place to end"],
)  # fmt: skip
def test_a_sentence_ends_where_it_can(text: str, most: int, shown: str) -> None:
    assert _cut(text, most) == shown


@given(st.text(alphabet="ab,.;( )", min_size=1, max_size=80), st.integers(5, 60))
def test_whatever_is_cut_fits_and_is_how_the_text_begins(text: str, most: int) -> None:
    shown = _cut(text, most)
    assert len(shown) <= most + 2
    assert text.startswith(shown.removesuffix(" …").removesuffix(".").rstrip())
