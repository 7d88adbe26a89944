"""What the invented councils buy, read from the catalogues beside this module or elsewhere.

The codes are those of the Common Procurement Vocabulary 2008; wordings and prices were
written for the demo by hand and are shared with nothing else in the house.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that several councils buy; codes run from exact to loose."""

    key: str
    codes: tuple[str, ...]
    yearly: tuple[int, int]
    service: str
    spend: str
    trade: tuple[str, ...]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that a single council buys; `yearly` is thousands of pounds."""

    key: str
    code: str
    title: str
    service: str
    yearly: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that a group buys, and the needs and titles on which its traps draw.

    The lists of needs hold keys; their order decides which contract falls to which council.
    """

    needs: tuple[Need, ...]
    subjects: tuple[Subject, ...]
    reseller_sells: tuple[str, ...]
    contractor_does: tuple[str, ...]
    on_frameworks: tuple[str, ...]
    generic_titles: tuple[str, ...]
    bought_small: tuple[str, ...]
    """Needs for which one council alone pays little."""


@cache
def catalogue_in(folder: Path | None = None) -> Catalogue:
    """The catalogue of a folder, or the shipped one: its `catalogue*.toml` and `subjects.toml`.

    Another folder lets the ranking be measured on wordings that nobody tuned it on.
    """
    place = files("folkmoot.demo") if folder is None else folder
    names = sorted(f.name for f in place.iterdir() if f.name.startswith("catalogue"))
    parts = [
        tomllib.loads(place.joinpath(name).read_text("utf-8"))
        for name in names
        if name.endswith(".toml")
    ]
    whole: dict[str, Any] = {k: v for part in parts for k, v in part.items()}
    rows: list[dict[str, Any]] = [row for part in parts for row in part["needs"]]
    subjects = tomllib.loads(place.joinpath("subjects.toml").read_text("utf-8"))
    return Catalogue(
        needs=tuple(
            Need(
                key=row["key"],
                codes=tuple(row["codes"]),
                yearly=(row["yearly"][0], row["yearly"][1]),
                service=row["service"],
                spend=row["spend"],
                trade=tuple(row["trade"]),
                titles=tuple(row["titles"]),
            )
            for row in rows
        ),
        subjects=tuple(Subject(*row) for row in subjects["subjects"]),
        reseller_sells=tuple(whole["reseller_sells"]),
        contractor_does=tuple(whole["contractor_does"]),
        on_frameworks=tuple(whole["on_frameworks"]),
        generic_titles=tuple(whole["generic_titles"]),
        bought_small=tuple(whole["bought_small"]),
    )


def shared_needs() -> tuple[Need, ...]:
    """Needs of the shipped catalogue that many councils have, each with several wordings."""
    return catalogue_in().needs


def single_subjects() -> tuple[Subject, ...]:
    """Things of the shipped catalogue that one council buys once."""
    return catalogue_in().subjects
