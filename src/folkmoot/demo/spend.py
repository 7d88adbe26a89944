"""Payments over a threshold, as ledgers publish them month by month.

Each contract in force is paid once a month; between those stand refunds, carers, sole
traders, redactions and one-off purchases. Layouts differ by council and drift by month.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from folkmoot.demo.calendar import later
from folkmoot.demo.names import invented_people, invented_shops
from folkmoot.demo.truth import Contract, Council
from folkmoot.demo.wording import supplier_as_written

_REDACTIONS = (
    "REDACTED PERSONAL DATA",
    "Redacted",
    "Name withheld under data protection",
    "INDIVIDUAL - REDACTED",
)
_CARE = ("Foster care allowance", "Direct payments", "Guardianship allowance")
Payment = tuple[date, str, str, str, int, str, str]
"""Day, supplier, service, category, pence, transaction number, company number."""
PaymentLayout = Callable[[Council, Sequence[Payment]], tuple[str, str]]


def _pounds(pence: int, *, brackets: bool = False, commas: bool = False) -> str:
    whole, rest = divmod(abs(pence), 100)
    shown = f"{whole:,}.{rest:02d}" if commas else f"{whole}.{rest:02d}"
    if pence >= 0:
        return shown
    return f"({shown})" if brackets else f"-{shown}"


def _plain(council: Council, payments: Sequence[Payment]) -> tuple[str, str]:
    rows = [
        [
            "Body Name",
            "Service Area",
            "Expenses Type",
            "Invoice Payment Date",
            "Transaction Number",
            "Net Amount",
            "Supplier Name",
        ]
    ]
    rows += [
        [council.name, s, c, d.strftime("%d/%m/%Y"), t, _pounds(p), n]
        for d, n, s, c, p, t, _ in payments
    ]
    return _text(rows), "utf-8"


def _brackets(council: Council, payments: Sequence[Payment]) -> tuple[str, str]:
    rows = [[f"{council.name} - payments to suppliers over £250"], [""]]
    rows += [
        [
            "Directorate",
            "Supplier (Beneficiary)",
            "Supplier Reg No",
            "Date Paid",
            "Purpose",
            "Ref",
            "Amount £",
        ]
    ]
    rows += [
        [s, n, k, d.strftime("%d-%b-%Y"), c, t, _pounds(p, brackets=True, commas=True)]
        for d, n, s, c, p, t, k in payments
    ]
    rows += [
        [
            "",
            "",
            "",
            "",
            "",
            "Total",
            _pounds(sum(p[4] for p in payments), brackets=True, commas=True),
        ]
    ]
    return _text(rows), "cp1252"


def _timestamps(council: Council, payments: Sequence[Payment]) -> tuple[str, str]:
    rows = [
        [
            "Body",
            "Name of Body",
            "Date",
            "Transaction Number",
            "Amount",
            "Supplier Name",
            "Vat Reg No",
            "Expense Area",
            "Expense Type",
        ]
    ]
    rows += [
        [
            "18",
            council.name,
            f"{d} 00:00:00",
            t,
            f" {_pounds(p, commas=True)} ",
            n,
            "",
            s,
            c,
        ]
        for d, n, s, c, p, t, _ in payments
    ]
    return "\ufeff" + _text(rows), "utf-8"


def _months_only(council: Council, payments: Sequence[Payment]) -> tuple[str, str]:
    rows = [
        [
            "Date",
            "Service",
            "Supplier",
            "Invoice Line Value (net of VAT)",
            "Account",
            "Organisation",
        ]
    ]
    rows += [
        [d.strftime("%Y-%m"), s, n, _pounds(p), c, council.name]
        for d, n, s, c, p, _, _ in payments
    ]
    return _text(rows), "ascii"


def _capital(council: Council, payments: Sequence[Payment]) -> tuple[str, str]:
    rows = [
        [
            "Organisation Name",
            "Service Area ",
            "Paid Date",
            " Supplier Name",
            "Internal Ref",
            "Cap/Rev",
            "Cost Centre Name",
            "Total (excludes VAT)",
        ]
    ]
    rows += [
        [
            council.name,
            s,
            d.isoformat(),
            n,
            t,
            "Revenue",
            c,
            f"£{_pounds(p, commas=True)}".replace("£-", "-£"),
        ]
        for d, n, s, c, p, t, _ in payments
    ]
    return _text(rows), "cp1252"


_LAYOUTS: tuple[PaymentLayout, ...] = (
    _plain,
    _brackets,
    _timestamps,
    _months_only,
    _capital,
)


def write_payments(
    folder: Path, councils: Sequence[Council], contracts: Sequence[Contract],
    chance: random.Random, *, as_of: date, payments: int,
) -> None:  # fmt: skip
    """Three months of payments a council: one file a month, or one for the quarter."""
    months = [later(as_of.replace(day=1), months=-n) for n in (3, 2, 1)]
    per_month = max(payments // (len(councils) * len(months)), 10)
    people = invented_people(chance, 60)
    for number, council in enumerate(councils):
        own = [c for c in contracts if c.council is council]
        layout = _LAYOUTS[number % len(_LAYOUTS)]
        drawn = [(m, _drawn(own, chance, m, per_month, people)) for m in months]
        if number % 3 == 0:
            drawn = [(months[0], [p for _, some in drawn for p in some])]
        for month, rows in drawn:
            text, encoding = layout(council, rows)
            path = (
                folder
                / f"{council.name.lower().replace(' ', '_')}_spend_{month:%Y_%m}.csv"
            )
            path.write_bytes(text.encode(encoding))


def _drawn(
    contracts: Sequence[Contract],
    chance: random.Random,
    month: date,
    count: int,
    people: Sequence[str],
) -> list[Payment]:
    drawn: list[Payment] = []
    base = month.year * 1_000_000 + month.month * 10_000

    def add(
        name: str, service: str, category: str, pence: int, company: str = ""
    ) -> None:
        day = month + timedelta(days=chance.randrange(28))
        drawn.append(
            (day, name, service, category, pence, str(base + len(drawn)), company)
        )

    for one in contracts:
        if one.start <= month <= one.latest:
            pence = int(one.yearly_pounds * 100 / 12 * chance.uniform(0.8, 1.2))
            add(
                supplier_as_written(chance, one.supplier),
                one.service,
                one.spend,
                pence,
                one.supplier.number,
            )
    # Only what is in force is paid: money that flows on would mean a contract that goes on.
    in_force = [c for c in contracts if c.start <= month <= c.latest]
    shops = invented_shops(random.Random(month.toordinal()), 120)  # noqa: S311
    while len(drawn) < count:
        kind = chance.random()
        pence = chance.randint(25_000, 900_000)
        if kind < 0.12:
            add(
                chance.choice(_REDACTIONS),
                "Children's Services",
                chance.choice(_CARE),
                pence // 4,
            )
        elif kind < 0.22:
            add(
                chance.choice(people),
                "Children's Services",
                chance.choice(_CARE),
                pence // 4,
            )
        elif kind < 0.25 and drawn:
            back = chance.choice(drawn)
            add(back[1], back[2], back[3], -back[4], back[6])
        elif kind < 0.45 and in_force:
            one = chance.choice(in_force)
            name = supplier_as_written(chance, one.supplier)
            add(name, one.service, one.spend, pence, one.supplier.number)
        else:
            name, category = chance.choice(shops)
            add(name, "Corporate", category, pence)
    return drawn


def _text(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
