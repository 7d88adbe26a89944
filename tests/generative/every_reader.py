"""Sound files of every format that is read, ways to damage them, and what must hold after."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from folkmoot.core.store import Writer
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.layouts.maps import read_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import source_files
from folkmoot.sources.tables import ALIGNED, SEALED

LAYOUTS = read_layouts(None)

SPEND = [
    ["Supplier Name", "Payment Date", "Net Amount", "Expense Type", "Contact"],
    ["Eastmere Paving Ltd", "01/04/2024", "1,250.00", "Highways", "a@b.example"],
    ["Larkfield Catering Ltd", "02/04/2024", "980.10", "Catering", ""],
    ["Oakhay Care Limited", "03/04/2024", "(75.50)", "Adult care", "01234 567890"],
    ["Total", "", "2,154.60", "", ""],
]
REGISTER = [
    ["Contract register of Eastmere Council", "", "", "", "", ""],
    ["Reference", "Contract Title", "Supplier", "Start Date", "End Date", "Value"],
    ["C1", "Street lighting", "Lamp Ltd; Wick Ltd", "01/04/2024", "31/03/2027", "£90k"],
    ["C2", 'Grass "cutting"', "Mow & Co", "45383", "Rolling", "12,000.00"],
    ["", "", "", "", "", ""],
    ["C3", "Care at home", "Oakhay Care Limited", "Apr 2024", "31-Mar-25", "TBC"],
]
RELEASE = {
    "ocid": "ocds-x-1",
    "id": "1",
    "date": "2024-01-01T00:00:00Z",
    "tag": ["award", "contract"],
    "buyer": {"id": "B", "name": "Eastmere Council"},
    "parties": [
        {
            "id": "S",
            "name": "Lamp Ltd",
            "roles": ["supplier"],
            "identifier": {"scheme": "GB-COH", "id": "01234567"},
        }
    ],
    "tender": {"title": "Street lighting", "value": {"amount": 9, "currency": "GBP"}},
    "awards": [{"id": "A", "suppliers": [{"id": "S", "name": "Lamp Ltd"}]}],
    "contracts": [
        {
            "id": "C",
            "awardID": "A",
            "value": {"amount": 9.5, "currency": "GBP"},
            "period": {"startDate": "2024-04-01", "endDate": "2027-03-31T00:00:00Z"},
        }
    ],
}


def _csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Published under the code"])
    for name, rows in (("Spend", SPEND), ("Register", REGISTER)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book["Spend"]["C2"] = 1250.0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Spend")
    for r, row in enumerate(SPEND):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods() -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Spend")
    for row in SPEND:
        line = TableRow()
        for text in row:
            cell = TableCell()
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _several() -> bytes:
    """A sheet with one table below the other, and one with two side by side."""
    book = openpyxl.Workbook()
    book.active.title = "Below"
    for row in [*SPEND, [], *REGISTER]:
        book.active.append(row)
    beside = book.create_sheet("Beside")
    for left, right in zip([*SPEND, [""] * 5], REGISTER, strict=True):
        beside.append([*left, "", *right])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        text, file = Path(folder) / "spend.csv", Path(folder) / "spend.parquet"
        text.write_bytes(_csv(SPEND))
        duckdb.read_csv(str(text)).write_parquet(str(file))
        return file.read_bytes()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def sound_files() -> dict[str, bytes]:
    """A file of each format and layout, small enough to damage thousands of times."""
    objects = [dict(zip(SPEND[0], row, strict=True)) for row in SPEND[1:]]
    package = {"publishedDate": "2024-01-01", "releases": [RELEASE, RELEASE]}
    record = {"records": [{"ocid": "ocds-x-1", "releases": [RELEASE]}]}
    wide = "ocid,id,date,tag,tender/title,contracts/0/id,contracts/0/value/amount\n"
    wide += "ocds-x-1,1,2024-01-01,award,Street lighting,C,9.5\n"
    lines = "\n".join([json.dumps(RELEASE)] * 3)
    return {
        "spend.csv": _csv(SPEND),
        "register.csv": _csv(REGISTER),
        "tabs.csv": _csv(SPEND, "\t"),
        "wide.csv": wide.encode(),
        "utf16.csv": _csv(REGISTER).decode().encode("utf-16"),
        "cp1252.csv": _csv(REGISTER).decode().encode("cp1252"),
        "package.json": json.dumps(package).encode(),
        "record.json": json.dumps(record).encode(),
        "objects.json": json.dumps({"contracts": objects}).encode(),
        "lines.jsonl": lines.encode(),
        "book.xlsx": _xlsx(),
        "several.xlsx": _several(),
        "spend.parquet": _parquet(),
        "book.xls": _xls(),
        "book.ods": _ods(),
        "bundle.zip": zipped({"a.csv": _csv(SPEND), "b.zip": zipped({"c.csv": _csv(REGISTER)})}),
    }  # fmt: skip


TOKENS = (
    b'"', b"\n", b"\r", b"\0", b",", b"\t", b";", b"\xff\xfe", b"\xef\xbb\xbf", b"\xff",
    b"9" * 400, b"-1e999", b"NaN", b"null", b"[" * 300, b'{"a":' * 300, b"{", b"}", b"]",
    b"\\ud800", b"&amp;", b"\xe2\x80\xa8", b"\x1f", b"31/02/2024", b"=1+1", b"' OR 1",
    b"Total", b"ocid", b"releases", b"2024-13-45", b"0001-01-01", b"99999-01-01", b"@",
    b'<c r="XFD1048576"><v>1</v></c>', b'r="A0"', b't="s"', b"<row>", b"]]>", b"&#0;",
    b"12:99", b"1e308", b"\xc2\xa0", b"0" * 70_000,
)  # fmt: skip


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The bytes with a few pieces cut, doubled, moved, overwritten or thrown in."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 4, 12))):
        size = max(1, len(out))
        start = rng.randrange(size)
        end = min(size, start + rng.choice((1, 1, 2, 8, 40, 300)))
        way = rng.randrange(6)
        if way == 0:
            del out[start:end]
        elif way == 1:
            out[start:start] = out[start:end] * rng.choice((1, 2, 30))
        elif way == 2:
            out[start:end] = rng.randbytes(end - start)
        elif way == 3:
            out[start:start] = rng.choice(TOKENS)
        elif way == 4 and out:
            out[start % len(out)] ^= 1 << rng.randrange(8)
        else:
            out[start:end] = rng.choice(TOKENS)
    return bytes(out)


def damaged_inside(data: bytes, rng: random.Random) -> bytes:
    """An archive or workbook whose one member is damaged and packed as if it were sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    name = rng.choice(sorted(members))
    members[name] = damaged(members[name], rng)
    return zipped(members)


