"""What is noted of a table that lacks what a reader looks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from folkmoot.sources.layouts.headers import NO_HEADER
from folkmoot.sources.layouts.recognise import Meaning, Recognition
from folkmoot.sources.papers import Papers
from folkmoot.sources.received.files import SourceFile


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("contracts", ("title", "supplier_name", "end_text"), ["no_value"]),
        ("contracts", ("title", "supplier_name", "end_text", "value_text"), []),
        ("contracts", ("title", "supplier_name", "end_text", "annual_value_text"), []),
        ("contracts", ("title", "supplier_name", "ceiling_text"), ["no_end_date"]),
        ("contracts", ("supplier_name", "end_text", "value_text"), ["no_title"]),
        ("contracts", ("title", "release_link"), []),
        ("payments", ("amount_text", "supplier_name", "payment_date_text"), []),
    ],
)
def test_a_table_without_a_column_that_matters_is_noted(
    kind: str, fields: tuple[str, ...], expected: list[str]
) -> None:
    file = SourceFile("s", "list.csv", Path("list.csv"), "0", 1, "csv")
    papers = Papers(file)
    meanings = tuple(Meaning(name, 0.9, "heading") for name in fields)
    papers.add_table("", Recognition(kind, 0.9, meanings, NO_HEADER), None, 3)
    assert [issue["rule"] for issue in papers.issues] == expected
