"""Files that have not changed are not read again: their rows come from the last build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from folkmoot.core.store import Writer
from folkmoot.sources.raw import carry_raw
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.tables import RAW_LINES, SEALED

Papers = Mapping[str, Sequence[str]]


def papers(files: Sequence[SourceFile]) -> dict[str, list[str]]:
    """What reading a file depends on beside the code and the maps, by source."""
    return {
        file.source_id: [
            file.file,
            file.sha256,
            file.declared_council,
            file.origin,
            file.licence,
            file.refusal,
        ]
        for file in files
    }


def unchanged(now: Mapping[str, Any], then: Mapping[str, Any]) -> frozenset[str]:
    """Sources that stand with the same papers in the inputs of two builds.

    None does where the code or the layout maps differ: they read every file anew.
    """
    if any(now[key] != then.get(key) for key in ("code", "layouts")):
        return frozenset()
    before = then.get("files", {})
    return frozenset(
        source_id
        for source_id, own in now["files"].items()
        if before.get(source_id) == own
    )


def carry_over(writer: Writer, *, before: Path, sources: frozenset[str]) -> None:
    """Copy the raw and clean rows of these sources from the build file `before`."""
    connection = writer.connection
    with writer.attached(before) as old:
        for spec in SEALED:
            if spec is RAW_LINES:
                continue
            name = writer.name(spec)
            connection.execute(
                f"INSERT INTO {name} BY NAME SELECT * FROM {old}.{name} "  # noqa: S608
                "WHERE list_contains($sources, source_id)",
                {"sources": sorted(sources)},
            )
        carry_raw(writer, before=old)
