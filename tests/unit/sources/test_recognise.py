"""Layouts nobody described: the headings publishers use, and what each is taken to mean."""

from __future__ import annotations

import pytest

from folkmoot.sources.layouts.headers import header_of
from folkmoot.sources.layouts.recognise import Recognition, recognised
from folkmoot.sources.layouts.values import column_cells
from folkmoot.sources.layouts.vocabulary import normal_heading

D = ("01/04/2024", "15/06/2024", "30/09/2025")
E = ("31/03/2027", "14/06/2028", "29/09/2029")
M = ("12,500.00", "980,000", "45000")
S = ("Lamp Ltd", "Oakhay Care Limited", "Paving Co plc")
T = ("Street lighting maintenance", "Home care for adults", "Resurfacing of roads")
R = ("CT-001", "CT-002", "CT-003")


def read(*columns: tuple[str, tuple[str, ...]]) -> Recognition:
    """The reading of a table given column by column."""
    rows = [
        [heading for heading, _ in columns],
        *map(list, zip(*(cells for _, cells in columns), strict=True)),
    ]
    header = header_of(rows, len(columns))
    return recognised(header, column_cells(rows[header.last_row :], len(columns)))


def fields(found: Recognition) -> list[str]:
    return [meaning.field for meaning in found.columns]


@pytest.mark.parametrize(
    ("columns", "kind", "expected"),
    [
        pytest.param(
            [
                ("Ref No", R),
                ("Contract Name", T),
                ("Provider", S),
                ("Commencement Date", D),
                ("Expiry Date", E),
                ("Annual Value", M),
                ("Total Contract Value (£)", M),
            ],
            "contracts",
            [
                "reference",
                "title",
                "supplier_name",
                "start_text",
                "end_text",
                "annual_value_text",
                "value_text",
            ],
            id="register with annual and total value",
        ),
        pytest.param(
            [
                ("Contract Title", T),
                ("Start", D),
                ("End", E),
                ("Option to Extend", ("2 years", "1+1", "No")),
            ],
            "contracts",
            ["title", "start_text", "end_text", "extension_text"],
            id="register without suppliers",
        ),
        pytest.param(
            [
                ("Agreement", T),
                ("From", D),
                ("To", E),
                ("Contractor", S),
                ("Contract Manager", S),
            ],
            "contracts",
            ["title", "start_text", "end_text", "supplier_name", ""],
            id="register in plain words, its manager dropped",
        ),
        pytest.param(
            [
                ("Contract Title", T),
                ("Supplier Name", S),
                ("Contract Start Date", D),
                ("Contract End Date", E),
                ("Maximum End Date", E),
                ("Review Date", D),
                ("CPV Code", ("45233000", "85000000-9", "34928500")),
            ],
            "contracts",
            [
                "title",
                "supplier_name",
                "start_text",
                "end_text",
                "latest_end_text",
                "review_text",
                "cpv_text",
            ],
            id="three kinds of end",
        ),
        pytest.param(
            [("Payee", S), ("Paid", D), ("£", M)],
            "payments",
            ["supplier_name", "payment_date_text", "amount_text"],
            id="the shortest spend file",
        ),
        pytest.param(
            [("Vendor", S), ("Gross", M), ("VAT", M), ("Net", M), ("Posting Date", D)],
            "payments",
            ["supplier_name", "", "", "amount_text", "payment_date_text"],
            id="net before gross and VAT",
        ),
        pytest.param(
            [
                ("Supplier", S),
                ("Directorate", ("Place", "Adults", "Place")),
                ("Transaction No", R),
            ],
            "none",
            [],
            id="a list of suppliers is no payment",
        ),
        pytest.param(
            [
                ("Ward", ("North", "East", "South")),
                ("Councillor", S),
                ("Votes", ("120", "45", "9")),
            ],
            "none",
            [],
            id="something else",
        ),
    ],
)
def test_layout(columns, kind: str, expected: list[str]) -> None:
    found = read(*columns)
    assert found.kind == kind
    if expected:
        assert fields(found) == expected


def test_without_a_header_the_values_tell() -> None:
    rows = [
        list(row) for row in zip(S, D, ("1,250.00", "9.50", "(75.10)"), R, strict=True)
    ]
    header = header_of(rows, 4)
    found = recognised(header, column_cells(rows, 4))
    assert header.last_row == 0
    assert (found.kind, fields(found)) == (
        "payments",
        ["supplier_name", "payment_date_text", "amount_text", ""],
    )
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    ("heading", "normal"),
    [
        ("Invoice Line Value (net of VAT)", "invoice line value net"),
        ("Total (excludes VAT)", "total net"),
        ("Amount incl. VAT", "amount gross"),
        ("DetailedExpenditureType", "detailed expenditure type"),
        ("Amount £", "amount gbp"),
        ("  Council's   name ", "councils name"),
        ("End Date (excl. extensions)", "end date unextended"),
        ("Expiry including all possible extensions", "expiry extended"),
        ("Dyddiad Dod i Ben", "expiry date"),
        ("Gwerth (heb TAW)", "value net"),
        ("Cyfeirnod / Ref", "ref"),
        ("Cytundeb Fframwaith", "agreement fframwaith"),
    ],
)
def test_normal_heading(heading: str, normal: str) -> None:
    assert normal_heading(heading) == normal


