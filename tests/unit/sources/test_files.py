"""Files found, archives opened with care, and a sentence for what is no table."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from folkmoot.core.store import Writer
from folkmoot.sources.reading import read_source
from folkmoot.sources.received import archives
from folkmoot.sources.received.files import SourceFile, source_files
from folkmoot.sources.tables import ALIGNED, SEALED

CSV = b"Supplier Name,Payment Date,Net Amount\nLamp Ltd,01/04/2024,12.50\n"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def found(
    folder: Path, ledger: dict[str, dict[str, str]] | None = None
) -> list[SourceFile]:
    return source_files(folder / "in", ledger=ledger or {}, spill=folder / "spill")


@pytest.fixture
def put(tmp_path: Path):
    def _put(name: str, data: bytes) -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return _put


def test_papers_of_an_archive_reach_its_members(tmp_path: Path, put) -> None:
    inner = zipped(**{"deep__csv": CSV + b"x,02/04/2024,1\n"})
    put("a/bundle.zip", zipped(**{"one__csv": CSV, "two__zip": inner}))
    papers = {
        "council": "E06000001",
        "licence": "OGL-UK-3.0",
        "received_date": "2024-05-01",
    }
    files = found(tmp_path, {"a/bundle.zip": papers})
    assert [f.file for f in files] == [
        "a/bundle.zip!one.csv",
        "a/bundle.zip!two.zip!deep.csv",
    ]
    assert [f.bundle_id for f in files] == ["a/bundle.zip", "a/bundle.zip!two.zip"]
    assert {f.declared_council for f in files} == {"E06000001"}
    assert files[0].received_date == date(2024, 5, 1)
    assert files[0].source_id == f"one_{files[0].sha256[:8]}"


def test_the_same_bytes_are_counted_once(tmp_path: Path, put) -> None:
    put("a/spend.csv", CSV)
    put("b/spend.csv", CSV)
    first, second = found(tmp_path)
    assert first.refusal == ""
    assert second.refusal.startswith("The same bytes as a/spend.csv")
    assert first.source_id != second.source_id


@pytest.mark.parametrize(
    ("name", "data", "format_", "words"),
    [
        ("empty.csv", b"", "empty", "empty (0 bytes)"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "image", "image"),
        ("report.csv", b"%PDF-1.7 ...", "pdf", "PDF"),
        ("page.csv", b"<!DOCTYPE html><html>404", "html", "web page"),
        ("noise.csv", bytes(range(256)) * 4, "unknown", "neither text nor a workbook"),
        ("cut.zip", zipped(one__csv=CSV * 50)[:-40], "zip", "cut short"),
        ("none.zip", zipped(), "zip", "archive is empty"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(
    tmp_path: Path, put, name: str, data: bytes, format_: str, words: str
) -> None:
    put(name, data)
    (file,) = found(tmp_path)
    assert (file.format, words in file.refusal) == (format_, True), file
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    read_source(writer, file)
    (row,) = writer.rows("SELECT kind, refusal FROM source.files")
    assert row == {"kind": "none", "refusal": file.refusal}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("blank.csv", b" \n\n \n", "holds no text"),
        ("notes.txt", b"These are notes\nabout nothing much\n", "text without columns"),
        ("other.csv", b"Ward,Trees\nNorth,12\nSouth,9\nEast,3\n", "Ward, Trees"),
        ("half.xlsx", b"PK\x03\x04" + bytes(200), "damaged"),
    ],
)
def test_bad_content_never_raises(
    tmp_path: Path, put, name: str, data: bytes, words: str
) -> None:
    put(name, data)
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    for file in found(tmp_path):
        read_source(writer, file)
    (row,) = writer.rows("SELECT kind, refusal FROM source.files")
    assert row["kind"] == "none"
    assert words in row["refusal"]


def test_a_member_without_a_name_is_read(tmp_path: Path, put) -> None:
    # `zipfile` reads a name up to its first NUL.
    data = zipped(lost=CSV, whole__csv=CSV + b"x,02/04/2024,1\n")
    put("bundle.zip", data.replace(b"lost", b"\0ost"))
    files = found(tmp_path)
    assert [f.file for f in files] == [
        "bundle.zip!member 1, without a name",
        "bundle.zip!whole.csv",
    ]
    assert [f.refusal for f in files] == ["", ""]
    assert files[0].path.read_bytes() == CSV


def test_members_never_choose_where_they_land(tmp_path: Path, put) -> None:
    put("evil.zip", zipped(**{"../../evil__csv": CSV}))
    (file,) = found(tmp_path)
    assert (tmp_path / "spill") in file.path.parents
    assert not (tmp_path / "evil.csv").exists()


def test_a_workbook_bomb_is_refused_unopened(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(archives, "RATIO_MATTERS_BYTES", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(zipped(**{"xl/worksheets/sheet1__xml": bytes(5_000_000)}))
    with pytest.raises(archives.ArchiveRefusedError, match="harmful"):
        archives.check_workbook(path)


def test_a_cell_in_the_far_corner_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(archives.ArchiveRefusedError, match="row 1,048,576"):
        archives.check_workbook(path)


def test_sheets_are_tables_and_notes_sheets_are_named(tmp_path: Path, put) -> None:
    path = put("book.xlsx", b"")
    book = xlsxwriter.Workbook(str(path))
    for name in ("April", "May"):
        sheet = book.add_worksheet(name)
        sheet.write_row(
            0, 0, ["Supplier", "Date Paid", "Net Amount", "Transaction Number"]
        )
        sheet.write_row(1, 0, ["Lamp Ltd"])
        sheet.write_datetime(
            1, 1, date(2024, 4, 2), book.add_format({"num_format": "d/m/y"})
        )
        sheet.write_row(1, 2, [12.5, 1000])
    book.add_worksheet("Notes").write_column(0, 0, ["Read me", "please"])
    book.add_worksheet("Blank")
    book.close()
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    for file in found(tmp_path):
        read_source(writer, file)
    tables = writer.rows("SELECT table_name, kind, row_count FROM source.tables")
    assert [tuple(t.values()) for t in tables] == [
        ("April", "payments", 2),
        ("May", "payments", 2),
        ("Notes", "none", 2),
    ]
    (row, _) = writer.rows(
        "SELECT payment_date_text, amount_text, reference FROM aligned.payments "
        "WHERE row_number = 2"
    )
    assert row == {
        "payment_date_text": "2024-04-02",
        "amount_text": "12.5",
        "reference": "1000",
    }
    (note,) = writer.rows("SELECT table_name, rule, severity FROM issue.rows")
    assert note == {
        "table_name": "Notes",
        "rule": "sheet_not_recognised",
        "severity": "note",
    }


def test_an_archive_whose_kind_cannot_be_unpacked_is_refused(put, tmp_path) -> None:
    text = b"application/vnd.oasis.opendocument.spreadsheet"
    data = bytearray(zipped(mimetype=text * 3))
    start = data.index(b"mimetype") + len("mimetype")
    data[start : start + 8] = b"\xff" * 8
    put("damaged.ods", bytes(data))
    (file,) = found(tmp_path)
    assert file.refusal


def test_links_are_followed_and_none_is_read_twice(tmp_path: Path, put) -> None:
    put("a/one.csv", CSV)
    elsewhere = tmp_path / "shared" / "deep"
    elsewhere.mkdir(parents=True)
    (elsewhere / "two.csv").write_bytes(CSV + b"x,02/04/2024,1\n")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "shared")
    (tmp_path / "in" / "a" / "back").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "here.csv").symlink_to(elsewhere / "two.csv")
    files = found(tmp_path)
    assert [(f.file, f.refusal[:14]) for f in files] == [
        ("a/one.csv", ""),
        ("here.csv", ""),
        ("linked/deep/two.csv", "The same bytes"),
    ]


def test_a_link_to_nothing_is_listed_with_a_sentence(tmp_path: Path, put) -> None:
    put("one.csv", CSV)
    (tmp_path / "in" / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    gone, one = found(tmp_path)
    assert (gone.file, gone.size_bytes) == ("gone.csv", 0)
    assert "not there" in gone.refusal
    assert one.refusal == ""


def test_a_folder_that_may_not_be_opened_is_listed(
    tmp_path: Path, put, monkeypatch
) -> None:
    closed = put("closed/one.csv", CSV).parent
    put("open/two.csv", CSV)
    opened = Path.iterdir

    def iterdir(folder: Path):
        if folder == closed:
            raise PermissionError(13, "Permission denied")
        return opened(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    refused, two = found(tmp_path)
    assert (refused.file, two.file) == ("closed", "open/two.csv")
    assert "Ask for the right" in refused.refusal
