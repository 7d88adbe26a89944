"""What each published row tells of what the Code asks, in plain Python: the second opinion."""

from __future__ import annotations

from collections import Counter

NOTHING = {"", "-", "n/a", "na", "none", "tbc", "unknown", "0", "various", "nil"}
STATES = ("valid", "unclear", "blank", "no_column", "not_asked")
PLACE = ("publisher_id", "kind", "source_id", "table_name")


def says(text, *, money=False):
    """Whether a cell tells something; of money, whether it is a sum or none."""
    plain = (text or "").strip().lower()
    if not money:
        return plain not in NOTHING
    bare = plain.replace(",", "").replace("£", "").replace(".", "").strip("() -")
    return bare.isdigit() or plain in {"n/a", "none", "nil", "no", "-"}


def state(*, valid, filled, column, asked=True):
    if not asked:
        return "not_asked"
    if valid:
        return "valid"
    if filled:
        return "unclear"
    return "blank" if column else "no_column"


def of_text(text, column, *, asked=True, money=False):
    filled = bool((text or "").strip())
    return state(
        valid=filled and says(text, money=money),
        filled=filled,
        column=column,
        asked=asked,
    )


def _row_of(row, apart, doubts, places):
    own = (row["source_id"], row["table_name"], row["row_number"])
    here = [
        d for d in doubts if (d["source_id"], d["table_name"], d["row_number"]) == own
    ]
    texts = {
        a["field"]: a["text"]
        for a in apart
        if (a["source_id"], a["table_name"], a["row_number"]) == own
    }
    place = next(p for p in places if (p["source_id"], p["table_name"]) == own[:2])
    return texts, {d["field"] for d in here}, any(d["is_withheld"] for d in here), place


def _cell_row(row, kind, period, told):
    return {
        "publisher_id": row["council_id"] or row["source_id"],
        "kind": kind,
        "source_id": row["source_id"],
        "table_name": row["table_name"],
        "row_number": row["row_number"],
        "period": period,
        **told,
    }


def payment_cells(payments, doubts, places, apart):
    found = []
    for row in payments:
        texts, doubted, _, place = _row_of(row, apart, doubts, places)
        day = row["payment_date"]
        told = {
            "payment_date": state(
                valid=day is not None,
                filled="payment_date" in doubted,
                column=place["has_payment_date"],
            ),
            "amount": state(
                valid=row["amount_gbp"] is not None,
                filled=False,
                column=place["has_amount"],
            ),
            "department": of_text(
                row["service_text"] or row["sub_unit"], place["has_department"]
            ),
            "beneficiary": of_text(row["supplier_name"], place["has_beneficiary"]),
            "purpose": of_text(
                row["description"] or row["category_text"], place["has_purpose"]
            ),
            "vat": of_text(texts.get("vat"), place["has_vat"], money=True),
            "merchant_category": of_text(
                texts.get("merchant_category"), place["has_merchant_category"]
            ),
        }
        period = None if day is None else f"{day.year:04d}-{day.month:02d}"
        found.append(_cell_row(row, "payments", period, told))
    return found


