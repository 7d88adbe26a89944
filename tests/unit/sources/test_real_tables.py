"""Every published table at hand is recognised rightly, or refused with a true sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from folkmoot.core.store import Writer
from folkmoot.sources.layouts.maps import read_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.received.files import source_files
from folkmoot.sources.tables import ALIGNED, SEALED

# path below the folder: kind, physical rows, header row, heading of each field that counts
PAYMENTS: dict[str, tuple[int, int, str, str, str]] = {
    # rows, header row, supplier, date, amount
    "spend/councils/bolton/bolton_2019.csv": (
        17036,
        1,
        "beneficiary_name",
        "payment_date",
        "amount",
    ),
    "spend/councils/bradford/2019-11_clean.csv": (
        9657,
        1,
        "Supplier Name",
        "Payment date",
        "Net Amount",
    ),
    "spend/councils/cabinet_office/2020-09.csv": (808, 1, "Supplier", "Date", "Amount"),
    "spend/councils/calderdale/2013-03.csv": (
        4561,
        1,
        "Supplier Name",
        "Date",
        "Amount",
    ),
    "spend/councils/calderdale/2018-03.csv": (
        2438,
        1,
        "Supplier(Beneficiary) Name",
        "Date",
        "Net Amount",
    ),
    "spend/councils/calderdale/2019-06-card.csv": (
        305,
        1,
        "Supplier Name",
        "Transaction Date",
        "Net Amount",
    ),
    "spend/councils/darlington/2011-11.csv": (
        1234,
        1,
        "Supplier",
        "Date",
        "Invoice Line Value (net of VAT)",
    ),
    "spend/councils/darlington/2013-03.csv": (
        4439,
        19,
        "Supplier",
        "",
        "Invoice Line Value (net of VAT)",
    ),
    "spend/councils/darlington/2014-03.csv": (
        1353,
        1,
        "Supplier",
        "",
        "Invoice Line Value (net of VAT)",
    ),
    "spend/councils/devon/DCCSpendingOver500_201209.csv": (
        5667,
        1,
        "Supplier Name",
        "Date",
        "Amount",
    ),
    "spend/councils/devon/DCCSpendingOver500_202509.csv": (
        1768,
        1,
        "Supplier name",
        "Date",
        "Amount",
    ),
    "spend/councils/greater_london_authority/2013-P03.csv": (
        524,
        1,
        "Vendor Name",
        "Clearing Date",
        "Amount",
    ),
    "spend/councils/leeds/2011-01.csv": (
        8838,
        1,
        "Supplier name",
        "Date paid",
        "Net Amount",
    ),
    "spend/councils/leeds/2013-04.csv": (
        10365,
        1,
        "SupplierName",
        "DatePaid",
        "NetAmount",
    ),
    "spend/councils/manchester/2011-11.csv": (
        4305,
        1,
        "Supplier Name",
        "Invoice Payment Date",
        "Net Amount",
    ),
    "spend/councils/newcastle/2018-03.csv": (
        6305,
        1,
        "Supplier Name",
        "Paid Date",
        "Total",
    ),
    "spend/councils/newcastle/2019-12.csv": (
        5608,
        1,
        "Supplier Name",
        "Paid Date",
        "Total (excludes VAT)",
    ),
    "spend/councils/oldham/oldham_2019.csv": (
        16865,
        1,
        "beneficiary_name",
        "payment_date",
        "amount",
    ),
    "spend/councils/transport_for_london/2022-P03.csv": (
        9652,
        1,
        "Vendor Name",
        "Clearing Date",
        "Amount",
    ),
    "spend/government/dfe/dfe_20spend_20_20_20january_202011_20rev.csv": (
        1052,
        1,
        "Supplier",
        "Date",
        "Amount",
    ),
    "spend/government/ea/ea-over-25k-1203.csv": (891, 1, "Supplier", "Date", "Amount"),
    "spend/government/fera/fera-over-25k-1202.csv": (
        20,
        3,
        "Supplier",
        "Date",
        "Amount",
    ),
    "spend/government/g_cloud_sales/G-Cloud-Spend-14-07-14-v2-For-import.csv": (
        13493,
        1,
        "SupplierName",
        "ReturnMonth",
        "EvidencedSpend",
    ),
    "spend/government/vmd/vmd-over-25k-1005.csv": (
        1996,
        1,
        "Supplier",
        "Date",
        "Amount",
    ),
    "spend/government/wo/Wales-Office-spend-over-_C2_A3500-August-2011.csv": (
        22,
        1,
        "SUPPLIER NAME",
        "PAYMENT DATE",
        "INVOICE AMOUNT",
    ),
    "spend/nhs/NCL/NCL 09 - December.pdf.csv": (158, 1, "Supplier", "Date", "amount"),
    "spend/nhs/NMID/NMID 01 - April.xlsx": (75, 1, "Supplier", "Date Paid", "Amount"),
    "spend/nhs/NWEA/NWEA 01- April.pdf.csv": (499, 1, "Supplier", "Date", "Amount"),
    "spend/nhs/SGEO/SGEO 01 - April.csv": (236, 1, "Supplier", "Date", "Amount"),
}
OTHERS: dict[str, tuple[str, int, int, dict[str, str]]] = {
    "registers/norfolk_2015/NCC164467.csv": (
        "contracts",
        5730,
        1,
        {
            "title": "Title of the Agreement",
            "start_text": "Contract start date",
            "end_text": "End date",
            "reference": "Contract Reference number / ID",
            "supplier_name": "Supplier name",
            "value_text": "Contract value",
            "latest_end_text": "Last extension date",
            "procedure_text": "Tender process type",
            "published_text": "Effective Date",
        },
    ),
    "registers/lancashire_notices/burnley.json": (
        "contracts",
        94,
        0,
        {
            "title": "title",
            "buyer_name": "organisation",
            "cpv_text": "cpv_codes",
            "supplier_name": "awarded_supplier",
            "value_text": "awarded_value",
            "notice_id": "id",
        },
    ),
    "contracts_finder_flat/awards.csv": (
        "contracts",
        15868,
        1,
        {
            "award_link": "_link",
            "release_link": "_link_release",
            "end_text": "contractPeriod_endDate",
        },
    ),
    "contracts_finder_flat/suppliers.csv": (
        "contract_suppliers",
        19520,
        1,
        {
            "award_link": "_link_awards",
            "supplier_name": "name",
            "supplier_postcode": "address_postalCode",
        },
    ),
    "contracts_finder_flat/buyer.csv": (
        "contract_buyers",
        21343,
        1,
        {"buyer_name": "name"},
    ),
    "contracts_finder_flat/daily_export_wide/export-2020-08-05.csv": (
        "releases",
        30,
        1,
        {},
    ),
    "spend/kosovo/procurements/Ferizaj/2014.csv": (
        "contracts",
        137,
        0,
        {"title": "", "supplier_name": "", "value_text": ""},
    ),
    "spend/kosovo/procurements/Gjilan/2013.csv": (
        "contracts",
        141,
        0,
        {"title": "", "supplier_name": "", "value_text": ""},
    ),
    "spend/kosovo/expense/2011.csv": ("none", 104, 0, {}),
}
CASES = {
    path: (
        "payments",
        rows,
        header,
        {
            name: heading
            for name, heading in zip(
                ("supplier_name", "payment_date_text", "amount_text"),
                headings,
                strict=True,
            )
            if heading
        },
    )
    for path, (rows, header, *headings) in PAYMENTS.items()
} | OTHERS


@pytest.mark.real
@pytest.mark.parametrize("path", CASES)
def test_published_table(tmp_path: Path, real_files: Path, path: str) -> None:
    kind, rows, header, fields = CASES[path]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / Path(path).name).symlink_to(real_files / path)
    writer = Writer(None)
    writer.create((*SEALED, *ALIGNED))
    for file in source_files(tmp_path / "in", ledger={}, spill=tmp_path / "spill"):
        read_source(writer, file, read_layouts(None))
    (found,) = writer.rows("SELECT kind, refusal FROM source.files")
    (table,) = writer.rows("SELECT * FROM source.tables")
    assert (found["kind"], table["row_count"], table["header_row"]) == (
        kind,
        rows,
        header,
    )
    assert (found["refusal"] == "") == (kind != "none")
    mapped = {
        row["field"]: row["heading"].strip()
        for row in writer.rows(
            "SELECT field, heading FROM source.columns WHERE field <> ''"
        )
    }
    assert {name: mapped.get(name) for name in fields} == fields
    if kind in ("payments", "contracts"):
        (count,) = writer.rows(f"SELECT count(*) AS n FROM aligned.{kind}")
        assert count["n"] == rows
