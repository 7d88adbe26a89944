"""Contract registers as twelve councils lay them out, none like another.

Each layout is a function from contracts to rows of cells and the way they are written.
The mess is that of real registers: titles above the header, totals below, headers again
half-way, dates in five forms, values in words, HTML entities, old encodings.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from folkmoot.demo.names import REGION
from folkmoot.demo.ods import FIXED_TIME, write_ods
from folkmoot.demo.truth import Contract, Council
from folkmoot.demo.wording import supplier_as_written

Cell = str | int | date
Rows = list[list[Cell]]
Layout = Callable[[Path, Council, Sequence[Contract], random.Random, date], None]

_UK_DATE = "%d/%m/%Y"


def _slug(council: Council) -> str:
    return council.name.lower().replace(" ", "-")


def _end(one: Contract, form: str = _UK_DATE) -> str:
    return (
        one.end_as_published
        if one.end_as_published is not None
        else one.end.strftime(form)
    )


def _value(one: Contract, form: str = "{:,}") -> str:
    if one.value_as_published is not None:
        return one.value_as_published
    return form.format(one.total_pounds)


def _text(rows: Rows, *, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(
        out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n"
    ).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def titled_csv(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """Old Windows encoding, three title lines, pound signs, a total and a footer."""
    rows: Rows = [[council.name], [f"Contracts Register as at {as_of:%d %B %Y}"], [""]]
    rows.append(
        [
            "Contract Ref",
            "Contract Title",
            "Supplier",
            "Service",
            "CPV Code",
            "Start Date",
            "End Date",
            "Extension Option",
            "Total Contract Value (£)",
        ]
    )
    for one in contracts:
        rows.append(
            [
                one.reference,
                one.title,
                supplier_as_written(chance, one.supplier),
                one.service,
                one.code,
                one.start.strftime(_UK_DATE),
                _end(one),
                one.extension,
                _value(one, "£{:,}"),
            ]
        )
    rows += [
        [
            "Total",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            f"£{sum(c.total_pounds for c in contracts):,}",
        ],
        [""],
    ]
    rows.append(
        [
            "Published under the Local Government Transparency Code. Contact the procurement team for details."
        ]
    )
    (folder / f"{_slug(council)}-contracts-register.csv").write_bytes(
        _text(rows).encode("cp1252")
    )


def semicolons(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """Semicolons, a byte-order mark, short month names, codes with their check digit."""
    rows: Rows = [
        [
            "Ref",
            "Organisation",
            "Description of contract",
            "CPV",
            "Contractor",
            "Company No",
            "Commencement",
            "Expiry",
            "Annual value",
            "Notes",
        ]
    ]
    for one in contracts:
        code = f"{one.code}-{int(one.code) % 9 + 1}" if one.code else ""
        yearly = (
            one.value_as_published
            if one.value_as_published is not None
            else str(one.yearly_pounds)
        )
        rows.append(
            [
                one.reference,
                council.name,
                one.title,
                code,
                supplier_as_written(chance, one.supplier),
                one.supplier.number,
                one.start.strftime("%d-%b-%y"),
                _end(one, "%d-%b-%y"),
                yearly,
                one.extension,
            ]
        )
    (folder / f"contracts_{council.place.lower()}_{as_of:%Y}.csv").write_text(
        "\ufeff" + _text(rows, delimiter=";"), "utf-8", newline=""
    )


def tabs(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """Tabs and ISO dates; names keep the web page's entities; no codes but a category."""
    rows: Rows = [
        [
            "contract_id",
            "buyer",
            "title",
            "summary",
            "category",
            "supplier_name",
            "start_date",
            "end_date",
            "max_end_date",
            "value",
        ]
    ]
    for one in contracts:
        name = supplier_as_written(chance, one.supplier).replace("&", "&amp;")
        latest = one.latest.isoformat() if one.latest != one.end else ""
        rows.append(
            [
                one.reference,
                council.name,
                one.title,
                one.detail.replace("'", "&#39;"),
                one.spend,
                name,
                one.start.isoformat(),
                _end(one, "%Y-%m-%d"),
                latest,
                _value(one, "{}.00"),
            ]
        )
    (folder / f"{_slug(council)}_contracts.tsv").write_text(
        _text(rows, delimiter="\t"), "utf-8", newline=""
    )


