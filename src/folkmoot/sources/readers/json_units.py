"""Where the releases of a JSON file lie: each with its number, its pointer and its bytes.

Nothing is parsed here but the frame around the releases, so that a file of any size is
cut into releases at the speed of reading it. A frame that does not close is cut by its
brackets instead: whole releases are recovered, and the rest is one refused unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec
from msgspec import Raw

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What the decoder raises for bytes that are no JSON, no UTF-8, or nested without end."""


class Unit(NamedTuple):
    """One release as it lies in the file; `refusal` is set where there is none to read."""

    pointer: str
    content: bytes | Raw
    rule: str = ""
    refusal: str = ""
    note: str = ""


@dataclass(slots=True)
class Framed:
    """The units of one document, and what its frame said."""

    shape: Literal["releases", "records", "other"]
    units: list[Unit] = field(default_factory=list)
    published_date: str | None = None


class _Package(msgspec.Struct, rename="camel"):
    releases: list[Raw]
    published_date: Raw = Raw()
    compiled_release: Raw = Raw()
    versioned_release: Raw = Raw()


class _Frame(msgspec.Struct, rename="camel"):
    ocid: Raw = Raw()
    tag: Raw = Raw()
    tender: Raw = Raw()
    awards: Raw = Raw()
    contracts: Raw = Raw()
    planning: Raw = Raw()
    releases: Raw = Raw()
    records: Raw = Raw()
    compiled_release: Raw = Raw()
    versioned_release: Raw = Raw()
    published_date: Raw = Raw()


class _Link(msgspec.Struct):
    url: Raw = Raw()
    ocid: Raw = Raw()


_PACKAGE = msgspec.json.Decoder(_Package)
_FRAME = msgspec.json.Decoder(_Frame)
_LIST = msgspec.json.Decoder(list[Raw])
_LINK = msgspec.json.Decoder(_Link)
_TEXT = msgspec.json.Decoder(str)


def framed(content: bytes | Raw) -> Framed:
    """The releases of a document: a package, a record, a release, or a list of these.

    `shape` is `other` where it is sound JSON that speaks of no contracting process.
    Raises one of `UNREADABLE` where it is not sound.
    """
    try:
        package = _PACKAGE.decode(content)
    except msgspec.ValidationError:
        return _framed_otherwise(content)
    if package.compiled_release or package.versioned_release:
        return Framed("records", list(_of_record(_FRAME.decode(content), "")))
    units = [Unit(f"/releases/{n}", raw) for n, raw in enumerate(package.releases)]
    return Framed("releases", units, _text(package.published_date))


def _framed_otherwise(content: bytes | Raw) -> Framed:
    try:
        frame = _FRAME.decode(content)
    except msgspec.ValidationError:
        return _framed_list(content)
    date = _text(frame.published_date)
    if _has(frame.records):
        records = _members(frame.records)
        units = [
            unit
            for number, raw in enumerate(records)
            for unit in _of_record_json(raw, f"/records/{number}")
        ]
        return Framed("records", units, date)
    if _has(frame.compiled_release) or _has(frame.versioned_release):
        return Framed("records", list(_of_record(frame, "")), date)
    if _has(frame.releases):
        members = _members(frame.releases)
        # One release where the list belongs has no number in its pointer.
        numbered = _starts(frame.releases, b"[")
        units = [
            Unit(f"/releases/{number}" if numbered else "/releases", raw)
            for number, raw in enumerate(members)
        ]
        return Framed("releases", units, date)
    if _is_release(frame):
        return Framed("releases", [Unit("", content)], date)
    return Framed("other")


def _framed_list(content: bytes | Raw) -> Framed:
    """A list of releases, records or packages; one stranger among them is refused later."""
    try:
        members = _LIST.decode(content)
    except msgspec.ValidationError:
        return Framed("other")
    units: list[Unit] = []
    shape: Literal["releases", "records", "other"] = "other"
    for number, raw in enumerate(members):
        inner = framed(raw) if _starts(raw, b"{") else Framed("other")
        if inner.shape == "other":
            units.append(Unit(f"/{number}", raw))
            continue
        shape = inner.shape
        units += [
            unit._replace(pointer=f"/{number}{unit.pointer}") for unit in inner.units
        ]
    return Framed(shape, units if shape != "other" else [])


