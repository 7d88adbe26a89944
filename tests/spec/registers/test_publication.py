# ruff: noqa: E501  (truth tables are as wide as they are)
"""How much of what the Code asks each published row tells: states, periods, counts, gaps."""

from __future__ import annotations

import pytest
from oracle import publication as oracle

from folkmoot.registers.publication import cells, scores
from folkmoot.registers.publication.code import transparency_code
from folkmoot.sources.tables import CLEAN_CONTRACTS, CLEAN_PAYMENTS

CODE = transparency_code()
PAYMENT_FIELDS = [field.name for field in CODE.kinds["payments"].fields]
CONTRACT_FIELDS = [field.name for field in CODE.kinds["contracts"].fields]
CONTRACT_OPTIONS = {
    "over_gbp": {name: kind.over_gbp for name, kind in CODE.kinds.items()},
    "notice_fields": {f.name: f.notices for f in CODE.kinds["notices"].fields},
}
NO_DOUBTS = """
    source_id | table_name | row_number:integer | field | is_withheld:boolean
    other     | ""         | 1                  | value | false
"""


def drawn_places(*sources, fields, lacking=(), notice=()):
    """A table of places where every column is there, save those lacking."""
    names = ["source_id", "table_name", "is_notice:boolean"]
    names += [f"has_{field}:boolean" for field in fields]
    lines = [" | ".join(names)]
    for source in sources:
        has = ["false" if f in lacking else "true" for f in fields]
        is_notice = "true" if source in notice else "false"
        lines.append(" | ".join([source, '""', is_notice, *has]))
    return "\n".join(lines)


def rows_of(spec, extra, rows):
    """Rows of a declared table with columns that staging adds, as drawn text."""
    types = {c.name: c.type for c in spec.columns} | extra
    names = list(rows[0])
    lines = [" | ".join(f"{n}:{types[n]}" for n in types)]
    for row in rows:
        assert set(row) <= set(types), set(row) - set(types)
        lines.append(" | ".join(str(row.get(n, "")) for n in types))
    assert names
    return "\n".join(lines)


STAGED = {"council_id": "text", "sub_unit": "text"}


def test_each_cell_of_a_payment_is_in_one_of_five_states(check) -> None:
    payments = rows_of(
        CLEAN_PAYMENTS,
        STAGED,
        [
            {"source_id": "s", "table_name": '""', "row_number": 2, "council_id": "E1",
             "payment_date": "2019-06-30", "amount_gbp": "12.00", "service_text": "Roads",
             "supplier_name": "Tarmac Ltd", "description": "Gravel"},
            {"source_id": "s", "table_name": '""', "row_number": 3,
             "amount_gbp": "-1.00", "sub_unit": "Schools",
             "supplier_name": "REDACTED PERSONAL DATA", "category_text": "n/a"},
            {"source_id": "s", "table_name": '""', "row_number": 4,
             "payment_date": "2019-07-01", "amount_gbp": "1.00",
             "service_text": '"  "', "supplier_name": "TBC"},
        ],
    )  # fmt: skip
    check(
        cells.payment_cells,
        oracle=oracle.payment_cells,
        inputs={
            "payments": payments,
            "doubts": """
                source_id | table_name | row_number:integer | field        | is_withheld:boolean
                s         | ""         | 3                  | payment_date | false
            """,
            "places": drawn_places(
                "s", fields=PAYMENT_FIELDS, lacking=("merchant_category",)
            ),
            "apart": """
                source_id | table_name | row_number:integer | field | text
                s         | ""         | 2                  | vat   | "(£1,204.50)"
                s         | ""         | 3                  | vat   | nil
                s         | ""         | 4                  | vat   | see invoice
            """,
        },
        expected="""
            row_number:integer | publisher_id | kind     | period  | payment_date | amount | department | beneficiary | purpose | vat     | merchant_category
            2                  | E1           | payments | 2019-06 | valid        | valid  | valid      | valid       | valid   | valid   | no_column
            3                  | s            | payments |         | unclear      | valid  | valid      | valid       | unclear | valid   | no_column
            4                  | s            | payments | 2019-07 | valid        | valid  | blank      | unclear     | blank   | unclear | no_column
        """,
    )


def contract(number, source="s", **more):
    return {
        "contract_row_id": f"{source}{number}",
        "source_id": source,
        "table_name": '""',
        "row_number": number,
        **more,
    }


WHOLE = {
    "reference": "DN1", "title": "Gritting", "description": "Winter", "procedure_text": "Quote",
    "value_gbp": "9000.00", "value_basis": "total", "start_date": "2020-04-01",
    "end_date": "2022-03-31", "review_date": "2021-12-01", "council_id": "E1",
}  # fmt: skip
TOLD = """
    of_row | has_name:boolean | has_details:boolean | has_company:boolean | is_individual:boolean
    s2     | true             | true                | true                | false
    s4     | true             | false               | false               | true
    n2     | false            | false               | false               | false
"""
APART = """
    source_id | table_name | row_number:integer | field      | text
    s         | ""         | 2                  | department | Highways
    s         | ""         | 2                  | sme        | No
    s         | ""         | 2                  | vcse       | TBC
    s         | ""         | 2                  | vat        | 0
"""
SHOWN = (
    "reference", "title", "department", "supplier_name", "supplier_details", "value",
    "vat", "start_date", "end_date", "review_date", "sme", "vcse", "company_number",
)  # fmt: skip