def two_line_workbook(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """A workbook with merged headings in two lines, typed cells and a total row."""
    top = ["Contract", "", "", "Supplier", "", "Dates", "", "", "Value"]
    head = [
        "Number",
        "Title",
        "CPV code",
        "Name",
        "Company number",
        "Start",
        "End",
        "Option to extend",
        "Whole life (£)",
    ]
    rows: Rows = [
        [f"{council.name} - Register of Contracts over £5,000"],
        list(top),
        list(head),
    ]
    for one in contracts:
        value: Cell = (
            one.value_as_published
            if one.value_as_published is not None
            else one.total_pounds
        )
        end: Cell = (
            one.end_as_published if one.end_as_published is not None else one.end
        )
        rows.append(
            [
                one.reference,
                one.title,
                one.code,
                supplier_as_written(chance, one.supplier),
                one.supplier.number,
                one.start,
                end,
                one.extension,
                value,
            ]
        )
    rows.append(
        ["TOTAL", "", "", "", "", "", "", "", sum(c.total_pounds for c in contracts)]
    )
    _write_workbook(
        folder / f"{council.place} Contracts Register {as_of:%B %Y}.xlsx",
        {"Register": rows},
    )


def read_me_workbook(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """A workbook whose first sheet is words; directorate and description beside the title."""
    rows: Rows = [
        [
            "Organisation",
            "Directorate",
            "Contract reference",
            "Contract name",
            "Description",
            "CPV codes",
            "Awarded supplier",
            "Contract start",
            "Contract end",
            "Extension period",
            "Estimated annual value",
        ]
    ]
    for one in contracts:
        value: Cell = (
            one.value_as_published
            if one.value_as_published is not None
            else one.yearly_pounds
        )
        end: Cell = (
            one.end_as_published if one.end_as_published is not None else one.end
        )
        rows.append(
            [
                council.name,
                one.service,
                one.reference,
                one.title,
                one.detail,
                one.code,
                supplier_as_written(chance, one.supplier),
                one.start,
                end,
                one.extension,
                value,
            ]
        )
    words: Rows = [
        ["About this register"],
        [f"Prepared by {council.name} on {as_of:%d/%m/%Y}"],
        ["Values are estimates."],
    ]
    _write_workbook(
        folder / f"{_slug(council)}-register.xlsx",
        {"Read me": words, "Contracts": rows},
    )


def open_document(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """An OpenDocument sheet, with a blank line after every directorate."""
    rows: Rows = [
        [f"{council.name}: contracts register"],
        [
            "Reference",
            "Contract",
            "What it covers",
            "Department",
            "Supplier",
            "From",
            "To",
            "Further extension",
            "Contract value",
        ],
    ]
    ordered = sorted(contracts, key=lambda c: (c.service, c.reference))
    for before, one in zip([None, *ordered], ordered, strict=False):
        if before is not None and before.service != one.service:
            rows.append([""])
        end: Cell = (
            one.end_as_published if one.end_as_published is not None else one.end
        )
        value: Cell = (
            one.value_as_published
            if one.value_as_published is not None
            else one.total_pounds
        )
        rows.append(
            [
                one.reference,
                one.title,
                one.detail,
                one.service,
                supplier_as_written(chance, one.supplier),
                one.start,
                end,
                one.extension,
                value,
            ]
        )
    write_ods(folder / f"{council.place}_Contract_Register.ods", "Contracts", rows)


def unicode_text(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """What a spreadsheet calls Unicode text: UTF-16 with tabs."""
    rows: Rows = [
        [
            "Contract No.",
            "Council",
            "Title of agreement",
            "CPV",
            "Supplier name",
            "Start Date",
            "End Date",
            "Value (GBP)",
            "Extension",
        ]
    ]
    for one in contracts:
        rows.append(
            [
                one.reference,
                council.name,
                one.title,
                one.code,
                supplier_as_written(chance, one.supplier),
                one.start.strftime("%d.%m.%Y"),
                _end(one, "%d.%m.%Y"),
                _value(one),
                one.extension,
            ]
        )
    (folder / f"{council.place} contracts.txt").write_bytes(
        _text(rows, delimiter="\t").encode("utf-16")
    )


def transparency_code(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """The wide layout of the Local Government Transparency Code, mostly empty, with contacts."""
    head = (
        "Organisation name|Organisation Code|Effective Date|Contract Reference number / ID|Title of the Agreement|"
        "Contract type|Directorate / service responsible|Description of goods and services|"
        "Procurement classification: CPV label|Procurement classification: CPV code|Contract start date|End date|"
        "Review date|Last extension date|Contract value|Irrecoverable VAT|Supplier name|"
        "Supplier registered company number|SME supplier|VCSE supplier|Nominated contact point: name|"
        "Nominated contact point: email|Tender process type"
    ).split("|")
    rows: Rows = [list(head)]
    for one in contracts:
        latest = one.latest.strftime(_UK_DATE) if one.latest != one.end else ""
        rows.append([
            council.name, council.gss, as_of.strftime(_UK_DATE), one.reference, one.title, "Contract", one.service,
            one.detail, "", one.code, one.start.strftime(_UK_DATE), _end(one), "", latest, _value(one, "{}"), "",
            supplier_as_written(chance, one.supplier), f"gb/{one.supplier.number}", "Yes", "No",
            "Procurement Officer", f"procurement@{council.place.lower()}.example", "Invitation to tender",
        ])  # fmt: skip
    (folder / f"{council.place.upper()}{as_of:%y%m}.csv").write_text(
        _text(rows), "utf-8", newline=""
    )


def by_directorate(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """The header again above every directorate, as pasted together from several sheets."""
    head: list[Cell] = [
        "Council",
        "Contract ID",
        "Contract description",
        "Provider",
        "Contract start",
        "Contract expiry",
        "Extension",
        "Cost per annum",
    ]
    rows: Rows = []
    for service in sorted({c.service for c in contracts}):
        rows += (
            [[f"{service.upper()} DIRECTORATE"], list(head)]
            if len(rows) % 3 == 0
            else [list(head)]
        )
        for one in contracts:
            if one.service == service:
                yearly = (
                    one.value_as_published
                    if one.value_as_published is not None
                    else f"£{one.yearly_pounds:,}.00"
                )
                rows.append(
                    [
                        council.short,
                        one.reference,
                        f"{one.title} ({one.detail})",
                        supplier_as_written(chance, one.supplier),
                        one.start.strftime("%d %B %Y"),
                        _end(one, "%d %B %Y"),
                        one.extension,
                        yearly,
                    ]
                )
    (folder / f"{_slug(council)}-contract-list.csv").write_bytes(
        _text(rows).encode("cp1252")
    )


def zipped(
    folder: Path,
    council: Council,
    contracts: Sequence[Contract],
    chance: random.Random,
    as_of: date,
) -> None:
    """An archive that holds one CSV; every cell quoted; CPV with its words."""
    rows: Rows = [
        [
            "Authority",
            "Reference",
            "Subject",
            "Classification (CPV)",
            "Awarded To",
            "Date From",
            "Date To",
            "Terms",
            "Contract Sum",
        ]
    ]
    for one in contracts:
        rows.append(
            [
                council.name,
                one.reference,
                one.title,
                f"{one.code} {one.detail}" if one.code else "",
                supplier_as_written(chance, one.supplier),
                one.start.strftime("%d-%m-%Y"),
                _end(one, "%d-%m-%Y"),
                one.extension,
                _value(one, "{:,}.00"),
            ]
        )
    with zipfile.ZipFile(folder / f"{_slug(council)}.zip", "w") as archive:
        info = zipfile.ZipInfo(f"{council.place} contracts register.csv", FIXED_TIME)
        archive.writestr(info, _text(rows, quoting=csv.QUOTE_ALL), zipfile.ZIP_DEFLATED)


LAYOUTS: tuple[Layout, ...] = (
    titled_csv, semicolons, tabs, two_line_workbook, open_document, unicode_text,
    transparency_code, read_me_workbook, by_directorate, zipped,
)  # fmt: skip


def _write_workbook(path: Path, sheets: dict[str, Rows]) -> None:
    book = xlsxwriter.Workbook(
        str(path), {"default_date_format": "dd/mm/yyyy", "in_memory": True}
    )
    book.set_properties({"title": REGION, "created": datetime(*FIXED_TIME)})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, value)
    book.close()
