"""The fast and the careful CSV reader give the same cells wherever the fast one answers."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from folkmoot.sources.cells import RawTable, cells_of_rows, cells_of_text
from folkmoot.sources.readers.delimited import careful_rows, counts_as
from folkmoot.sources.readers.text import clean_text

PIECES = st.sampled_from(
    [
        "a",
        "B c",
        "",
        " ",
        "1,5",
        '"',
        '""',
        "\n",
        "\r\n",
        "\r",
        "é",
        ";",
        "'",
        "\\",
        "\t",
        "#",
    ]
)
CELLS = st.lists(PIECES, max_size=3).map("".join)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=6)


def agree(data: bytes, folder: Path) -> bool | None:
    """Whether both readers gave the same rows; None where the fast one did not answer."""
    path = folder / "t.csv"
    path.write_bytes(data)
    text = clean_text(path)
    rows = list(careful_rows(text.data.decode(), ","))
    raw = RawTable("t", tuple(f"x{i}" for i in range(max(map(len, rows), default=0))))
    fast = cells_of_text(
        raw, text.data, delimiter=",", is_count=partial(counts_as, text.data)
    )
    if fast is None:
        return None
    careful = cells_of_rows(raw, rows)
    assert fast.to_pylist() == careful.to_pylist(), (data, fast, careful)
    return True


QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUICK
@given(table=TABLES)
def test_well_formed_tables(table: list[list[str]], tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    agree(out.getvalue().encode(), tmp_path)


@QUICK
@given(data=st.lists(st.one_of(PIECES, st.just(","), st.just("\n")), max_size=20))
def test_any_text(data: list[str], tmp_path: Path) -> None:
    agree("".join(data).encode(), tmp_path)


def test_the_fast_reader_does_answer(tmp_path: Path) -> None:
    assert agree(b'a,b\n"c, d",e\n"f",\n', tmp_path) is True
    assert agree(b'a,b\n"f\ng",\n', tmp_path) is None
    assert agree(b"a,b,c\nd,e\n", tmp_path) is True
    assert agree(b"a,b,c\n\nd,e,f\ng\n", tmp_path) is True  # a blank line, a short row
    assert agree(b"a,b\n\nc,d\n", tmp_path) is True
    assert agree(b"a,b\nc,me@example.org\x1f\n", tmp_path) is True
    assert agree(b'a\n,"a', tmp_path) is None  # never closed
    assert agree(b'a,5" pipe\n,"a\n', tmp_path) is None  # nor here, though they pair
    assert agree(b'a,b\nc",",\n', tmp_path) is None  # in one line
    assert agree(b'a, "b"\n', tmp_path) is True  # a blank before the mark
    assert agree(b'a,5" pipe\nb,6" pipe\n', tmp_path) is True