def expected(*rows):
    head = ["row_number:integer", "kind", "period", *SHOWN]
    return "\n".join(" | ".join(cells) for cells in (head, *rows))


@pytest.mark.parametrize(
    ("row", "due"),
    [
        pytest.param(
            contract(2, **WHOLE),
            ["2", "contracts", "2020", "valid", "valid", "valid", "valid", "valid",
             "valid", "valid", "valid", "valid", "valid", "valid", "unclear", "valid"],
            id="told",
        ),
        pytest.param(
            contract(3, awarded_date="2019-02-01", is_open_ended="true", council_id="E1"),
            ["3", "contracts", "2019", "blank", "blank", "blank", "valid", "not_asked",
             "unclear", "blank", "blank", "valid", "blank", "blank", "blank", "not_asked"],
            id="withheld, rolling, value unreadable",
        ),
        pytest.param(
            contract(4, **WHOLE),
            ["4", "contracts", "2020", "valid", "valid", "blank", "valid", "not_asked",
             "valid", "blank", "valid", "valid", "valid", "blank", "blank", "not_asked"],
            id="an individual's details are not asked",
        ),
        pytest.param(
            contract(5, **{**WHOLE, "value_gbp": "5000.00"}),
            ["5", "contracts", "2020", *["not_asked"] * len(SHOWN)],
            id="not above the threshold",
        ),
        pytest.param(
            contract(6, **{**WHOLE, "value_gbp": "5000.00", "value_basis": "annual"}),
            ["6", "contracts", "2020", "valid", "valid", "blank", "blank", "blank",
             "valid", "blank", "valid", "valid", "valid", "blank", "blank", "blank"],
            id="a yearly value may be above it in all",
        ),
        pytest.param(
            contract(2, "n", title="Tender", notice_id="N1", stage="tender"),
            ["2", "notices", "", "valid", "valid", "not_asked", "not_asked", "not_asked",
             "not_asked", "not_asked", "blank", "blank", "not_asked", "not_asked",
             "not_asked", "not_asked"],
            id="a notice before the award",
        ),
        pytest.param(
            contract(2, "n", title="Award", process_id="p", stage="award"),
            ["2", "notices", "", "valid", "valid", "not_asked", "blank", "blank",
             "blank", "not_asked", "blank", "blank", "not_asked", "not_asked",
             "not_asked", "blank"],
            id="an award without its supplier",
        ),
    ],
)  # fmt: skip
def test_each_cell_of_a_contract_is_in_one_of_five_states(check, row, due) -> None:
    check(
        cells.contract_cells,
        oracle=oracle.contract_cells,
        inputs={
            "contracts": rows_of(CLEAN_CONTRACTS, STAGED, [row]),
            "told": TOLD,
            "doubts": """
                source_id | table_name | row_number:integer | field         | is_withheld:boolean
                s         | ""         | 3                  | supplier_name | true
                s         | ""         | 3                  | value         | false
            """,
            "places": drawn_places("s", "n", fields=CONTRACT_FIELDS, notice=("n",)),
            "apart": APART,
        },
        options=CONTRACT_OPTIONS,
        expected=expected(due),
    )


def test_a_register_without_a_column_lacks_it_in_every_row(check) -> None:
    check(
        cells.contract_cells,
        oracle=oracle.contract_cells,
        inputs={
            "contracts": rows_of(
                CLEAN_CONTRACTS, STAGED, [contract(2, title="A", council_id="E1")]
            ),
            "told": TOLD,
            "doubts": NO_DOUBTS,
            "places": drawn_places(
                "s", fields=CONTRACT_FIELDS, lacking=("end_date", "title", "sme")
            ),
            "apart": """
                source_id | table_name | row_number:integer | field | text
                other     | ""         | 1                  | vat   | 1
            """,
        },
        options=CONTRACT_OPTIONS,
        expected="""
            publisher_id | title | end_date  | start_date | sme       | vcse
            E1           | valid | no_column | blank      | no_column | blank
        """,
    )


CELLS = """
    publisher_id | kind     | source_id | table_name | row_number:integer | period  | a       | b
    E1           | payments | s         | ""         | 2                  | 2019-06 | valid   | no_column
    E1           | payments | s         | ""         | 3                  | 2019-06 | blank   | no_column
    E1           | payments | s         | ""         | 4                  | 2019-07 | unclear | not_asked
    E2           | payments | s         | ""         | 5                  | 2019-06 | blank   | valid
    E1           | payments | s         | two        | 9                  |         | blank   | valid
    E1           | payments | s         | two        | 8                  | 2019-05 | blank   | valid
    E1           | payments | s         | two        | 7                  | 2019-04 | blank   | valid
    t            | payments | t         | ""         | 2                  |         | blank   | valid
"""


