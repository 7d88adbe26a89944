"""The registers' steps once more, in plain Python over lists of dicts: the second opinion."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from statistics import median, quantiles


def visible_contracts(contracts, *, as_of):
    def is_visible(row):
        dated = row["published_date"] or row["awarded_date"]
        return dated is None or dated <= as_of

    return [row for row in contracts if is_visible(row)]


def visible_payments(payments, *, as_of):
    return [
        row
        for row in payments
        if row["payment_date"] is None or row["payment_date"] <= as_of
    ]


def with_links(rows):
    links = ("release_link", "award_link")
    return [{**row, **{name: row[name] or None for name in links}} for row in rows]


def named_buyers(contracts, contract_buyers):
    firsts = {}
    for row in sorted(contract_buyers, key=lambda row: row["row_number"]):
        firsts.setdefault((row["bundle_id"], row["release_link"]), row)
    answer = []
    for row in contracts:
        listed = firsts.get((row["bundle_id"], row["release_link"]))
        if (
            row["buyer_name"]
            or row["buyer_identifier"]
            or not listed
            or not row["release_link"]
        ):
            answer.append(row)
        else:
            answer.append({**row, "buyer_name": listed["buyer_name"]})
    return answer


def with_council(rows, named, sources):
    by_name = {(n["published_name"], n["scheme"], n["identifier"]): n for n in named}
    by_file = {source["of_source"]: source for source in sources}
    answer = []
    for row in rows:
        key = tuple(
            row[n] or "" for n in ("buyer_name", "buyer_scheme", "buyer_identifier")
        )
        name, file = by_name.get(key, {}), by_file.get(row["source_id"], {})
        found = {
            **row,
            "council_id": name.get("council_id"),
            "sub_unit": name.get("sub_unit"),
        }
        if key[0] == "" and key[2] == "":
            found["council_id"] = file.get("file_council")
            found["buyer_name"] = file.get("file_council_name")
        elif (
            found["council_id"] is None
            and not name.get("is_other_body")
            and file.get("is_declared")
        ):
            found["council_id"] = file.get("file_council")
            found["sub_unit"] = row["buyer_name"]
        answer.append(found)
    return answer


def buyers_of_files(spoken, named):
    by_name = {
        (n["published_name"], n["scheme"], n["identifier"]): n["council_id"]
        for n in named
    }
    files = {}
    for row in spoken:
        file = files.setdefault(
            row["source_id"], {"blank": 0, "others": 0, "councils": set()}
        )
        key = tuple(
            row[n] or "" for n in ("buyer_name", "buyer_scheme", "buyer_identifier")
        )
        council = by_name.get(key)
        if key[0] == key[2] == "":
            file["blank"] += row["row_count"]
        elif council is None:
            file["others"] += row["row_count"]
        else:
            file["councils"].add(council)
    return [
        {
            "of_source": source,
            "blank_count": file["blank"],
            "council_count": len(file["councils"]),
            "other_count": file["others"],
            "only_council": min(file["councils"])
            if len(file["councils"]) == 1 and not file["others"]
            else None,
        }
        for source, file in files.items()
    ]


def brought_together(statements, supplier_sets, said_same):
    """Groups by following every telling key until nothing changes."""
    sets = {row["of_row"]: row["supplier_set"] for row in supplier_sets}
    units = defaultdict(list)
    for row in statements:
        units[_unit(row)].append(row)
    facts = []
    for rows in units.values():
        facts.append(
            {
                "id": min(row["contract_row_id"] for row in rows),
                "rows": [row["contract_row_id"] for row in rows],
                "council": rows[0]["council_id"],
                "reference": _reference(rows[0]["reference"]),
                "title": _letters(rows[0]["title"]),
                "suppliers": max(sets.get(r["contract_row_id"]) or "" for r in rows),
                "start": rows[0]["start_date"],
                "end": rows[0]["end_date"],
                "process": rows[0]["process_id"],
                "table": (rows[0]["source_id"], rows[0]["table_name"]),
            }
        )
    groups = {unit["id"]: unit["id"] for unit in facts}
    for key in (_by_title, _by_supplier, _by_all):
        sharing = defaultdict(list)
        for unit in facts:
            if unit["council"] and key(unit):
                sharing[key(unit)].append(unit)
        for together in sharing.values():
            if _is_telling(together):
                joined = {groups[unit["id"]] for unit in together}
                for name, group in groups.items():
                    if group in joined:
                        groups[name] = min(joined)
    return [
        {"contract_row_id": row, "group_id": groups[unit["id"]]}
        for unit in facts
        for row in unit["rows"]
    ]


def said_together(statements, supplier_sets, said):
    """Groups as the keys make them, then those that hold what was said to be one."""
    grouped = brought_together(statements, supplier_sets, [])
    word = {row["reference"]: row["said"] for row in said}
    reference = {row["contract_row_id"]: row["reference"] for row in statements}
    joined = defaultdict(set)
    for row in grouped:
        joined[word.get(reference[row["contract_row_id"]])].add(row["group_id"])
    del joined[None]
    for groups in joined.values():
        for row in grouped:
            if row["group_id"] in groups:
                row["group_id"] = min(groups)
    return grouped


def parted_statements(grouped, parts):
    where = {row["of_unit"]: row["part_id"] for row in parts}
    return [
        {**row, "group_id": where.get(row["unit_id"], row["group_id"])}
        for row in grouped
    ]


def judged_needs(needed, contracts, said):
    of_group = {row["contract_id"]: row["group_id"] for row in contracts}
    told = {of_group[r["contract_id"]]: r for r in said if r["contract_id"] in of_group}
    answer = []
    for row in needed:
        own = told.get(row["group_id"])
        change = own and {
            "need_id": own["said_need_id"],
            "need_method": "judged",
            "need_confidence": 1.0,
            "need_reason": own["said_reason"],
        }
        answer.append({**row, **(change or {})})
    return answer


def supplier_questions(questions, contracts, supplied, payments):
    values = {row["contract_id"]: row["value_gbp"] or 0 for row in contracts}
    count, money = defaultdict(int), defaultdict(int)
    for row in supplied:
        count[row["supplier_id"]] += 1
        money[row["supplier_id"]] += values[row["contract_id"]]
    for row in payments:
        money[row["supplier_id"]] += row["amount_gbp"]
    return [
        {
            "subject": row["subject"],
            "contract_count": count[row["one_supplier"]] + count[row["other_supplier"]],
            "amount_gbp": money[row["one_supplier"]] + money[row["other_supplier"]],
        }
        for row in questions
    ]


def _is_telling(units):
    tables = [unit["table"] for unit in units]
    processes = [unit["process"] for unit in units if unit["process"]]
    starts = {unit["start"] for unit in units if unit["start"]}
    return (
        len(tables) == len(set(tables))
        and len(processes) == len(set(processes))
        and len(starts) <= 1
    )


def _by_title(u):
    return u["reference"] and u["title"] and (u["council"], u["reference"], u["title"])


def _by_supplier(u):
    return (
        u["reference"]
        and u["suppliers"]
        and (u["council"], u["reference"], u["suppliers"])
    )


def _by_all(u):
    parts = (u["title"], u["suppliers"], u["start"], u["end"])
    return all(parts) and (u["council"], *parts)


def _unit(row):
    if row["process_id"]:
        return ("award", row["process_id"], row["award_id"] or "")
    if _reference(row["reference"]) or _letters(row["title"]):
        names = ("source_id", "table_name", "council_id", "buyer_name", "notice_id")
        return (
            "entry",
            *(row[name] for name in names),
            _reference(row["reference"]),
            _letters(row["title"]),
            row["start_date"],
            row["end_date"],
            row["value_gbp"],
        )
    return ("row", row["contract_row_id"])


def _letters(text):
    return re.sub("[^a-z0-9]", "", (text or "").lower())


def _reference(text):
    plain = re.sub("[^A-Z0-9]", "", (text or "").upper())
    return plain if len(plain) >= 4 and re.search("[1-9]", plain) else ""


_RANKS = {"planned": 1, "tender": 2, "award": 3, "contract": 4}


def merged(statements):
    groups = defaultdict(list)
    for row in statements:
        groups[row["group_id"]].append(row)
    answer = []
    for group, rows in groups.items():
        rows.sort(
            key=lambda r: (
                r["published_date"] or r["awarded_date"] or date.min,
                _RANKS.get(r["stage"], 0),
                r["source_id"],
                r["row_number"],
            )
        )
        latest = {"group_id": group}
        for name in ("title", "end_date", "start_date", "cpv_codes"):
            latest[name] = next(
                (r[name] for r in reversed(rows) if r[name] is not None), None
            )
        valued = [r for r in rows if r["value_gbp"] is not None]
        latest["value_gbp"] = valued[-1]["value_gbp"] if valued else None
        latest["value_basis"] = valued[-1]["value_basis"] if valued else None
        latest["stage"] = max(rows, key=lambda r: _RANKS.get(r["stage"], 0))["stage"]
        latest["references"] = sorted({r["reference"] for r in rows if r["reference"]})
        latest["statement_count"] = sum(r["statement_count"] for r in rows)
        answer.append(latest)
    return answer


LEVELS = {"class": 8, "group": 7, "division": 6, "workspace": 0}
METHODS = {
    "class": "category_median",
    "group": "category_median",
    "division": "division_median",
    "workspace": "workspace_median",
}


def with_end(contracts, lengths):
    usual = {(row["level"], row["of_need"]): row for row in lengths}
    answer = []
    for row in contracts:
        need = row["need_id"] or ""
        found = [usual.get((level, need[:size])) for level, size in LEVELS.items()]
        like = next((one for one in found if one), None)
        months = row["term_months"] or row["words_term_months"]
        start = row["start_date"] or row["words_start_date"] or row["awarded_date"]
        if row["stage"] not in ("planned", "tender") and row["status"] != "planned":
            start = start or row["published_date"]
        end, method = row["end_date"], "none"
        early = late = None
        if end:
            method = "published"
        elif row["is_open_ended"]:
            pass
        elif row["words_end_date"] and not (start and row["term_months"]):
            end, method = row["words_end_date"], "term"
        elif start and months:
            years, month = divmod(start.month - 1 + months, 12)
            first = date(start.year + years, month + 1, 1)
            end, method = first + timedelta(days=start.day - 2), "term"
        elif start and like:
            end = start + timedelta(days=round(like["usual_days"]))
            early = start + timedelta(days=round(like["short_days"]))
            late = start + timedelta(days=round(like["long_days"]))
            method = METHODS[like["level"]]
        spread = {"end_early_date": early, "end_late_date": late}
        answer.append({**row, "end_date": end, "end_method": method, **spread})
    return answer


def usual_lengths(contracts):
    days = defaultdict(list)
    for row in contracts:
        dated = (
            row["start_date"]
            and row["end_date"]
            and row["end_date"] > row["start_date"]
        )
        months = row["term_months"] or row["words_term_months"]
        sure = row["need_id"] and row["need_confidence"] >= 0.6
        if sure and (dated or months):
            length = round(months * 30.4375) if months else 0
            if dated:
                length = (row["end_date"] - row["start_date"]).days
            for level, size in LEVELS.items():
                if len(row["need_id"]) >= size:
                    key = level, row["need_id"][:size]
                    days[key].append(length)
    return [
        {
            "level": level,
            "of_need": need,
            "usual_days": float(median(found)),
            "short_days": quantiles(found, n=4, method="inclusive")[0],
            "long_days": quantiles(found, n=4, method="inclusive")[2],
            "counted": len(found),
        }
        for (level, need), found in days.items()
        if len(found) >= 5
    ]


def profiles(needs, suppliers):
    need_of = {
        row["group_id"]: row["need_id"]
        for row in needs
        if row["need_id"] and row["need_confidence"] >= 0.6
    }
    counts = defaultdict(lambda: defaultdict(set))
    for row in suppliers:
        if row["group_id"] in need_of:
            counts[row["supplier_id"]][need_of[row["group_id"]]].add(row["group_id"])
    answer = []
    for supplier, found in counts.items():
        sizes = {need: len(groups) for need, groups in found.items()}
        first = min(sizes, key=lambda need: (-sizes[need], need))
        share = sizes[first] / sum(sizes.values())
        divisions = {need[:6] for need in sizes}
        answer.append(
            {
                "supplier_id": supplier,
                "need_id": first,
                "first_count": sizes[first],
                "all_count": sum(sizes.values()),
                "share": share,
                "has_many_needs": len(divisions) >= 3 and share < 0.8,
            }
        )
    return answer


def needs_by_supplier(suppliers, profiles):
    telling = {
        p["supplier_id"]: p["need_id"]
        for p in profiles
        if not p["has_many_needs"] and p["share"] >= 0.8
    }
    groups = defaultdict(list)
    for row in suppliers:
        groups[row["group_id"]].append(telling.get(row["supplier_id"]))
    return [
        {"group_id": group, "need_id": needs[0]}
        for group, needs in groups.items()
        if needs[0] and len(set(needs)) == 1
    ]


def _months_on(day, months):
    """The day before the same day so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1) + timedelta(days=day.day - 2)


