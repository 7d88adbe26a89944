"""The files of a workspace as they lie in `sources/`: archives opened, each with its papers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from folkmoot.sources.received.archives import ArchiveRefusedError, members
from folkmoot.sources.received.below import files_below
from folkmoot.sources.received.formats import format_of, refusal_of

MAX_DEPTH = 3
"""Archives within archives: portals pack once, a shared drive's backup once more."""

SHA_DIGITS = 8
"""Digits of the SHA-256 in a source's id: four thousand million, for a folder of files."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as received, or one member of an archive.

    `path` is where its bytes lie now; `file` is its name for people, below `sources/`.
    `refusal` is set where it is known, before reading, that there is nothing to read.
    """

    source_id: str
    file: str
    path: Path
    sha256: str
    size_bytes: int
    format: str
    bundle_id: str = ""
    declared_council: str = ""
    origin: str = ""
    licence: str = ""
    received_date: date | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    file: str
    path: Path
    bundle_id: str
    refusal: str = ""


def source_files(
    folder: Path, *, ledger: Mapping[str, Mapping[str, str]], spill: Path
) -> list[SourceFile]:
    """Every file below `folder`, in the order of their names, archives opened in `spill`.

    The ledger is looked up by the path of the file as received: what is inside an
    archive shares its papers. The same bytes are read once: the second file of them
    is listed with a refusal that names the first.
    """
    result: list[SourceFile] = []
    ids: set[str] = set()
    first_by_sha: dict[str, str] = {}
    for below in files_below(folder):
        name = below.path.relative_to(folder).as_posix()
        papers = ledger.get(name, {})
        bundle = name.rpartition("/")[0] or "."
        received = _Found(name, below.path, bundle, below.refusal)
        for found in _opened(received, spill=spill, depth=0):
            file = _described(found, papers)
            file = _read_once(file, first_by_sha)
            result.append(_with_own_id(file, ids))
    return result


def _opened(found: _Found, *, spill: Path, depth: int) -> Iterator[_Found]:
    """The file itself, or what is inside it where it is an archive."""
    if found.refusal or format_of(found.path) != "zip":
        yield found
        return
    if depth == MAX_DEPTH:
        yield replace(
            found,
            refusal=f"Archives lie {depth} deep in one another here. "
            "Unpack them and add what is inside.",
        )
        return
    into = spill / _sha256(found.path)
    count = 0
    try:
        for member in members(found.path, into=into):
            count += 1
            inner = _Found(
                f"{found.file}!{member.name}",
                member.path or found.path,
                found.file,
                member.refusal,
            )
            yield from _opened(inner, spill=spill, depth=depth + 1)
    except ArchiveRefusedError as error:
        yield replace(found, refusal=str(error))
        return
    if count == 0:
        yield replace(found, refusal="The archive is empty. Fetch it again.")


def _described(found: _Found, papers: Mapping[str, str]) -> SourceFile:
    is_there = found.path.is_file()
    size = found.path.stat().st_size if is_there else 0
    kind = "zip" if found.refusal else format_of(found.path)
    received = papers.get("received_date") or papers.get("received") or ""
    sha256 = _sha256(found.path) if is_there else hashlib.sha256().hexdigest()
    return SourceFile(
        source_id=f"{_slug(found.file)}_{sha256[:SHA_DIGITS]}",
        file=found.file,
        path=found.path,
        sha256=sha256,
        size_bytes=size,
        format=kind,
        bundle_id=found.bundle_id,
        declared_council=papers.get("council", ""),
        origin=papers.get("origin", ""),
        licence=papers.get("licence", ""),
        received_date=date.fromisoformat(received) if received else None,
        refusal=found.refusal or refusal_of(kind),
    )


def _read_once(file: SourceFile, first_by_sha: dict[str, str]) -> SourceFile:
    if file.refusal:
        return file
    first = first_by_sha.setdefault(file.sha256, file.file)
    if first == file.file:
        return file
    return replace(
        file,
        refusal=f"The same bytes as {first}, which is read: counted once only. "
        "Remove one of the two.",
    )


def _with_own_id(file: SourceFile, ids: set[str]) -> SourceFile:
    own, number = file.source_id, 1
    while own in ids:
        number += 1
        own = f"{file.source_id}_{number}"
    ids.add(own)
    return replace(file, source_id=own)


def _slug(file: str) -> str:
    stem = PurePosixPath(file.rsplit("!", 1)[-1]).stem
    return re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")[:40] or "file"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
