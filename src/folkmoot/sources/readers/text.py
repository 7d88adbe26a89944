"""The bytes of a text file as clean UTF-8: decoded, line ends made one, odd bytes named."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from folkmoot.sources.readers.counting import has_lone_return

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


MAX_TEXT_BYTES = 1_000_000_000
"""Read whole into memory, some three times over; five million payments, as rows go."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text of a file in UTF-8 without a byte order mark, and what was done to get it.

    `notes` are sentences for the person who keeps the file.
    """

    data: bytes
    encoding: str
    notes: tuple[str, ...] = ()


def too_long(size_bytes: int) -> str:
    """The sentence for text that does not fit in memory."""
    return (
        f"The file holds {size_bytes:,} bytes of text, more than {MAX_TEXT_BYTES:,}. "
        "Cut it into parts, such as one for each year, and add those."
    )


def clean_text(path: Path, *, encoding: str = "") -> CleanText:
    """Decode by byte order mark, else UTF-8, else Windows-1252.

    The last is what Excel writes in this country: of 36 real council files that UTF-8
    readers refused, this rule read 34. `encoding` is what a layout map says instead.
    A carriage return by itself ends a line, as it does for a spreadsheet.
    """
    stored = path.read_bytes()
    data, name, notes = _decoded(stored, encoding)
    if b"\0" in data:
        notes = (*notes, f"{data.count(0):,} NUL bytes were left out.")
        data = data.replace(b"\0", b"")
    if b"\r" in data and has_lone_return(data):
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return CleanText(data, name, notes)


def _decoded(stored: bytes, encoding: str) -> tuple[bytes, str, tuple[str, ...]]:
    if encoding:
        return _recoded(stored, encoding)
    for bom, name in _BOMS:
        if stored.startswith(bom):
            return _recoded(stored, name)
    if stored.isascii():
        return stored, "ascii", ()
    try:
        stored.decode("utf-8")
    except UnicodeDecodeError:
        return _recoded(stored, "cp1252")
    return stored, "utf-8", ()


def _recoded(stored: bytes, encoding: str) -> tuple[bytes, str, tuple[str, ...]]:
    text = stored.decode(encoding, errors="replace")
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    notes = (
        (
            f"{lost:,} bytes are no {encoding} text and show as \N{REPLACEMENT CHARACTER}.",
        )
        if lost
        else ()
    )
    return text.encode("utf-8"), encoding, notes
