"""Whatever the rows, each is kept, refused or furniture, and nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.generative.every_reader import Reading

from folkmoot.core.store import Writer
from folkmoot.sources.accounting import check_accounting
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.tables import (
    ALIGNED,
    ALIGNED_CONTRACTS,
    ALIGNED_PAYMENTS,
    SEALED,
    SOURCE_TABLES,
)

CELLS = st.sampled_from(
    [
        None, "", " ", "Total", "Grand total", "01/04/2019", "04/13/2019", "31/02/2019",
        "Rolling", "5", "1,200.00", "(3.10)", "1.234,56", "POA", "-", "£", "A Ltd",
        "A &amp; B; C", "72000000-5", "9" * 30, "\x00", "NaN", "1e5", "\u00a0",
    ]
)  # fmt: skip


def rows_of(spec, columns):
    return st.lists(
        st.fixed_dictionaries(
            {
                "position": st.sampled_from(
                    ["above_header", "header", "body", "body", "body"]
                ),
                "filled_cells": st.integers(0, 4),
                "first_text": CELLS,
                "is_header_again": st.sampled_from([False, False, False, True]),
                **{name: CELLS for name in columns},
            }
        ),
        min_size=1,
        max_size=60,
    )


# A run costs more than a row, so that each example is a whole table of odd rows.
PAYMENTS = rows_of(
    ALIGNED_PAYMENTS,
    [
        "payment_date_text",
        "amount_text",
        "supplier_name",
        "currency_text",
        "supplier_identifier",
    ],
)
CONTRACTS = rows_of(
    ALIGNED_CONTRACTS,
    ["title", "reference", "value_text", "ceiling_text", "start_text", "end_text",
     "supplier_name", "cpv_text", "term_text", "kind_text"],
)  # fmt: skip


def placed(rows, source, *, numbers):
    return [
        {
            "source_id": source,
            "table_name": "",
            "row_number": number,
            "pointer": "",
            **row,
        }
        for number, row in zip(numbers, rows, strict=True)
    ]


def cleaned(payments, contracts, items):
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    numbers = list(range(1, len(contracts) + 1))
    if items:
        numbers = [1 + number // 2 for number in range(len(contracts))]
    for number, row in enumerate(contracts, start=1):
        row["item_number"] = number
    writer.append_rows(
        ALIGNED_PAYMENTS, placed(payments, "p", numbers=range(1, len(payments) + 1))
    )
    writer.append_rows(ALIGNED_CONTRACTS, placed(contracts, "c", numbers=numbers))
    table = {"table_name": "", "raw_table": "", "header_row": 1, "unit": "row"}
    writer.append_rows(
        SOURCE_TABLES,
        [
            {"source_id": "p", "kind": "payments", "row_count": len(payments), **table},
            {"source_id": "c", "kind": "contracts", "row_count": max(numbers), **table},
        ],
    )
    clean_sources(writer)
    return writer


@pytest.mark.slow
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(PAYMENTS, CONTRACTS, st.booleans())
def test_rows_read_are_rows_kept_and_refused_and_furniture(
    payments, contracts, items
) -> None:
    writer = cleaned(payments, contracts, items)
    told = writer.rows(
        """SELECT t.source_id, t.row_count, sum(a.row_count) AS told
        FROM source.tables t LEFT JOIN source.accounting a USING (source_id, table_name)
        GROUP BY ALL"""
    )
    assert all(row["row_count"] == row["told"] for row in told)

    kept = Counter()
    for row in writer.rows("SELECT * FROM source.accounting WHERE outcome = 'kept'"):
        kept[row["source_id"]] += row["row_count"]
    clean = "SELECT count(DISTINCT row_number) AS n FROM clean."
    assert writer.rows(clean + "payments")[0]["n"] == kept["p"]
    assert writer.rows(clean + "contracts")[0]["n"] == kept["c"]

    refused = writer.rows(
        "SELECT source_id, sum(row_count) AS n FROM source.accounting "
        "WHERE outcome = 'refused' GROUP BY ALL ORDER BY ALL"
    )
    issues = writer.rows(
        "SELECT source_id, count(DISTINCT row_number) AS n FROM issue.rows "
        "WHERE severity = 'refused' GROUP BY ALL ORDER BY ALL"
    )
    assert refused == issues
    writer.abandon()


SPEND_LINES = st.lists(
    st.sampled_from(
        [
            ["A Ltd", "01/04/2024", "5.00", "Paint"],
            ["B Ltd", "31/02/2024", "n/k", ""],
            ["Total", "", "5.00", ""],
            ["Supplier Name", "Payment Date", "Net Amount", "Expense Type"],
            ["", "", "", ""],
            ["Published by the finance team", "", "", ""],
        ]
    ),
    max_size=12,
)
REGISTER_LINES = st.lists(
    st.sampled_from(
        [
            ["C1", "Lighting", "Lamp Ltd", "01/04/2024", "Rolling", "5000"],
            ["", "", "", "", "", "7000"],
            ["", "", "", "", "", ""],
            ["x", "", "", "", "", ""],
            [
                "Reference",
                "Contract Title",
                "Supplier",
                "Start Date",
                "End Date",
                "Value",
            ],
        ]
    ),
    max_size=12,
)
SPEND_HEADER = ["Supplier Name", "Payment Date", "Net Amount", "Expense Type"]
REGISTER_HEADER = [
    *("Reference", "Contract Title", "Supplier", "Start Date", "End Date", "Value")
]
SPEND_SHEET = st.tuples(
    st.sampled_from([[], [["Payments", "", "", ""]]]), SPEND_LINES
).map(lambda parts: [*parts[0], SPEND_HEADER, *parts[1]])
REGISTER_SHEET = REGISTER_LINES.map(lambda lines: [REGISTER_HEADER, *lines])


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(st.one_of(SPEND_SHEET, REGISTER_SHEET), min_size=2, max_size=3),
    st.integers(1, 2),
)
def test_rows_that_tables_side_by_side_share_count_once(sheets, gap) -> None:
    height = max(map(len, sheets))
    lines = []
    for number in range(height):
        cells = []
        for sheet in sheets:
            row = sheet[number] if number < len(sheet) else [""] * len(sheet[0])
            cells += [*row, *[""] * gap]
        lines.append(cells)
    text = "\n".join(",".join(cells) for cells in lines)
    with TemporaryDirectory() as folder:
        reading = Reading(Path(folder))
        reading.read("sheet.csv", text.encode())
        clean_sources(reading.writer)
        writer = reading.writer
        found = writer.rows("SELECT * FROM source.tables")
        assert len({row["beside"] for row in found}) == 1
        told = writer.rows(
            "SELECT outcome, sum(row_count)::BIGINT AS n FROM source.accounting GROUP BY 1"
        )
        counts = {row["outcome"]: row["n"] for row in told}
        assert sum(counts.values()) == height
        assert sum(row["row_count"] for row in found) == height
        spans = sum(row["row_count"] + row["shared_rows"] for row in found)
        assert spans == height * len(sheets)
        refused = writer.rows(
            "SELECT count(DISTINCT row_number) AS n FROM issue.rows "
            "WHERE severity = 'refused'"
        )
        assert refused[0]["n"] == counts.get("refused", 0)
        kept = writer.rows(
            "SELECT count(*) AS n FROM (SELECT row_number FROM clean.payments "
            "UNION SELECT row_number FROM clean.contracts EXCEPT "
            "SELECT row_number FROM issue.rows WHERE severity = 'refused')"
        )
        assert kept[0]["n"] == counts.get("kept", 0)
        check_accounting(writer)
        writer.abandon()
