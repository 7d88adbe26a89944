"""Releases flattened into one wide table, as portals export them: read back and aligned.

A heading such as `releases/0/tender/title` is a path: the row is folded back into the
release it was, and goes the way of any other. Its evidence is the physical row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from folkmoot.core.store import Writer
from folkmoot.sources.ocds.align import ReleaseRows
from folkmoot.sources.ocds.columns import CONTACT, wide_columns
from folkmoot.sources.ocds.papers import write_file, write_table
from folkmoot.sources.ocds.release import release_from_loose_json
from folkmoot.sources.received.files import SourceFile

_RELEASES = "releases"
_HEADER_ROW = 1


def is_flattened_wide(headings: Sequence[str]) -> bool:
    """Whether the headings are paths into releases."""
    return any(
        heading.startswith(f"{_RELEASES}/0/") and heading.count("/") > 1
        for heading in headings
    )


def read_flattened_wide(
    writer: Writer,
    file: SourceFile,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
) -> None:
    """Read the rows below the headings, which stand in the first row of the file."""
    paths = [_path(heading) for heading in headings]
    aligned = ReleaseRows(writer, source_id=file.source_id)
    aligned.add_furniture(_HEADER_ROW, position="header", first_text=headings[0])
    number = _HEADER_ROW
    for number, row in enumerate(rows, start=_HEADER_ROW + 1):
        package = _folded(paths, row)
        releases = package.get(_RELEASES, {}) if isinstance(package, dict) else {}
        date = package.get("publishedDate")
        aligned.default_date = date if isinstance(date, str) else None
        items = 1
        for found in _in_order(releases):
            release, _ = release_from_loose_json(found)
            items += aligned.add(
                release, row_number=number, pointer="", first_item=items
            )
        if items == 1:
            aligned.add_furniture(number, position="body", first_text="")
    aligned.write()
    write_file(writer, file, encoding="", layout="OCDS, flattened")
    write_table(
        writer,
        file,
        row_count=number,
        unit="row",
        header_row=_HEADER_ROW,
        columns=wide_columns(file.source_id, headings),
    )


def _path(heading: str) -> tuple[str, ...]:
    parts = tuple(heading.strip().split("/"))
    return () if CONTACT in parts else parts


def _folded(paths: Sequence[tuple[str, ...]], row: Sequence[str]) -> dict[str, Any]:
    """The row as nested objects; a list is an object whose keys are numbers."""
    result: dict[str, Any] = {}
    for path, cell in zip(paths, row, strict=False):
        if not path or not cell or cell.isspace():
            continue
        place = result
        for part in path[:-1]:
            inner = place.setdefault(part, {})
            # A heading that is both a value and a folder of values: the folder stands.
            place = inner if isinstance(inner, dict) else place
        place[path[-1]] = cell
    return result


def _in_order(found: Any) -> list[Any]:
    """Objects whose keys are all numbers as the lists they were, at every depth."""
    listed = _lists(found)
    if isinstance(listed, list):
        return listed
    return [listed] if listed else []


def _lists(found: Any) -> Any:
    if not isinstance(found, dict):
        return found
    inner = {key: _lists(value) for key, value in found.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
