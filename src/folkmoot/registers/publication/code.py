"""What a council must publish, as the Local Government Transparency Code 2015 lists it.

The list is `reference/publication_code.toml`, dated, with what it was checked against.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from folkmoot.sources.layouts.vocabulary import normal_heading

KINDS = ("payments", "contracts", "notices")
"""Kinds of publication, in the order in which the Code speaks of them."""


@dataclass(frozen=True, slots=True)
class AskedField:
    """One field that the Code asks of every row of a kind; `aligned` first, else `headings`."""

    name: str
    label: str
    asks: str
    duty: str
    paragraph: str
    form: str
    lack: str
    notices: str
    aligned: frozenset[str]
    headings: tuple[str, ...]
    whole: frozenset[str]
    without: frozenset[str]

    @property
    def is_must(self) -> bool:
        """Whether Part 2 demands it; what Part 3 recommends counts towards no score."""
        return self.duty == "must"

    @property
    def is_apart(self) -> bool:
        """Whether no standard field holds it, so that its cells are looked up as published."""
        return not self.aligned

    def is_under(self, heading: str) -> bool:
        """Whether a published heading is the place for it."""
        plain = normal_heading(heading)
        words = set(plain.split())
        if self.without & words:
            return False
        return plain in self.whole or any(
            words.issuperset(phrase.split()) for phrase in self.headings
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of publication: how it is called, and above which sum the Code asks for it."""

    name: str
    label: str
    row: str
    paragraphs: str
    over_gbp: int
    fields: tuple[AskedField, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """The Code: its papers, and its kinds by name."""

    name: str
    publisher: str
    published: date
    address: str
    compiled: date
    checked: tuple[str, ...]
    notes: tuple[str, ...]
    kinds: Mapping[str, Kind]

    def field(self, kind: str, name: str) -> AskedField:
        """One field of a kind."""
        return next(one for one in self.kinds[kind].fields if one.name == name)


@cache
def transparency_code() -> Code:
    """The Code as it ships."""
    text = (
        resources.files("folkmoot.registers")
        .joinpath("reference/publication_code.toml")
        .read_text(encoding="utf-8")
    )
    data = tomllib.loads(text)
    fields = {kind: tuple(_fields(data[kind])) for kind in ("payments", "contracts")}
    fields["notices"] = tuple(one for one in fields["contracts"] if one.notices)
    papers = data["code"]
    return Code(
        name=papers["name"],
        publisher=papers["publisher"],
        published=papers["published"],
        address=papers["address"],
        compiled=papers["compiled"],
        checked=tuple(papers["checked"]),
        notes=tuple(papers["notes"]),
        kinds={
            name: Kind(name=name, fields=fields[name], **data["kinds"][name])
            for name in KINDS
        },
    )


def _fields(table: Mapping[str, Mapping[str, object]]) -> Iterable[AskedField]:
    def listed(entry: Mapping[str, object], key: str) -> list[str]:
        value = entry.get(key, [])
        return [str(item) for item in value] if isinstance(value, list) else []

    for name, entry in table.items():
        yield AskedField(
            name=name,
            label=str(entry["label"]),
            asks=str(entry["asks"]),
            duty=str(entry["duty"]),
            paragraph=str(entry["paragraph"]),
            form=str(entry["form"]),
            lack=str(entry["lack"]),
            notices=str(entry.get("notices", "")),
            aligned=frozenset(listed(entry, "aligned")),
            headings=tuple(listed(entry, "headings")),
            whole=frozenset(listed(entry, "whole")),
            without=frozenset(listed(entry, "without")),
        )
