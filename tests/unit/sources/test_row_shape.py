"""What a row shows as a whole, and that all that is told from bytes is as Python tells it."""

import re

import hypothesis.strategies as st
import pyarrow as pa
import pytest
from hypothesis import given

from folkmoot.sources.row_shape import (
    BLANKS,
    FILLED_CELLS,
    FIRST_TEXT,
    HEADER_AGAIN,
    with_shape,
)

NAMES = ("supplier", "amount", "date")
HEADINGS = {"supplier": "Supplier Name", "amount": "Net Amount", "date": "Date"}


def shape(rows, headings=HEADINGS, *, chunk=100):
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    texts = [pa.array(column, pa.string()) for column in columns]
    cells = pa.table(dict(zip(NAMES, texts, strict=True)))
    parts = [cells.slice(at, chunk) for at in range(0, len(cells), chunk)]
    shown = with_shape(pa.concat_tables(parts or [cells]), NAMES, headings)
    return shown.select([FILLED_CELLS, FIRST_TEXT, HEADER_AGAIN]).to_pylist()


@pytest.mark.parametrize(
    ("row", "filled", "first"),
    [
        (("Acorn Ltd", "5.00", "01/04/2024"), 3, "Acorn Ltd"),
        ((None, "5.00", None), 1, "5.00"),
        (("  Acorn Ltd ", "5.00", None), 2, "Acorn Ltd"),
        (("Acorn Ltd\N{NO-BREAK SPACE}", None, None), 1, "Acorn Ltd"),
        ((" ", "\t\n", "\N{NO-BREAK SPACE}"), 0, ""),
        (("\N{NO-BREAK SPACE}", "Total", None), 1, "Total"),
        (("£5", "É", "Â"), 3, "£5"),
        (("\x0b", None, None), 1, "\x0b"),
        ((None, None, None), 0, ""),
        (("", "", "x"), 1, "x"),
    ],
)
def test_cells_that_hold_more_than_blanks_are_filled(row, filled, first):
    (shown,) = shape([row], {})
    assert (shown[FILLED_CELLS], shown[FIRST_TEXT]) == (filled, first)


@pytest.mark.parametrize(
    ("row", "again"),
    [
        (("Supplier  Name", "Net Amount", "Date"), True),
        (("supplier name", " NET  amount", "Date "), True),
        (("supplier name", "Net Amount", "Date paid"), False),
        (("supplier name", None, "Date"), False),
        (("Acorn Ltd", "5.00", "Date"), False),
        (("supplier name", "Net Amount", None), False),
    ],
)
def test_a_header_again_is_known_whatever_its_blanks_and_capitals(row, again):
    (shown,) = shape([row])
    assert shown[HEADER_AGAIN] == again


def test_without_headings_no_row_is_one():
    assert not shape([("a", "b", "c")], {})[0][HEADER_AGAIN]


def test_a_table_without_rows_has_the_columns():
    assert shape([]) == []


CELLS = st.none() | st.lists(
    st.sampled_from(["a", "Date", " ", "\t", "\xa0", "é", "Â", "£", "\x00", "!"]),
    max_size=4,
).map("".join)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12), st.integers(1, 5))
def test_bytes_tell_what_python_tells(rows, chunk):
    expected = []
    for row in rows:
        filled = [text for cell in row if (text := (cell or "").strip(BLANKS))]
        seen = re.sub(r"[ \t\n\r\f]+", " ", row[2] or "").strip(" ").lower()
        near = 4 <= len(row[2] or "") <= 12
        expected.append(
            {
                FILLED_CELLS: len(filled),
                FIRST_TEXT: filled[0] if filled else "",
                HEADER_AGAIN: near and seen == "date",
            }
        )
    assert shape(rows, {"date": "Date"}, chunk=chunk) == expected