def mutant(data: bytes, rng: random.Random) -> bytes:
    """A damaged copy; zipped files are damaged inside more often than outside."""
    if data.startswith(b"PK") and rng.random() < 0.7:
        return damaged_inside(data, rng)
    return damaged(data, rng)


class Reading:
    """Files read one after another into one build; `finish` cleans and checks them all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.expected: set[str] = set()
        self.writer = Writer(None)
        self.writer.create((*SEALED, *ALIGNED))

    def read(self, name: str, data: bytes) -> None:
        """Read one file, or the files of an archive, as a folder of its own."""
        inbox = self.folder / f"{len(self.expected)}_{name}"
        inbox.mkdir(parents=True)
        (inbox / name).write_bytes(data)
        for found in source_files(inbox, ledger={}, spill=inbox / "spill"):
            own = f"{len(self.expected)}_{found.source_id}"
            self.expected.add(own)
            read_source(self.writer, replace(found, source_id=own), LAYOUTS)
        shutil.rmtree(inbox)

    def finish(self) -> dict[str, int]:
        """How many rows of all the files were kept, refused and furniture.

        Raises `AssertionError` where a file is not entered or the sums are wrong.
        """
        try:
            clean_sources(self.writer)
            _check(self.writer, self.expected)
            rows = self.writer.rows(
                "SELECT outcome, sum(row_count)::BIGINT AS n FROM source.accounting "
                "GROUP BY ALL"
            )
            return {row["outcome"]: row["n"] for row in rows}
        finally:
            self.writer.abandon()


def hold(folder: Path, files: Mapping[str, bytes]) -> dict[str, int]:
    """Read and clean the files; every file is entered, and every row accounted for.

    Raises whatever the readers raise, and `AssertionError` where the sums are wrong.
    """
    reading = Reading(folder)
    for name, data in files.items():
        reading.read(name, data)
    return reading.finish()


def _check(writer: Writer, expected: set[str]) -> None:
    entered = writer.rows("SELECT source_id, kind, refusal FROM source.files")
    assert sorted(row["source_id"] for row in entered) == sorted(expected)
    silent = [row for row in entered if row["kind"] == "none" and not row["refusal"]]
    assert not silent, f"Neither read nor refused: {silent}"
    wrong = writer.rows(
        """SELECT t.source_id, t.table_name, t.row_count, told
        FROM source.tables t LEFT JOIN (
            SELECT source_id, table_name, sum(row_count)::BIGINT AS told
            FROM source.accounting GROUP BY ALL) a USING (source_id, table_name)
        WHERE t.row_count <> coalesce(told, 0)"""
    )
    assert not wrong, f"Rows lost or counted twice: {wrong}"
    stray = writer.rows(
        "SELECT * FROM source.accounting ANTI JOIN source.tables "
        "USING (source_id, table_name)"
    )
    assert not stray, f"Rows of no table: {stray}"
