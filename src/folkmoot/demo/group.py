"""An invented group of councils, written as the messy files such councils publish.

`write_group` plans contracts, plants what should be found and what should not, and writes
a workspace folder: `folkmoot.toml` and `sources/`. It knows nothing of what reads it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from folkmoot.demo.catalogue import catalogue_in
from folkmoot.demo.cells import Register
from folkmoot.demo.faults import put_in_faults
from folkmoot.demo.names import GROUP_NAME, REGION, invented_councils
from folkmoot.demo.notices import process_id, write_lines, write_package
from folkmoot.demo.plan import Planner
from folkmoot.demo.registers import (
    by_directorate,
    semicolons,
    tabs,
    titled_csv,
    transparency_code,
    unicode_text,
    zipped,
)
from folkmoot.demo.shape import PLAIN, Shape
from folkmoot.demo.small import needs_bought_small, small_group
from folkmoot.demo.spend import write_payments
from folkmoot.demo.survey import SURVEY, write_survey
from folkmoot.demo.traps import ended_lookalikes, set_traps, traps_by_chance
from folkmoot.demo.truth import (
    Contract,
    ContractKey,
    Council,
    PlantedContract,
    PlantedTruth,
)
from folkmoot.demo.workbooks import open_document, read_me_workbook, two_line_workbook

_LAYOUTS: tuple[Callable[[Register], None], ...] = (
    titled_csv, semicolons, tabs, two_line_workbook, open_document, unicode_text,
    transparency_code, read_me_workbook, by_directorate, zipped,
)  # fmt: skip
_PUBLISHES_PACKAGE, _PUBLISHES_LINES = 7, 11
"""Places in the list of councils of the two that publish notices and no register."""
ROWS_FOR_ONE_TYPED_TWICE = 40
"""One row in so many stands twice in its register."""
_RESIDENTS = {
    "district": (60_000, 190_000), "unitary": (150_000, 400_000),
    "metropolitan": (190_000, 560_000), "county": (500_000, 1_300_000),
}  # fmt: skip
"""About the least and most residents of councils of each kind in England."""
_SPOILED_ENDS = ("Rolling", "31/02/2027", "TBC", "", "00/01/1900", "Ongoing")
_SPOILED_VALUES = ("", "TBC", "See framework", "12O,000", "0.00", "n/a")


def write_group(
    folder: Path,
    *,
    seed: int,
    as_of: date,
    shape: Shape = PLAIN,
    catalogue: Path | None = None,
) -> PlantedTruth:
    """Writes the workspace of an invented group and says what was planted in it.

    The same arguments write the same bytes. `catalogue` is a folder with another catalogue
    than the shipped one. What is planted is what was planned: where dates are permuted, the
    truth keeps the dates of before.
    """
    known = invented_councils(members=shape.councils)
    bought = catalogue_in(catalogue)
    planner = Planner(
        known,
        seed=seed,
        as_of=as_of,
        catalogue=bought,
        on_31_march=shape.on_31_march,
    )
    chance = planner.chance
    small = needs_bought_small(bought, count=shape.small_apart, seed=seed)
    others = [need for need in bought.needs if need not in small]
    needs = chance.sample(others, chance.randint(*shape.planted))
    groups = tuple(planner.planted_group(need) for need in needs)
    for group, need in list(zip(groups, needs, strict=True))[::3]:
        planner.neighbours_for(group, need)
    traps = ended_lookalikes(planner, needs[:5])
    small_groups = tuple(small_group(planner, need) for need in small)
    traps += set_traps(planner, {n.key for n in (*needs, *small)})
    planner.background(live=shape.contracts // 2, past=shape.contracts // 2)
    traps += traps_by_chance(planner)
    valued = {key for group in small_groups for key in group.members}
    spoiled = _spoil(
        planner.contracts,
        chance,
        {k for t in traps for k in t.contracts},
        valued=valued,
    )
    served = {
        c.key: PlantedContract(c.need, *c.window)
        for c in planner.contracts
        if c.key not in spoiled
    }
    put_in_faults(planner.contracts, shape, seed=seed, as_of=as_of, apart=spoiled)
    sources = folder / "sources"
    for name in ("registers", "notices", "spend"):
        (sources / name).mkdir(parents=True, exist_ok=True)
    aliases = _write_contracts(sources, known, planner.contracts, chance, as_of)
    write_payments(
        sources / "spend",
        known,
        planner.contracts,
        chance,
        as_of=as_of,
        payments=shape.payments,
    )
    write_survey(folder / "surveys" / SURVEY, seed=seed)
    (folder / "folkmoot.toml").write_text(_settings(known), "utf-8")
    return PlantedTruth(
        groups=groups + small_groups,
        traps=traps,
        contracts=served,
        as_of=as_of,
        aliases=aliases,
    )


def _spoil(
    contracts: Sequence[Contract],
    chance: random.Random,
    trapped: set[ContractKey],
    *,
    valued: set[ContractKey],
) -> set[ContractKey]:
    """Spoils some ends and values; gives the keys of those whose end cannot be known.

    Traps keep their ends, as planted contracts do, and `valued` contracts their values.
    """
    spoiled = set()
    for one in contracts:
        if chance.random() < 0.08 and one.key not in valued:
            one.value_as_published = chance.choice(_SPOILED_VALUES)
        if chance.random() < 0.04 and not one.is_planted and one.key not in trapped:
            one.end_as_published = chance.choice(_SPOILED_ENDS)
            spoiled.add(one.key)
    return spoiled


def _write_contracts(
    sources: Path, councils: Sequence[Council], contracts: Sequence[Contract],
    chance: random.Random, as_of: date,
) -> dict[ContractKey, ContractKey]:  # fmt: skip
    """Writes registers and notices; gives the process ids by which contracts go too."""
    of: dict[str, list[Contract]] = {council.gss: [] for council in councils}
    for one in sorted(contracts, key=lambda c: c.reference):
        of[one.council.gss].append(one)
    notices = {_PUBLISHES_PACKAGE: write_package, _PUBLISHES_LINES: write_lines}
    in_notices: list[Contract] = []
    in_registers: list[Contract] = []
    registers = 0
    for number, council in enumerate(councils):
        own = of[council.gss]
        if number in notices:
            ending = "json" if number == _PUBLISHES_PACKAGE else "jsonl"
            path = sources / "notices" / f"{council.place.lower()}-releases.{ending}"
            notices[number](path, own, chance, as_of)
            in_notices += own
        else:
            layout = _LAYOUTS[registers % len(_LAYOUTS)]
            twice = chance.sample(own, len(own) // ROWS_FOR_ONE_TYPED_TWICE)
            rows = sorted([*own, *twice], key=lambda c: c.reference)
            layout(Register(sources / "registers", council, rows, chance, as_of))
            in_registers += own
            registers += 1
    dated = [c for c in in_registers if c.end_as_published is None]
    portal = chance.sample(dated, len(dated) // 8)
    write_package(sources / "notices" / "portal-export.json", portal, chance, as_of)
    return {(c.council.gss, process_id(c)): c.key for c in [*in_notices, *portal]}


def _residents(council: Council) -> int:
    """An invented number of the size that councils of its kind have, always the same."""
    digest = hashlib.sha256(council.place.encode()).digest()
    part = int.from_bytes(digest[:2], "big") / 0xFFFF
    least, most = _RESIDENTS.get(council.type, _RESIDENTS["district"])
    return int(round(least + part * (most - least), -2))


def _settings(councils: Sequence[Council]) -> str:
    """The workspace's settings: members, and every council the shipped register lacks."""
    members = ", ".join(f'"{c.gss}"' for c in councils if c.is_member)
    parts = [
        f'[group]\nname = "{GROUP_NAME}"\nmembers = [{members}]\ninvented = true\n'
    ]
    for c in councils:
        parts.append(
            f'[[councils]]\ngss = "{c.gss}"\nname = "{c.name}"\ntype = "{c.type}"\n'
            f'region = "{REGION}"\nnation = "England"\naliases = ["{c.short}", "{c.place}"]\n'
            f'residents = {_residents(c)}\nresidents_source = "invented"\n'
        )
    return "\n".join(parts)
