"""Odd files as councils publish them, invented: the bytes, and what must come of them."""

from __future__ import annotations

from dataclasses import dataclass, field

HEADER = "Supplier Name,Payment Date,Net Amount,Expense Type"
BODY = (
    'Eastmere Paving Ltd,01/04/2024,"1,250.00",Highways\n'
    "Larkfield Catering Ltd,02/04/2024,980.10,Catering\n"
    "Oakhay Care Limited,03/04/2024,(75.50),Adult care\n"
)
SUPPLIERS = ["Eastmere Paving Ltd", "Larkfield Catering Ltd", "Oakhay Care Limited"]
AMOUNTS = ["1,250.00", "980.10", "(75.50)"]
MAPPED = {
    "Supplier Name": "supplier_name",
    "Payment Date": "payment_date_text",
    "Net Amount": "amount_text",
    "Expense Type": "category_text",
}


@dataclass(frozen=True)
class Odd:
    """One file: its bytes, the physical rows it has, its last header row, what is mapped."""

    data: bytes
    rows: int
    header_row: int
    fields: dict[str, str] = field(default_factory=lambda: dict(MAPPED))
    suppliers: list[str] = field(default_factory=lambda: list(SUPPLIERS))
    amounts: list[str] = field(default_factory=lambda: list(AMOUNTS))


PLAIN = f"{HEADER}\n{BODY}"

ODD_FILES: dict[str, Odd] = {
    "plain": Odd(PLAIN.encode(), 4, 1),
    "no last line end": Odd(PLAIN.rstrip("\n").encode(), 4, 1),
    "byte order mark": Odd(PLAIN.encode("utf-8-sig"), 4, 1),
    "UTF-16": Odd(PLAIN.encode("utf-16"), 4, 1),
    "carriage returns only": Odd(PLAIN.replace("\n", "\r").encode(), 4, 1),
    "CR-LF": Odd(PLAIN.replace("\n", "\r\n").encode(), 4, 1),
    "semicolons": Odd(
        PLAIN.replace('"1,250.00"', "1#250.00")
        .replace(",", ";")
        .replace("#", ",")
        .encode(),
        4,
        1,
    ),
    "tabs": Odd(
        PLAIN.replace('"1,250.00"', "1#250.00")
        .replace(",", "\t")
        .replace("#", ",")
        .encode(),
        4,
        1,
    ),
    "NUL bytes": Odd(PLAIN.replace("Highways", "High\0ways").encode(), 4, 1),
    "title lines and a blank one": Odd(
        f"Eastmere Council: payments over 500 pounds,,,\n,,,\n\n{PLAIN}".encode(), 7, 4
    ),
    "a query above": Odd(
        f"sql select a.supplier from payments a\nsql where a.amount > 500\n{PLAIN}".encode(),
        6,
        3,
    ),
    "two lines of header": Odd(
        f"Supplier,Payment,Net,Expense\nName,Date,Amount,Type\n{BODY}".encode(),
        5,
        2,
        {
            "Supplier Name": "supplier_name",
            "Payment Date": "payment_date_text",
            "Net Amount": "amount_text",
            "Expense Type": "category_text",
        },
    ),
    "misspelt and unnamed headings": Odd(
        (
            b",Suplier Name,Paymant Date,Net Ammount,Directotate,\n"
            b'x,Eastmere Paving Ltd,01/04/2024,"1,250.00",Highways,\n'
            b"x,Larkfield Catering Ltd,02/04/2024,980.10,Catering,\n"
            b"x,Oakhay Care Limited,03/04/2024,(75.50),Adult care,\n"
        ),
        4,
        1,
        {
            "Suplier Name": "supplier_name",
            "Paymant Date": "payment_date_text",
            "Net Ammount": "amount_text",
            "Directotate": "service_text",
        },
    ),
    "the same heading twice": Odd(
        (
            b"Supplier Name,Amount,Amount,Date\n"
            b'Eastmere Paving Ltd,"1,250.00",1,01/04/2024\n'
            b"Larkfield Catering Ltd,980.10,2,02/04/2024\n"
            b"Oakhay Care Limited,(75.50),3,03/04/2024\n"
        ),
        4,
        1,
        {
            "Supplier Name": "supplier_name",
            "Amount": "amount_text",
            "Date": "payment_date_text",
        },
    ),
    "net, VAT and gross": Odd(
        (
            b"Supplier,Gross Amount,VAT Amount,Amount excl. VAT,Date Paid\n"
            b'Eastmere Paving Ltd,1500.00,250.00,"1,250.00",01/04/2024\n'
            b"Larkfield Catering Ltd,1176.12,196.02,980.10,02/04/2024\n"
            b"Oakhay Care Limited,(90.60),(15.10),(75.50),03/04/2024\n"
        ),
        4,
        1,
        {
            "Supplier": "supplier_name",
            "Amount excl. VAT": "amount_text",
            "Date Paid": "payment_date_text",
        },
    ),
    "no header": Odd(BODY.encode(), 3, 0, {}),
    "a quoted line end": Odd(PLAIN.replace("Highways", '"High\nways"').encode(), 4, 1),
    "short and long rows": Odd(
        PLAIN.replace(",Catering", "").replace("Adult care", "Adult care,x,y").encode(),
        4,
        1,
    ),
    "Windows-1252": Odd(
        PLAIN.replace("Highways", "Caf\xe9 \xa3").encode("cp1252"), 4, 1
    ),
}
