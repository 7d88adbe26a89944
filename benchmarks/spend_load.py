"""One spend file of a million rows: read, cleaned, its issues and its accounting sealed.

    python benchmarks/spend_load.py [ROWS]

The file is drawn at random while this runs: twelve columns, names with commas in quotes,
amounts with thousands, and one row in a hundred that has something wrong. Processor time
is that of the whole process, every thread of it, from the first byte read to the file
closed; starting Python and loading what it imports is told apart.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import machine
from workspace_build import word

ROWS = 1_000_000
SMALL = 1_000
RUNS = 3
BAD_ONE_IN = 100
SUPPLIERS = 20_000
FORMS = ("Ltd", "Limited", "PLC", "LLP", "Services, Ltd", "(North, West) Ltd")
HEADINGS = (
    "Body Name",
    "Directorate",
    "Service Area",
    "Expense Type",
    "Payment Date",
    "Transaction Number",
    "Net Amount",
    "Supplier Name",
    "Supplier ID",
    "Description",
    "Capital or Revenue",
    "Contract Reference",
)

LOAD = """
import resource, sys
from pathlib import Path
from folkmoot.core.collecting import seldom_collecting
from folkmoot.core.store import Writer
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.layouts.maps import read_layouts
from folkmoot.sources.reading import read_source
from folkmoot.sources.tables import ALIGNED, CLEAN_PAYMENTS, ISSUE_ROWS, SEALED

def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

def load(path, out):
    begun = spent()
    writer = Writer(out, spill=out.with_suffix(".spill"))
    writer.create([*SEALED, *ALIGNED])
    file = SourceFile("spend", path.name, path, "", path.stat().st_size, "csv")
    writer.use_threads(rows=0)
    read_source(writer, file, read_layouts(None))
    writer.use_threads(rows=writer.count(ALIGNED))
    read = spent()
    clean_sources(writer)
    writer.drop(ALIGNED)
    cleaned = spent()
    kept = writer.count([CLEAN_PAYMENTS])
    issues = writer.count([ISSUE_ROWS])
    (told,) = writer.rows("SELECT sum(row_count)::BIGINT AS n FROM source.accounting")
    writer.close()
    return read - begun, cleaned - read, spent() - cleaned, kept, issues, told["n"]

small, path, out = map(Path, sys.argv[1:])
with seldom_collecting():  # as every build does
    load(small, out.with_suffix(".small"))
    start = spent()
    cost = load(path, out)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(start, peak, *cost)
"""


def write_spend(path: Path, rows: int, *, seed: int) -> None:
    """A spend file with its header in the first row."""
    rng = random.Random(seed)
    suppliers = [
        (f"{word(rng, 3)} {word(rng, 2)} {rng.choice(FORMS)}", f"V{n:06d}")
        for n in range(SUPPLIERS)
    ]
    types = [f"{word(rng, 3)} {word(rng, 4)}" for _ in range(120)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(HEADINGS)
        for n in range(rows):
            supplier, number = rng.choice(suppliers)
            amount = f"{rng.randrange(50_000, 5_000_000) / 100:,.2f}"
            date = f"{rng.randrange(1, 29):02d}/{n * 12 // rows + 1:02d}/2024"
            if n % BAD_ONE_IN == 0:
                amount, date = rng.choice(
                    [("TBC", date), ("", date), (amount, "31/02/2024"), ("", "")]
                )
            out.writerow(
                [
                    "Invented Borough Council",
                    rng.choice(types[:6]),
                    rng.choice(types[6:40]),
                    rng.choice(types[40:]),
                    date,
                    f"{n:08d}",
                    amount,
                    supplier,
                    number,
                    f"{rng.choice(types)}, {rng.choice(types)}",
                    rng.choice(("Revenue", "Revenue", "Capital")),
                    f"C{rng.randrange(3000):05d}" if n % 4 == 0 else "",
                ]
            )


def main() -> None:
    """Load the file a few times, each time in a new process, and print one row a run."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, path = folder / "small.csv", folder / "spend.csv"
        write_spend(small, SMALL, seed=2)
        write_spend(path, rows, seed=1)
        size = path.stat().st_size / 1_000_000
        print(f"{machine()}; {rows:,} rows, {size:.0f} MB")
        print(
            "| start-up CPU s | reading | cleaning | closing | all | rows per CPU-s "
            "| peak MB | build MB | kept | issues |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|")
        for run in range(RUNS):
            print(_row(small, path, folder / f"{run}.duckdb", rows), flush=True)


def _row(small: Path, path: Path, out: Path, rows: int) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", LOAD, str(small), str(path), str(out)],
        check=True,
        capture_output=True,
        text=True,
    )
    start, peak, read, cleaned, closed, kept, issues, told = map(
        float, answer.stdout.split()
    )
    if told != rows + 1:
        sys.exit(f"{told:,.0f} rows are accounted for, not {rows + 1:,}.")
    spent = read + cleaned + closed
    return (
        f"| {start:.2f} | {read:.2f} | {cleaned:.2f} | {closed:.2f} | {spent:.2f} "
        f"| {rows / spent:,.0f} | {peak:,.0f} | {out.stat().st_size / 1e6:,.0f} "
        f"| {kept:,.0f} | {issues:,.0f} |"
    )


if __name__ == "__main__":
    main()
