"""The sources' steps, said again in plain Python over lists of dicts.

Written for reading, not for speed, and without a look at how engines do it.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

TOTAL = re.compile(
    r"((grand|overall|report|page|monthly|period|final|sum) |sub[- ]?)*totals?"
    r"([ :=-].{0,40})?|(is-?g|c)yfanswm"
)
BARE = ("total", "totals", "yfanswm")
REMARK = re.compile(r"(?i)(published|printed|notes?|source|page|this register)\b")
LONE_FIGURE = re.compile(r"[-(£0-9,. )]*[0-9][-0-9,. )]*")


def text(cell):
    return (cell or "").strip()


def place(row):
    return row["source_id"], row["table_name"]


def date_orders(date_texts, date_reads):
    proved = {read["text"]: read["order"] for read in date_reads}
    columns = {}
    for row in date_texts:
        if row["text"] in proved:
            columns.setdefault((*place(row), row["field"]), set()).add(
                proved[row["text"]]
            )
    found = []
    for (source, table, field), orders in columns.items():
        day, month = "day_first" in orders, "month_first" in orders
        problem = None
        if day and month:
            problem = "date_order_mixed"
        elif "either" in orders and not day and not month:
            problem = "date_order_assumed"
        found.append(
            {
                "source_id": source,
                "table_name": table,
                "field": field,
                "is_month_first": month and not day,
                "problem": problem,
            }
        )
    return found


def dates(date_texts, date_reads):
    reads = {read["text"]: read for read in date_reads}
    orders = {(*place(o), o["field"]): o for o in date_orders(date_texts, date_reads)}
    found = []
    for row in date_texts:
        read = reads.get(row["text"])
        if read is None:
            continue
        month_first = orders[(*place(row), row["field"])]["is_month_first"]
        day = read["month_first"] if month_first else read["day_first"]
        lost = day is None and read["order"] in ("day_first", "month_first")
        problem = "date_impossible" if lost else read["problem"]
        found.append(
            {
                **row,
                "day": day,
                "is_open_ended": read["is_open_ended"],
                "problem": problem,
            }
        )
    return found


def pounds(cell, moneys):
    """The amount and problem of a cell, plain amounts read by Decimal itself."""
    plain = text(cell) == (cell or "") and re.fullmatch(
        r"-?(£?\d{1,3}(,\d{3}){0,4}|\d{1,15})(\.\d{1,2})?", cell or "", re.ASCII
    )
    if plain:
        return Decimal(re.sub("[£,]", "", cell)).quantize(Decimal("0.01")), None
    read = {money["text"]: money for money in moneys}.get(cell)
    return (read["amount"], read["problem"] or None) if read else (None, None)


def with_money(rows, moneys, *, column, field):
    found = []
    for row in rows:
        amount, problem = pounds(row[column], moneys)
        currency = text(row["currency_text"]).upper()
        sterling = (
            "",
            "GBP",
            "£",
            "STERLING",
            "POUND",
            "POUNDS",
            "POUNDS STERLING",
            "GB",
            "UKP",
        )
        if amount is not None and currency not in sterling:
            amount, problem = None, "money_other_currency"
        found.append({**row, f"{field}_amount": amount, f"{field}_problem": problem})
    return found


def furniture(row, *, main, dated, supplier, refusal):
    """The kind of furniture that a row is, or None where it says something."""
    filled, first = row["filled_cells"], row["first_text"] or ""
    nobody = text(supplier) in ("", text(first))
    if row["position"] == "above_header":
        return "blank" if filled == 0 else "title"
    if row["position"] == "header":
        return "header"
    if row["is_header_again"]:
        return "repeated_header"
    if filled == 0:
        return "blank"
    is_bare = first.lower().rstrip(" :=").endswith(BARE) and nobody
    is_total = TOTAL.fullmatch(first.lower()) and (is_bare or not text(supplier))
    if is_total and not dated:
        return "total"
    few = filled is not None and filled <= 2 and not dated and not row["pointer"]
    if few and filled == 1 and nobody and LONE_FIGURE.fullmatch(first):
        return "total"
    if few and not main and refusal:
        return "footer"
    return None


def read_payments(payments, dates, moneys):
    days = {
        (*place(d), d["text"]): d for d in dates if d["field"] == "payment_date_text"
    }
    found = []
    for row in with_money(payments, moneys, column="amount_text", field="amount"):
        read = days.get((*place(row), row["payment_date_text"]), {})
        day, amount = read.get("day"), row["amount_amount"]
        refusal = None
        if amount is None:
            problem = row["amount_problem"]
            refusal = {
                None: "amount_missing",
                "money_other_currency": "amount_other_currency",
            }.get(problem, "amount_unreadable")
        elif day is None and not text(row["supplier_name"]):
            refusal = "no_date_no_supplier"
        kind = furniture(
            row,
            main=amount is not None,
            dated=day is not None,
            supplier=row["supplier_name"],
            refusal=refusal,
        )
        outcome = "furniture" if kind else "refused" if refusal else "kept"
        found.append(
            {
                **row,
                "payment_date": day,
                "payment_date_problem": read.get("problem") or None,
                "outcome": outcome,
                "outcome_kind": kind or refusal or "payment",
            }
        )
    return found


def payment_counts(payments, dates, moneys):
    read = read_payments(payments, dates, moneys)
    counts = Counter((*place(r), r["outcome"], r["outcome_kind"]) for r in read)
    names = ("source_id", "table_name", "outcome", "kind")
    return [
        dict(zip(names, key, strict=True), row_count=n) for key, n in counts.items()
    ]


def rows_to_look_at(payments, clean, dates, identifiers):
    plain = {
        (*place(row), row["row_number"])
        for row in clean
        if abs(row["amount_gbp"]) <= 1_000_000_000
    }
    odd = {read["text"] for read in (*dates, *identifiers) if read["problem"]}
    return [
        row
        for row in payments
        if (*place(row), row["row_number"]) not in plain
        or row["payment_date_text"] in odd
        or row["supplier_identifier"] in odd
    ]


def kinds_of(statements):
    """Stage, status and kind, by the first word that settles each."""
    return [{**row, **_words(row)} for row in statements]


def _words(row):
    stage, status = text(row["stage_text"]).lower(), text(row["status_text"]).lower()
    published, title = text(row["kind_text"]).lower(), text(row["title"]).lower()
    return {
        "stage": _stage(stage),
        "status": _status(status),
        "kind": _kind(published)
        or ("contract" if "contract" in published else None)
        or _kind(title),
    }


def _kind(words):
    if any(
        said in words
        for said in ("call-off", "call off", "mini-competition", "further competition")
    ):
        return "call_off"
    markets = ("framework", "dps", "dynamic")
    named = [words.split(market)[0] for market in markets if market in words]
    if "competency framework" not in words and any(
        f"{link} " in before for before in named for link in ("under", "via", "through")
    ):
        return "call_off"
    if (
        "dynamic purchasing" in words
        or "dynamic market" in words
        or "dps" in words.split()
    ):
        return "dynamic_market"
    if "framework" in words and "competency framework" not in words:
        return "framework"
    return None


def _stage(words):
    if "contract notice" in words:
        return "tender"
    for word, stage in (
        ("plan", "planned"), ("pipeline", "planned"), ("award", "award"),
        ("contract", "contract"), ("tender", "tender"),
    ):  # fmt: skip
        if word in words:
            return stage
    return "contract"


def _status(words):
    for word, status in (
        ("cancel", "cancelled"), ("withdrawn", "cancelled"), ("terminated", "cancelled"),
        ("unsuccessful", "unsuccessful"), ("planned", "planned"), ("expired", "complete"),
        ("complete", "complete"), ("closed", "complete"), ("active", "active"),
        ("live", "active"), ("award", "active"),
    ):  # fmt: skip
        if word in words:
            return status
    return None


def suppliers_in_rows(read, names):
    found = []
    for row in read:
        own = [n for n in names if n["text"] == row["supplier_name"]]
        for name in own if row["outcome"] == "kept" else []:
            alone = len(own) == 1
            found.append(
                {
                    **row,
                    "item_number": row["item_number"] or 1,
                    "supplier_number": name["supplier_number"],
                    "supplier_name": name["name"],
                    "supplier_identifier": row["supplier_identifier"]
                    if alone
                    else None,
                    "supplier_postcode": row["supplier_postcode"] if alone else None,
                }
            )
    return found


def tidied(rows, tidy, *, columns, hard):
    known = {row["text"]: row["tidy"] for row in tidy}
    found = []
    for row in rows:
        folded = {
            n: known.get(row[n], row[n]) if n in hard else row[n] for n in columns
        }
        found.append({**row, **{name: value or None for name, value in folded.items()}})
    return found


FIELDS = {
    "value": "value_text",
    "annual": "annual_value_text",
    "ceiling": "ceiling_text",
}


def read_contracts(contracts, dates, moneys):
    """Outcomes of contracts rows; the items of one row share the best of them."""
    days = {(*place(d), d["field"], d["text"]): d["day"] for d in dates}
    found = []
    for row in contracts:
        for field, column in FIELDS.items():
            row = with_money([row], moneys, column=column, field=field)[0]
        start = days.get((*place(row), "start_text", row["start_text"]))
        end = days.get((*place(row), "end_text", row["end_text"]))
        valued = any(row[f"{field}_amount"] is not None for field in FIELDS)
        names = ("title", "supplier_name", "process_id", "notice_id",
                 "description", "release_link", "award_link")  # fmt: skip
        # Four words are a sentence and no reference.
        refers = 0 < len(text(row["reference"]).split()) < 4
        named = refers or any(text(row[n]) for n in names)
        remark = row["filled_cells"] == 1 and REMARK.match(text(row["first_text"]))
        lone = bool(remark) and not row["supplier_name"]
        refusal = None if (valued or named) and not lone else "names_nothing"
        kind = furniture(
            row,
            main=valued or bool(text(row["supplier_name"]) or text(row["cpv_text"])),
            dated=start is not None or end is not None,
            supplier=row["supplier_name"],
            refusal=refusal,
        )
        told = kind or refusal or "contract"
        found.append(
            {**row, "start_date": start, "end_date": end, "outcome_kind": told}
        )
    for row in found:
        same = [o["outcome_kind"] for o in found if _row(o) == _row(row)]
        row["told"] = "contract" if "contract" in same else min(same)
    return [
        {
            **row,
            "outcome_kind": row["told"],
            "outcome": {"contract": "kept", "names_nothing": "refused"}.get(
                row["told"], "furniture"
            ),
        }
        for row in found
    ]


def _row(row):
    return (*place(row), row["row_number"])
