"""Whether a JSON file is one document or a document a line, whatever its name says."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO

import msgspec

from folkmoot.sources.readers.json_units import UNREADABLE
from folkmoot.sources.received.files import SourceFile
from folkmoot.sources.received.formats import MAX_LINE_BYTES

_HEAD_BYTES = 1 << 16
"""Enough to see whether the first line is a whole document; longer lines are read on."""


def lines_of(stream: IO[bytes]) -> Iterator[bytes]:
    """Each line; one that is longer than any release is given cut, and so will not parse."""
    while line := stream.readline(MAX_LINE_BYTES):
        rest = line
        while len(rest) == MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES)
        yield line


def holds_lines(file: SourceFile) -> bool:
    """Whether the first line is a document of its own and more follow."""
    with file.path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        if b"\n" not in head:
            head += stream.readline(MAX_LINE_BYTES)
        first, _, rest = head.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
        more = bool(rest.strip()) or bool(stream.read(_HEAD_BYTES).strip())
    first = first.strip(b" \t\r")
    if first[:1] != b"{" or not more:
        return False
    try:
        msgspec.json.decode(first, type=msgspec.Raw)
    except UNREADABLE:
        # A damaged first line: the name decides, unless the line only opens an object.
        return file.format == "jsonl" and first.endswith(b"}")
    return True
