"""The buy desk over 200,000 contracts of fifty councils, its own processor time told apart.

    python benchmarks/buy_search.py

An invented workspace is built; then the desk alone is asked again, in a process of its
own, over the facts that were sealed. Everything that it finds is written.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import Cost, cost, machine
from workspace_build import COUNCILS, write_workspace

CONTRACTS_A_COUNCIL = 4_000
PAYMENTS_A_COUNCIL = 1_200
AS_OF = "2024-06-01"

DESK = """
import resource, sys
from datetime import date
from pathlib import Path
from folkmoot.buy.desk import DESK
from folkmoot.core.collecting import seldom_collecting
from folkmoot.core.desk import BuildContext
from folkmoot.core.store import Writer
from folkmoot.registers.tables import FACTS
from folkmoot.sources.tables import SEALED

def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

build, out, as_of = Path(sys.argv[1]), Path(sys.argv[2]), date.fromisoformat(sys.argv[3])
writer = Writer(out)
writer.create((*SEALED, *FACTS, *DESK.tables))
with writer.attached(build) as other:
    for spec in (*SEALED, *FACTS):
        name = writer.name(spec)
        writer.connection.execute(f"INSERT INTO {name} SELECT * FROM {other}.{name}")
begun = spent()
with seldom_collecting():
    DESK.build(writer, BuildContext(as_of=as_of, group_name="Fifty councils"))
seconds = spent() - begun
writer.close()
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def desk_run(contracts: int, payments: int) -> tuple[Cost, float, float]:
    """What a build cost, and the desk alone: processor seconds and peak megabytes.

    `contracts` and `payments` are those of each of fifty councils.
    """
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "w"
        root.mkdir()
        write_workspace(root, seed=1, contracts=contracts, payments=payments)
        command = [sys.executable, "-m", "folkmoot", "build", "-w", str(root)]
        built = cost([*command, "--as-of", AS_OF])
        if built.exit_code:
            sys.exit(f"The build ended with exit code {built.exit_code}.")
        (build,) = (root / "builds").glob("*.duckdb")
        out = str(Path(name) / "desk.duckdb")
        answer = subprocess.run(
            [sys.executable, "-c", DESK, str(build), out, AS_OF],
            check=True,
            capture_output=True,
            text=True,
        )
    seconds, peak = map(float, answer.stdout.split())
    return built, seconds, peak


def main() -> None:
    """Build once, ask the desk once more, and print what each took."""
    print(f"{machine()}; {COUNCILS * CONTRACTS_A_COUNCIL:,} contracts")
    built, seconds, peak = desk_run(CONTRACTS_A_COUNCIL, PAYMENTS_A_COUNCIL)
    print("| run | CPU s | peak MB |\n|---|---|---|")
    print(f"| the whole build | {built.cpu_seconds:.1f} | {built.peak_mb:,.0f} |")
    print(f"| the desk alone | {seconds:.1f} | {peak:,.0f} |")


if __name__ == "__main__":
    main()
