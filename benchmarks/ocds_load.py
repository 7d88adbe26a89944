"""One large OCDS file, loaded and compiled by us and by the tools people use today.

    FOLKMOOT_TEST_DATA=… python benchmarks/ocds_load.py [MB]

The real UK releases are copied under new ocids until the file is large enough; every
second process also gets an earlier release without its awards, so that there is
something to compile. What each job does differs, and the table says so: ours reads some
forty fields and writes rows, issues, evidence and facts; flatten-tool and flatterer write
every field; ocdskit merges every field and writes JSON. Start-up is included. At the end
every field of every process is compared with what ocdskit merged.

The copies repeat some 1,400 wordings. A build settles each distinct wording once, so that
what follows cleaning costs more on a file in which no two contracts are worded alike.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from textwrap import indent
from typing import Any

from measuring import Cost, cost, machine
from ocds_equal import differences, told

MEGABYTES = 110
"""The least that is asked of the file, and a little more."""

GROUP = """[group]
name = "Benchmark"
members = ["E06000008", "E07000117"]
"""
"""Any two councils: what is measured is reading, compiling and resolving."""

SCHEMA = {
    "properties": {key: {"omitWhenMerged": True} for key in ("id", "date", "tag")}
}
"""Enough of the release schema for ocdskit, which would fetch the whole otherwise."""

READ_ONLY = """
import sys
from pathlib import Path
from folkmoot.core.collecting import seldom_collecting
with seldom_collecting():
    from folkmoot.core.store import Writer
    from folkmoot.sources.received.files import SourceFile
    from folkmoot.sources.readers.json_reading import read_json
    from folkmoot.sources.tables import ALIGNED, SEALED
    path, out = Path(sys.argv[1]), Path(sys.argv[2])
    writer = Writer(out)
    writer.create([*ALIGNED, *SEALED])
    writer.use_threads(rows=0)
    size = path.stat().st_size
    read_json(writer, SourceFile("s", path.name, path, "", size, "jsonl"))
{then}    writer.close()
"""
"""As a build does it, which collects Python's garbage seldom from its start."""

COMPILE_TOO = """
from folkmoot.core.kept import kept_table
from folkmoot.sources.ocds import compile as steps
from folkmoot.sources.cleaning import clean_sources
from folkmoot.sources.tables import CLEAN_CONTRACT_SUPPLIERS, CLEAN_CONTRACTS
writer.use_threads(rows=writer.count(ALIGNED))
clean_sources(writer)
contracts = writer.table(CLEAN_CONTRACTS)
suppliers = writer.table(CLEAN_CONTRACT_SUPPLIERS)
placed = kept_table(writer, "placed", steps.placed_statements(contracts))
for name, rows in (
    ("contracts", steps.compiled_contracts(contracts, placed)),
    ("suppliers", steps.compiled_suppliers(suppliers, placed)),
    ("evidence", steps.compiled_statements(placed)),
):
    writer.connection.execute(f"CREATE TABLE {name} AS {writer.ibis.compile(rows)}")
"""

FEW_LINES = 50
FEW = f"the same of {FEW_LINES} releases"
"""What a build costs before its input begins to matter."""


def real_releases(data: Path) -> list[dict[str, Any]]:
    """Every UK release of the test data that says when it was published."""
    folder = data / "ocds" / "uk"
    found: list[dict[str, Any]] = []
    for path in sorted(folder.rglob("*.jsonl")):
        found += [json.loads(line) for line in path.read_bytes().splitlines()]
    for path in sorted(folder.rglob("*.json")):
        document = json.loads(path.read_bytes())
        found += document.get("releases", [])
    # ocdskit refuses a file that mixes 1.0 with 1.1, of which there are few here.
    return [r for r in found if r.get("date") and r.get("id") and "parties" not in r]


