"""The plot of growth says what was measured, beside n log n."""

import sys
from math import log
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))

from buy_growth import exponent, n_log_n, plot, table

POINTS = [(1_000, 1.0), (10_000, 20.0), (100_000, 100.0)]
SVG = "{http://www.w3.org/2000/svg}"


def test_n_log_n_goes_through_the_smallest_size():
    assert n_log_n(POINTS)[0] == (1_000, 1.0)
    assert n_log_n(POINTS)[2][1] == pytest.approx(100 * log(100_000) / log(1_000))


def test_the_power_of_n_is_two_where_ten_times_the_contracts_take_a_hundred_times_as_long():
    assert exponent((1_000, 1.0), (10_000, 100.0)) == pytest.approx(2)


def test_the_table_has_a_row_for_each_size():
    rows = table(POINTS).splitlines()[2:]
    assert rows[1] == "| 10,000 | 20.00 | 13.33 | 1.30 |"
    assert len(rows) == 3


def test_more_time_stands_higher_and_each_size_is_marked():
    circles = ElementTree.fromstring(plot(POINTS)).findall(f"{SVG}circle")
    heights = [float(circle.attrib["cy"]) for circle in circles]
    assert len(heights) == 3
    assert heights == sorted(heights, reverse=True)