def test_a_row_without_a_date_is_of_the_period_most_of_its_table_is(check) -> None:
    check(
        scores.with_periods,
        oracle=oracle.with_periods,
        inputs={"cells": CELLS},
        expected="""
            source_id | table_name | row_number:integer | period  | b
            s         | ""         | 2                  | 2019-06 | no_column
            s         | ""         | 3                  | 2019-06 | no_column
            s         | ""         | 4                  | 2019-07 | not_asked
            s         | ""         | 5                  | 2019-06 | valid
            s         | two        | 9                  | 2019-05 | valid
            s         | two        | 8                  | 2019-05 | valid
            s         | two        | 7                  | 2019-04 | valid
            t         | ""         | 2                  | ""      | valid
        """,
    )


def test_rows_refused_for_their_amount_count_against_the_publisher_of_the_table(
    check,
) -> None:
    owners = """
        source_id | table_name | publisher_id | period  | kind
        s         | ""         | E1           | 2019-06 | payments
        s         | two        | E2           | 2019-05 | payments
    """
    check(
        cells.refused_cells,
        oracle=oracle.refused_cells,
        inputs={
            "refused": """
                source_id | table_name | row_number:integer | rule
                s         | ""         | 7                  | amount_missing
                s         | two        | 8                  | amount_unreadable
                gone      | ""         | 9                  | amount_missing
            """,
            "owners": owners,
        },
        options={"fields": ["amount", "vat"]},
        expected="""
            publisher_id | period  | kind     | row_number:integer | amount  | vat
            E1           | 2019-06 | payments | 7                  | blank   | not_asked
            E2           | 2019-05 | payments | 8                  | unclear | not_asked
        """,
    )


def test_a_table_is_of_whoever_published_most_of_it(check) -> None:
    check(
        scores.table_owners,
        oracle=oracle.table_owners,
        inputs={"cells": CELLS.replace("|         |", "| 2019-05 |")},
        expected="""
            source_id | table_name | publisher_id | period  | kind
            s         | ""         | E1           | 2019-06 | payments
            s         | two        | E1           | 2019-05 | payments
            t         | ""         | t            | 2019-05 | payments
        """,
    )


def test_states_are_counted_by_publisher_table_period_and_field(check) -> None:
    check(
        scores.scored_fields,
        oracle=oracle.scored_fields,
        inputs={"cells": CELLS.replace("|         |", "| 2019-05 |")},
        options={"fields": ["a", "b"]},
        expected="""
            publisher_id | source_id | table_name | period  | field | asked_rows:integer | filled_rows:integer | valid_rows:integer | no_column_rows:integer | not_asked_rows:integer
            E1           | s         | ""         | 2019-06 | a     | 2                  | 1                   | 1                  | 0                      | 0
            E1           | s         | ""         | 2019-06 | b     | 2                  | 0                   | 0                  | 2                      | 0
            E1           | s         | ""         | 2019-07 | a     | 1                  | 1                   | 0                  | 0                      | 0
            E1           | s         | ""         | 2019-07 | b     | 0                  | 0                   | 0                  | 0                      | 1
            E2           | s         | ""         | 2019-06 | a     | 1                  | 0                   | 0                  | 0                      | 0
            E2           | s         | ""         | 2019-06 | b     | 1                  | 1                   | 1                  | 0                      | 0
            E1           | s         | two        | 2019-04 | a     | 1                  | 0                   | 0                  | 0                      | 0
            E1           | s         | two        | 2019-04 | b     | 1                  | 1                   | 1                  | 0                      | 0
            E1           | s         | two        | 2019-05 | a     | 2                  | 0                   | 0                  | 0                      | 0
            E1           | s         | two        | 2019-05 | b     | 2                  | 2                   | 2                  | 0                      | 0
            t            | t         | ""         | 2019-05 | a     | 1                  | 0                   | 0                  | 0                      | 0
            t            | t         | ""         | 2019-05 | b     | 1                  | 1                   | 1                  | 0                      | 0
        """,
    )


def test_the_first_rows_that_lack_a_field_are_named(check) -> None:
    check(
        scores.first_gaps,
        oracle=oracle.first_gaps,
        inputs={"cells": CELLS},
        options={"fields": ["a", "b"], "most": 2},
        expected="""
            publisher_id | source_id | table_name | field | row_number:integer | problem
            E1           | s         | ""         | a     | 3                  | blank
            E1           | s         | ""         | a     | 4                  | unclear
            E2           | s         | ""         | a     | 5                  | blank
            E1           | s         | two        | a     | 7                  | blank
            E1           | s         | two        | a     | 8                  | blank
            t            | t         | ""         | a     | 2                  | blank
        """,
    )
