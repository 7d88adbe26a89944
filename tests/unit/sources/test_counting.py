"""Counting bytes says what Python's own count says, however the text is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.sources.readers import counting
from folkmoot.sources.readers.counting import count_of, has_lone_return

TEXTS = st.text('a\r\n"', max_size=40).map(str.encode)


@pytest.fixture(autouse=True, scope="module")
def _short_parts():
    """Parts of three bytes, so that every text is cut at every place."""
    patch = pytest.MonkeyPatch()
    patch.setattr(counting, "_AT_ONCE", 3)
    yield
    patch.undo()


@given(TEXTS)
def test_a_byte_is_counted_as_python_counts_it(data):
    assert count_of(data, b'"') == data.count(b'"')


@given(TEXTS)
def test_a_return_is_alone_where_no_line_feed_follows(data):
    assert has_lone_return(data) == (b"\r" in data.replace(b"\r\n", b""))


@pytest.mark.parametrize(
    ("data", "is_alone"),
    [
        (b"", False),
        (b"\r", True),
        (b"\r\n", False),
        (b"aa\r\n", False),  # cut between the two
        (b"aa\ra", True),
        (b"aaaaa\r", True),
    ],
)
def test_a_return_at_the_edge_of_a_part(data, is_alone):
    assert has_lone_return(data) is is_alone
