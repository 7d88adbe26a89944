"""Suppliers' names made equal: our normaliser beside plain ones, on labelled names.

    FOLKMOOT_TEST_DATA=DIR python -m benchmarks.supplier_names [--half reported|written]

`suppliers/gold.csv` holds names with the number that buyers published beside them. Two
names of one scheme are a pair where their number is the same; a method finds the pairs
whose normal forms are equal. The rules were written from one half of the numbers and
are reported on the other, told apart by a hash of the number. The labels are buyers'
own entries: renamed companies, VAT groups and typing errors keep recall far from 1 for
every method that has nothing but the name, and so do one name's several numbers for
precision. "Hard" pairs share no word of three letters or more: no name finds them.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

from benchmarks.measuring import machine

from folkmoot.registers.normalising import normalised_name

Record = tuple[str, str, str]
"""name, scheme, number."""


def records(path: Path, *, half: str) -> list[Record]:
    """Distinct names with their numbers, of the half that is asked for."""
    wanted = {"written": 0, "reported": 1}[half]
    with path.open(encoding="utf-8", newline="") as file:
        rows = {(r["name"], r["id_scheme"], r["id"]) for r in csv.DictReader(file)}
    return sorted(
        row
        for row in rows
        if hashlib.sha256(f"{row[1]}{row[2]}".encode()).digest()[0] % 2 == wanted
    )


def pairs(
    rows: Iterable[Record], key: Callable[[Record], tuple[str, str]]
) -> set[tuple[Record, Record]]:
    """Pairs of records with the same key, of which the first part is not empty."""
    groups: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in rows:
        if key(row)[0]:
            groups[key(row)].append(row)
    return {
        pair for group in groups.values() for pair in combinations(sorted(group), 2)
    }


def methods() -> dict[str, Callable[[str], str]]:
    """Each method by its name; those whose package is not installed are left out."""
    found: dict[str, Callable[[str], str]] = {
        "raw, case and blanks folded": lambda name: " ".join(name.casefold().split()),
    }
    try:
        from cleanco import basename

        found["cleanco"] = lambda name: " ".join(basename(name).casefold().split())
    except ImportError:
        print("cleanco is not installed")
    try:
        from rigour.names import normalize_name, remove_org_types

        found["rigour, organisation types removed"] = lambda name: " ".join(
            remove_org_types(normalize_name(name) or "").split()
        )
    except ImportError:
        print("rigour is not installed")
    found["folkmoot"] = normalised_name
    return found


def is_hard(pair: tuple[Record, Record]) -> bool:
    """Whether the two names share no word of three letters or more."""
    one, other = (set(re.findall(r"[a-z]{3,}", row[0].casefold())) for row in pair)
    return not (one & other) - {"ltd", "limited", "plc", "llp", "the", "and"}


def main() -> None:
    """Print one row a method: pairs found, precision, recall, F1, easy recall, names/s."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["reported", "written"], default="reported")
    half = parser.parse_args().half
    rows = records(
        Path(os.environ["FOLKMOOT_TEST_DATA"]) / "suppliers/gold.csv", half=half
    )
    true = pairs(rows, lambda row: (row[2], row[1]))
    easy = {pair for pair in true if not is_hard(pair)}
    print(
        f"{machine()}; half {half}: {len(rows)} names, {len(true)} pairs, {len(easy)} easy"
    )
    print(
        "| method | pairs | P | R | F1 | R easy | names/s |\n|---|---|---|---|---|---|---|"
    )
    for title, method in methods().items():
        started = time.process_time()
        normal = {row[0]: method(row[0]) for row in rows}
        rate = len(normal) / max(time.process_time() - started, 1e-9)
        found = pairs(rows, lambda row, normal=normal: (normal[row[0]], row[1]))  # type: ignore[misc]
        right = len(found & true)
        precision, recall = right / max(len(found), 1), right / len(true)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        easy_recall = len(found & easy) / len(easy)
        print(
            f"| {title} | {len(found)} | {precision:.3f} | {recall:.3f} | {f1:.3f}"
            f" | {easy_recall:.3f} | {rate:,.0f} |"
        )


if __name__ == "__main__":
    main()
