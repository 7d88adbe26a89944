"""What lies below a folder: files, whatever links lead to them, and what cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What systems leave in folders by themselves."""

_LEADS_NOWHERE = (
    "A link to something that is not there. Copy the file itself into the folder."
)
_CLOSED = "Its folder may not be opened ({}). Ask for the right to read it."


@dataclass(frozen=True, slots=True, order=True)
class Below:
    """A file; `refusal` says why one cannot be read, where that is known at once."""

    path: Path
    refusal: str = ""


def files_below(folder: Path) -> list[Below]:
    """Everything below a folder, by name; a folder that links lead back to counts once."""
    return sorted(_below(folder, seen=set()))


def _below(folder: Path, *, seen: set[Path]) -> Iterator[Below]:
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        inside = sorted(folder.iterdir(), key=lambda p: (p.is_symlink(), p.name))
    except PermissionError as error:
        yield Below(folder, _CLOSED.format(error.strerror))
        return
    for path in inside:
        if path.is_dir():
            yield from _below(path, seen=seen)
        elif path.name in LITTER:
            continue
        elif path.is_file():
            yield Below(path)
        elif not path.exists():
            yield Below(path, _LEADS_NOWHERE)
