"""The back-test: what is hidden, what counts as a joint buy, and what is said of few."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from folkmoot.build import build_workspace
from folkmoot.buy.commands import buy
from folkmoot.buy.proof.joint_buys import (
    ON_BEHALF,
    ONE_NAME,
    ONE_REFERENCE,
    joint_buying,
)
from folkmoot.buy.proof.reading_sheets import KEY, NOT_READ, PAGE, SHEET, write_sheets
from folkmoot.buy.proof.simple_ways import Proposed, Taking, simple_ways
from folkmoot.buy.proof.window_outcomes import window_outcomes
from folkmoot.core.exceptions import WorkspaceError
from folkmoot.core.workspace import Workspace

NAMES = {"X1": "Ashvale", "X2": "Birchmoor", "X3": "Calderwick", "X4": "North Ashvale"}


def _notice(**fields):
    return {
        "contract_id": "c1", "council_id": "X1", "buyer_name": "Ashvale Council",
        "title": "Gritting", "description": "", "need_id": "cpv:9062",
        "need_confidence": 0.95, "references": [], "start_date": None,
        "awarded_date": None, "told_date": date(2023, 5, 1), "named_councils": None,
        "listed_councils": None, **fields,
    }  # fmt: skip


def _buys(*rows, searched=tuple(NAMES)):
    return joint_buying(rows, names=NAMES, searched=searched)


def test_words_say_on_behalf_of_whom():
    words = "Tender on behalf of Ashvale and Birchmoor Councils. Calderwick is near."
    (buy_,) = _buys(_notice(description=words)).buys
    assert (buy_.councils, buy_.kinds) == (frozenset({"X1", "X2"}), (ON_BEHALF,))
    alone = "on behalf of the waste department. Birchmoor Council adjoins."
    assert not _buys(_notice(description=alone)).buys
    part = "on behalf of the North Ashvale and Birchmoor Councils"
    (north,) = _buys(_notice(council_id=None, description=part)).buys
    assert north.councils == {"X2", "X4"}
    central = "on behalf of Central Ashvale councils"
    assert not _buys(_notice(council_id="X2", description=central)).buys


def test_one_name_and_one_reference_for_several():
    named = _notice(named_councils=["X1", "X2"])
    shared = [
        _notice(contract_id="c2", references=["FW-2023-77"], need_id="cpv:5061"),
        _notice(
            contract_id="c3",
            council_id="X3",
            references=["FW-2023-77"],
            need_id="cpv:5061",
        ),
        _notice(
            contract_id="c4", council_id="X4", references=["C12"], need_id="cpv:5072"
        ),
        _notice(
            contract_id="c5", council_id="X3", references=["C12"], need_id="cpv:5072"
        ),
    ]
    found = {b.need_id: b for b in _buys(named, *shared).buys}
    assert found["cpv:9062"].kinds == (ONE_NAME,)
    assert found["cpv:5061"].kinds == (ONE_REFERENCE,)
    assert set(found["cpv:5061"].contract_ids) == {"c2", "c3"}, "two calls are one buy"
    assert "cpv:5072" not in found, "a short reference meets by chance"


def test_what_is_not_counted_is_counted():
    result = _buys(
        _notice(named_councils=["X1", "X2"], buyer_name="Vale Purchasing Consortium"),
        _notice(named_councils=["X1", "X2"], need_id=None),
        _notice(named_councils=["X3", "X4"]),
        searched=("X1", "X2", "X3"),
    )
    assert not result.buys
    assert (result.by_consortia, result.without_need, result.outside) == (1, 1, 1)


def _taking(name: str, council: str, need: str, end: date, *suppliers: str) -> Taking:
    return Taking(name, council, need, end, Decimal(100), suppliers, f"=title {name}")


CONTRACTS = [
    _taking("a", "X1", "cpv:9062", date(2025, 3, 31), "S1"),
    _taking("b", "X2", "cpv:9062", date(2025, 6, 30), "S2"),
    _taking("c", "X3", "cpv:9061", date(2025, 3, 31), "S1"),
    _taking("d", "X2", "cpv:5061", date(2029, 3, 31), "S1"),
]


def test_simple_ways_group_as_they_say():
    ways = simple_ways(CONTRACTS, seed=1)

    def groups(way):
        return [{c.contract_id for c in one.contracts} for one in ways[way]]

    assert groups("CPV division and end year") == [{"a", "b", "c"}]
    assert groups("same supplier within 183 days") == [{"a", "c"}]
    assert groups("pairs of one need within 183 days") == [{"a", "b"}]
    assert all(len(one.councils) == 3 for one in ways["random"])
    assert ways["random"] == simple_ways(CONTRACTS, seed=1)["random"]


def test_sheets_hide_who_proposed_what_and_say_that_nobody_has_read_them(tmp_path):
    ours = [Proposed((CONTRACTS[0], CONTRACTS[1]))]
    other = [Proposed((CONTRACTS[0], CONTRACTS[2])), *ours]
    ways = {"folkmoot": ours, "pairs": other}
    write_sheets(tmp_path, ways, councils=NAMES, seed=3)
    sheet = (tmp_path / SHEET).read_text("utf-8-sig")
    page = (tmp_path / PAGE).read_text("utf-8")
    rows = list(csv.DictReader(sheet.splitlines()))
    key = list(csv.DictReader((tmp_path / KEY).read_text("utf-8-sig").splitlines()))

    assert {row["Status"] for row in rows} == {NOT_READ}
    assert NOT_READ in page
    assert "folkmoot" not in (sheet + page).casefold()
    assert rows[0]["Contract"].startswith("'="), "no spreadsheet may run a title"
    assert len({row["Item"] for row in rows}) == 2, "a group of two ways stands once"
    assert sorted(row["Proposed by"] for row in key) == ["folkmoot", "pairs", "pairs"]
    with pytest.raises(WorkspaceError, match="may hold answers"):
        write_sheets(tmp_path, ways, councils=NAMES, seed=3)


def test_a_later_end_counts_only_if_it_was_told_after_the_cut():
    cut, today = date(2022, 1, 1), date(2024, 1, 1)
    window = {
        "contract_id": "a", "left_out": "", "end_date": date(2022, 3, 31),
        "end_method": "published", "window_from_date": date(2022, 1, 1),
        "window_to_date": date(2023, 9, 30),
    }  # fmt: skip
    told = {
        "contract_id": "A", "end_date": date(2023, 3, 31), "end_method": "published",
        "published_date": date(2022, 5, 1), "last_paid_date": None,
    }  # fmt: skip

    def seen(**now):
        found = window_outcomes(
            [window], [told | now], {"a": "A"}, cut=cut, today=today
        )["published"]
        return (found.later_end_told, found.within_window, found.paid_on)

    assert seen() == (1, 1, 0)
    assert seen(end_date=date(2026, 3, 31)) == (1, 0, 0)
    assert seen(published_date=date(2021, 5, 1)) == (0, 0, 0)
    assert seen(end_date=date(2022, 3, 31), last_paid_date=date(2022, 9, 1)) == (
        0,
        0,
        1,
    )
    assert seen(end_date=date(2022, 3, 31), last_paid_date=date(2022, 4, 9)) == (
        0,
        0,
        0,
    )


COUNCIL = """
[[councils]]
gss = "{gss}"
name = "{name}"
type = "district"
region = "Nowhere"
nation = "England"
"""
HEAD = (
    "Buyer,Reference,Title,Description,CPV code,Supplier,"
    "Start date,End date,Value,Published date\n"
)
ROWS = (
    "{0},G{1}00417,Winter gritting of roads,,90620000,{2} Ltd,"
    "01/04/2020,31/03/2025,90000,01/03/2020\n"
    "{0},L{1}00417,Lift servicing,,50750000,{2} Lifts Ltd,01/04/2020,31/03/2025,40000,01/03/2020\n"
)
LATER = (
    'Ashvale,J000900,Gritting 2025,"On behalf of Ashvale and Birchmoor Councils",90620000,'
    "Newfirm Ltd,01/04/2025,31/03/2029,200000,15/01/2024\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A workspace in which two councils' gritting ends together, and is later bought so."""
    place = tmp_path_factory.mktemp("backtest")
    (place / "sources").mkdir()
    names = {"X10000001": "Ashvale", "X10000002": "Birchmoor"}
    members = ", ".join(f'"{gss}"' for gss in names)
    (place / "folkmoot.toml").write_text(
        f'[group]\nname = "Vale"\nmembers = [{members}]\n'
        + "".join(COUNCIL.format(gss=g, name=n) for g, n in names.items())
    )
    rows = ROWS.format("Ashvale", 1, "Onefirm") + ROWS.format("Birchmoor", 2, "Twofirm")
    (place / "sources" / "register.csv").write_text(HEAD + rows + LATER)
    build_workspace(
        Workspace.open(place),
        as_of=date(2025, 1, 1),
        started=datetime(2025, 1, 1, tzinfo=UTC),
        tell=lambda step: None,
    )
    return place


def _run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(buy, ["backtest", "-w", str(folder), *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_joint_buy_is_found_by_the_ranking_of_the_day_before(folder, tmp_path):
    document = json.loads(_run(folder, "--cut", "2023-06-01", "--json"))
    (bought,) = document["joint_buys"]
    assert bought["councils"] == ["Ashvale", "Birchmoor"]
    assert bought["days_after_cut"] == 228
    masked = document["views"]["names masked"]
    assert masked["findable"] == [0]
    assert masked["ways"]["folkmoot"]["places"][0] in (1, 2)

    text = _run(folder, "--cut", "2023-06-01", "--sheets", str(tmp_path / "s"))
    assert "n = 1" in text
    assert "1 joint buys are too few for shares" in text
    assert (tmp_path / "s" / SHEET).exists()


def test_nothing_told_since_shows_nothing(folder):
    text = _run(folder, "--cut", "2024-06-01")
    assert "n = 0" in text
    assert "nothing is shown either way" in text


def test_a_cut_that_hides_nothing_is_refused(folder):
    done = CliRunner().invoke(
        buy, ["backtest", "-w", str(folder), "--cut", "2025-01-01"]
    )
    assert done.exit_code != 0
    assert "not before the build's date" in str(done.exception)
