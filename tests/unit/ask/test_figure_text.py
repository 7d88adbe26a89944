"""Figures and findings as they are printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from folkmoot.ask.book.figure_text import tested_text as found_text
from folkmoot.ask.book.table_page import BlockTest, Cell, Column, Row, TablePage
from folkmoot.ask.publish.words import report_words


def table(letters: str, p: float | None) -> tuple[TablePage, BlockTest]:
    """A table by party, one cell of which has letters; what stands by role is no matter."""

    def column(division: str, code: str) -> Column:
        return Column(division, division, code, code, "a", 90, 90.0, 90.0)

    cells = [Cell("shown", 40.0), Cell("shown", 50.0, letters=letters)]
    cells += [Cell("shown", 30.0), Cell("shown", 60.0, letters="AB")]
    columns = ("", ""), ("party", "x"), ("party", "y"), ("role", "z")
    test = BlockTest("party", "Party", "Rao-Scott", p)
    page = TablePage(
        number=1,
        question="mood",
        item="",
        title="Mood",
        wording="Mood?",
        item_text="",
        base="All",
        columns=tuple(column(*one) for one in columns),
        rows=(Row("share", "good", "Good", tuple(cells)),),
        tests=(test,),
        notes=(),
    )
    return page, test


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("letters", "p", "said"),
    [
        ("b", 0.2, "letters_alone"),
        ("", 0.01, "test_alone"),
        ("b", 0.01, None),
        ("", 0.2, None),
        ("b", None, None),
    ],
)
def test_letters_and_test_that_disagree_are_said_to(language, letters, p, said):
    words = report_words(language)
    text = found_text(*table(letters, p), words)
    for key in ("letters_alone", "test_alone"):
        assert (words[key] in text) == (key == said)


def test_of_one_difference_no_other_is_blamed():
    """Two columns by two answers: letter and test ask the same, so none can be lost."""
    page, test = table("b", 0.09)
    row = page.rows[0]
    both = replace(page, columns=page.columns[:3], rows=(row, replace(row, code="bad")))
    words = report_words("en")
    assert words["one_difference"] in found_text(both, test, words)
    assert words["letters_alone"] not in found_text(both, test, words)
