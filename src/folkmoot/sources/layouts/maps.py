"""Layout maps: one TOML file says which column of a published file means what.

Most files need none, as their layout is recognised. A map is for the file that is not:
an officer writes it in the workspace's `maps/` folder, where it goes before recognition.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from folkmoot.core.exceptions import ConfigError
from folkmoot.sources.layouts.vocabulary import fields_of, normal_heading

KINDS: Mapping[str, str] = {
    "payments": "payments",
    "spend": "payments",
    "contracts": "contracts",
    "register": "contracts",
    "contract_suppliers": "contract_suppliers",
    "contract_buyers": "contract_buyers",
}
"""The kinds a map may name, and the table each means."""

KEYS: Mapping[str, str] = {
    "kind": "What a row is; see the kinds below. Needed.",
    "about": "A sentence for the next person; not read.",
    "match": "`file` and `sheet`: patterns such as `spend*.csv` of the files and sheets that "
    "the map is for; without them it is tried on all.",
    "header": "The row that holds the headings, counted from 1, as a number or as `row` of "
    "a table; 0 where there is none; looked for where it is not given.",
    "encoding": "How the text is encoded, such as `cp1252`, where it is not what it seems; "
    "only with `match.file`.",
    "columns": "A field on the left; on the right its heading, a list of headings of which "
    "the first that is there counts, or `{ from = …, optional = true }`, or "
    "`{ position = 3 }` for the third column from the left, where it has no heading of its "
    "own; positions only with `match.file`. Needed.",
    "drop": "Headings of columns that are not to be kept at all, such as contact details.",
}
"""Every key of a map and what it says; a map with any other stops the build."""

_NEXT = "Correct the map, or remove it from the folder to have the layout recognised."


@dataclass(frozen=True, slots=True)
class Wanted:
    """The headings, best first, that may fill one field; optional where none need be there.

    A `position` from 1 names the column itself, whatever stands above it.
    """

    headings: tuple[str, ...]
    optional: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout map as read: a name, a kind, and which heading fills which field."""

    name: str
    kind: str
    columns: Mapping[str, Wanted]
    header_row: int | None = None
    encoding: str = ""
    file_glob: str = ""
    sheet_glob: str = ""
    drop: frozenset[str] = field(default_factory=frozenset)

    @property
    def needed(self) -> int:
        """How many fields must find their heading for the map to match."""
        return sum(not wanted.optional for wanted in self.columns.values())

    def suits(self, file: str, sheet: str) -> bool:
        """Whether the map is meant for this file and sheet, by their names."""
        return (
            not self.file_glob or fnmatch(file.lower(), self.file_glob.lower())
        ) and (not self.sheet_glob or fnmatch(sheet.lower(), self.sheet_glob.lower()))

    def fields_for(self, headings: Sequence[str]) -> dict[str, int] | None:
        """Field to column index where every heading the map needs is there, else None."""
        places: dict[str, int] = {}
        for index, heading in enumerate(headings):
            places.setdefault(normal_heading(heading), index)
        found: dict[str, int] = {}
        for name, wanted in self.columns.items():
            if wanted.position:
                found[name] = wanted.position - 1
                continue
            present = [places[h] for h in wanted.headings if h in places]
            if present:
                found[name] = present[0]
            elif not wanted.optional:
                return None
        return found


