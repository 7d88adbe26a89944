"""How many columns are recognised rightly: as published, renamed, shuffled, without headings.

    FOLKMOOT_TEST_DATA=... python benchmarks/recognition.py [SEED]

The real files are those whose right headings stand in the tests of the real tables; the
invented ones are the registers and payments of five invented groups, seeds 11 to 15. Only
fields that decide what a row says are counted. The vocabulary is a fixed list, so that no
publisher can be left out of it; instead headings are taken away:

- renamed: a random third of the headings of fields looked for become words that the
  vocabulary does not hold, or blanks
- shuffled: the columns in a random order
- none: the header and all above it are gone

A field is right where it is found in its own column, wrong where in another.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.unit.sources.test_real_tables import CASES

from folkmoot.demo.group import write_group
from folkmoot.demo.shape import Shape
from folkmoot.sources.layouts.choosing import Chooser
from folkmoot.sources.layouts.vocabulary import heading_scores, normal_heading
from folkmoot.sources.papers import Papers
from folkmoot.sources.readers.delimited import careful_rows, delimiter_of, sample_of
from folkmoot.sources.readers.text import clean_text
from folkmoot.sources.readers.workbook import sheets_of
from folkmoot.sources.reading import SAMPLE_ROWS
from folkmoot.sources.received.files import SourceFile, source_files
from folkmoot.sources.received.formats import format_of

DEMO_SEEDS = range(11, 16)
DEMO = {
    "contracts": {
        "Contract No.": "reference", "Title of agreement": "title",
        "Supplier name": "supplier_name", "Start Date": "start_text",
        "End Date": "end_text", "Value (GBP)": "value_text", "Reference": "reference",
        "Contract": "title", "Supplier": "supplier_name", "From": "start_text",
        "To": "end_text", "Contract value": "value_text",
        "Contract Reference number / ID": "reference",
        "Title of the Agreement": "title", "Contract start date": "start_text",
        "End date": "end_text", "Contract Ref": "reference", "Contract Title": "title",
        "Total Contract Value (£)": "value_text", "Ref": "reference",
        "Contractor": "supplier_name", "Commencement": "start_text",
        "Expiry": "end_text", "Contract ID": "reference", "Provider": "supplier_name",
        "Contract start": "start_text", "Contract expiry": "end_text",
        "contract_id": "reference", "title": "title", "supplier_name": "supplier_name",
        "start_date": "start_text", "end_date": "end_text", "value": "value_text",
        "Contract reference": "reference", "Contract name": "title",
        "Awarded supplier": "supplier_name", "Contract end": "end_text",
        "Subject": "title", "Awarded To": "supplier_name", "Date From": "start_text",
        "Date To": "end_text", "Contract Sum": "value_text", "Start": "start_text",
        "End": "end_text", "Whole life (£)": "value_text", "Name": "supplier_name",
        "Number": "reference", "Title": "title",
    },
    "payments": {
        "Date": "payment_date_text", "Supplier": "supplier_name",
        "Invoice Line Value (net of VAT)": "amount_text", "Amount": "amount_text",
        "Supplier Name": "supplier_name", "Paid Date": "payment_date_text",
        "Total (excludes VAT)": "amount_text", "Net Amount": "amount_text",
        "Invoice Payment Date": "payment_date_text", "Date Paid": "payment_date_text",
        "Supplier (Beneficiary)": "supplier_name", "Amount £": "amount_text",
    },
}  # fmt: skip
"""What the headings of the invented files mean, read off by a person."""

STRANGE = ("Firm we used", "Thing", "Outlay so far", "When it was", "Item of note", "Figure",
           "XK-14", "Day concerned", "Our words", "Till when", "Row stands for", "")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One table: its first rows, the header's row from 1, and the place of each field."""

    kind: str
    rows: list[list[str]]
    header_row: int
    places: dict[str, int]


