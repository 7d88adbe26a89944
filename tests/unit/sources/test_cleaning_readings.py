"""What one published text means: dates, money, identifiers, codes, lengths, names."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.sources.meanings.dates import date_reading
from folkmoot.sources.meanings.money import money_reading
from folkmoot.sources.meanings.wording import (
    cpv_reading,
    identifier_reading,
    postcode_reading,
    supplier_names,
    term_reading,
    tidy_text,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-05-01", date(2019, 5, 1)),
        ("2019-05-01T00:00:00Z", date(2019, 5, 1)),
        ("2019-05-01 10:30:00.000", date(2019, 5, 1)),
        ("2019/05/01", date(2019, 5, 1)),
        ("20190501", date(2019, 5, 1)),
        ("2011-11", date(2011, 11, 1)),
        ("3/4/20", date(2020, 4, 3)),
        ("13.11.2013", date(2013, 11, 13)),
        ("15/07/2011 00:00:00", date(2011, 7, 15)),
        ("14-Jan-2011", date(2011, 1, 14)),
        ("01/Feb/2012", date(2012, 2, 1)),
        ("25-Apr-13", date(2013, 4, 25)),
        ("3rd March 2015", date(2015, 3, 3)),
        ("Tuesday 3 March 2015", date(2015, 3, 3)),
        ("March 3, 2015", date(2015, 3, 3)),
        ("Sept 2019", date(2019, 9, 1)),
        ("43586", date(2019, 5, 1)),
        ("43586.5", date(2019, 5, 1)),
        (" 29/02/2024 ", date(2024, 2, 29)),
        ("31/12/2124", date(2124, 12, 31)),
    ],
)
def test_dates_as_councils_write_them(text: str, day: date) -> None:
    read = date_reading(text)
    assert (read.day_first, read.problem) == (day, "")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("31/02/2020", "date_impossible"),
        ("2019-13-01", "date_impossible"),
        ("29/02/2023", "date_impossible"),
        ("31/12/2999", "date_out_of_range"),
        ("01/01/1900", "date_out_of_range"),
        ("banana", "date_unreadable"),
        ("16.07.20014", "date_unreadable"),
        ("22/03/2012 | 30/03/2012", "date_unreadable"),
        ("12", "date_unreadable"),
    ],
)
def test_what_is_no_date_says_which_rule_it_broke(text: str, rule: str) -> None:
    read = date_reading(text)
    assert (read.day_first, read.problem) == (None, rule)


@pytest.mark.parametrize(
    "text", ["Rolling", "Until further notice", "ongoing", "Perpetual"]
)
def test_words_for_no_end_are_open_ended(text: str) -> None:
    read = date_reading(text)
    assert read.is_open_ended
    assert (read.day_first, read.problem) == (None, "")


@pytest.mark.parametrize("text", ["-", "N/A", "TBC", "00/00/0000", "Not applicable"])
def test_words_for_no_date_are_empty_and_no_issue(text: str) -> None:
    read = date_reading(text)
    assert (read.day_first, read.problem, read.is_open_ended) == (None, "", False)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1200", "1200.00"),
        ("£1,200.50", "1200.50"),
        (" 1,200.50 ", "1200.50"),
        ("(12.00)", "-12.00"),
        ("-£12", "-12.00"),
        ("£-12", "-12.00"),
        ("12.00-", "-12.00"),
        ("12.00 CR", "-12.00"),
        ("12.00 DR", "12.00"),
        ("GBP 12", "12.00"),
        ("12.00 GBP", "12.00"),
        ("1E+06", "1000000.00"),
        ("1.5e3", "1500.00"),
        ("-1.77E-15", "0.00"),
        ("£1.2m", "1200000.00"),
        ("£50k", "50000.00"),
        ("1234.5600000000002", "1234.56"),
        ("0.005", "0.01"),
        (".5", "0.50"),
        ("−12", "-12.00"),
        ("£12.00 ex VAT", "12.00"),
    ],
)
def test_money_as_councils_write_it(text: str, amount: str) -> None:
    read = money_reading(text)
    assert read.problem == ""
    assert str(read.amount) == amount


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1.234,56", "money_unreadable"),
        ("3,674,88", "money_unreadable"),
        ("12,34", "money_unreadable"),
        ("(12", "money_unreadable"),
        ("-(12)", "money_unreadable"),
        ("10-20", "money_unreadable"),
        ("12 per hour", "money_unreadable"),
        ("9" * 16, "money_unreadable"),
        ("POA", "money_in_words"),
        ("Various", "money_in_words"),
        ("TBC", "money_in_words"),
        ("Commercially sensitive", "money_in_words"),
        ("$5", "money_other_currency"),
        ("1,000 EUR", "money_other_currency"),
    ],
)
def test_money_is_never_guessed(text: str, rule: str) -> None:
    read = money_reading(text)
    assert (read.amount, read.problem) == (None, rule)


@pytest.mark.parametrize("text", ["", "-", " £ ", "£ -", "nil"])
def test_a_dash_for_money_is_an_empty_cell(text: str) -> None:
    assert money_reading(text) == money_reading("")


@pytest.mark.parametrize(
    ("scheme", "text", "found"),
    [
        ("", "gb/02165763", ("GB-COH", "02165763")),
        ("", "497029", ("GB-COH", "00497029")),
        ("", "SC12345", ("GB-COH", "SC012345")),
        ("", "oc 301234", ("GB-COH", "OC301234")),
        ("GB-COH", "1234567", ("GB-COH", "01234567")),
        ("Companies House", "02165763", ("GB-COH", "02165763")),
        ("", "GB 123 4567 89", ("GB-VAT", "123456789")),
        ("GB-CHC", "1089464", ("GB-CHC", "1089464")),
        ("GB-PPON", "PABC-1234-WXYZ", ("GB-PPON", "PABC-1234-WXYZ")),
        ("", "N/A", (None, None)),
        ("GB-COH", "0", (None, None)),
    ],
)
def test_identifiers_take_their_known_form(scheme, text, found) -> None:
    read = identifier_reading(scheme, text)
    assert (read.scheme, read.identifier, read.problem) == (*found, "")


@pytest.mark.parametrize(
    ("scheme", "text"), [("", "foo"), ("GB-COH", "123456789012"), ("", "12")]
)
def test_junk_in_place_of_an_identifier_is_an_issue(scheme: str, text: str) -> None:
    assert identifier_reading(scheme, text).problem == "identifier_unreadable"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("72000000", "72000000"),
        ("72000000-5", "72000000"),
        ("72000000, 48000000-8 Software", "72000000 48000000"),
        ("72000000|72000000", "72000000"),
        ("3100000", "03100000"),
        ("72", "72000000"),
        ("N/A", None),
    ],
)
def test_cpv_codes_are_found_in_what_stands_around_them(
    text: str, codes: str | None
) -> None:
    read = cpv_reading(text)
    assert (read.codes, read.problem) == (codes, "")


@pytest.mark.parametrize("text", ["IT services", "99999999", "01"])
def test_what_is_no_cpv_code_is_an_issue(text: str) -> None:
    assert cpv_reading(text).problem == "cpv_unreadable"


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("3 years", 36),
        ("36 months", 36),
        ("36", 36),
        ("three (3) year", 36),
        ("1 year 6 months", 18),
        ("2 + 1 + 1 years", 24),
        ("3+1+1", 36),
        ("5 + 2", 60),
        ("24+12", 24),
        ("4 years with an option of 2 years", 48),
        ("365 days", 12),
        ("1461 days", 48),
        ("10248 days", 337),
        ("12 days", 1),
        ("one year", 12),
        ("N/A", None),
    ],
)
def test_lengths_count_only_what_is_firm(text: str, months: int | None) -> None:
    read = term_reading(text)
    assert (read.months, read.problem) == (months, "")


@pytest.mark.parametrize("text", ["3+x", "long", "20000 years"])
def test_what_is_no_length_is_an_issue(text: str) -> None:
    assert term_reading(text).problem == "term_unreadable"


def test_texts_are_decoded_as_often_as_they_were_encoded() -> None:
    assert tidy_text("  R&amp;amp;D\xa0 &#39;x&#39;\r\n") == "R&D 'x'"
    assert tidy_text(" \t ") is None
    assert tidy_text("Smith & Sons; B") == "Smith & Sons; B"


def test_suppliers_part_at_marks_that_stand_in_no_name() -> None:
    assert supplier_names("A &amp; B Ltd; C, D and E") == ["A & B Ltd", "C, D and E"]
    assert supplier_names("A|B\nC") == ["A", "B", "C"]
    assert supplier_names("NOT AWARDED TO SUPPLIER") == []


def test_postcodes_are_written_one_way() -> None:
    assert postcode_reading("yo1 7hh") == "YO1 7HH"
    assert postcode_reading("Somewhere, SW1A1AA") == "SW1A 1AA"
    assert postcode_reading("none") is None
