"""What the invented councils buy, read from the two catalogues beside this module.

The codes are those of the Common Procurement Vocabulary 2008; wordings and prices were
written for the demo by hand and are shared with nothing else in the house.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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


def _document(name: str) -> dict[str, list[object]]:
    return tomllib.loads(files("folkmoot.demo").joinpath(name).read_text("utf-8"))


@cache
def shared_needs() -> tuple[Need, ...]:
    """Needs that many councils have, each with several wordings."""
    rows = (
        _document("catalogue.toml")["needs"]
        + _document("catalogue_technology.toml")["needs"]
    )
    needs = []
    for row in rows:
        assert isinstance(row, dict)  # noqa: S101 - narrows the type of our own file
        parts = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
        needs.append(Need(**parts))
    return tuple(needs)


@cache
def single_subjects() -> tuple[Subject, ...]:
    """Things that one council buys once."""
    rows = _document("subjects.toml")["subjects"]
    return tuple(Subject(*row) for row in rows if isinstance(row, list))
