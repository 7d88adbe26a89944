"""What was planted is in the files, keeps its own promises, and names nobody real."""

from __future__ import annotations

import csv
import hashlib
import tomllib
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from folkmoot.demo.calendar import end_of_month, later
from folkmoot.demo.catalogue import catalogue_in, shared_needs, single_subjects
from folkmoot.demo.group import write_group
from folkmoot.demo.names import invented_councils
from folkmoot.demo.shape import Shape
from folkmoot.demo.truth import PlantedTruth

AS_OF = date(2026, 11, 1)
SMALL = Shape(contracts=700, payments=2_000)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def text_of(path: Path) -> str:
    if path.suffix in (".xlsx", ".ods"):
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        return "\n".join(str(cell) for rows in sheets for row in rows for cell in row)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return archive.read(archive.namelist()[0]).decode()
    data = path.read_bytes()
    if data.startswith(b"\xff\xfe"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PlantedTruth]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, write_group(folder, seed=3, as_of=AS_OF, shape=SMALL)


def test_a_seed_writes_the_same_bytes_twice(
    group: tuple[Path, PlantedTruth], tmp_path: Path
) -> None:
    again = write_group(tmp_path, seed=3, as_of=AS_OF, shape=SMALL)
    assert again == group[1]
    assert digests(tmp_path) == digests(group[0])


def test_another_seed_writes_another_group(
    group: tuple[Path, PlantedTruth], tmp_path: Path
) -> None:
    other = write_group(tmp_path, seed=4, as_of=AS_OF, shape=SMALL)
    assert other.groups != group[1].groups
    mine, theirs = digests(group[0]), digests(tmp_path)
    assert not [
        name for name in mine if "contracts" in name and mine[name] == theirs.get(name)
    ]


def test_every_contract_of_the_truth_stands_in_a_file_that_names_its_council(
    group: tuple[Path, PlantedTruth],
) -> None:
    folder, truth = group
    texts = [
        path.name + "\n" + text_of(path)
        for path in (folder / "sources").rglob("*")
        if path.is_file() and path.parent.name != "spend"
    ]
    places = {c.gss: c.place.lower() for c in invented_councils(members=14)}
    by_council = {
        gss: "\n".join(text for text in texts if place in text.lower())
        for gss, place in places.items()
    }
    missing = [key for key in truth.contracts if key[1] not in by_council[key[0]]]
    assert len(truth.contracts) > 500
    assert missing == []


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_groups_and_traps_keep_their_own_promises(seed: int, tmp_path: Path) -> None:
    truth = write_group(tmp_path, seed=seed, as_of=AS_OF, shape=SMALL)
    assert 12 <= len(truth.groups) <= 16
    members = {c.gss for c in invented_councils(members=14) if c.is_member}
    for planted in truth.groups:
        contracts = [truth.contracts[key] for key in planted.members]
        assert {c.need for c in contracts} == {planted.need}
        assert AS_OF < planted.earliest <= planted.latest
        assert all(
            c.window_from <= planted.earliest and planted.latest <= c.window_to
            for c in contracts
        )
        councils = [key[0] for key in planted.members]
        assert 2 <= len(councils) == len(set(councils)) <= 6
        assert set(councils) <= members
    different = [g for g in truth.groups if g.has_different_suppliers]
    assert len(different) * 3 >= len(truth.groups)
    kinds = {trap.kind for trap in truth.traps}
    assert kinds == {"31_march", "one_supplier", "one_title", "ended", "far_apart"}
    planted_keys = {key for g in truth.groups for key in g.members}
    for trap in truth.traps:
        assert len(trap.contracts) >= 3
        assert not planted_keys & set(trap.contracts)
        assert no_two_belong_together(
            truth, trap.contracts, is_ended=trap.kind == "ended"
        )


