"""What a file is, told from its bytes: names lie, such as a workbook named `.csv`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from folkmoot.sources.received.archives import BROKEN

HEAD_BYTES = 4096
"""Enough for every signature below and to see whether bytes are text."""

MAX_LINE_BYTES = 100_000_000
"""One line of JSON is parsed whole; the longest release seen has 4 MB."""

READABLE = frozenset({"csv", "xlsx", "xls", "ods", "parquet", "json", "jsonl"})

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "media"),
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "parquet"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)

_REFUSALS = {
    "empty": "The file is empty (0 bytes). Fetch it again from where it was published.",
    "image": "This is an image, whatever its name says. "
    "Ask the publisher for the table behind it.",
    "media": "This is an image, sound or film, whatever its name says. "
    "Ask the publisher for the table behind it.",
    "pdf": "This is a PDF, not a table. Ask the publisher for the CSV or the workbook.",
    "html": "This is a web page, not a table: often an error page saved in a file's "
    "place. Fetch the file itself again.",
    "xml": "This is XML, which is not read. Ask the publisher for CSV, Excel or OCDS JSON.",
    "gzip": "This is a gzip file. Unpack it and add what is inside.",
    "7z": "This is a 7-Zip archive. Unpack it and add what is inside.",
    "rar": "This is a RAR archive. Unpack it and add what is inside.",
    "database": "This is a database file. Export its tables as CSV and add those.",
    "program": "This is a program, not a table. Leave it out.",
    "document": "This is a text document, not a table. Ask for the table as CSV or Excel.",
    "unknown": "These bytes are neither text nor a workbook. "
    "Fetch the file again, or ask the publisher for CSV or Excel.",
}

_BINARY_SHARE = 0.03
"""Random bytes hold 9 % control bytes; text holds one by accident."""

_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x00\x1a\x1b")


def format_of(path: Path) -> str:
    """What the file is: csv, xlsx, xls, ods, parquet, json, jsonl, zip, or what else was found.

    `csv` stands for any text that is not JSON or a page: its delimiter is found later.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        return "empty"
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return _kind_of_zip(path) if name == "zip" else name
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    return _kind_of_text(head, path)


def refusal_of(found: str) -> str:
    """The sentence for a file that is not read at all; empty where it is readable."""
    if found in READABLE or found == "zip":
        return ""
    return _REFUSALS.get(found, _REFUSALS["unknown"])


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if any(name.startswith("xl/") for name in names):
                return "xlsx"
            if (
                "mimetype" in names
                and archive.getinfo("mimetype").file_size < HEAD_BYTES
            ):
                mime = archive.read("mimetype")
                if b"opendocument.spreadsheet" in mime:
                    return "ods"
                if b"opendocument" in mime:
                    return "document"
            if any(name.startswith(("word/", "ppt/")) for name in names):
                return "document"
    except BROKEN:
        pass  # the archive's reader says what is wrong with it
    return "zip"


def _kind_of_text(head: bytes, path: Path) -> str:
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    control = len(head) - len(head.translate(None, _CONTROL))
    if control > _BINARY_SHARE * len(head) or head.count(0) > len(head) / 2:
        return "unknown"
    if body[:1] == b"{":
        return "jsonl" if _is_lines_of_objects(path) else "json"
    if body[:1] == b"[" and body[1:].lstrip()[:1] in (b"{", b"]", b"["):
        return "json"
    lowered = body[:200].lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if lowered.startswith((b"<?xml", b"<svg")):
        return "xml"
    return "csv"


def _is_lines_of_objects(path: Path) -> bool:
    """Whether the first line is an object by itself, and another follows it."""
    with path.open("rb") as stream:
        first = stream.readline(MAX_LINE_BYTES).removeprefix(b"\xef\xbb\xbf").strip()
        second = stream.readline(MAX_LINE_BYTES).strip()
        while not second and stream.peek(1):
            second = stream.readline(MAX_LINE_BYTES).strip()
    return first.endswith(b"}") and second.startswith(b"{")
