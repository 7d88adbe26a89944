"""What commands print alike."""

from __future__ import annotations

import pytest

from folkmoot.core.terminal import place_of


@pytest.mark.parametrize(
    ("row_number", "pointer", "table_name", "field", "told"),
    [
        (7, "", "", "end_text", "row 7"),
        (7, "/releases/6", "", "", "/releases/6"),
        (0, "", "", "payment_date_text", "whole table"),
        (0, "", "Sheet 2", "", "whole table"),
        (0, "", "", "", "whole file"),
    ],
)
def test_an_issue_stands_at_a_row_or_is_of_the_whole(
    row_number, pointer, table_name, field, told
):
    issue = {
        "row_number": row_number,
        "pointer": pointer,
        "table_name": table_name,
        "field": field,
    }
    assert place_of(issue) == told
