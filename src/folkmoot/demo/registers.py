"""Contract registers as text, each council's in its own layout.

The mess is that of real registers: titles above the header, totals below, headers again
half-way, dates in five forms, values in words, HTML entities, old encodings.
"""

from __future__ import annotations

import zipfile

from folkmoot.demo.cells import (
    UK_DATE,
    Cell,
    Register,
    Rows,
    delimited,
    end_text,
    latest_text,
    total_text,
    yearly_text,
)
from folkmoot.demo.ods import FIXED_TIME

_WIDE_HEADER = (
    "Organisation name", "Organisation Code", "Effective Date",
    "Contract Reference number / ID", "Title of the Agreement", "Contract type",
    "Directorate / service responsible", "Description of goods and services",
    "Procurement classification: CPV label", "Procurement classification: CPV code",
    "Contract start date", "End date", "Review date", "Last extension date",
    "Contract value", "Irrecoverable VAT", "Supplier name",
    "Supplier registered company number", "SME supplier", "VCSE supplier",
    "Nominated contact point: name", "Nominated contact point: email",
    "Tender process type",
)  # fmt: skip


def titled_csv(register: Register) -> None:
    """Old Windows encoding, title lines, pound signs, a total and a footer."""
    rows: Rows = [[register.council.name]]
    rows += [[f"Contracts Register as at {register.as_of:%d %B %Y}"], []]
    rows.append([
        "Contract Ref", "Contract Title", "Supplier", "Service", "CPV Code",
        "Start Date", "End Date", "Extension Option", "Total Contract Value (£)",
    ])  # fmt: skip
    rows += [
        [
            one.reference, one.title, register.supplier(one), one.service, one.code,
            one.start.strftime(UK_DATE), end_text(one), one.extension, total_text(one, "£{:,}"),
        ]
        for one in register.contracts
    ]  # fmt: skip
    rows += [["Total", "", "", "", "", "", "", "", f"£{register.total():,}"], []]
    rows.append(["Published under the Local Government Transparency Code."])
    path = register.folder / f"{register.slug}-contracts-register.csv"
    path.write_bytes(delimited(rows).encode("cp1252"))


def semicolons(register: Register) -> None:
    """Semicolons, a byte-order mark, short month names, codes with a check digit."""
    rows: Rows = [[
        "Ref", "Organisation", "Description of contract", "CPV", "Contractor",
        "Company No", "Commencement", "Expiry", "Annual value", "Notes",
    ]]  # fmt: skip
    rows += [
        [
            one.reference, register.council.name, one.title, _with_check_digit(one.code),
            register.supplier(one), one.supplier.number, one.start.strftime("%d-%b-%y"),
            end_text(one, "%d-%b-%y"), yearly_text(one), one.extension,
        ]
        for one in register.contracts
    ]  # fmt: skip
    path = (
        register.folder
        / f"contracts_{register.council.place.lower()}_{register.as_of:%Y}.csv"
    )
    path.write_bytes(delimited(rows, delimiter=";").encode("utf-8-sig"))


def tabs(register: Register) -> None:
    """Tabs and ISO dates; names keep a web page's entities; a category but no codes."""
    rows: Rows = [[
        "contract_id", "buyer", "title", "summary", "category", "supplier_name",
        "start_date", "end_date", "max_end_date", "value",
    ]]  # fmt: skip
    rows += [
        [
            one.reference, register.council.name, one.title, one.detail.replace("'", "&#39;"),
            one.spend, register.supplier(one).replace("&", "&amp;"), one.start.isoformat(),
            end_text(one, "%Y-%m-%d"), latest_text(one, "%Y-%m-%d"), total_text(one, "{}.00"),
        ]
        for one in register.contracts
    ]  # fmt: skip
    path = register.folder / f"{register.slug}_contracts.tsv"
    path.write_bytes(delimited(rows, delimiter="\t").encode())


