"""What typed rows and their issues should be, said again in plain Python over lists of dicts."""

from __future__ import annotations

import re

from oracle.sources import kinds_of, text

from folkmoot.sources.rules import RULES

DATES = ("start", "end", "latest_end", "review", "published", "awarded")
MONEYS = {
    "value": "value_text",
    "annual": "annual_value_text",
    "ceiling": "ceiling_text",
}
PLACE = ("source_id", "table_name", "row_number", "pointer")


def with_codes_and_terms(rows, cpvs, terms):
    """What the codes and lengths of time in each row mean, or why they mean nothing."""
    codes = {row["text"]: row for row in cpvs}
    months = {row["text"]: row for row in terms}
    found = []
    for row in rows:
        cpv, term = codes.get(row["cpv_text"], {}), months.get(row["term_text"], {})
        found.append(
            {
                **row,
                "codes": cpv.get("codes"),
                "cpv_problem": cpv.get("problem") or None,
                "months": term.get("months"),
                "term_problem": term.get("problem") or None,
            }
        )
    return found


def contracts(contracts, read, cpvs, terms):
    """Kept rows, with the first figure that is not nought as their value."""
    words = {_item(row): row for row in contracts}
    found = []
    kept = [
        {**words[_item(row)], **row, "term_text": words[_item(row)]["term_text"]}
        for row in with_codes_and_terms(read, cpvs, terms)
        if row["outcome"] == "kept"
    ]
    for row in kinds_of(kept):
        amounts = [
            ("total", row["value_amount"] or None),
            ("annual", row["annual_amount"] or None),
            ("ceiling", row["ceiling_amount"] or None),
        ]
        basis, value = next((a for a in amounts if a[1] is not None), (None, None))
        item = row["item_number"] or 1
        place = [row["source_id"], row["table_name"], str(row["row_number"]), str(item)]
        found.append(
            {
                **row,
                "contract_row_id": "|".join(place),
                "item_number": item,
                "value_gbp": value,
                "value_basis": basis,
                "ceiling_gbp": row["ceiling_amount"] or None,
                "is_open_ended": bool(row["end_is_open"]),
                "cpv_codes": row["codes"],
                "term_months": row["months"],
                "extension_text": row["extension_text"] or _more_time(row["term_text"]),
            }
        )
    return found


def _more_time(term):
    """The words of a length that speak of extending too."""
    return term if term and ("+" in term or "option" in term) else None


def _item(row):
    return (
        row["source_id"],
        row["table_name"],
        row["row_number"],
        row["item_number"] or 1,
    )


def suppliers_apart(read, names):
    """One row for each listed supplier, by the first name that its cell holds."""
    first = {n["text"]: n["name"] for n in names if n["supplier_number"] == 1}
    found = []
    for row in read:
        if row["outcome"] != "kept":
            continue
        cell = row["supplier_name"]
        if not text(cell):
            found.append({**row, "supplier_name": None})
        elif cell in first:
            found.append({**row, "supplier_name": first[cell]})
    return found


def with_identifier(rows, identifiers):
    """Known forms by the text and the scheme published beside it; else neither stays."""
    known = {(i["text"], i["published_scheme"]): i for i in identifiers}
    found = []
    for row in rows:
        key = (row["supplier_identifier"], row["supplier_scheme"] or "")
        read = known.get(key, {})
        found.append(
            {
                **row,
                "identifier_text": row["supplier_identifier"],
                "supplier_scheme": read.get("scheme"),
                "supplier_identifier": read.get("identifier"),
                "identifier_problem": read.get("problem") or None,
            }
        )
    return found


def with_postcode(rows, postcodes):
    known = {p["text"]: p["postcode"] for p in postcodes}
    return [
        {**row, "supplier_postcode": known.get(row["supplier_postcode"])}
        for row in rows
    ]


def read_parties(parties, *, name, identifier, rule, kept):
    """A listed supplier or buyer is kept where it has a name or an id."""
    found = []
    for row in parties:
        if row["position"] == "header":
            kind = "header"
        elif row["filled_cells"] == 0:
            kind = "blank"
        elif text(row[name]) or text(row[identifier]):
            kind = kept
        else:
            kind = rule
        outcome = {kept: "kept", rule: "refused"}.get(kind, "furniture")
        found.append({**row, "outcome": outcome, "outcome_kind": kind})
    return found


def issue(row, field, value, rule):
    return {
        **{name: row[name] for name in PLACE},
        "field": field,
        "value": (value or "")[:200],
        "rule": rule,
        "severity": RULES[rule].severity,
        "message": RULES[rule].message,
    }


def once(found):
    return list({tuple(row.items()): row for row in found}.values())


def refusals(read, *, of_payments):
    found = []
    for row in read:
        if row["outcome"] == "refused" and row["pointer"] is not None:
            rule = row["outcome_kind"]
            of_amount = of_payments and rule.startswith("amount")
            field = "amount_text" if of_amount else ""
            value = row["amount_text"] if of_amount else row["first_text"]
            found.append(issue(row, field, value, rule))
    return found


def payment_problems(read):
    found = refusals(read, of_payments=True)
    for row in read:
        if row["outcome"] != "kept":
            continue
        if row["payment_date_problem"]:
            day = row["payment_date_text"]
            found.append(
                issue(row, "payment_date_text", day, row["payment_date_problem"])
            )
        if row["amount_amount"] is not None and abs(row["amount_amount"]) > 10**9:
            found.append(
                issue(row, "amount_text", row["amount_text"], "value_looks_wrong")
            )
    return once(found)


PROBLEMS = {
    **{f"{field}_text": f"{field}_date_problem" for field in DATES},
    **{cell: f"{field}_problem" for field, cell in MONEYS.items()},
    "cpv_text": "cpv_problem",
    "term_text": "term_problem",
}


def contract_problems(read):
    found = refusals(read, of_payments=False)
    for row in read:
        if row["outcome"] != "kept":
            continue
        for cell, problem in PROBLEMS.items():
            if row[problem]:
                found.append(issue(row, cell, row[cell], row[problem]))
        for field, cell in MONEYS.items():
            amount = row[f"{field}_amount"]
            if amount and (amount <= 1 or amount > 10**9):
                found.append(issue(row, cell, row[cell], "value_looks_wrong"))
        start, end = row["start_date"], row["end_date"]
        if start and end and end < start:
            found.append(issue(row, "end_text", row["end_text"], "end_before_start"))
    return once(found)


def identifier_problems(read):
    """Words in the place of a number may be a person's name and are not repeated."""
    found = []
    for row in read:
        if row["outcome"] != "kept" or not row["identifier_problem"]:
            continue
        cell = row["identifier_text"]
        no_digit = not re.search("[0-9]", cell)
        several = re.search(r"[A-Za-z]{3}[^0-9]* [^0-9]*[A-Za-z]", cell)
        shown = "" if no_digit or several else cell
        problem = row["identifier_problem"]
        found.append(issue(row, "supplier_identifier", shown, problem))
    return found


def unnamed_suppliers(read, names):
    known = {name["text"] for name in names}
    found = [
        issue(row, "supplier_name", row["supplier_name"], "no_supplier_named")
        for row in read
        if row["outcome"] == "kept"
        and text(row["supplier_name"])
        and row["supplier_name"] not in known
    ]
    return once(found)
