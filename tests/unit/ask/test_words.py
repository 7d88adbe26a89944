"""What report and form say: the same sentences in every language, with the same gaps."""

from __future__ import annotations

import string

import pytest

from folkmoot.ask.publish.words import _sentences

PARTS = ["report", "form"]


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_is_there_in_both_languages(part: str):
    english, welsh = _sentences()[part]["en"], _sentences()[part]["cy"]
    assert set(english) == set(welsh)
    assert all(english.values())
    assert all(welsh.values())
    assert {k: gaps(v) for k, v in english.items()} == {
        k: gaps(v) for k, v in welsh.items()
    }


def test_a_year_has_twelve_months_in_both_languages():
    assert {len(names) for names in _sentences()["months"].values()} == {12}
