"""The Code as it ships, the headings that are a field's place, and how shares are said."""

from __future__ import annotations

from datetime import date

import pytest

from folkmoot.registers.publication.code import KINDS, transparency_code
from folkmoot.registers.publication.quality import table_places
from folkmoot.registers.publication.words import period_words, rows_words, share_words
from folkmoot.sources.layouts.vocabulary import fields_of

CODE = transparency_code()


def test_the_code_is_dated_and_says_what_it_was_checked_against() -> None:
    assert CODE.published == date(2015, 2, 27)
    assert CODE.address.startswith("https://www.gov.uk/")
    assert CODE.checked
    assert tuple(CODE.kinds) == KINDS


def test_it_asks_what_paragraphs_28_and_32_list() -> None:
    must = {
        kind: [field.name for field in CODE.kinds[kind].fields if field.is_must]
        for kind in ("payments", "contracts")
    }
    assert must["payments"] == [
        *("payment_date", "department", "beneficiary", "purpose", "amount", "vat"),
        "merchant_category",
    ]
    assert must["contracts"] == [
        *("reference", "title", "department", "description", "supplier_name"),
        *("supplier_details", "value", "vat", "start_date", "end_date", "review_date"),
        *("procedure", "sme", "vcse"),
    ]
    assert [f.name for f in CODE.kinds["contracts"].fields if not f.is_must] == [
        "company_number"
    ]


@pytest.mark.parametrize("kind", ["payments", "contracts"])
def test_every_field_has_a_place_to_be_looked_for(kind: str) -> None:
    for field in CODE.kinds[kind].fields:
        assert bool(field.aligned) != bool(field.headings), field.name
        assert field.aligned <= set(fields_of(kind)), field.name
        assert field.form in ("text", "money", "answer")


@pytest.mark.parametrize(
    ("field", "heading", "is_its_place"),
    [
        ("vat", "Irrecoverable VAT", True),
        ("vat", "VAT that cannot be recovered (£)", True),
        ("vat", "VAT registration number", False),
        ("department", "Directorate / service responsible", True),
        ("department", "Department", True),
        ("department", "Supplier department", False),
        ("sme", "SME supplier", True),
        ("sme", "SME type", False),
        ("vcse", "VCSE supplier", True),
        ("vcse", "VCSE supplier type", False),
    ],
)
def test_headings_of_fields_that_no_standard_column_holds(
    field: str, heading: str, is_its_place: bool
) -> None:
    assert CODE.field("contracts", field).is_under(heading) is is_its_place


def _table(kind: str, *fields: str) -> dict[str, object]:
    table = {"source_id": "s", "table_name": "", "raw_table": "raw.s", "kind": kind}
    columns = [
        {"source_id": "s", "table_name": "", "raw_column": f, "heading": f, "field": f}
        for f in fields
    ]
    return table_places(CODE, [table], columns)[0]


@pytest.mark.parametrize(
    ("kind", "fields", "is_notice"),
    [
        ("releases", ("title",), True),
        ("contracts", ("title", "reference"), False),
        ("contracts", ("title", "notice_id"), True),
        ("contracts", ("title", "notice_id", "reference"), False),
        ("contracts", ("process_id", "reference"), False),
        ("contracts", ("reference", "award_link"), True),
        ("payments", ("reference",), False),
    ],
)
def test_a_register_is_told_from_notices(
    kind: str, fields: tuple[str, ...], is_notice: bool
) -> None:
    assert _table(kind, *fields)["is_notice"] is is_notice


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 5, "0%"),
        (5, 5, "100%"),
        (1, 3, "33%"),
        (2, 3, "67%"),
        (1, 8, "13%"),  # 12.5, and half goes up, where formatting floats gives 12
        (5, 200, "3%"),
        (1, 1000, "less than 1%"),
        (1, 200, "1%"),
        (999, 1000, "more than 99%"),
        (0, 0, "none asked"),
    ],
)
def test_shares_are_rounded_as_people_do(part: int, whole: int, said: str) -> None:
    assert share_words(part, whole) == said


@pytest.mark.parametrize(
    ("numbers", "count", "said"),
    [
        ([14], 1, "row 14"),
        ([14, 52], 2, "rows 14 and 52"),
        ([14, 52, 60], 1830, "rows 14, 52, 60 and 1,827 more"),
        ([14], 2, "rows 14 and 1 more"),
    ],
)
def test_rows_are_listed_with_how_many_more(
    numbers: list[int], count: int, said: str
) -> None:
    assert rows_words(numbers, count) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2019-06", "2019-06", "June 2019"),
        ("2019-12", "2020-01", "December 2019 to January 2020"),
        ("1990", "2015", "1990 to 2015"),
        (None, None, "undated"),
    ],
)
def test_periods_are_said_in_words(
    first: str | None, last: str | None, said: str
) -> None:
    assert period_words(first, last) == said
