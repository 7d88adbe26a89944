import duckdb
import pytest

from folkmoot.core.schema import table
from folkmoot.core.store import Reader, Writer, quoted

THINGS = table(
    "fact",
    "things",
    "One thing.",
    ("name", "text", ""),
    ("value_gbp", "money", ""),
    ("tags", "list", ""),
)


def test_rows_come_back_as_they_were_given(tmp_path):
    path = tmp_path / "b.duckdb"
    writer = Writer(path)
    writer.create([THINGS])
    writer.append_rows(THINGS, [{"name": "a", "tags": ["x", "y"]}])
    writer.append(THINGS, writer.table(THINGS).select("name"))
    writer.close()
    reader = Reader(path)
    rows = reader.rows("SELECT * FROM fact.things ORDER BY tags")
    assert [row["tags"] for row in rows] == [["x", "y"], None]
    assert reader.row("SELECT * FROM fact.things WHERE name = ?", ["b"]) is None
    reader.close()


def test_a_column_that_is_not_declared_is_a_programmers_error():
    writer = Writer(None)
    writer.create([THINGS])
    with pytest.raises(AssertionError, match="colour"):
        writer.append(
            THINGS, writer.table(THINGS).mutate(colour=writer.table(THINGS).name)
        )


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('secret.csv')",
        "COPY fact.things TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "INSERT INTO fact.things (name) VALUES ('b')",
    ],
)
def test_a_reader_reaches_nothing_but_its_build(tmp_path, sql):
    path = tmp_path / "b.duckdb"
    writer = Writer(path)
    writer.create([THINGS])
    writer.close()
    reader = Reader(path)
    with pytest.raises(duckdb.Error):
        reader.rows(sql)
    reader.close()


def test_a_name_becomes_sql_in_one_place_only():
    assert quoted('a"; DROP TABLE b; --') == '"a""; DROP TABLE b; --"'