def read_layouts(folder: Path | None) -> list[Layout]:
    """The maps of a workspace, by file name, and after them those that ship.

    A map that cannot be read stops the build with its file and key, as the person who
    wrote it is at hand. Raises `ConfigError`.
    """
    own: list[Layout] = []
    if folder is not None and folder.is_dir():
        for path in sorted(folder.glob("*.toml")):
            try:
                text = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigError(f"{path} cannot be read: {error}.", _NEXT) from error
            own.append(parsed_layout(text, name=path.stem, place=str(path)))
    return [*own, *shipped_layouts()]


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """The layouts that ship: published conventions, never one publisher's file."""
    folder = resources.files("folkmoot.sources").joinpath("maps")
    layouts = [
        parsed_layout(
            entry.read_text(encoding="utf-8"),
            name=entry.name.removesuffix(".toml"),
            place=entry.name,
        )
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    # The map that asks for more headings first: it is the more particular one.
    return tuple(sorted(layouts, key=lambda layout: (-layout.needed, layout.name)))


def parsed_layout(text: str, *, name: str, place: str) -> Layout:
    """One map from its TOML; `place` is named in every complaint. Raises `ConfigError`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{place} is not valid TOML: {error}.", _NEXT) from error
    unknown = sorted(set(data) - set(KEYS))
    if unknown:
        raise ConfigError(
            f"{place} has an unknown key `{unknown[0]}`; known are "
            f"{', '.join(sorted(KEYS))}.",
            _NEXT,
        )
    kind = KINDS.get(str(data.get("kind", "")))
    if kind is None:
        raise ConfigError(
            f"{place}: `kind` must be one of {', '.join(sorted(KINDS))}, "
            f"not {data.get('kind')!r}.",
            _NEXT,
        )
    match = _table(data, "match", place)
    columns = _columns(_table(data, "columns", place), kind=kind, place=place)
    if any(wanted.position for wanted in columns.values()) and not match.get("file"):
        raise ConfigError(
            f"{place}: a `position` needs `match.file`, as it would fit any table.",
            _NEXT,
        )
    header_row = _header_row(data.get("header"), place)
    if header_row == 0 and not all(wanted.position for wanted in columns.values()):
        raise ConfigError(
            f"{place}: where `header.row` is 0, every column needs a `position`.", _NEXT
        )
    return Layout(
        name=name,
        kind=kind,
        columns=columns,
        header_row=header_row,
        encoding=_encoding(data.get("encoding", ""), place),
        file_glob=_text(match, "file", place),
        sheet_glob=_text(match, "sheet", place),
        drop=frozenset(
            normal_heading(h) for h in _texts(data.get("drop", []), "drop", place)
        ),
    )


def _columns(table: Mapping[str, Any], *, kind: str, place: str) -> dict[str, Wanted]:
    known = fields_of(kind)
    columns: dict[str, Wanted] = {}
    for name, value in table.items():
        if name not in known:
            raise ConfigError(
                f"{place}: `columns.{name}` is no field of {kind}; known are "
                f"{', '.join(sorted(known))}.",
                _NEXT,
            )
        optional = False
        if isinstance(value, Mapping) and set(value) == {"position"}:
            columns[name] = Wanted(
                (), position=_position(value["position"], name, place)
            )
            continue
        if isinstance(value, Mapping):
            extra = sorted(set(value) - {"from", "optional"})
            if extra or "from" not in value:
                raise ConfigError(
                    f"{place}: `columns.{name}` takes `from` and `optional`, or "
                    "`position` alone.",
                    _NEXT,
                )
            optional, value = bool(value.get("optional", False)), value["from"]
        headings = _texts(value, f"columns.{name}", place)
        columns[name] = Wanted(tuple(normal_heading(h) for h in headings), optional)
    if not columns:
        raise ConfigError(f"{place} maps no column: `[columns]` is empty.", _NEXT)
    return columns


def _position(value: object, name: str, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ConfigError(
            f"{place}: `columns.{name}.position` must be a number from 1.", _NEXT
        )
    return value


def _header_row(value: object, place: str) -> int | None:
    row = value.get("row") if isinstance(value, Mapping) else value
    if row is None:
        return None
    if isinstance(row, bool) or not isinstance(row, int) or row < 0:
        raise ConfigError(
            f"{place}: `header.row` must be a row number from 1, or 0 for none.", _NEXT
        )
    return row


def _encoding(value: object, place: str) -> str:
    if value == "":
        return ""
    try:
        return codecs.lookup(str(value)).name
    except LookupError as error:
        raise ConfigError(
            f"{place}: no `encoding` is named {value!r}.", _NEXT
        ) from error


def _table(data: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, Mapping):
        raise ConfigError(f"{place}: `{key}` must be a table, as `[{key}]`.", _NEXT)
    return value


def _text(data: Mapping[str, Any], key: str, place: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(f"{place}: `{key}` must be a text.", _NEXT)
    return value


def _texts(value: object, key: str, place: str) -> list[str]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise ConfigError(
            f"{place}: `{key}` must be a heading or a list of them.", _NEXT
        )
    return values
