"""The law that governs a purchase by nation and day, from dated tables of facts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

KINDS = ("goods_services", "works", "light_touch")
WORKS_DIVISION = "45"
"""Building works: CPV division 45 (Procurement Regulations 2024, Schedule 3)."""


@dataclass(frozen=True, slots=True)
class Regime:
    """One law: where and from when it governs, and what is not modelled of it."""

    regime_id: str
    name: str
    nations: tuple[str, ...]
    first: date
    last: date | None
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """The value from which the full rules apply; `is_assumed` where the day lies beyond it."""

    amount: Decimal
    includes_vat: bool
    first: date
    last: date | None
    source: str
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """The most months that a kind of contract may run under a law, and who says so."""

    most_months: int
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice of the Procurement Act 2023."""

    notice_id: str
    name: str
    duty: str
    sentence: str
    source: str


@cache
def _table(name: str) -> Mapping[str, Any]:
    text = (
        files("folkmoot.buy").joinpath("reference", f"{name}.toml").read_text("utf-8")
    )
    return tomllib.loads(text)


@cache
def regimes() -> tuple[Regime, ...]:
    """Every law of the table."""
    return tuple(
        Regime(
            regime_id=row["id"],
            name=row["name"],
            nations=tuple(row["nations"]),
            first=row["from"],
            last=row.get("to"),
            source=row["source"],
            note=row["note"],
        )
        for row in _table("regimes")["regime"]
    )


def regime_on(nation: str, day: date) -> Regime | None:
    """The law for a purchase of a council that begins on a day; None: not modelled."""
    for regime in regimes():
        is_dated = regime.first <= day and (regime.last is None or day <= regime.last)
        if nation in regime.nations and is_dated:
            return regime
    return None


def nation_note(nation: str) -> str:
    """What else a nation asks for that is not modelled; empty where nothing is known."""
    return str(_table("regimes")["nation_note"].get(nation, ""))


def threshold_on(regime: Regime, day: date, kind: str) -> Threshold | None:
    """The threshold of a law on a day for a kind of `KINDS`; None: not modelled.

    Thresholds are set anew every two years. For a day beyond the last known period the last
    known figure is given and marked as assumed.
    """
    rows = [
        r for r in _table("thresholds")["threshold"] if regime.regime_id in r["regimes"]
    ]
    rows.sort(key=lambda row: row["from"])
    for row in rows:
        if row["from"] <= day <= row["to"]:
            return _threshold(row, kind, is_assumed=False)
    if rows and day > rows[-1]["to"]:
        return _threshold(rows[-1], kind, is_assumed=True)
    return None


def national_threshold(regime: Regime, day: date, kind: str) -> Threshold | None:
    """The lower threshold of a nation's own law, such as Scotland's; None where there is none."""
    for row in _table("thresholds")["national"]:
        if row["regime"] == regime.regime_id and row["from"] <= day:
            known = "works" if kind == "works" else "goods_services"
            return _threshold(row, known, is_assumed=False)
    return None


def _threshold(
    row: Mapping[str, Any], kind: str, *, is_assumed: bool
) -> Threshold | None:
    if kind not in row:
        return None
    return Threshold(
        amount=Decimal(row[kind]),
        includes_vat=row["vat"] == "included",
        first=row["from"],
        last=row.get("to"),
        source=row["source"],
        is_assumed=is_assumed,
    )


def longest(regime: Regime, kind: str) -> Length | None:
    """How long a kind of contract may run under a law; None where the law sets no length."""
    for row in _table("regimes")["length"]:
        if row["regime"] == regime.regime_id and row["kind"] == kind:
            return Length(row["most_months"], row["sentence"], row["source"])
    return None


def notices() -> tuple[Notice, ...]:
    """The notices of the Procurement Act 2023, in the order in which they are published."""
    return tuple(
        Notice(row["id"], row["name"], row["duty"], row["sentence"], row["source"])
        for row in _table("notices")["notice"]
    )


def kind_of_purchase(cpv: str) -> tuple[str, str]:
    """Of what kind a purchase is for the thresholds, and why; `cpv` in digits, maybe none."""
    if not cpv:
        return (
            "goods_services",
            "no category code is known, so goods or services are assumed",
        )
    if cpv.startswith(WORKS_DIVISION):
        return "works", "construction work (CPV division 45)"
    for row in _table("light_touch")["light_touch"]:
        if cpv.startswith(row["cpv"]):
            said = f"likely light-touch: {row['label']} (CPV {row['cpv']}…)"
            return "light_touch", f"{said}; the eight-digit code decides"
    return "goods_services", f"goods or services (CPV {cpv}…)"
