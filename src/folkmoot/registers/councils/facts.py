"""The councils of the United Kingdom, as facts: codes, names, kinds, dates and successors.

The table is ours, compiled from official codes and dates (`reference/sources.toml` says
which). A workspace adds councils of its own in `folkmoot.toml`: an authority newer than
the table, or an invented one in a demonstration.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from folkmoot.core.exceptions import ConfigError


@dataclass(frozen=True, slots=True)
class Council:
    """One council: `gss` is the code everything else calls it by."""

    gss: str
    name: str
    official_name: str
    type: str
    region: str
    nation: str
    combined_authority: str | None = None
    start: date | None = None
    end: date | None = None
    successors: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Former GSS codes, the older ONS code (`00DA`) and the three-letter register code."""
    aliases: tuple[str, ...] = ()
    """Further names that `folkmoot.toml` gives."""
    residents: int | None = None
    residents_source: str = ""


def known_councils(extra: Iterable[Mapping[str, Any]] = ()) -> dict[str, Council]:
    """Every council by its GSS code: the shipped table, then those a workspace adds.

    A workspace's entry replaces a shipped one of the same code, as it is the newer word.
    Raises `ConfigError` where a date is not a date.
    """
    councils = {council.gss: council for council in _shipped()}
    for entry in extra:
        council = _added(entry)
        councils[council.gss] = council
    return councils


def check_members(members: Sequence[str], councils: Mapping[str, Council]) -> None:
    """Stop where the group names a code that no table knows: a slip would hide a council."""
    unknown = sorted(set(members) - set(councils))
    if unknown:
        raise ConfigError(
            f"folkmoot.toml, [group] members names {', '.join(unknown)}, "
            "which is no council this release knows.",
            "Mend the GSS code, or add the council as a [[councils]] entry.",
        )


def check_council(code: str, councils: Mapping[str, Council]) -> None:
    """Stop where a person names a code that no table knows. Raises `ConfigError`."""
    if code not in councils:
        raise ConfigError(
            f"{code} is the GSS code of no council this release knows.",
            "Mend it, or add the council to folkmoot.toml as a [[councils]] entry.",
        )


def reference_rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables in `reference/`, as text."""
    text = files("folkmoot.registers").joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


RESIDENTS_SOURCE = "Census 2021"
"""What `residents.csv` was added up from; England and Wales, 21 March 2021."""


@cache
def _shipped() -> tuple[Council, ...]:
    residents = {
        row["gss"]: int(row["residents"]) for row in reference_rows("residents.csv")
    }
    return tuple(
        Council(
            gss=row["gss"],
            name=row["name"],
            official_name=row["official_name"],
            type=row["type"],
            region=row["region"],
            nation=row["nation"],
            combined_authority=row["combined_authority_gss"] or None,
            start=_date(row["start"], row["gss"]),
            end=_date(row["end"], row["gss"]),
            successors=tuple(row["successor_gss"].split()),
            codes=tuple(row["former_codes"].split()),
            residents=residents.get(row["gss"]),
            residents_source=RESIDENTS_SOURCE if row["gss"] in residents else "",
        )
        for row in reference_rows("councils.csv")
    )


def _added(entry: Mapping[str, Any]) -> Council:
    gss, name = str(entry["gss"]), str(entry["name"])
    return Council(
        gss=gss,
        name=name,
        official_name=name,
        type=str(entry["type"]),
        region=str(entry["region"]),
        nation=str(entry["nation"]),
        start=_date(str(entry.get("start", "")), gss),
        end=_date(str(entry.get("end", "")), gss),
        successors=tuple(str(entry.get("successor", "")).split()),
        aliases=tuple(str(alias) for alias in entry.get("aliases", ())),
        residents=_residents(entry.get("residents"), gss),
        residents_source=str(entry.get("residents_source", "")),
    )


def _residents(given: object, gss: str) -> int | None:
    if given is None:
        return None
    number = int(str(given))
    if number <= 0:
        raise ConfigError(
            f"The council {gss} has {number} residents.",
            "Write how many people live there, or leave it out.",
        )
    return number


def _date(text: str, gss: str) -> date | None:
    if text == "":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            f"The council {gss} has the date {text!r}.", "Write it as 2024-04-01."
        ) from error
