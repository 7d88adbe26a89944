"""The ledger of a workspace: what was received, from where, under which licence, when.

A CSV file that anyone can open. Lines are added and never changed: when a file is
received anew, its last line counts and the earlier ones remain as its history.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from folkmoot.core.exceptions import SourceError, WorkspaceError
from folkmoot.sources.received.below import files_below

COLUMNS = (
    "file",
    "sha256",
    "size_bytes",
    "received_date",
    "council",
    "origin",
    "licence",
)


@dataclass(frozen=True, slots=True)
class Papers:
    """What a person says of the files they add: each may be left empty.

    `council` is the GSS code of the publisher, for files whose rows do not name it.
    """

    council: str = ""
    origin: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """One file and what became of it: added, replaced, there already, or newly described."""

    file: str
    outcome: str


def read_ledger(path: Path) -> dict[str, Mapping[str, str]]:
    """The last line of each file, by its path below `sources/`."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {line["file"]: line for line in csv.DictReader(stream)}


def changed_files(folder: Path, ledger: Path) -> list[str]:
    """Files that are no longer, byte for byte, what the ledger says was received."""
    return [
        name
        for name, line in sorted(read_ledger(ledger).items())
        if not (folder / name).is_file() or _sha256(folder / name) != line["sha256"]
    ]


def receive(
    files: Sequence[Path],
    *,
    into: Path,
    ledger: Path,
    papers: Papers,
    on: date,
    replace: bool = False,
) -> list[Received]:
    """Copy files (and folders, whole) below `into`, byte for byte, and enter them.

    Raises `SourceError` before anything is copied when a file is missing, or when
    another file of that name is there and `replace` is not set.
    """
    pairs = [pair for path in files for pair in _copies(path)]
    wanted = [(path, name, _sha256(path)) for path, name in pairs]
    for path, name, sha256 in wanted:
        target = into / name
        if target.exists() and not replace and _sha256(target) != sha256:
            raise SourceError(
                f"{name} is in the workspace already, with other contents than {path}.",
                "Rename one of them, or add it with --replace.",
            )
    entered = read_ledger(ledger)
    received = [
        _described(
            _receive_one(path, name, sha256, into=into), entered.get(name), papers
        )
        for path, name, sha256 in wanted
    ]
    fresh = [
        (item, path, sha256)
        for item, (path, _, sha256) in zip(received, wanted, strict=True)
        if item.outcome != "there already"
    ]
    _enter(ledger, fresh, papers=papers, on=on)
    return received


def _described(
    item: Received, line: Mapping[str, str] | None, papers: Papers
) -> Received:
    """The file may be known and what is said of it new: that is entered as well."""
    if item.outcome != "there already":
        return item
    told = {
        "council": papers.council,
        "origin": papers.origin,
        "licence": papers.licence,
    }
    is_new = line is None or any(
        value and value != line[name] for name, value in told.items()
    )
    return Received(item.file, "papers changed") if is_new else item


def _copies(path: Path) -> list[tuple[Path, str]]:
    if path.is_file():
        return [(path, path.name)]
    if path.is_dir():
        inner = files_below(path)
        if not inner:
            raise SourceError(f"{path} is an empty folder.", "Name one with files.")
        if (bad := next((one for one in inner if one.refusal), None)) is not None:
            raise SourceError(f"{bad.path} cannot be added.", bad.refusal)
        root = path.parent
        return [(one.path, one.path.relative_to(root).as_posix()) for one in inner]
    raise SourceError(f"There is no file {path}.", "Check its name and folder.")


def _receive_one(path: Path, name: str, sha256: str, *, into: Path) -> Received:
    target = into / name
    known = target.exists()
    if known and _sha256(target) == sha256:
        return Received(name, "there already")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        shutil.copyfile(path, part)
        part.replace(target)
    except OSError as error:
        raise WorkspaceError(
            f"{target} cannot be written: {error.strerror}.",
            "Make room, or ask for the right to write there; files before it were added.",
        ) from error
    return Received(name, "replaced" if known else "added")


def _enter(
    ledger: Path,
    fresh: Sequence[tuple[Received, Path, str]],
    *,
    papers: Papers,
    on: date,
) -> None:
    if not fresh:
        return
    is_new = not ledger.exists()
    with ledger.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        if is_new:
            writer.writerow(COLUMNS)
        for item, path, sha256 in fresh:
            writer.writerow(
                [
                    item.file,
                    sha256,
                    path.stat().st_size,
                    on.isoformat(),
                    papers.council,
                    papers.origin,
                    papers.licence,
                ]
            )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
