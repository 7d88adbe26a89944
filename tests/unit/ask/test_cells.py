"""Columns of text: the same cells as rows give, each distinct text held once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.ask.answers import cells as module
from folkmoot.ask.answers.cells import Cells, columns_of
from folkmoot.ask.answers.grid import named_grid
from folkmoot.ask.answers.triple_s import triple_s_grid
from folkmoot.core.exceptions import SourceError

TEXT = st.sampled_from(["", "a", " a ", "b", "A", "ä"])
ROWS = st.lists(st.lists(TEXT, max_size=4), max_size=12)


@given(ROWS)
def test_columns_are_the_rows_turned(rows):
    wanted = [([cell.strip() for cell in row] + [""] * 3)[:3] for row in rows]
    found = columns_of(rows, 3)
    assert [list(column) for column in found] == [
        [row[i] for row in wanted] for i in range(3)
    ]


def test_a_long_file_is_turned_block_by_block(monkeypatch):
    monkeypatch.setattr(module, "_ROWS_AT_ONCE", 2)
    (column,) = columns_of([["b"], ["a"], ["c"], ["a"], [" b"]], 1)
    assert list(column) == ["b", "a", "c", "a", "b"]
    assert column.texts == ("b", "a", "c")


@given(st.lists(TEXT), st.data())
def test_rows_are_taken_with_the_texts_they_hold(held, data):
    rows = data.draw(st.lists(st.sampled_from(range(len(held))))) if held else []
    taken = Cells.of(held).taking(rows)
    assert list(taken) == [held[row] for row in rows]
    assert sorted(taken.texts) == sorted({held[row] for row in rows})


@given(st.lists(TEXT, min_size=1))
def test_a_change_joins_what_it_makes_equal(held):
    changed = Cells.of(held).mapped(str.strip)
    assert list(changed) == [cell.strip() for cell in held]
    assert len(set(changed.texts)) == len(changed.texts)
    assert all(changed[changed.first_row(text)] == text for text in changed.texts)


def test_rows_keep_the_numbers_they_have_in_the_file():
    grid = named_grid("f", [[], ["a", "b"], ["1", "2"], ["", " "], ["3"]])
    assert grid.numbers.tolist() == [3, 5]
    assert list(grid.column("b")) == ["2", ""]
    assert grid.keeping([1]).numbers.tolist() == [5]


def test_a_column_without_a_name_gets_one():
    grid = named_grid("f", [["a", "", "c", ""], ["1", "2", "3", "4"]])
    assert grid.columns == ("a", "(column 2)", "c")


def test_a_definition_that_names_a_variable_twice_is_refused(tmp_path):
    variable = (
        '<variable ident="{}" type="character"><name>q</name>'
        '<label>Q</label><position start="{}"/></variable>'
    )
    record = variable.format(1, 1) + variable.format(2, 2)
    (tmp_path / "d.xml").write_text(
        f"<sss><survey><record>{record}</record></survey></sss>"
    )
    (tmp_path / "d.asc").write_text("ab\n")
    with pytest.raises(SourceError, match="names a variable twice"):
        triple_s_grid(tmp_path / "d.xml", tmp_path / "d.asc")
