"""Text and JSON made to cost: each is refused, or read in the time its size deserves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from folkmoot.core.store import Writer
from folkmoot.sources import reading
from folkmoot.sources.meanings.wording import (
    MAX_LETTERS_OF_NAMES,
    MAX_NAMES_IN_A_CELL,
    supplier_names,
)
from folkmoot.sources.readers import json_grid, json_lines
from folkmoot.sources.reading import read_source
from folkmoot.sources.received import archives, formats
from folkmoot.sources.received.files import source_files
from folkmoot.sources.tables import ALIGNED, SEALED

HEADER = b"Supplier,Date,Amount\n"


def refusal(folder: Path, name: str, data: bytes) -> str:
    """What the one file of a folder is refused with."""
    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(data)
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    for file in source_files(folder / "in", ledger={}, spill=folder / "spill"):
        read_source(writer, file)
    (row,) = writer.rows("SELECT refusal FROM source.files")
    return str(row["refusal"])


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_text_beyond_memory(tmp_path: Path, monkeypatch, name: str) -> None:
    monkeypatch.setattr(reading, "MAX_TEXT_BYTES", 40)
    data = HEADER * 3 if name == "a.csv" else b'{"releases": [' + b"{}," * 40 + b"{}]}"
    assert "bytes of text" in refusal(tmp_path, name, data)


def test_a_row_of_too_many_cells(tmp_path: Path) -> None:
    wide = HEADER + b"A Ltd,01/04/2024,5.00\n" * 5 + b"," * (archives.MAX_COLUMNS + 1)
    assert "more than 2,000" in refusal(tmp_path, "a.csv", wide)


def test_objects_of_too_many_keys(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(json_grid, "MAX_COLUMNS", 20)
    objects = b",".join(b'{"k%d": 1}' % n for n in range(30))
    assert "30 different keys" in refusal(tmp_path, "a.json", b"[" + objects + b"]")


@pytest.mark.parametrize("brackets", [b"[", b'{"a":'])
def test_nesting_without_end(tmp_path: Path, brackets: bytes) -> None:
    assert refusal(tmp_path, "a.json", b'{"x":' + brackets * 200_000) != ""


def test_a_line_without_end_is_given_cut(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(json_lines, "MAX_LINE_BYTES", 10)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n{"b": "' + b"x" * 95 + b'"}\n{"c": 1}\n')
    with path.open("rb") as stream:
        lines = list(json_lines.lines_of(stream))
    assert lines == [b'{"a": 1}\n', b'{"b": "xxx', b'{"c": 1}\n']
    assert formats.MAX_LINE_BYTES > 4_000_000


def test_a_cell_of_more_names_than_people_write_names_nobody() -> None:
    assert len(supplier_names("A Ltd;" * MAX_NAMES_IN_A_CELL)) == MAX_NAMES_IN_A_CELL
    assert supplier_names("A Ltd;" * (MAX_NAMES_IN_A_CELL + 1)) == []
    assert supplier_names("A" * (MAX_LETTERS_OF_NAMES + 1)) == []


def test_a_list_of_objects_in_windows_1252_is_read(tmp_path: Path) -> None:
    row = '{"Supplier": "Caf\xe9 Ltd", "Date": "01/04/2024", "Amount": "\xa35.00"}'
    data = f"[{', '.join([row] * 4)}]".encode("cp1252")
    assert refusal(tmp_path, "a.json", data) == ""


def test_a_table_of_nearly_too_many_columns_is_read_at_once(tmp_path: Path) -> None:
    commas = b"," * (archives.MAX_COLUMNS - 3)
    started = time.process_time()
    header = b"Supplier,Date,Amount" + commas + b"\n"
    assert refusal(tmp_path, "a.csv", header + b"A Ltd,01/04/2024,5.00\n" * 5) == ""
    assert time.process_time() - started < 15