def main() -> None:
    """Print a line for each set of files and each variant."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for heading in filter(None, STRANGE):
        known = [heading_scores(normal_heading(heading), kind) for kind in DEMO]
        if any(max(scores.values(), default=0) > 0.6 for scores in known):
            sys.exit(f"{heading} is in the vocabulary.")
    print("| files | tables | variant | right kind | fields | right | wrong | share |")
    print("|---|---|---|---|---|---|---|---|")
    for name, cases in (("real", list(real_cases())), ("invented", list(demo_cases()))):
        for variant, change in VARIANTS.items():
            rng = random.Random(seed)
            total = Counter[str]()
            for case in cases:
                total += scored(change(case, rng))
            share = total["right"] / total["fields"] if total["fields"] else 0
            print(
                f"| {name} | {len(cases)} | {variant} | {total['kind']} | {total['fields']} "
                f"| {total['right']} | {total['wrong']} | {share:.3f} |",
                flush=True,
            )


def scored(case: Case) -> Counter[str]:
    """Counts for one table: fields looked for, found rightly and wrongly, kind right."""
    file = SourceFile("s", "s", Path("s"), "", 0, "csv")
    width = max(map(len, case.rows))
    found = Chooser((), Papers(file)).reading("", case.rows, width)
    by_field = {m.field: i for i, m in enumerate(found.columns) if m.field}
    result = Counter(fields=len(case.places), kind=int(found.kind == case.kind))
    for name, place in case.places.items():
        if by_field.get(name) == place and found.kind == case.kind:
            result["right"] += 1
        elif name in by_field:
            result["wrong"] += 1
    return result


def as_published(case: Case, rng: random.Random) -> Case:
    """The table as it is."""
    return case


def renamed(case: Case, rng: random.Random) -> Case:
    """A third of the headings looked for, at least one, said in unknown words or not at all."""
    rows = [list(row) for row in case.rows]
    places = sorted(case.places.values())
    for place in rng.sample(places, max(1, round(len(places) / 3))):
        rows[case.header_row - 1][place] = rng.choice(STRANGE)
    return Case(case.kind, rows, case.header_row, case.places)


def shuffled(case: Case, rng: random.Random) -> Case:
    """The columns in a random order."""
    width = max(map(len, case.rows))
    order = list(range(width))
    rng.shuffle(order)
    rows = [[row[i] if i < len(row) else "" for i in order] for row in case.rows]
    places = {name: order.index(place) for name, place in case.places.items()}
    return Case(case.kind, rows, case.header_row, places)


def headless(case: Case, rng: random.Random) -> Case:
    """The rows below the header."""
    return Case(case.kind, case.rows[case.header_row :], 0, case.places)


VARIANTS = {
    "as published": as_published,
    "a third renamed": renamed,
    "shuffled": shuffled,
    "renamed and shuffled": lambda case, rng: shuffled(renamed(case, rng), rng),
    "no headings": headless,
}


def real_cases() -> Iterator[Case]:
    """The published tables at hand that have a header."""
    root = os.environ.get("FOLKMOOT_TEST_DATA")
    if not root:
        return
    for path, (kind, _, header_row, fields) in CASES.items():
        if kind not in DEMO or not header_row or not any(fields.values()):
            continue
        if "_link" in "".join(fields.values()):
            continue  # a bundle's tables are told by their links
        rows = next(tables(Path(root, path)))
        headings = [" ".join(cell.split()) for cell in rows[header_row - 1]]
        if any(h and h not in headings for h in fields.values()):
            sys.exit(f"{path}: {headings} in row {header_row}, not {fields}.")
        yield Case(kind, rows, header_row, _places(headings, fields))


def demo_cases() -> Iterator[Case]:
    """The invented registers and payments, one file of payments of each council."""
    for seed in DEMO_SEEDS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_group(
                folder,
                seed=seed,
                as_of=date(2026, 11, 1),
                shape=Shape(contracts=300, payments=1500),
            )
            spill = folder / "spill"
            for file in source_files(folder / "sources", ledger={}, spill=spill):
                if file.format in ("json", "jsonl") or file.file.endswith(
                    ("_09.csv", "_10.csv")
                ):
                    continue
                kind = "payments" if file.file.startswith("spend") else "contracts"
                for rows in tables(file.path, file.format):
                    case = _demo_case(kind, rows)
                    if case is not None:
                        yield case


def _demo_case(kind: str, rows: list[list[str]]) -> Case | None:
    for number, row in enumerate(rows[:10], start=1):
        fields = {
            DEMO[kind][c.strip()]: c.strip() for c in row if c.strip() in DEMO[kind]
        }
        if len(fields) >= 3:
            headings = [cell.strip() for cell in row]
            return Case(kind, rows, number, _places(headings, fields))
    return None


def _places(headings: list[str], fields: dict[str, str]) -> dict[str, int]:
    return {
        name: headings.index(heading) for name, heading in fields.items() if heading
    }


def tables(path: Path, kind: str = "") -> Iterator[list[list[str]]]:
    """The first rows of each table of a file."""
    kind = kind or format_of(path)
    if kind in ("xlsx", "xls", "ods"):
        with tempfile.TemporaryDirectory() as folder:
            into = Path(folder)
            for sheet in sheets_of(path, kind=kind, into=into):
                yield list(sheet.rows(SAMPLE_ROWS))
        return
    sample = sample_of(clean_text(path).data)
    yield list(islice(careful_rows(sample, delimiter_of(sample)), SAMPLE_ROWS))


if __name__ == "__main__":
    main()