def _is_release(frame: _Frame) -> bool:
    stages = (frame.tender, frame.awards, frame.contracts, frame.planning)
    return _has(frame.ocid) or (_has(frame.tag) and any(map(_has, stages)))


def _of_record_json(raw: Raw, pointer: str) -> Iterator[Unit]:
    try:
        record = _FRAME.decode(raw)
    except msgspec.ValidationError:
        yield Unit(
            pointer, raw, "not_a_record", "This member of the list is no record."
        )
        return
    yield from _of_record(record, pointer)


def _of_record(record: _Frame, pointer: str) -> Iterator[Unit]:
    """A record's releases; where they are only linked, what the publisher compiled.

    Links are not followed: Folkmoot reads files, and says what lies outside them.
    """
    members = _members(record.releases) if _has(record.releases) else []
    embedded = [
        Unit(f"{pointer}/releases/{number}", raw)
        for number, raw in enumerate(members)
        if not _is_link(raw)
    ]
    if embedded:
        yield from embedded
        return
    note = f"{len(members)} linked releases were not followed." if members else ""
    if _has(record.compiled_release):
        yield Unit(f"{pointer}/compiledRelease", record.compiled_release, note=note)
    elif _has(record.versioned_release):
        yield Unit(f"{pointer}/versionedRelease", record.versioned_release, note=note)
    else:
        yield Unit(
            pointer,
            record.releases,
            "linked_releases_only",
            "The record only links to its releases; ask for a file that holds them.",
        )


_MARKS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\]]', re.S)
_LIST_START = re.compile(rb'"(releases|records)"\s*:\s*\[')


def recovered(content: bytes) -> Framed | None:
    """What is whole in a document that does not parse: each member between its brackets.

    None where there is no list of releases or records to look into.
    """
    start = _LIST_START.search(content)
    shape: Literal["releases", "records"] = "releases"
    if start is not None:
        prefix, begin = f"/{start[1].decode()}", start.end()
        shape = "records" if start[1] == b"records" else "releases"
    elif content.lstrip()[:1] == b"[" and b'"ocid"' in content:
        prefix, begin = "", content.index(b"[") + 1
    else:
        return None
    units: list[Unit] = []
    number = 0
    end = begin
    for position, piece in _between_brackets(content, begin):
        if piece is None:
            return Framed(shape, units)
        end = position
        units += _piece(piece, f"{prefix}/{number}", shape)
        number += 1
    rest = f"The file breaks off after byte {end:,} of {len(content):,}; the {number} "
    units.append(
        Unit(
            f"{prefix}/{number}",
            content[end : end + 200],
            "json_cut",
            f"{rest}before it were read. Ask for the file again.",
        )
    )
    return Framed(shape, units)


def _between_brackets(content: bytes, begin: int) -> Iterator[tuple[int, bytes | None]]:
    """Each member of a list and where it ends; None where the list itself ends."""
    depth = 0
    start = begin
    for mark in _MARKS.finditer(content, begin):
        sign = mark[0]
        if sign == b'"':
            return
        if sign in (b"{", b"["):
            if depth == 0:
                start = mark.start()
            depth += 1
        elif sign in (b"}", b"]"):
            depth -= 1
            if depth < 0:
                yield mark.start(), None
                return
            if depth == 0:
                yield mark.end(), content[start : mark.end()]


def _piece(piece: bytes, pointer: str, shape: str) -> Sequence[Unit]:
    if shape == "records":
        try:
            return list(_of_record_json(Raw(piece), pointer))
        except UNREADABLE:
            pass
    return [Unit(pointer, piece)]


def _starts(raw: Raw, sign: bytes) -> bool:
    return memoryview(raw)[: len(sign)] == sign


def _has(raw: Raw) -> bool:
    """Whether a part of the frame is there and is not null."""
    return bool(raw) and not _starts(raw, b"null")


def _members(raw: Raw) -> list[Raw]:
    return _LIST.decode(raw) if _starts(raw, b"[") else [raw]


def _is_link(raw: Raw) -> bool:
    try:
        link = _LINK.decode(raw)
    except msgspec.ValidationError:
        return False
    return _has(link.url) and not _has(link.ocid)


def _text(raw: Raw) -> str | None:
    try:
        return _TEXT.decode(raw) if _has(raw) else None
    except msgspec.ValidationError:
        return None