def with_latest_end(contracts):
    return [{**row, **_latest(row)} for row in contracts]


def _latest(row):
    end, whole = row["end_date"], row["words_option_months"]
    start = row["start_date"] or row["words_start_date"]
    sure = end is not None and not row["end_method"].endswith("median")
    said = row["words_latest_end_date"]
    leave = None
    if start and row["words_break_months"]:
        leave = _months_on(start, row["words_break_months"])
    found = _counted(row, start) if sure and whole else ("none", None, None, None)
    method, latest, first, taken = found
    if row["latest_end_date"]:
        method, latest = "published", row["latest_end_date"]
    elif sure and said and said > end:
        method, latest = "words", said
    return {
        "latest_end_date": latest,
        "latest_end_method": method,
        "first_end_date": first,
        "options_in_end": taken,
        "break_date": leave,
    }


def _counted(row, start):
    """Method, latest end, end of the first term and options that the end counts."""
    end, whole = row["end_date"], row["words_option_months"]
    each, count = row["words_option_each"], row["words_option_count"]
    if not (start and row["words_first_months"]):
        return "words", _months_on(end + timedelta(days=1), whole), None, None
    first = _months_on(start, row["words_first_months"])
    last = _months_on(start, row["words_first_months"] + whole)
    steps = round((end - first).days / (each * 30.4375)) if each else -1
    on_step = 0 <= steps <= count and (
        abs((end - first).days - steps * each * 30.4375) <= 31
    )
    is_first = abs((end - first).days) <= 31
    taken = max(0, steps) if is_first or on_step else None
    if abs((end - last).days) <= 31 and not is_first:
        return "in_end_date", end, first, taken
    if taken is None:
        return "contradicted", None, None, None
    return "words", last, first if taken else None, taken


def joint_councils(contracts, joint):
    return [
        {"contract_id": c["contract_id"], "council_id": j["further_council"]}
        for c in contracts
        for j in joint
        if (c["buyer_name"], c["council_id"])
        == (j["published_name"], j["first_council"])
    ]
