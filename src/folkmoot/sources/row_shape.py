"""What each row shows as a whole: how many cells are filled, its first text, a header again.

Told from the bytes of Arrow's columns. Nearly all cells are decided by their first byte, and
nearly all rows by their first or last cell; only the others are looked at as text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Places = NDArray[np.int32]

FILLED_CELLS = "filled cells"
FIRST_TEXT = "first text"
HEADER_AGAIN = "header again"
"""Columns that are added; the blank keeps them apart from those of the file."""

BLANKS = " \t\n\r\N{NO-BREAK SPACE}"
"""What trimming takes off: a no-break space too, as web pages and Excel leave it."""

_WIDEST_ASCII_BLANK = 0x20
_FIRST_OF_WIDE, _LAST_OF_WIDE = "\N{NO-BREAK SPACE}".encode()

_MORE_LETTERS = 8
"""How much longer than its heading a cell may be that repeats it, for blanks."""


def with_shape(
    cells: pa.Table, columns: Sequence[str], heading: dict[str, str]
) -> pa.Table:
    """The rows with `FILLED_CELLS`, `FIRST_TEXT` (trimmed, '' if none) and `HEADER_AGAIN`.

    `columns` are those of the file, in its order; `heading` the text of the header above
    each of them that has one.
    """
    batches = [_with_shape(batch, columns, heading) for batch in cells.to_batches()]
    if not batches:
        empty = pa.RecordBatch.from_pylist([], schema=cells.schema)
        batches = [_with_shape(empty, columns, heading)]
    return pa.Table.from_batches(batches)


def _with_shape(
    batch: pa.RecordBatch, columns: Sequence[str], heading: dict[str, str]
) -> pa.RecordBatch:
    texts = [batch.column(name) for name in columns]
    filled = [_is_filled(text) for text in texts]
    count = np.zeros(batch.num_rows, np.int32)
    for mask in filled:
        count += mask
    again = _is_header_again(batch, heading)
    return (
        batch.append_column(FILLED_CELLS, pa.array(count))
        .append_column(FIRST_TEXT, _first_text(texts, filled, batch.num_rows))
        .append_column(HEADER_AGAIN, pa.array(again))
    )


def _is_filled(text: pa.StringArray) -> Mask:
    """Whether each cell holds more than blanks."""
    begin, end, data = _ends_and_bytes(text)
    is_filled = end > begin
    first = data[np.minimum(begin, len(data) - 1)]
    doubtful = is_filled & _may_be_blank(first, _FIRST_OF_WIDE)
    if doubtful.any():
        trimmed = pc.utf8_trim(text.filter(pa.array(doubtful)), BLANKS)
        is_filled[doubtful] = np.asarray(pc.not_equal(trimmed, ""))
    return np.asarray(is_filled)


def _first_text(
    texts: Sequence[pa.StringArray], filled: Sequence[Mask], size: int
) -> pa.StringArray:
    """The first filled cell of each row, trimmed."""
    if not texts:
        return pa.array([""] * size, pa.string())
    first, missing = texts[0], ~filled[0]
    if missing.any():
        rows = pa.array(missing)
        others = [
            pc.if_else(pa.array(mask[missing]), text.filter(rows), None)
            for text, mask in zip(texts[1:], filled[1:], strict=True)
        ]
        first = pc.replace_with_mask(first, rows, pc.coalesce(*others, ""))
    return pc.utf8_trim(first, BLANKS) if _has_blank_ends(first) else first


def _has_blank_ends(text: pa.StringArray) -> bool:
    """Whether some cell begins or ends with a blank, or perhaps does."""
    begin, end, data = _ends_and_bytes(text)
    there = end > begin
    return bool(
        _may_be_blank(data[begin[there]], _FIRST_OF_WIDE).any()
        or _may_be_blank(data[end[there] - 1], _LAST_OF_WIDE).any()
    )


def _may_be_blank(end: NDArray[np.uint8], wide: int) -> Mask:
    """Whether a text with this byte at its end may have a blank there."""
    return np.asarray((end <= _WIDEST_ASCII_BLANK) | (end == wide))


def _ends_and_bytes(text: pa.StringArray) -> tuple[Places, Places, NDArray[np.uint8]]:
    """Where each text begins and ends among the bytes; an empty cell ends where it begins.

    There is always a byte, to ask for the first one.
    """
    _, ends, data = text.buffers()
    places = np.frombuffer(ends, np.int32)[text.offset : text.offset + len(text) + 1]
    begin, end = places[:-1], places[1:]
    if text.null_count:
        end = np.where(text.is_valid(), end, begin)
    is_any = data is not None and len(data) > 0
    return (
        begin,
        end,
        np.frombuffer(data, np.uint8) if is_any else np.zeros(1, np.uint8),
    )


def _is_header_again(batch: pa.RecordBatch, heading: dict[str, str]) -> Mask:
    """Whether each row repeats the header, as a person sees it."""
    again = np.zeros(batch.num_rows, np.bool_)
    if not heading:
        return again
    # The last column first, and there only cells of about the length: few rows are left.
    *_, last = heading
    length = pc.utf8_length(batch.column(last))
    least = len(heading[last])
    near = pc.and_(
        pc.greater_equal(length, least), pc.less_equal(length, least + _MORE_LETTERS)
    )
    rows = np.flatnonzero(pc.fill_null(near, False))
    for name in reversed(heading):
        if len(rows) == 0:
            return again
        seen = _as_seen(batch.column(name).take(pa.array(rows)))
        same = pc.equal(pc.fill_null(seen, ""), heading[name].lower())
        rows = rows[np.asarray(same)]
    again[rows] = True
    return again


def _as_seen(text: pa.StringArray) -> pa.StringArray:
    """Texts in small letters, with single blanks and none at the ends."""
    folded = pc.replace_substring_regex(pc.utf8_lower(text), r"\s+", " ")
    return pc.ascii_trim(folded, " ")