def unicode_text(register: Register) -> None:
    """What a spreadsheet calls Unicode text: UTF-16 with tabs."""
    rows: Rows = [[
        "Contract No.", "Council", "Title of agreement", "CPV", "Supplier name",
        "Start Date", "End Date", "Value (GBP)", "Extension",
    ]]  # fmt: skip
    rows += [
        [
            one.reference, register.council.name, one.title, one.code,
            register.supplier(one), one.start.strftime("%d.%m.%Y"),
            end_text(one, "%d.%m.%Y"), total_text(one), one.extension,
        ]
        for one in register.contracts
    ]  # fmt: skip
    path = register.folder / f"{register.council.place} contracts.txt"
    path.write_bytes(b"\xff\xfe" + delimited(rows, delimiter="\t").encode("utf-16-le"))


def transparency_code(register: Register) -> None:
    """The wide layout of the transparency code, mostly empty; a row for each supplier."""
    rows: Rows = [list(_WIDE_HEADER)]
    for one in register.contracts:
        for supplier in (one.supplier, *one.more_suppliers):
            kind = "Framework" if one.more_suppliers else "Contract"
            row: list[Cell] = [
                register.council.name, register.council.gss, register.as_of.strftime(UK_DATE),
                one.reference, one.title, kind, one.service, one.detail, "", one.code,
                one.start.strftime(UK_DATE), end_text(one), "", latest_text(one, UK_DATE),
                total_text(one, "{}"), "", supplier.name, f"gb/{supplier.number}", "Yes", "No",
                "Procurement Officer", f"procurement@{register.council.place.lower()}.example",
                "Invitation to tender",
            ]  # fmt: skip
            rows.append(row)
    path = (
        register.folder / f"{register.council.place.upper()}{register.as_of:%y%m}.csv"
    )
    path.write_bytes(delimited(rows).encode())


def by_directorate(register: Register) -> None:
    """The header again above every directorate, as pasted together from several sheets."""
    head: list[Cell] = [
        "Council", "Contract ID", "Contract description", "Provider",
        "Contract start", "Contract expiry", "Extension", "Cost per annum",
    ]  # fmt: skip
    rows: Rows = []
    for number, service in enumerate(sorted({c.service for c in register.contracts})):
        rows += [[f"{service.upper()} DIRECTORATE"]] if number % 3 == 0 else []
        rows.append(list(head))
        rows += [
            [
                register.council.short, one.reference, f"{one.title} ({one.detail})",
                register.supplier(one), one.start.strftime("%d %B %Y"),
                end_text(one, "%d %B %Y"), one.extension, yearly_text(one, "£{:,}.00"),
            ]
            for one in register.contracts
            if one.service == service
        ]  # fmt: skip
    path = register.folder / f"{register.slug}-contract-list.csv"
    path.write_bytes(delimited(rows).encode("cp1252"))


def zipped(register: Register) -> None:
    """An archive that holds one CSV; every cell quoted; codes with words behind them."""
    rows: Rows = [[
        "Authority", "Reference", "Subject", "Classification (CPV)", "Awarded To",
        "Date From", "Date To", "Terms", "Contract Sum",
    ]]  # fmt: skip
    rows += [
        [
            register.council.name, one.reference, one.title, f"{one.code} {one.detail}",
            register.supplier(one), one.start.strftime("%d-%m-%Y"),
            end_text(one, "%d-%m-%Y"), one.extension, total_text(one, "{:,}.00"),
        ]
        for one in register.contracts
    ]  # fmt: skip
    text = delimited(rows, has_quotes=True)
    with zipfile.ZipFile(register.folder / f"{register.slug}.zip", "w") as archive:
        info = zipfile.ZipInfo(
            f"{register.council.place} contracts register.csv", FIXED_TIME
        )
        archive.writestr(info, text, zipfile.ZIP_DEFLATED)


def _with_check_digit(code: str) -> str:
    """A code with a digit behind a dash, as often wrong as buyers type it."""
    return f"{code}-{int(code) % 9 + 1}" if code else ""
