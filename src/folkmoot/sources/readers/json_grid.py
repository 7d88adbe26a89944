"""Lists of flat objects in a JSON file, as the rows and columns they are.

Portals and council sites publish their notices as `{"contracts": [{...}, {...}]}`. Each
such list is a table: the headings are the keys in the order first met, a nested object's
keys are joined to its own by a slash, and a list of words becomes one cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from folkmoot.core.store import Writer
from folkmoot.sources.ocds.values import text
from folkmoot.sources.received.archives import (
    MAX_CELLS,
    MAX_COLUMNS,
    ArchiveRefusedError,
)
from folkmoot.sources.received.files import SourceFile

LIST_SEPARATOR = "; "

_FLAT_SHARE = 0.5
"""A row is flat where at least half of its values are words or numbers."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One list of objects as a table; `pointers` tells where each row lies."""

    table_name: str
    headings: list[str]
    rows: list[list[str]]
    pointers: list[str]


class GridReader(Protocol):
    """What takes a grid on from here: the same recognising that CSV and Excel get."""

    def __call__(
        self,
        writer: Writer,
        file: SourceFile,
        *,
        table_name: str,
        headings: list[str],
        rows: list[list[str]],
        pointers: list[str],
    ) -> None:
        """Align the rows, and write all the papers of the file: columns, table, source."""


def grids(content: bytes | msgspec.Raw) -> list[Grid]:
    """Every list of flat objects at the top of a document or one level below it.

    Empty where there is none. A table is named by its key, unless it is the only one.
    """
    found = msgspec.json.decode(content)
    if isinstance(found, list):
        lists = {"": found}
    elif isinstance(found, dict):
        lists = {key: value for key, value in found.items() if isinstance(value, list)}
    else:
        return []
    lists = {key: members for key, members in lists.items() if _is_table(members)}
    return [
        _grid("" if len(lists) == 1 else key, members, _pointer(key))
        for key, members in lists.items()
    ]


def _is_table(members: list[Any]) -> bool:
    if not members or not all(isinstance(member, dict) for member in members):
        return False
    flat = sum(
        not isinstance(value, dict | list) for row in members for value in row.values()
    )
    return flat >= _FLAT_SHARE * sum(len(row) for row in members) > 0


def _grid(name: str, members: list[dict[str, Any]], pointer: str) -> Grid:
    flat = [dict(_cells(member, "")) for member in members]
    headings = list(dict.fromkeys(key for row in flat for key in row))
    if len(headings) > MAX_COLUMNS or len(headings) * len(flat) > MAX_CELLS:
        raise ArchiveRefusedError(
            f"A list of {len(flat):,} objects has {len(headings):,} different keys: this is "
            "no table that people keep. Ask the publisher for CSV or OCDS."
        )
    return Grid(
        table_name=name,
        headings=headings,
        rows=[[row.get(heading, "") for heading in headings] for row in flat],
        pointers=[f"{pointer}/{number}" for number in range(len(members))],
    )


def _cells(found: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        heading = f"{prefix}{key}"
        if isinstance(value, dict):
            yield from _cells(value, f"{heading}/")
        elif isinstance(value, list) and any(isinstance(v, dict | list) for v in value):
            yield heading, msgspec.json.encode(value).decode()
        elif isinstance(value, list):
            yield heading, LIST_SEPARATOR.join(text(v) or "" for v in value)
        else:
            yield heading, text(value) or ""


def _pointer(key: str) -> str:
    """RFC 6901: `~` and `/` in a key are written `~0` and `~1`."""
    return "/" + key.replace("~", "~0").replace("/", "~1") if key else ""
