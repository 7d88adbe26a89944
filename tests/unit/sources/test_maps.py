"""Layout maps: what they do, and the complaint when one is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from folkmoot.core.exceptions import ConfigError
from folkmoot.core.store import Writer
from folkmoot.sources.layouts.maps import parsed_layout, read_layouts, shipped_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import source_files
from folkmoot.sources.tables import ALIGNED, SEALED

MAP = """
kind = "spend"
header = { row = 2, why = "one title line above the header" }
drop = ["Clerk"]
[match]
file = "*odd*.csv"
[columns]
supplier_name = "Who"
amount_text = ["How much", "Sum"]
payment_date_text = { from = "When", optional = true }
"""
DATA = b"Title,,\nWho,How much,Clerk\nLamp Ltd,12.50,Someone\n"


def test_a_map_wins_over_recognition(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "mine.toml").write_text(MAP)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "odd.csv").write_bytes(DATA)
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    for file in source_files(tmp_path / "in", ledger={}, spill=tmp_path / "s"):
        read_source(writer, file, read_layouts(tmp_path / "maps"))
    (file,) = writer.rows("SELECT layout, layout_confidence, kind FROM source.files")
    assert file == {"layout": "mine", "layout_confidence": 1.0, "kind": "payments"}
    rows = writer.rows("SELECT * FROM aligned.payments ORDER BY row_number")
    assert [r["position"] for r in rows] == ["above_header", "header", "body"]
    assert (rows[2]["supplier_name"], rows[2]["amount_text"]) == ("Lamp Ltd", "12.50")
    raw = writer.rows("SELECT raw_table FROM source.tables")[0]["raw_table"]
    assert "Someone" not in str(writer.rows(f'SELECT * FROM raw."{raw}"'))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind = ", "not valid TOML"),
        ('kind = "soup"\n[columns]\nx = "y"', "`kind` must be one of"),
        ('kind = "spend"\ncolour = 1', "unknown key `colour`"),
        ('kind = "spend"\n[columns]\nsoup = "y"', "`columns.soup` is no field"),
        ('kind = "spend"\n[columns]\namount_text = 3', "`columns.amount_text`"),
        ('kind = "spend"\nheader = 0\n[columns]\namount_text = "a"', "header.row"),
        (
            'kind = "spend"\nencoding = "klingon"\n[columns]\namount_text = "a"',
            "klingon",
        ),
        ('kind = "spend"', "maps no column"),
    ],
)
def test_a_wrong_map_is_named_with_its_key(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match="mine") as caught:
        parsed_layout(text, name="mine", place="maps/mine.toml")
    assert words in str(caught.value)


def test_shipped_maps_ask_for_the_most_first() -> None:
    needed = [layout.needed for layout in shipped_layouts()]
    assert needed == sorted(needed, reverse=True)
    assert len(needed) >= 3