@pytest.mark.parametrize(
    "heading",
    [
        "Cost per annum", "Cost p.a.", "Price per year (£)", "Annual cost", "Annual spend (£)",
        "Annual budget", "Yearly value", "Spend per annum", "Value P.A.", "Per annum",
    ],
)  # fmt: skip
def test_what_is_paid_a_year_is_the_annual_value(heading: str) -> None:
    found = read(("Contract ID", R), ("Contract", T), ("Provider", S), (heading, M))
    assert fields(found)[3] == "annual_value_text"


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Whole life (£)", M, "value_text"),
        ("Lifetime value", M, "value_text"),
        ("Total contract value (ex VAT)", M, "value_text"),
        ("Further extension", ("1 year", "2 x 12 months", "none"), "extension_text"),
        ("Options to extend", ("1 year", "2 x 12 months", "none"), "extension_text"),
        ("Terms", ("3 years", "36 months", "5+2"), "term_text"),
        ("Duration (months)", ("36", "24", "48"), "term_text"),
        ("What it covers", T, "description"),
        ("Contract covers", T, "description"),
        ("Purpose", T, "description"),
        ("Supplier Reg No", ("01234567", "02345678", "SC123456"), "supplier_company_number"),
        ("Company Reg", ("01234567", "02345678", "SC123456"), "supplier_company_number"),
    ],
)  # fmt: skip
def test_other_words_for_the_same(
    heading: str, cells: tuple[str, ...], expected: str
) -> None:
    found = read(
        ("Contract ID", R), ("Title", T), ("Supplier", S), ("End date", E), (heading, cells)
    )  # fmt: skip
    assert fields(found)[4] == expected


REGISTER = {
    "title": ("Contract title", T),
    "supplier_name": ("Supplier", S),
    "start_text": ("Start date", D),
    "end_text": ("End date", E),
    "annual_value_text": ("Annual value", M),
}
"""A plain register, in which each test says one column in other words."""

PLACES = ("N/A", "30/09/2030", "-")
WORDS = ("1+1", "2 x 12 months", "None")


def fields_with(heading: str, cells: tuple[str, ...], *, field: str) -> dict[str, str]:
    """The field of each heading of the plain register, one column of it said otherwise."""
    columns = {**REGISTER, field: (heading, cells)}
    found = read(*columns.values())
    assert found.kind == "contracts"
    headings = [name for name, _ in columns.values()]
    return dict(zip(headings, fields(found), strict=True))


@pytest.mark.parametrize(
    ("field", "heading", "cells"),
    [
        ("title", "What we are buying", T),
        ("title", "Goods/Services", T),
        ("title", "Activity", T),
        ("title", "Agreement", T),
        ("start_text", "From", D),
        ("start_text", "Commences", D),
        ("start_text", "Valid from", D),
        ("end_text", "Until", E),
        ("end_text", "Terminates", E),
        ("end_text", "Completion", E),
        ("end_text", "Completion Date", E),
        ("end_text", "Valid To", E),
        ("end_text", "Expires", E),
        ("end_text", "End date (excl extensions)", E),
        ("end_text", "Expiry excluding any extension", E),
        ("latest_end_text", "End date (incl ext)", E),
        ("latest_end_text", "Expiry incl. extensions", E),
        ("latest_end_text", "End date inc. all possible extensions", E),
        ("latest_end_text", "Extend to", E),
        ("latest_end_text", "Possible extension to", E),
        ("latest_end_text", "Possible extension to", PLACES),
        ("latest_end_text", "Extension", E),
        ("extension_text", "Extension", WORDS),
        ("extension_text", "Possible extension to", WORDS),
        ("extension_text", "Prolongation", WORDS),
        ("extension_text", "Renewal options", WORDS),
        ("extension_text", "Extension (months)", ("12", "0", "24")),
        ("annual_value_text", "Cost per annum", M),
        ("supplier_name", "Awarded to", S),
        ("supplier_name", "Provider", S),
        ("reference", "Our no.", R),
    ],
)  # fmt: skip
def test_one_column_of_a_register_in_other_words(
    field: str, heading: str, cells: tuple[str, ...]
) -> None:
    plain = {title: name for name, (title, _) in REGISTER.items() if name != field}
    assert fields_with(heading, cells, field=field) == {**plain, heading: field}