def copies(releases: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The releases again and again, each time as processes of their own."""
    number = 0
    while True:
        for release in releases:
            number += 1
            copy = release | {"ocid": f"ocds-bench0-{number}", "id": f"{number}-2"}
            if number % 2:
                year = int(copy["date"][:4]) - 1
                earlier = copy | {"id": f"{number}-1", "tag": ["tender"]}
                earlier["date"] = f"{year}{copy['date'][4:]}"
                earlier.pop("awards", None)
                yield earlier
            yield copy


def write_inputs(
    folder: Path, releases: list[dict[str, Any]], megabytes: int
) -> tuple[Path, Path]:
    """The same releases as JSON Lines and as one package."""
    lines, package = folder / "releases.jsonl", folder / "package.json"
    size = 0
    with lines.open("w") as one, package.open("w") as other:
        other.write('{"releases":[')
        for release in copies(releases):
            text = json.dumps(release)
            other.write(("," if size else "") + text)
            one.write(text + "\n")
            size += len(text) + 1
            if size > megabytes * 1_000_000:
                break
        other.write("]}")
    return lines, package


def jobs(folder: Path, lines: Path, package: Path) -> dict[str, list[str]]:
    """Each job as a command; peers are those installed beside this Python."""
    beside = Path(sys.executable).parent
    few = folder / "few.jsonl"
    with lines.open("rb") as stream:
        few.write_bytes(b"".join(islice(stream, FEW_LINES)))
    schema = folder / "schema.json"
    schema.write_text(json.dumps(SCHEMA))
    compile_ = (
        f"{beside}/ocdskit compile --schema {schema} < {lines} > {folder}/merged.jsonl"
    )
    return {
        "folkmoot build: facts, evidence, issues, findings": _build(folder / "w", lines),
        FEW: _build(folder / "w-few", few),
        "folkmoot: read, clean, compile; evidence, issues": _part(
            folder / "compiled.duckdb", lines, then=COMPILE_TOO
        ),
        "folkmoot: read": _part(folder / "read.duckdb", lines),
        "flatterer to CSV": [
            str(beside / "flatterer"), "--ndjson", "--force", str(lines), str(folder / "fl"),
        ],
        "ocdskit compile": ["sh", "-c", compile_],
        "flatten-tool to CSV": [
            str(beside / "flatten-tool"), "flatten", str(package), "-f", "csv",
            "--root-list-path", "releases", "-o", str(folder / "ft"),
        ],
    }  # fmt: skip


def _build(workspace: Path, lines: Path) -> list[str]:
    (workspace / "sources").mkdir(parents=True)
    (workspace / "folkmoot.toml").write_text(GROUP)
    os.link(lines, workspace / "sources" / "releases.jsonl")
    command = [sys.executable, "-m", "folkmoot", "build", "-w", str(workspace)]
    return [*command, "--as-of", "2022-06-01"]


def _part(out: Path, lines: Path, *, then: str = "") -> list[str]:
    code = READ_ONLY.format(then=indent(then.lstrip(), "    "))
    return [sys.executable, "-c", code, str(lines), str(out)]


def main() -> None:
    """Run every job once on the same file and print the table."""
    data = os.environ.get("FOLKMOOT_TEST_DATA")
    if not data:
        sys.exit("Name the folder of real files in FOLKMOOT_TEST_DATA.")
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, package = write_inputs(folder, real_releases(Path(data)), megabytes)
        size = lines.stat().st_size / 1_000_000
        print(f"{machine()}; one file of {size:.0f} MB")
        print(
            "| job | CPU s | wall s | MB per CPU-s | peak MB |\n|---|---|---|---|---|"
        )
        for job, command in jobs(folder, lines, package).items():
            read = 0.0 if job == FEW else size
            print(_row(job, cost(command), read), flush=True)
        print(*told(*differences(lines, folder / "merged.jsonl")), sep="\n")


def _row(job: str, spent: Cost, size: float) -> str:
    if spent.exit_code:
        return f"| {job} | failed with exit code {spent.exit_code} | | | |"
    speed = f"{size / spent.cpu_seconds:.1f}" if size else ""
    return (
        f"| {job} | {spent.cpu_seconds:.2f} | {spent.wall_seconds:.2f} "
        f"| {speed} | {spent.peak_mb:,.0f} |"
    )


if __name__ == "__main__":
    main()
