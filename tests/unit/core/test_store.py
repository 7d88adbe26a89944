import duckdb
import pyarrow as pa
import pytest

from folkmoot.core import store
from folkmoot.core.exceptions import NoBuildError
from folkmoot.core.schema import table
from folkmoot.core.store import Reader, Writer, quoted, reading

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


PASSING = table("aligned", "things", "One thing.", ("name", "text", ""))


def test_rows_that_wait_are_there_for_whoever_looks():
    writer = Writer(None)
    writer.create([THINGS])
    writer.append_rows(THINGS, [{"name": "a"}])
    writer.append_rows(
        THINGS, [{"name": "b", "tags": ["x"]}, {"name": "c", "tags": []}]
    )
    assert writer.engine.execute("SELECT count(*) FROM fact.things").fetchone() == (0,)
    by_sql = writer.rows("SELECT name, tags FROM fact.things ORDER BY name")
    writer.append_rows(THINGS, [{"name": "d"}])
    by_ibis = writer.ibis.to_pyarrow(writer.table(THINGS).name.count()).as_py()
    assert [(r["name"], r["tags"]) for r in by_sql] == [
        ("a", None),
        ("b", ["x"]),
        ("c", []),
    ]
    assert by_ibis == 4


def test_nothing_is_lost_of_rows_that_bring_different_columns():
    writer = Writer(None)
    writer.create([THINGS])
    writer.append_rows(
        THINGS, [{"name": "a"}, {"name": "b", "tags": ["x"]}, {"tags": []}]
    )
    rows = writer.rows("SELECT name, tags FROM fact.things ORDER BY name")
    assert [tuple(row.values()) for row in rows] == [
        ("a", None),
        ("b", ["x"]),
        (None, []),
    ]


def test_what_waits_is_in_the_file_that_is_closed(tmp_path):
    writer = Writer(tmp_path / "b.duckdb")
    writer.create([THINGS])
    writer.append_rows(THINGS, [{"name": "a"}])
    writer.close()
    reader = Reader(tmp_path / "b.duckdb")
    assert reader.rows("SELECT name FROM fact.things") == [{"name": "a"}]
    reader.close()


def test_a_stage_that_passes_never_reaches_the_file(tmp_path):
    writer = Writer(tmp_path / "b.duckdb")
    writer.create([THINGS, PASSING])
    writer.append_rows(PASSING, [{"name": "a"}])
    writer.append(THINGS, writer.table(PASSING))
    writer.close()
    reader = Reader(tmp_path / "b.duckdb")
    found = reader.rows("SELECT schema_name AS stage FROM duckdb_tables()")
    assert reader.rows("SELECT name FROM fact.things") == [{"name": "a"}]
    assert found == [{"stage": "fact"}]
    reader.close()


def test_a_column_that_is_not_declared_is_a_programmers_error():
    writer = Writer(None)
    writer.create([THINGS])
    with pytest.raises(AssertionError, match="colour"):
        writer.append(
            THINGS, writer.table(THINGS).mutate(colour=writer.table(THINGS).name)
        )
    with pytest.raises(KeyError, match="colour"):
        writer.append_rows(THINGS, [{"name": "a", "colour": "red"}])


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


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM finding.later", "SELECT later_column FROM fact.things"]
)
def test_a_build_of_another_version_is_said_and_not_a_traceback(tmp_path, sql):
    path = tmp_path / "older.duckdb"
    connection = duckdb.connect(str(path))
    connection.execute("CREATE SCHEMA fact; CREATE TABLE fact.things (thing_id TEXT)")
    connection.close()
    with reading(path) as reader, pytest.raises(NoBuildError, match="another version"):
        reader.rows(sql)


def test_a_name_becomes_sql_in_one_place_only():
    assert quoted('a"; DROP TABLE b; --') == '"a""; DROP TABLE b; --"'


def test_lent_rows_are_seen_and_not_copied():
    writer = Writer(None)
    writer.create([PASSING])
    writer.append_rows(PASSING, [{"name": "own"}])
    rows = pa.table({"heading": ["a", "b"]})
    assert writer.lend(PASSING, {"name": "upper(heading)"}, rows)
    assert writer.lend(PASSING, {}, rows)
    seen = writer.ibis.to_pyarrow(writer.table(PASSING).name).to_pylist()
    assert sorted(map(str, seen)) == ["A", "B", "None", "None", "own"]
    assert writer.count([PASSING]) == 5
    assert writer.rows("SELECT name FROM aligned.things") == [{"name": "own"}]
    writer.drop([PASSING])
    writer.create([PASSING])
    assert writer.count([PASSING]) == 0


def test_more_rows_than_there_is_memory_for_are_not_lent(monkeypatch):
    monkeypatch.setattr(store, "_MOST_LENT_BYTES", 20)
    writer = Writer(None)
    writer.create([PASSING])
    assert writer.lend(PASSING, {"name": "heading"}, pa.table({"heading": ["a"]}))
    assert not writer.lend(PASSING, {}, pa.table({"heading": ["a" * 40]}))
    assert writer.count([PASSING]) == 1
    writer.drop([PASSING])
    writer.create([PASSING])
    assert writer.lend(PASSING, {"name": "heading"}, pa.table({"heading": ["b"]}))


def test_as_many_threads_as_rows_give_work_to():
    writer = Writer(None)
    asked = "SELECT current_setting('threads') AS n"
    cores = writer.rows(asked)[0]["n"]
    writer.use_threads(rows=100_000)
    assert writer.rows(asked) == [{"n": 1}]
    writer.use_threads(rows=10_000_000_000)
    assert writer.rows(asked) == [{"n": cores}]