@pytest.mark.parametrize(
    ("field", "heading", "cells"),
    [
        ("reference", "Cyfeirnod / Ref", R),
        ("reference", "Cyfeirnod", R),
        ("title", "Teitl y Contract", T),
        ("title", "Enw'r Contract", T),
        ("supplier_name", "Cyflenwr", S),
        ("supplier_name", "Enw\u2019r Cyflenwr", S),
        ("supplier_name", "Contractwr", S),
        ("start_text", "Dyddiad Dechrau", D),
        ("start_text", "Dyddiad Cychwyn y Contract", D),
        ("start_text", "Dyddiad Dechrau Start Date", D),
        ("end_text", "Dyddiad Gorffen", E),
        ("end_text", "Dyddiad Dod i Ben / Expiry Date", E),
        ("extension_text", "Opsiynau Estyn", WORDS),
        ("extension_text", "Opsiwn i Ymestyn", WORDS),
        ("annual_value_text", "Gwerth Blynyddol", M),
        ("annual_value_text", "Gwerth Blynyddol (\u00a3) / Annual Value (\u00a3)", M),
        ("value_text", "Cyfanswm Gwerth y Contract (heb TAW)", M),
        ("term_text", "Hyd y Contract", ("36 mis", "24", "60")),
        ("description", "Disgrifiad", T),
        ("cpv_text", "C\u00f4d CPV", ("45233000", "85000000-9", "34928500")),
        ("procedure_text", "Proses Gaffael", ("Agored", "Agored", "Cyfyngedig")),
    ],
)  # fmt: skip
def test_welsh_headings_mean_what_english_ones_do(
    field: str, heading: str, cells: tuple[str, ...]
) -> None:
    assert fields_with(heading, cells, field=field)[heading] == field


def test_a_welsh_spend_file_is_payments() -> None:
    found = read(
        ("Enw'r Corff", ("Cyngor A", "Cyngor A", "Cyngor A")),
        ("Dyddiad Talu", D),
        ("Enw'r Cyflenwr", S),
        ("Swm Net", M),
        ("Math o Wariant", T),
    )
    assert (found.kind, fields(found)) == (
        "payments",
        ["buyer_name", "payment_date_text", "supplier_name", "amount_text", "category_text"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "heading", ["Swyddog Cyswllt", "E-bost", "Ff\u00f4n", "Rheolwr y Contract"]
)
def test_welsh_contact_details_are_dropped_too(heading: str) -> None:
    found = read(("Teitl", T), ("Cyflenwr", S), ("Dyddiad Gorffen", E), (heading, S))
    assert found.columns[3].is_contact


def test_ends_with_and_without_extensions_under_one_heading() -> None:
    rows = [
        ["Contract title", "Contract dates", "", "", "Contract value (\u00a3)", "", "Contractor"],
        ["", "Start", "Expiry", "Expiry incl. extensions", "Annual", "Whole life", ""],
        *map(list, zip(T, D, E, E, M, M, S, strict=True)),
    ]  # fmt: skip
    header = header_of(rows, 7)
    found = recognised(header, column_cells(rows[header.last_row :], 7))
    assert fields(found) == [
        "title", "start_text", "end_text", "latest_end_text",
        "annual_value_text", "value_text", "supplier_name",
    ]  # fmt: skip


def test_goods_beside_a_title_are_its_description() -> None:
    found = read(("Title", T), ("Goods/Services", T), ("Supplier", S), ("Until", E))
    assert fields(found)[:2] == ["title", "description"]


def test_name_under_supplier_is_the_supplier() -> None:
    rows = [
        ["Contract", "Supplier", "Contract", "Contract"],
        ["Title", "Name", "Start", "End"],
        *map(list, zip(T, S, D, E, strict=True)),
    ]
    header = header_of(rows, 4)
    found = recognised(header, column_cells(rows[header.last_row :], 4))
    assert header.last_row == 2
    assert fields(found) == ["title", "supplier_name", "start_text", "end_text"]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Description of contract", T, "title"),
        ("Description", tuple("x" * 121 for _ in T), "description"),
    ],
)
def test_a_short_description_is_the_title_where_there_is_none(
    heading: str, cells: tuple[str, ...], expected: str
) -> None:
    found = read(("Contract ID", R), (heading, cells), ("Supplier", S), ("End date", E))
    assert fields(found)[1] == expected
    beside = read(("Title", T), (heading, T), ("Supplier", S), ("End date", E))
    assert fields(beside)[:2] == ["title", "description"]