@pytest.mark.parametrize(
    "day", [date(2025, 3, 1), date(2026, 11, 1), date(2028, 2, 29)]
)
def test_a_group_that_is_small_apart_is_planted_whatever_the_day(
    day: date, tmp_path: Path
) -> None:
    shape = Shape(contracts=200, payments=500, planted=(3, 3), small_apart=1)
    truth = write_group(tmp_path, seed=1, as_of=day, shape=shape)
    assert len(truth.groups) == 4
    planted = truth.groups[-1]
    assert planted.need in catalogue_in().bought_small
    assert planted.need not in {group.need for group in truth.groups[:-1]}
    assert len({council for council, _ in planted.members}) == 4
    assert planted.has_different_suppliers
    for key in planted.members:
        one = truth.contracts[key]
        assert one.window_from <= planted.earliest <= planted.latest <= one.window_to
    near = [
        key
        for key, one in truth.contracts.items()
        if one.need == planted.need and one.window_to >= day
    ]
    members = {c.gss for c in invented_councils(members=14) if c.is_member}
    assert {key for key in near if key[0] in members} == set(planted.members)


def no_two_belong_together(
    truth: PlantedTruth, keys: tuple[tuple[str, str], ...], *, is_ended: bool
) -> bool:
    """No two live contracts of a trap share both a need and a go-live day."""
    known = [truth.contracts[key] for key in keys if key in truth.contracts]
    if is_ended:
        return all(c.window_to < AS_OF for c in known)
    return not any(
        a.need == b.need
        and max(a.window_from, b.window_from) <= min(a.window_to, b.window_to)
        for i, a in enumerate(known)
        for b in known[i + 1 :]
    )


def test_settings_name_the_members_and_leave_neighbours_out(
    group: tuple[Path, PlantedTruth],
) -> None:
    settings = tomllib.loads((group[0] / "folkmoot.toml").read_text("utf-8"))
    known = {row["gss"] for row in settings["councils"]}
    members = set(settings["group"]["members"])
    assert settings["group"]["invented"] is True
    assert len(members) == 14
    assert len(known - members) == 2


def test_ends_are_heaped_as_real_ones_are(group: tuple[Path, PlantedTruth]) -> None:
    with (group[0] / "sources/registers/WRENMOSS2611.csv").open(
        encoding="utf-8"
    ) as file:
        rows = list(csv.DictReader(file))
    ends = [row["End date"] for row in rows if row["End date"][2:3] == "/"]
    on_march = sum(end.startswith("31/03") for end in ends) / len(ends)
    assert 0.1 < on_march < 0.45


def test_every_need_has_wordings_codes_and_a_price() -> None:
    needs = shared_needs()
    assert len(needs) >= 60
    assert len({n.key for n in needs} | {s.key for s in single_subjects()}) == len(
        needs
    ) + len(single_subjects())
    for need in needs:
        assert len(set(need.titles)) >= 3
        assert all(len(code) == 8 and code.isdigit() for code in need.codes)
        assert 0 < need.yearly[0] < need.yearly[1]


def test_months_are_added_as_contracts_count_them() -> None:
    assert later(date(2027, 3, 31), months=-1) == date(2027, 2, 28)
    assert later(date(2027, 2, 28), months=12) == date(2028, 2, 29)
    assert later(date(2027, 1, 15), months=24) == date(2029, 1, 15)
    assert end_of_month(date(2028, 2, 3)) == date(2028, 2, 29)


@pytest.mark.real
def test_no_invented_place_is_a_real_one(real_files: Path) -> None:
    real: set[str] = set()
    for path in (
        Path(real_files, "reference/authority_register/lookup_name_to_registry.csv"),
        Path(real_files, "places/lookups/lookup_lsoa21_ward24_ltla24.csv"),
    ):
        with path.open(encoding="utf-8") as file:
            real |= {cell.lower() for row in csv.reader(file) for cell in row}
    invented = {
        name.lower()
        for c in invented_councils(members=60)
        for name in (c.place, c.name)
    }
    assert len(real) > 5_000
    assert invented & real == set()
