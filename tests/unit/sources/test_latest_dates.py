"""The age of a source: when it was last added to, never when its contracts end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from folkmoot.core.store import Writer
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.tables import (
    ALIGNED,
    CLEAN_CONTRACTS,
    CLEAN_PAYMENTS,
    SEALED,
    SOURCE_FILES,
)

PLACE = {"table_name": "", "row_number": 1, "pointer": ""}
CASES: list[tuple[str, date | None, list[dict[str, Any]], list[date], date | None]] = [
    ("paid", None, [], [date(2021, 5, 1), date(2021, 4, 1)], date(2021, 5, 1)),
    ("published", None, [{"published_date": date(2021, 5, 1)}], [], date(2021, 5, 1)),
    ("only awarded", None, [{"awarded_date": date(2021, 5, 1)}], [], date(2021, 5, 1)),
    (
        "ends later",
        None,
        [{"published_date": date(2021, 5, 1), "end_date": date(2044, 3, 31)}],
        [],
        date(2021, 5, 1),
    ),
    ("a register", None, [{"start_date": date(2021, 5, 1)}], [], None),
    (
        "a typing error",
        date(2022, 6, 1),
        [{"awarded_date": date(2044, 5, 1), "published_date": date(2022, 6, 1)}],
        [],
        date(2022, 6, 1),
    ),
    ("all in the future", date(2020, 1, 1), [], [date(2021, 5, 1)], None),
]


@pytest.mark.parametrize(
    ("received", "contracts", "paid", "latest"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_the_latest_date(
    received: date | None,
    contracts: list[dict[str, Any]],
    paid: list[date],
    latest: date | None,
) -> None:
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    writer.append_rows(
        SOURCE_FILES, [{"source_id": "s", "file": "s.csv", "received_date": received}]
    )
    nothing = dict.fromkeys(CLEAN_CONTRACTS.column_names)
    writer.append_rows(
        CLEAN_CONTRACTS,
        [{**nothing, **PLACE, "source_id": "s", **row} for row in contracts],
    )
    writer.append_rows(
        CLEAN_PAYMENTS,
        [{"source_id": "s", **PLACE, "payment_date": day} for day in paid],
    )
    clean_sources(writer)
    assert writer.rows("SELECT latest_date FROM source.files") == [
        {"latest_date": latest}
    ]
