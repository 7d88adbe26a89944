"""Does the ranking find what was planted? One table over many invented groups.

For each seed: write an invented group, build it, take the headline proposals, and score
them beside three simple ways of grouping the very same contracts. The rule of what is
right is in `planted_scoring`. Run: python benchmarks/planted_truth.py --seeds 7001-7020
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from planted_baselines import LiveContract, at_random, by_division_and_year, by_supplier
from planted_scoring import Proposal, Score, keys_of, score, trap_kind

from folkmoot.build import build_workspace
from folkmoot.core.store import Reader, reading
from folkmoot.core.workspace import Workspace
from folkmoot.demo.group import write_group
from folkmoot.demo.truth import PlantedTruth

AS_OF = date(2026, 11, 1)
OURS = "folkmoot"
HELD_OUT = Path(__file__).parent / "held_out"
"""Wordings written apart from the shipped catalogue and from the ranker's word lists."""

_LIVE = """
select c.contract_id, c.council_id, c."references", c.cpv_codes, c.end_date,
       coalesce(c.need_id, '') as need_id,
       coalesce(c.value_gbp, 0) as value_gbp,
       list(s.supplier_id order by s.supplier_id) filter (s.supplier_id is not null) as suppliers
from fact.contracts c left join fact.contract_suppliers s using (contract_id)
where c.is_member and c.end_date > ? and not coalesce(c.is_open_ended, false)
group by all order by c.contract_id
"""
_PROPOSED = """
select o.opportunity_id, o.supplier_count, c.council_id, c."references"
from finding.buy_opportunities o
join finding.buy_opportunity_contracts using (opportunity_id)
join fact.contracts c using (contract_id)
where o.is_headline order by o.rank, c.contract_id
"""


def live_contracts(reader: Reader, as_of: date) -> list[LiveContract]:
    """Members' contracts that end after `as_of`, for the simple ways."""
    return [
        LiveContract(
            contract_id=row["contract_id"],
            council=row["council_id"],
            references=as_texts(row["references"]),
            codes=as_texts(row["cpv_codes"]),
            end=row["end_date"],
            value=Decimal(row["value_gbp"]),
            suppliers=as_texts(row["suppliers"]),
            need=row["need_id"],
        )
        for row in reader.rows(_LIVE, [as_of])
    ]


def proposals(reader: Reader) -> list[Proposal]:
    """The headline proposals of a build, best first."""
    made: dict[str, tuple[int, list[tuple[str, tuple[str, ...]]]]] = {}
    for row in reader.rows(_PROPOSED):
        _, contracts = made.setdefault(
            row["opportunity_id"], (row["supplier_count"], [])
        )
        contracts.append((row["council_id"], as_texts(row["references"])))
    return [Proposal(tuple(rows), count) for count, rows in made.values()]


def as_texts(value: object) -> tuple[str, ...]:
    """A list column, whether it comes as a list or as JSON text."""
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else [value]
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def scores_of(
    seed: int, *, is_told: bool, catalogue: Path | None = None
) -> dict[str, Score]:
    """Every method's score on one invented group."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "group")
        truth = write_group(folder, seed=seed, as_of=AS_OF, catalogue=catalogue)
        result = build_workspace(
            Workspace.open(folder),
            as_of=AS_OF,
            started=datetime.now(UTC),
            tell=lambda step: None,
        )
        with reading(result.build.path) as reader:
            ours, live = proposals(reader), live_contracts(reader, AS_OF)
    if is_told:
        tell(ours, truth)
    return {
        OURS: score(ours, truth),
        "random": score(at_random(live, seed=seed), truth),
        "CPV division + end year": score(by_division_and_year(live), truth),
        "same supplier, 183 days": score(by_supplier(live), truth),
    }


def tell(ours: list[Proposal], truth: PlantedTruth) -> None:
    """The first twenty with what each contract is really for, to learn from."""
    for rank, one in enumerate(ours[:20], 1):
        keys = keys_of(one, truth)
        needs = sorted(
            truth.contracts[k].need if k in truth.contracts else "?" for k in keys
        )
        print(f"{rank:3} {trap_kind(keys, truth) or '-':13} {' | '.join(needs)}")


def main() -> int:
    """Scores every seed and prints the means; 1 when the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="7001-7020", help="first-last")
    parser.add_argument("--json", type=Path, help="also write every score here")
    parser.add_argument("--tell", action="store_true", help="print each first twenty")
    parser.add_argument(
        "--held-out",
        action="store_true",
        help="draw titles from the held-out catalogue",
    )
    options = parser.parse_args()
    catalogue = HELD_OUT if options.held_out else None
    first, last = (int(part) for part in options.seeds.split("-"))
    scores = {}
    for seed in range(first, last + 1):
        scores[seed] = scores_of(seed, is_told=options.tell, catalogue=catalogue)
        print(f"seed {seed}: {asdict(scores[seed][OURS])}", file=sys.stderr, flush=True)
    print_table(list(scores.values()))
    if options.json is not None:
        plain = {
            seed: {name: asdict(one) for name, one in row.items()}
            for seed, row in scores.items()
        }
        options.json.write_text(json.dumps(plain, indent=1), "utf-8")
    ours = [row[OURS] for row in scores.values()]
    return 0 if all(s.right_in_10 >= 8 and s.traps_in_20 == 0 for s in ours) else 1


def print_table(rows: list[dict[str, Score]]) -> None:
    """Means over all seeds, and the worst seed for what is promised of each."""
    print(f"Means over {len(rows)} invented groups; worst seed in brackets.\n")
    heads = ("method", "right in 10", "right in 20", "traps in 20", "planted found")
    print(f"| {' | '.join(heads)} | different incumbents in 20 |")
    print("|---|---|---|---|---|---|")
    for name in rows[0]:
        own = [row[name] for row in rows]
        tens, traps = [s.right_in_10 for s in own], [s.traps_in_20 for s in own]
        found = statistics.mean(s.planted_found_in_20 / s.planted for s in own)
        different = statistics.mean(
            s.different_incumbents_in_20 / max(min(s.proposals, 20), 1) for s in own
        )
        print(
            f"| {name} | {statistics.mean(tens):.1f} ({min(tens)}) "
            f"| {statistics.mean(s.right_in_20 for s in own):.1f} "
            f"| {statistics.mean(traps):.2f} ({max(traps)}) "
            f"| {found:.0%} | {different:.0%} |"
        )


if __name__ == "__main__":
    raise SystemExit(main())
