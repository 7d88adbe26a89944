"""Archives opened with care: every member counted before and while it is unpacked.

Members never choose where they are written: they land in the spill folder under a
number, and their names live on only in the logical path `archive.zip!inner.csv`.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_MEMBERS = 10_000
"""More members than any council's yearly bundle has had, by two orders of magnitude."""

MAX_INFLATED_BYTES = 4_000_000_000
"""A national notice archive of ten years is about 2 GB of JSON."""

MAX_WORKBOOK_BYTES = 1_000_000_000
"""A full sheet of 1,048,576 rows by 20 columns is about 700 MB of XML."""

MAX_RATIO = 200
"""Real sheets and CSV pack 5 to 40 times; a bomb packs up to a thousand times."""

RATIO_MATTERS_BYTES = 50_000_000
"""Below this even a thousandfold file is harmless to open."""

MAX_CELLS = 20_000_000
"""Sheets are read whole into memory: at some 50 bytes a cell this is one gigabyte."""

MAX_COLUMNS = 2_000
"""Wider than any table people keep; the widest export seen has 333 columns."""

_CHUNK_BYTES = 1 << 20
_WIDE_CELL = re.compile(rb' r="([A-Z]{2,3})\d')
_DEEP_CELL = re.compile(rb' r="[A-Z]{1,3}(\d{6,})"')

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
"""All that zipfile raises for a bad, encrypted or exotic member."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an archive: its name inside, and where it lies, or why it does not."""

    name: str
    path: Path | None
    refusal: str = ""


class ArchiveRefusedError(Exception):
    """The archive is not opened; the message is a sentence for a person."""


def check_directory(archive: zipfile.ZipFile, *, most_bytes: int) -> None:
    """Refuse by what the archive says of itself, before a byte is unpacked."""
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise ArchiveRefusedError(
            f"The archive holds {len(infos):,} members, more than {MAX_MEMBERS:,}. "
            "Add the tables themselves."
        )
    declared = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if declared > most_bytes or (
        declared > RATIO_MATTERS_BYTES and declared / packed > MAX_RATIO
    ):
        raise ArchiveRefusedError(
            f"It would unpack from {packed:,} to {declared:,} bytes, as a harmful file "
            "does. If it is genuine, save it anew as CSV and add that."
        )


def check_declared(path: Path) -> None:
    """Refuse a zipped workbook (XLSX, ODS) by the sizes it declares, or that is no ZIP."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_directory(archive, most_bytes=MAX_WORKBOOK_BYTES)
    except BROKEN as error:
        raise ArchiveRefusedError(_sentence(error, "workbook")) from error


def check_workbook(path: Path) -> None:
    """Refuse a zipped workbook (XLSX, ODS) for what is found by unpacking all of it.

    The declared sizes may lie, so bytes are counted; a single cell at the far corner makes
    a sheet of billions of empty ones. Takes as long as a quarter of reading: it is for
    saying what is wrong with a workbook that was not read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_directory(archive, most_bytes=MAX_WORKBOOK_BYTES)
            left = MAX_WORKBOOK_BYTES
            for info in archive.infolist():
                left = _counted(archive, info, left)
    except BROKEN as error:
        raise ArchiveRefusedError(_sentence(error, "workbook")) from error


def _counted(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    is_sheet = info.filename.startswith("xl/worksheets/")
    width = height = 1
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            left -= len(chunk)
            if left < 0:
                raise ArchiveRefusedError(
                    f"The workbook unpacks to more than {MAX_WORKBOOK_BYTES:,} bytes. "
                    "If it is genuine, save it as CSV and add that."
                )
            if is_sheet:
                width = max([width, *map(_column_number, _WIDE_CELL.findall(chunk))])
                height = max([height, *map(int, _DEEP_CELL.findall(chunk))])
    if width * height > MAX_CELLS:
        raise ArchiveRefusedError(cells_refusal(height, width))
    return left


def cells_refusal(height: int, width: int) -> str:
    """The sentence for a sheet that reaches further than any that people keep."""
    return (
        f"A sheet reaches to row {height:,} and column {width:,}, which is more than "
        f"{MAX_CELLS:,} cells. Delete the empty rows and columns and save it again."
    )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def members(path: Path, *, into: Path) -> Iterator[Member]:
    """Each member unpacked below `into`, in the archive's order by name.

    Raises `ArchiveRefusedError` where the archive as a whole cannot be opened; a member
    that is encrypted or damaged is given with its refusal, and the others are read.
    """
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise ArchiveRefusedError(_sentence(error, "archive")) from error
    with archive:
        check_directory(archive, most_bytes=MAX_INFLATED_BYTES)
        into.mkdir(parents=True, exist_ok=True)
        left = MAX_INFLATED_BYTES
        infos = sorted(archive.infolist(), key=lambda info: info.filename)
        for number, info in enumerate(infos):
            if info.filename.endswith("/") or _is_litter(info.filename):
                continue
            # A damaged directory can lose a name; what it named is read all the same.
            name = info.filename or f"member {number + 1}, without a name"
            target = into / f"{number:05d}"
            try:
                left = _unpack(archive, info, target, left)
            except BROKEN as error:
                target.unlink(missing_ok=True)
                yield Member(name, None, _sentence(error, "archive"))
            else:
                yield Member(name, target)


def _unpack(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, left: int
) -> int:
    with archive.open(info) as stream, target.open("wb") as out:
        while chunk := stream.read(_CHUNK_BYTES):
            left -= len(chunk)
            if left < 0:
                raise ArchiveRefusedError(
                    f"The archive unpacks to more than {MAX_INFLATED_BYTES:,} bytes. "
                    "Add the tables themselves."
                )
            out.write(chunk)
    return left


def _is_litter(name: str) -> bool:
    """What macOS and Windows leave in archives beside the files that people put there."""
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last in (".DS_Store", "Thumbs.db")


def _sentence(error: BaseException, what: str) -> str:
    if isinstance(error, RuntimeError) and "encrypted" in str(error):
        return f"The {what} is locked with a password. Unlock it and add it again."
    return (
        f"The {what} is damaged or cut short and cannot be unpacked. "
        "Fetch it again from where it was published."
    )
