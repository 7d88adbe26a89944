"""What the invented councils buy, read from the two catalogues beside this module.

The codes are those of the Common Procurement Vocabulary 2008; wordings and prices were
written for the demo by hand and are shared with nothing else in the house.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
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


def _document(name: str) -> dict[str, list[Any]]:
    return tomllib.loads(files("folkmoot.demo").joinpath(name).read_text("utf-8"))


@cache
def shared_needs() -> tuple[Need, ...]:
    """Needs that many councils have, each with several wordings."""
    rows: list[dict[str, Any]] = [
        *_document("catalogue.toml")["needs"],
        *_document("catalogue_technology.toml")["needs"],
    ]
    return tuple(
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
    )


@cache
def single_subjects() -> tuple[Subject, ...]:
    """Things that one council buys once."""
    rows = _document("subjects.toml")["subjects"]
    return tuple(Subject(*row) for row in rows)
