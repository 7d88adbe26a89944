"""A workspace of 50 councils, a million payments and 60,000 contracts: built, then rebuilt.

    python benchmarks/workspace_build.py

Everything a build writes is written: raw rows, issues, evidence, facts and findings. The
councils and suppliers are drawn at random; only the amounts of work are like real ones.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from measuring import cost, machine

COUNCILS = 50
PAYMENTS_A_COUNCIL = 20_000
CONTRACTS_A_COUNCIL = 1_200
MONTHS = 12
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "za",
]
FORMS = ("Ltd", "Limited", "PLC", "LLP", "Services Ltd", "Group Limited")
GOODS = (
    ("Grounds maintenance", "77310000"),
    ("Cleaning of offices", "90910000"),
    ("Lift servicing", "50750000"),
    ("Electricity supply", "09310000"),
    ("Temporary staff", "79620000"),
    ("Library system", "48160000"),
    ("School transport", "60130000"),
    ("Highway resurfacing", "45233220"),
    ("Home care", "85300000"),
    ("Printing and copying", "30120000"),
    ("Legal advice", "79100000"),
    ("Insurance", "66510000"),
)


def word(rng: random.Random, syllables: int) -> str:
    """A word of no language."""
    return "".join(rng.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def write_workspace(
    root: Path,
    *,
    seed: int,
    contracts: int = CONTRACTS_A_COUNCIL,
    payments: int = PAYMENTS_A_COUNCIL,
) -> None:
    """A folder of registers and monthly spend files, and its `folkmoot.toml`.

    `contracts` and `payments` are those of one council.
    """
    rng = random.Random(seed)
    suppliers = [
        f"{word(rng, 3)} {word(rng, 2)} {rng.choice(FORMS)}" for _ in range(20_000)
    ]
    lines = ['[group]\nname = "Fifty councils"\ninvented = true\nmembers = [']
    lines += [f'  "X9{n:07d}",' for n in range(COUNCILS)] + ["]"]
    for n in range(COUNCILS):
        name = f"{word(rng, 4)} Borough Council"
        lines += [
            "[[councils]]",
            f'gss = "X9{n:07d}"',
            f'name = "{name}"',
            'type = "district"\nregion = "Nowhere"\nnation = "England"',
        ]
        register = root / "sources" / f"register_{n}.csv"
        _write_register(register, name, suppliers, rng, rows=contracts)
        folder = root / "sources" / f"spend_{n}"
        _write_spend(folder, name, suppliers, rng, rows=payments)
    (root / "folkmoot.toml").write_text("\n".join(lines), "utf-8")


def _write_register(
    path: Path, council: str, suppliers: list[str], rng: random.Random, *, rows: int
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(
            [
                "Organisation name",
                "Contract reference",
                "Contract title",
                "CPV code",
                "Supplier name",
                "Start date",
                "End date",
                "Contract value",
            ]
        )
        for n in range(rows):
            title, code = rng.choice(GOODS)
            start = date(2019, 1, 1) + timedelta(days=rng.randrange(2200))
            end = start + timedelta(days=rng.choice((365, 730, 1095, 1460)))
            out.writerow(
                [
                    council,
                    f"C{n:05d}",
                    f"{title}, {word(rng, 3)}",
                    code,
                    rng.choice(suppliers),
                    f"{start:%d/%m/%Y}",
                    f"{end:%d/%m/%Y}",
                    f"£{rng.randrange(5_000, 2_000_000):,}",
                ]
            )


def _write_spend(
    folder: Path, council: str, suppliers: list[str], rng: random.Random, *, rows: int
) -> None:
    folder.mkdir(parents=True)
    for month in range(1, MONTHS + 1):
        path = folder / f"2024-{month:02d}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            out = csv.writer(stream)
            out.writerow(
                [
                    "Body name",
                    "Service area",
                    "Expense type",
                    "Payment date",
                    "Transaction number",
                    "Net amount",
                    "Supplier name",
                ]
            )
            for n in range(rows // MONTHS):
                out.writerow(
                    [
                        council,
                        "Resources",
                        rng.choice(GOODS)[0],
                        f"{rng.randrange(1, 29):02d}/{month:02d}/2024",
                        f"{month:02d}{n:06d}",
                        f"{rng.randrange(50_000, 5_000_000) / 100:,.2f}",
                        rng.choice(suppliers),
                    ]
                )


def main() -> None:
    """Build, rebuild, and print one row each."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_workspace(root, seed=1)
        build = [sys.executable, "-m", "folkmoot", "build", "-w", str(root)]
        build += ["--as-of", "2025-01-01"]
        print(machine())
        print("| run | wall s | CPU s | peak MB |\n|---|---|---|---|")
        for name in ("first build", "unchanged"):
            spent = cost(build)
            if spent.exit_code:
                sys.exit(f"{name}: exit code {spent.exit_code}")
            print(
                f"| {name} | {spent.wall_seconds:.1f} | {spent.cpu_seconds:.1f} "
                f"| {spent.peak_mb:,.0f} |"
            )


if __name__ == "__main__":
    main()