def contract_cells(contracts, told, doubts, places, apart, *, over_gbp, notice_fields):
    found = []
    for row in contracts:
        texts, doubted, withheld, place = _row_of(row, apart, doubts, places)
        of_suppliers = next(
            (t for t in told if t["of_row"] == row["contract_row_id"]),
            dict.fromkeys(("has_name", "has_details", "has_company", "is_individual")),
        )
        kind = "notices" if place["is_notice"] else "contracts"
        value = row["value_gbp"]
        small = (
            value is not None
            and row["value_basis"] == "total"
            and value <= over_gbp[kind]
        )

        def asked(name, row=row, kind=kind, small=small):
            if small:
                return False
            when = notice_fields.get(name, "") if kind == "notices" else "all"
            return when == "all" or (
                when == "award" and row["stage"] in ("award", "contract")
            )

        def of_value(name, valid, asked=asked, doubted=doubted, place=place):
            return state(
                valid=valid,
                filled=name in doubted,
                column=place[f"has_{name}"],
                asked=asked(name),
            )

        def text(name, value, asked=asked, place=place):
            return of_text(
                value, place[f"has_{name}"], asked=asked(name), money=name == "vat"
            )

        person = withheld or bool(of_suppliers["is_individual"])
        cells = {
            "reference": text(
                "reference", row["reference"] or row["notice_id"] or row["process_id"]
            ),
            "title": text("title", row["title"]),
            "description": text("description", row["description"]),
            "procedure": text("procedure", row["procedure_text"]),
            "department": text(
                "department", texts.get("department") or row["sub_unit"]
            ),
            "vat": text("vat", texts.get("vat")),
            "sme": text("sme", texts.get("sme")),
            "vcse": text("vcse", texts.get("vcse")),
            "supplier_name": of_value(
                "supplier_name", bool(of_suppliers["has_name"]) or withheld
            ),
            "value": of_value(
                "value", value is not None or row["ceiling_gbp"] is not None
            ),
            "start_date": of_value("start_date", row["start_date"] is not None),
            "end_date": of_value(
                "end_date", row["end_date"] is not None or bool(row["is_open_ended"])
            ),
            "review_date": of_value("review_date", row["review_date"] is not None),
            **{
                name: state(
                    valid=bool(of_suppliers[key]),
                    filled=False,
                    column=place[f"has_{name}"],
                    asked=asked(name) and not person,
                )
                for name, key in (
                    ("supplier_details", "has_details"),
                    ("company_number", "has_company"),
                )
            },
        }
        dated = row["start_date"] or row["awarded_date"] or row["published_date"]
        found.append(_cell_row(row, kind, dated and str(dated.year), cells))
    return found


def refused_cells(refused, owners, *, fields):
    found = []
    for row in refused:
        for owner in owners:
            if all(owner[n] == row[n] for n in ("source_id", "table_name")):
                state_of = "blank" if row["rule"] == "amount_missing" else "unclear"
                cells = dict.fromkeys(fields, "not_asked") | {"amount": state_of}
                place = {name: owner[name] for name in (*PLACE, "period")}
                found.append({**place, "row_number": row["row_number"], **cells})
    return found


def _most(rows, column):
    counted = Counter(row[column] for row in rows)
    return max(counted, key=lambda value: (counted[value], value), default=None)


def _of_table(rows, row):
    return [
        r
        for r in rows
        if (r["source_id"], r["table_name"]) == (row["source_id"], row["table_name"])
    ]


def with_periods(cells):
    dated = [row for row in cells if row["period"]]
    return [
        {**row, "period": row["period"] or _most(_of_table(dated, row), "period") or ""}
        for row in cells
    ]


def table_owners(cells):
    tables = {(row["source_id"], row["table_name"]): row for row in cells}
    return [
        {
            "source_id": source,
            "table_name": name,
            **{
                column: _most(_of_table(cells, row), column)
                for column in ("publisher_id", "period", "kind")
            },
        }
        for (source, name), row in tables.items()
    ]


def scored_fields(cells, *, fields):
    counted = Counter(
        (*(row[n] for n in (*PLACE, "period")), field, row[field])
        for row in cells
        for field in fields
    )
    found = []
    for key in {key[:-1] for key in counted}:
        valid, unclear, blank, lacking, unasked = (counted[*key, s] for s in STATES)
        found.append(
            {
                **dict(zip((*PLACE, "period", "field"), key, strict=True)),
                "asked_rows": valid + unclear + blank + lacking,
                "filled_rows": valid + unclear,
                "valid_rows": valid,
                "no_column_rows": lacking,
                "not_asked_rows": unasked,
            }
        )
    return found


def first_gaps(cells, *, fields, most):
    found = []
    for field in fields:
        gaps = {
            (*(row[n] for n in PLACE), row["row_number"], row[field])
            for row in cells
            if row[field] in ("blank", "unclear")
        }
        for table in {gap[:4] for gap in gaps}:
            own = sorted(gap for gap in gaps if gap[:4] == table)
            found += [
                {
                    **dict(zip(PLACE, gap[:4], strict=True)),
                    "row_number": gap[4],
                    "field": field,
                    "problem": gap[5],
                }
                for gap in own[:most]
            ]
    return found
