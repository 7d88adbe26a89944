"""Wordings of extension, read line by line from a table that anybody may edit."""

import csv
from datetime import date
from pathlib import Path

import pytest

from folkmoot.registers.ends.extension_told import Dated, Extension
from folkmoot.registers.ends.extension_words import flattened, wordings
from folkmoot.registers.ends.extensions import extension_of
from folkmoot.registers.ends.terms import extension_words

TABLE = Path(__file__).with_name("extension_wordings.csv")


def told() -> list[dict[str, str]]:
    lines = TABLE.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


LINES = told()


def as_line(found: Extension) -> dict[str, str]:
    """What was read, written as a line of the table."""
    options = "+".join(f"{o.count}x{o.length_months}" for o in found.options)
    breaks = [b.months for b in found.breaks if b.months]
    return {
        "initial_months": str(found.initial_months or ""),
        "options": options,
        "latest_end": found.latest[0].isoformat() if found.latest else "",
        "break_months": str(breaks[0]) if breaks else "",
        "notice_days": str(found.notices[0].days) if found.notices else "",
        "conditions": " ".join(sorted(kind for kind, _ in found.conditions)),
    }


@pytest.mark.parametrize("line", LINES, ids=[line["words"][:60] for line in LINES])
def test_a_wording_is_read_as_its_line_says(line):
    read = as_line(extension_of([("description", line["words"])]))
    assert read == {name: line[name] or "" for name in read}


def test_the_table_has_the_wordings_it_promises():
    assert len(LINES) >= 60


@pytest.mark.parametrize("wording", wordings(), ids=lambda w: w.example[:50])
def test_each_wording_is_the_one_that_reads_its_example(wording):
    flat = flattened(wording.example).lower()
    assert wording.pattern.search(flat)


def test_the_words_stand_where_the_places_say():
    text = (
        "Lot 1. Let for&nbsp;3 years, with an option to extend by 2 x 12 months. End."
    )
    found = extension_of([("title", "Gritting"), ("description", text)])
    (option,) = found.options
    quoted = option.quoted
    assert (quoted.field, quoted.text) == (
        "description",
        text[quoted.start : quoted.end],
    )
    assert "2 x 12 months" in quoted.text
    assert found.initial_months == 36


def test_what_cannot_be_read_is_kept():
    found = extension_of([("description", "The contract may be extended. Thank you.")])
    assert [q.text for q in found.unread] == ["The contract may be extended"]
    assert not found.options


def test_sentences_that_disagree_are_doubted_and_the_first_counts():
    found = extension_of(
        [
            ("title", "Gritting contract 2+1"),
            ("description", "Two years with an option to extend for 24 months."),
        ]
    )
    assert found.is_doubted
    assert found.option_months == 12


def test_a_day_that_does_not_exist_is_no_latest_end():
    found = extension_of([("d", "The contract may be extended until 31 June 2029")])
    assert found.latest is None
    assert extension_of(
        [("d", "The contract may be extended until 30 June 2029")]
    ).latest[0] == date(2029, 6, 30)


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("1 x 12 months", 12),
        ("12 months", 12),
        ("Up to 2 years", 24),
        ("+1 +1 years", 24),
        ("2 optional periods of up to twenty four months", 48),
        ("extension of 6 months, then of 12 months", 18),
        ("No extension", None),
        ("No extension after 24 months", None),
        ("None", None),
        ("Yes", None),
    ],
)
def test_the_publishers_own_field_speaks_of_nothing_else(words, months):
    assert extension_of([("extension_text", words)]).option_months == months


THREE_YEARS = Dated(has_end=True, lengths=(36,))


@pytest.mark.parametrize(
    ("words", "dated", "first", "options"),
    [
        ("1+1", THREE_YEARS, "", "2x12"),
        ("+1", THREE_YEARS, "", "1x12"),
        ("+2", THREE_YEARS, "", "1x24"),
        ("+1+1", THREE_YEARS, "", "2x12"),
        ("+24", THREE_YEARS, "", "1x24"),
        ("12 months + 12 months", THREE_YEARS, "", "2x12"),
        ("Yes, 1 + 1 years", THREE_YEARS, "", "2x12"),
        ("Yes - 2 years", THREE_YEARS, "", "1x24"),
        ("12 or 24 months", THREE_YEARS, "", "1x24"),
        ("1+1", Dated(has_end=True), "", "2x12"),
        ("1+1", Dated(has_end=True, lengths=(12,)), "12", "1x12"),
        ("1+1", Dated(lengths=(36,)), "12", "1x12"),
        ("3+1+1", THREE_YEARS, "36", "2x12"),
        ("3+1+1", Dated(has_end=True, lengths=(24,)), "36", "2x12"),
        ("36+12", THREE_YEARS, "36", "1x12"),
        ("Lots 1+2", THREE_YEARS, "", ""),
    ],
)
def test_a_sum_of_extensions_beside_an_end_is_all_of_options(
    words, dated, first, options
):
    read = as_line(extension_of([("extension_text", words)], dated))
    assert (read["initial_months"], read["options"]) == (first, options)


def test_a_sum_in_a_description_gives_the_first_term_whatever_the_dates():
    read = as_line(extension_of([("description", "Term: 1+1")], THREE_YEARS))
    assert (read["initial_months"], read["options"]) == ("12", "1x12")


@pytest.mark.parametrize("said", ["None", "n/a", " No. ", "N", "0"])
def test_a_column_that_says_no_is_no_wording(said):
    assert extension_words(said, "", "") is None
    assert extension_words("1 x 12", "", "") == "1 x 12"
