"""The hard cases by name: rows kept, refused and furniture, and what the key cells became."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.golden.sources.odd_files import BODY, HEADER, PLAIN
from tests.golden.sources.test_odd_files import read

from folkmoot.sources.cleaning import clean_sources

REGISTER = "Reference,Contract Title,Supplier,Start Date,End Date,Contract Value\n"


@dataclass(frozen=True)
class Mess:
    """One file, the sums that must come of it, and some of its clean rows."""

    name: str
    data: bytes
    outcomes: dict[str, int]
    query: str = ""
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    refusal: str = ""


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == "Merged":
            sheet.merge_cells("A1:D1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet() -> bytes:
    table = pa.table(
        {
            "Supplier Name": ["A & B Ltd", "C Ltd", "D Ltd"],
            "Payment Date": [date(2024, 4, 1), date(2024, 4, 13), date(2024, 4, 14)],
            "Net Amount": [Decimal("-75.50"), Decimal("1250.00"), Decimal("0.10")],
            "Expense Type": [None, "x", "x"],
            "lines": [[{"n": 1}], [], None],
        }
    )
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def spend(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


AMOUNTS = "SELECT amount_gbp FROM clean.payments ORDER BY row_number"
DATES = "SELECT payment_date::VARCHAR FROM clean.payments ORDER BY row_number"
ENDS = "SELECT end_date::VARCHAR FROM clean.contracts ORDER BY row_number"
NAMES = "SELECT supplier_name FROM clean.payments ORDER BY row_number"
TWO_ROWS = ("A Ltd,01/04/2024,5.00,x", "B Ltd,13/04/2024,6.00,x")
TABLE = [line.split(",") for line in (HEADER, *TWO_ROWS)]
CONTRACTS = [
    *(line.split(",") for line in REGISTER.strip().splitlines()),
    ["C1", "Lighting", "Lamp Ltd", "01/04/2024", "31/03/2027", "5000"],
    ["C2", "Paving", "Pave Ltd", "13/04/2024", "31/03/2028", "6000"],
]
MORE = PLAIN.encode() + b"Z Ltd,13/04/2024,1.00,x\n"

MESSES = {
    "totals and a repeated header": Mess(
        "a.csv", f'{PLAIN}{HEADER}\nTotal,,"2,154.60",\n'.encode(), {"kept": 3, "furniture": 3}
    ),
    "blank rows": Mess(
        "a.csv", PLAIN.replace("Larkfield", "\n,,,\nLarkfield").encode(),
        {"kept": 3, "furniture": 3},
    ),
    "pounds, commas, brackets and padding": Mess(
        "a.csv",
        spend('A Ltd,01/04/2024,"£1,250.00",x', "B Ltd,13/04/2024,(75.50),x",
              "C Ltd,14/04/2024,  0042.10  ,x", "D Ltd,15/04/2024,-£3.00,x"),
        {"kept": 4, "furniture": 1}, AMOUNTS,
        [(Decimal(a),) for a in ("1250.00", "-75.50", "42.10", "-3.00")],
    ),
    "several date forms in one column": Mess(
        "a.csv",
        spend("A Ltd,01/04/2024,5.00,x", "B Ltd,2024-04-13,5.00,x", "C Ltd,14-Apr-24,5.00,x",
              "D Ltd,15 April 2024,5.00,x", "E Ltd,20/04/2024,5.00,x"),
        {"kept": 5, "furniture": 1}, DATES,
        [(f"2024-04-{d}",) for d in ("01", "13", "14", "15", "20")],
    ),
    "dates that are all ambiguous": Mess(
        "a.csv",
        spend("A Ltd,01/04/2024,5.00,x", "B Ltd,02/04/2024,5.00,x", "C Ltd,03/04/2024,5.00,x"),
        {"kept": 3, "furniture": 1}, DATES, [(f"2024-04-0{d}",) for d in (1, 2, 3)],
    ),
    "spreadsheet serials": Mess(
        "a.csv",
        spend("A Ltd,45383,5.00,x", "B Ltd,45395,5.00,x", "C Ltd,45396,5.00,x"),
        {"kept": 3, "furniture": 1}, DATES,
        [("2024-04-01",), ("2024-04-13",), ("2024-04-14",)],
    ),
    "rolling and perpetual ends": Mess(
        "a.csv",
        (REGISTER + "C1,Lighting,Lamp Ltd,01/04/2024,Rolling,5000\n"
         "C2,Licences,Soft Ltd,13/04/2024,Perpetual,6000\n"
         "C3,Paving,Pave Ltd,14/04/2024,31/03/2027,7000\n").encode(),
        {"kept": 3, "furniture": 1}, ENDS, [(None,), (None,), ("2027-03-31",)],
    ),
    "HTML entities": Mess(
        "a.csv", spend("Mow &amp; Co Ltd,01/04/2024,5.00,x", "O&#39;Hay Ltd,13/04/2024,6.00,x",
                       "C Ltd,14/04/2024,7.00,x"),
        {"kept": 3, "furniture": 1}, NAMES, [("Mow & Co Ltd",), ("O'Hay Ltd",), ("C Ltd",)],
    ),
    "merged title over a sheet": Mess(
        "a.xlsx", workbook(Merged=[["Payments over £500", None, None, None], *TABLE]),
        {"kept": 2, "furniture": 2},
    ),
    "several sheets": Mess(
        "a.xlsx", workbook(April=TABLE, May=TABLE, Notes=[["Read", "me"], ["a", "b"]]),
        {"kept": 4, "furniture": 2, "refused": 2},
    ),
    "a ZIP in a ZIP": Mess(
        "a.zip", zipped(one__csv=PLAIN.encode(), two__zip=zipped(three__csv=MORE)),
        {"kept": 7, "furniture": 2},
    ),
    "Parquet": Mess(
        "a.parquet", parquet(), {"kept": 3, "furniture": 1},
        "SELECT row_number, supplier_name, payment_date::VARCHAR, amount_gbp "
        "FROM clean.payments ORDER BY row_number",
        [(2, "A & B Ltd", "2024-04-01", Decimal("-75.50")),
         (3, "C Ltd", "2024-04-13", Decimal("1250.00")),
         (4, "D Ltd", "2024-04-14", Decimal("0.10"))],
    ),
    "a Parquet file cut short": Mess(
        "a.parquet", parquet()[:-40] + b"PAR1", {}, refusal="The Parquet file is damaged"
    ),
    "two tables on one sheet": Mess(
        "a.xlsx", workbook(Both=[*TABLE, [None], ["Contracts"], *CONTRACTS]),
        {"kept": 4, "furniture": 4},
        "SELECT table_name, row_number, title FROM clean.contracts ORDER BY row_number",
        [("table 2", 7, "Lighting"), ("table 2", 8, "Paving")],
    ),
    "two tables side by side on a named sheet": Mess(
        "a.xlsx",
        workbook(
            Both=[[*left, None, *right] for left, right in zip(TABLE, CONTRACTS, strict=True)],
            Notes=[["Read", "me"], ["a", "b"]],
        ),
        {"kept": 2, "furniture": 1, "refused": 2},
        "SELECT table_name, row_number, supplier_name FROM clean.payments UNION ALL "
        "SELECT table_name, row_number, title FROM clean.contracts ORDER BY ALL",
        [("Both, columns A to D", 2, "A Ltd"), ("Both, columns A to D", 3, "B Ltd"),
         ("Both, columns F to K", 2, "Lighting"), ("Both, columns F to K", 3, "Paving")],
    ),
    "a register with an empty column inside": Mess(
        "a.csv",
        (REGISTER.replace("Start", ",Start")
         + "C1,Lighting,Lamp Ltd,,01/04/2024,31/03/2027,5000\n"
         "C2,Paving,Pave Ltd,,14/04/2024,31/03/2027,7000\n").encode(),
        {"kept": 2, "furniture": 1},
        "SELECT table_name, title, start_date::VARCHAR FROM clean.contracts ORDER BY ALL",
        [("", "Lighting", "2024-04-01"), ("", "Paving", "2024-04-14")],
    ),
    "the same columns under another header": Mess(
        "a.csv",
        (PLAIN + "Payment Date,Supplier,Amount (net),Expense Type\n"
         "13/04/2024,Z Ltd,6.00,x\n14/04/2024,Y Ltd,7.00,x\n15/04/2024,X Ltd,8.00,x\n").encode(),
        {"kept": 6, "furniture": 2}, NAMES,
        [(n,) for n in ("Eastmere Paving Ltd", "Larkfield Catering Ltd",
                        "Oakhay Care Limited", "Z Ltd", "Y Ltd", "X Ltd")],
    ),
    "headings in everyday words": Mess(
        "a.xlsx",
        workbook(
            Spend=[["Vendor", "Paid On", "Amount £", "Purpose"],
                   ["A Ltd", date(2024, 4, 1), 5, "Tea"], ["B Ltd", date(2024, 4, 13), 6, "Tea"]],
            Register=[["Contract", "Winning bidder", "Commences", "Expires on", "£ p.a."],
                      ["Lighting", "Lamp Ltd", date(2024, 4, 1), date(2027, 3, 31), 5000],
                      ["Paving", "Pave Ltd", date(2024, 4, 13), date(2028, 3, 31), 6000]],
        ),
        {"kept": 4, "furniture": 2},
        "SELECT supplier_name, payment_date::VARCHAR, NULL FROM clean.payments UNION ALL "
        "SELECT title, start_date::VARCHAR, end_date::VARCHAR FROM clean.contracts "
        "ORDER BY ALL",
        [("A Ltd", "2024-04-01", None), ("B Ltd", "2024-04-13", None),
         ("Lighting", "2024-04-01", "2027-03-31"), ("Paving", "2024-04-13", "2028-03-31")],
    ),
    "redactions": Mess(
        "a.csv", spend("REDACTED PERSONAL DATA,01/04/2024,5.00,x", "B Ltd,13/04/2024,6.00,x",
                       "C Ltd,14/04/2024,7.00,x"),
        {"kept": 3, "furniture": 1}, NAMES,
        [("REDACTED PERSONAL DATA",), ("B Ltd",), ("C Ltd",)],
    ),
    "a remark under a register": Mess(
        "a.csv",
        (REGISTER + "C1,Lighting,Lamp Ltd,01/04/2024,31/03/2027,5000\n"
         "C2,Paving,Pave Ltd,14/04/2024,31/03/2027,7000\n"
         "Published under the Local Government Transparency Code\n").encode(),
        {"kept": 2, "furniture": 2},
    ),
    "numbers whose unit is in the heading": Mess(
        "a.csv",
        b"Contract Title,Supplier,Start Date,Term (Years),Extension (months),Value\n"
        b"Lighting,Lamp Ltd,01/04/2024,3,24,5000\n"
        b"Paving,Pave Ltd,14/04/2024,5,0,7000\n"
        b"Signs,Sign Ltd,14/04/2024,18 months,1 x 12 months,7000\n",
        {"kept": 3, "furniture": 1},
        "SELECT title, term_months, extension_text FROM clean.contracts ORDER BY ALL",
        [("Lighting", 36, "24 months"), ("Paving", 60, "0"),
         ("Signs", 18, "1 x 12 months")],
    ),
    "options in the column of lengths": Mess(
        "a.csv",
        b"Contract Title,Supplier,Start Date,Term,Annual Value\n"
        b"Lighting,Lamp Ltd,01/04/2024,3+1+1,5000\n"
        b"Paving,Pave Ltd,14/04/2024,5 years,7000\n"
        b"Signs,Sign Ltd,14/04/2024,3 years with option to extend by 1 year,7000\n"
        b"Trees,Tree Ltd,14/04/2024,18 months plus 12 months option,7000\n",
        {"kept": 4, "furniture": 1},
        "SELECT title, term_months, extension_text FROM clean.contracts ORDER BY ALL",
        [("Lighting", 36, "3+1+1"), ("Paving", 60, None),
         ("Signs", 36, "3 years with option to extend by 1 year"),
         ("Trees", 18, "18 months plus 12 months option")],
    ),
    "no header": Mess("a.csv", BODY.encode(), {"kept": 3}),
}  # fmt: skip


@pytest.mark.parametrize("mess", MESSES.values(), ids=MESSES.keys())
def test_hard_mess(tmp_path: Path, mess: Mess) -> None:
    writer = read(tmp_path, mess.name, mess.data)
    clean_sources(writer)
    outcomes = {
        row["outcome"]: row["n"]
        for row in writer.rows(
            "SELECT outcome, sum(row_count)::BIGINT AS n FROM source.accounting "
            "GROUP BY ALL"
        )
    }
    assert outcomes == mess.outcomes
    refusals = [row["refusal"] for row in writer.rows("SELECT * FROM source.files")]
    assert all(refusal.startswith(mess.refusal) for refusal in refusals)
    if mess.query:
        assert [tuple(row.values()) for row in writer.rows(mess.query)] == mess.rows
